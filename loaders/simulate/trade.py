"""Goods going out: sales orders, pallets, shipments with sign-off, transfers to a warehouse, returns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from loaders.simulate.clock import DAY
from loaders.simulate.flows import operator
from loaders.simulate.sim import Sim, later
from loaders.simulate.stock import Batch, Part

CARRIERS = ("Example Freight 示例物流", "Placeholder Lines", "Sample Express 样品快运")
RETURNED_AFTER = 20 * DAY
Returned = Callable[[Batch, int], None]


def signer(sim: Sim, customer: str) -> str:
    """Whoever signed at the customer's gate; an invented name."""
    return f"Receiver {sim.rng.randrange(9) + 1} of {customer}"


def order_for(sim: Sim, customer: str, parts: Sequence[Part], at: int) -> str:
    """The sales order that a shipment fulfils: one line per material."""
    order = sim.number("SO")
    wanted: dict[str, int] = {}
    materials = {batch.material.code: batch.material for batch, _ in parts}
    for batch, amount in parts:
        wanted[batch.material.code] = wanted.get(batch.material.code, 0) + amount
    due = sim.calendar.date(at + 3 * DAY)
    for code, amount in wanted.items():
        quantity, uom = materials[code].text(amount), materials[code].uom
        sim.bundle.write("orders", (order, "sales", customer, code, "", "", quantity, uom, due, "closed"))
    return order


def reserve(sim: Sim, customer: str, batch: Batch, at: int, state: str) -> None:
    """A sales order still to be shipped, `open` or `reserved`, that names the batch (a piece only by its material)."""
    material = batch.material
    names = (material.code, "", "") if batch.serial else batch.cells[:3]
    row = (sim.number("SO"), "sales", customer, *names, material.text(batch.left), material.uom)
    sim.bundle.write("orders", (*row, sim.calendar.date(at + 5 * DAY), state))


def ship(sim: Sim, customer: str, parts: Sequence[Part], at: int, transit: int) -> str:
    """Ship parts, all from one place, to a customer; delivered and signed for unless the year ends on the way."""
    at = max(at, *(batch.made for batch, _ in parts))
    order = order_for(sim, customer, parts, at - DAY)
    arrives = at + transit
    signed = signer(sim, customer) if arrives < sim.end else ""
    number = _head(sim, customer, parts[0][0].place, "", order, at, arrives, signed)
    _lines(sim, number, customer, parts, at)
    if sim.chance(0.3):
        _pallets(sim, parts, at)
    return number


def transfer(sim: Sim, parts: Sequence[Part], place: str, at: int, transit: int) -> list[Batch]:
    """Move parts to a warehouse of our own by truck; returns what arrived there, unless the year ends on the way."""
    at = max(at, *(batch.made for batch, _ in parts))
    arrives = at + transit
    signed = operator(sim) if arrives < sim.end else ""
    number = _head(sim, "", parts[0][0].place, place, "", at, arrives, signed)
    _lines(sim, number, "", parts, at)
    return [_arrive(sim, number, batch, amount, arrives, place) for batch, amount in parts] if signed else []


def _head(sim: Sim, customer: str, start: str, goal: str, order: str, at: int, arrives: int, signed: str) -> str:
    number = sim.number("SH")
    done = sim.calendar.stamp(arrives) if signed else ""
    sign_time = sim.calendar.stamp(arrives + 20) if signed else ""
    row = (number, customer, start, goal, order, sim.calendar.stamp(at), done, signed, sign_time)
    sim.bundle.write("shipments", (*row, sim.rng.choice(CARRIERS), f"TRK{number[3:]}", f"DN{number[3:]}"))
    return number


def _lines(sim: Sim, number: str, customer: str, parts: Sequence[Part], at: int) -> None:
    for batch, amount in parts:
        batch.use(amount, at)
        sim.bundle.write("shipped", (number, *batch.cells, batch.material.text(amount), batch.material.uom))
        if batch.share:
            sim.truth.ship(number, customer, batch, amount)


def _arrive(sim: Sim, shipment: str, batch: Batch, amount: int, at: int, place: str) -> Batch:
    material = batch.material
    receipt = sim.number("GR")
    row = (receipt, "", shipment, *batch.cells, "", material.text(amount), material.uom, sim.calendar.stamp(at), place)
    sim.bundle.write("receipts", (*row, f"DN{shipment[3:]}", "", ""))
    return batch.elsewhere(amount, at, place)


def _pallets(sim: Sim, parts: Sequence[Part], at: int) -> None:
    """Each lot on a pallet of its own, the pallets in one container, unpacked nowhere yet."""
    container = sim.number("CN")
    stamp = sim.calendar.stamp(at - 30)
    for batch, amount in parts:
        pallet = sim.number("PL")
        quantity, uom = batch.material.text(amount), batch.material.uom
        sim.bundle.write("packs", (pallet, *batch.cells, "", quantity, uom, stamp, ""))
        sim.bundle.write("packs", (container, "", "", "", "", pallet, "", "", stamp, ""))


def send_back(sim: Sim, supplier: str, batch: Batch, at: int) -> None:
    """Return all of a batch to its supplier."""
    material = batch.material
    row = (sim.number("RT"), "", supplier, "", *batch.cells, material.text(batch.left), material.uom)
    sim.bundle.write("returns", (*row, sim.calendar.stamp(at), batch.place))
    batch.use(batch.left, at)


def come_back(
    sim: Sim, customer: str, shipment: str, batch: Batch, amount: int, at: int, place: str, then: Returned
) -> None:
    """Some weeks later the customer returns an amount of a shipped batch to `place`; `then` deals with it."""

    def arrive(now: int) -> None:
        material = batch.material
        row = (sim.number("RT"), customer, "", shipment, *batch.cells, material.text(amount), material.uom)
        sim.bundle.write("returns", (*row, sim.calendar.stamp(now), place))
        then(batch.elsewhere(amount, now, place), now)

    if at + RETURNED_AFTER < sim.end:
        later(sim, at + RETURNED_AFTER, arrive)

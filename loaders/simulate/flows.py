"""Material in motion: goods received, runs, vessels charged and drawn, cleaning. Each verb writes its records."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from loaders.simulate.clock import shift
from loaders.simulate.plant import Material, Purchase
from loaders.simulate.sim import Sim
from loaders.simulate.stock import Batch, Line, Part, Vessel
from loaders.simulate.truth import floored, mixed

OPERATORS = 24
SEED_AFTER = 0.2
GOOD_PART = 1 / 3  # of a seed that turns bad later: what is used before
Mapping = Sequence[tuple[int, int, int]]


def operator(sim: Sim) -> str:
    """Somebody of the staff."""
    return f"OP-{sim.rng.randrange(OPERATORS) + 1:02}"


def describe(sim: Sim, batch: Batch, amount: int, at: int) -> None:
    """The record of a new batch, its place in the count, and in the truth if it is suspect."""
    material, stamp = batch.material, sim.calendar.stamp(at)
    expires = "" if material.shelf_days is None else sim.calendar.date(at + material.shelf_days * 1440)
    sim.bundle.write("batches", (*batch.cells, material.text(amount), material.uom, stamp, expires, "available"))
    sim.made_one()
    if batch.share:
        sim.truth.reach(batch, amount)


def receive(sim: Sim, purchase: Purchase, at: int, place: str) -> tuple[Batch, str]:
    """One delivery of a purchased material; the first of the seed material after a fifth of the year is the seed.

    One that turns bad later is the first delivery of all: it is good until a third of it has been used.
    """
    material = purchase.material
    supplier = sim.rng.choice(purchase.suppliers)
    sim.numbers[material.code] += 1
    theirs = purchase.lot.format(date=sim.calendar.compact(at), n=sim.numbers[material.code])
    lot = sim.lot(material, at) if purchase.own_lot else theirs
    batch = Batch(material, lot, purchase.amount, at, place)
    batch.assigner = "" if purchase.own_lot else supplier
    wanted = sim.catalogue.late_material if sim.late else sim.catalogue.seed_material
    if material is wanted and sim.truth.seed is None and (sim.late or at >= SEED_AFTER * sim.end):
        batch.share, sim.truth.seed = 1.0, batch
        batch.bad_from = inf if sim.late else 0
    receipt = sim.number("GR")
    quantity = material.text(purchase.amount)
    price = f"{purchase.price * sim.rng.uniform(0.95, 1.05):.4f}"
    row = (receipt, supplier, "", *batch.cells, theirs, quantity, material.uom, sim.calendar.stamp(at), place)
    sim.bundle.write("receipts", (*row, f"DN-{receipt[3:]}", price, sim.catalogue.currency))
    describe(sim, batch, purchase.amount, at)
    return batch, receipt


def bring(sim: Sim, batch: Batch, place: str, at: int) -> None:
    """Move all that is left of a batch to a place, if it is not there."""
    if batch.place == place:
        return
    material = batch.material
    row = (sim.number("MV"), *batch.cells, "move", batch.place, place, material.text(batch.left), material.uom)
    sim.bundle.write("movements", (*row, sim.calendar.stamp(at)))
    batch.place = place


def start_run(
    sim: Sim, kind: str, where: Line | Vessel, start: int, end: int, order: str = "", operated_by: str = ""
) -> str:
    """The head of a run; returns its number."""
    run = sim.number("R")
    stamp = sim.calendar.stamp
    who = operated_by or operator(sim)
    row = (run, kind, order, stamp(start), stamp(end), where.code, who, shift(start), where.place, "")
    sim.bundle.write("runs", row)
    return run


def put_in(sim: Sim, run: str, parts: Sequence[Part], at: int, place: str) -> None:
    """The input lines of a run."""
    stamp = sim.calendar.stamp(at)
    for line, (batch, amount) in enumerate(parts, 1):
        bring(sim, batch, place, at)
        batch.use(amount, at)
        _turn(sim, batch, at)
        sim.bundle.write("consumed", (run, *batch.cells, *batch.material.used(amount), stamp, line))


def _turn(sim: Sim, batch: Batch, at: int) -> None:
    """A seed turns bad right after the use by which its good part is gone."""
    if batch is sim.truth.seed and batch.bad_from == inf and batch.left <= (1 - GOOD_PART) * batch.came:
        batch.bad_from = at + 1
        sim.truth.since = sim.calendar.stamp(at + 1)


def take_out(
    sim: Sim,
    run: str,
    material: Material,
    amount: int,
    at: int,
    place: str,
    share: float,
    lot: str = "",
    serial: str = "",
) -> Batch:
    """One output of a run as a new batch."""
    batch = Batch(material, lot or sim.lot(material, at), amount, at, place)
    batch.share, batch.serial = share, serial
    sim.bundle.write("produced", (run, *batch.cells, material.text(amount), material.uom, sim.calendar.stamp(at)))
    describe(sim, batch, amount, at)
    return batch


def make(
    sim: Sim,
    kind: str,
    line: Line,
    start: int,
    minutes: int,
    parts: Sequence[Part],
    outputs: Sequence[tuple[Material, int]],
    order: str = "",
    mapping: Mapping = (),
    serials: bool = False,
) -> tuple[str, list[Batch]]:
    """One run: it waits for its line and its inputs, takes the parts and makes the outputs; returns number and batches.

    `mapping` holds (input, output, amount) by position and must name every part; without it all goes into all.
    With `serials` the outputs are numbered pieces of one lot.
    """
    start = max(start, line.free, *(batch.made for batch, _ in parts))
    line.free = end = start + minutes
    run = start_run(sim, kind, line, start, end, order)
    shares = _shares(line, parts, len(outputs), mapping, start)
    put_in(sim, run, parts, start, line.place)
    lot = sim.lot(outputs[0][0], end) if serials else ""
    made = [
        take_out(sim, run, material, amount, end, line.place, shares[n], lot, f"{n + 1:03}" if serials else "")
        for n, (material, amount) in enumerate(outputs)
    ]
    for i, o, amount in mapping:
        source = parts[i][0]
        sim.bundle.write("mapped", (run, *source.cells, *made[o].cells, source.material.text(amount)))
    return run, made


def by_hand(line: Line) -> Line:
    """Work done beside a line: recorded on it, but it waits for nobody and leaves nothing in the machine."""
    return Line(line.code, line.place)


def _shares(line: Line, parts: Sequence[Part], outputs: int, mapping: Mapping, at: int) -> list[float]:
    if not line.share and not any(batch.share_at(at) for batch, _ in parts):
        line.held = line.hold
        return [0.0] * outputs
    if mapping:
        made_of = [[(parts[i][0], amount) for i, o, amount in mapping if o == output] for output in range(outputs)]
        return [mixed(some, at) for some in made_of]
    share = mixed(parts, at)
    if line.hold:
        fresh = sum(amount for batch, amount in parts if batch.material.base != "pcs")
        share = floored((share * fresh + line.share * line.held) / (fresh + line.held))
        line.share, line.held = share, line.hold
    return [share] * outputs


def charge(sim: Sim, vessel: Vessel, parts: Sequence[Part], at: int) -> int:
    """Fill parts into a vessel; returns the minute at which it is idle again."""
    at = max(at, vessel.free, *(batch.made for batch, _ in parts))
    vessel.free = at + 10
    run = start_run(sim, "charge", vessel, at, at + 5)
    put_in(sim, run, parts, at, vessel.place)
    vessel.level += sum(amount for _, amount in parts)
    vessel.suspect += sum(batch.share_at(at) * amount for batch, amount in parts)
    return vessel.free


def draw(sim: Sim, vessel: Vessel, material: Material, amount: int, at: int) -> Batch:
    """Draw a new batch from a vessel's content."""
    at = max(at, vessel.free)
    if amount > vessel.level:
        raise ValueError(f"{vessel.code}: {amount} wanted, {vessel.level} there")
    vessel.free = at + 10
    share = vessel.share
    vessel.level -= amount
    vessel.suspect -= share * amount
    run = start_run(sim, "draw", vessel, at, at + 5)
    return take_out(sim, run, material, amount, at + 5, vessel.place, floored(share))


def scrap(sim: Sim, batch: Batch, amount: int, at: int, kind: str = "scrap") -> str:
    """Take an amount out of the world: `scrap` or `sample`; returns the number of the record."""
    at = max(at, batch.made)
    batch.use(amount, at)
    number = sim.number("MV")
    row = (number, *batch.cells, kind, batch.place, "", batch.material.text(amount), batch.material.uom)
    sim.bundle.write("movements", (*row, sim.calendar.stamp(at)))
    return number


def clean(sim: Sim, where: Line | Vessel, at: int, *, validated: bool, empty: bool) -> None:
    """A cleaning; a validated one takes content and residue away, an emptying alone takes the content."""
    at = max(at, where.free)
    where.free = at + 30
    flags = ("true" if validated else "false", "true" if empty else "false")
    sim.bundle.write("cleanings", (where.code, sim.calendar.stamp(at + 15), *flags))
    if isinstance(where, Line):
        where.share, where.held = (0.0, 0) if validated else (where.share, where.held)
    elif validated or empty:
        where.level, where.suspect = 0, 0.0

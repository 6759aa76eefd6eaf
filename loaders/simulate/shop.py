"""What all plants need around their routing: buying when a shelf runs low, storing, counting, shipping."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from loaders.simulate.clock import DAY
from loaders.simulate.flows import operator, receive
from loaders.simulate.plant import Purchase
from loaders.simulate.quality import Check, count, inspect, mistake, status
from loaders.simulate.sim import Sim, every
from loaders.simulate.stock import Batch, Line, Part, Shelf
from loaders.simulate.trade import reserve, send_back

INCOMING: Check = ("incoming inspection 来料检验", 100.0, 3.0, "%")
Shelves = Mapping[str, Shelf]


@dataclass(slots=True)
class Shop:
    """A plant at work: its clockwork, what it buys, its common shelves."""

    sim: Sim
    purchases: Mapping[str, Purchase]
    store: str
    shelves: dict[str, Shelf] = field(default_factory=lambda: defaultdict(Shelf))
    local: list[dict[str, Shelf]] = field(default_factory=list)

    def corner(self) -> dict[str, Shelf]:
        """A set of shelves of its own, for one line; counted with the rest."""
        self.local.append(defaultdict(Shelf))
        return self.local[-1]


def buy(shop: Shop, purchase: Purchase, at: int) -> Batch | None:
    """One delivery some hours ago; None when incoming inspection refuses it and it goes back."""
    sim = shop.sim
    received = max(0, at - sim.rng.randrange(60, 600))
    batch, receipt = receive(sim, purchase, received, shop.store)
    fails = sim.chance(purchase.fails) and not batch.share
    if fails or sim.chance(0.25):
        inspect(
            sim,
            batch,
            received + 20,
            INCOMING,
            passed=not fails,
            receipt=receipt,
            defect="damaged 破损" if fails else "",
        )
    if not fails:
        return batch
    status(sim, batch, "rejected", received + 25, "incoming inspection failed 来料不合格")
    send_back(sim, batch.assigner or purchase.suppliers[0], batch, received + 50)
    return None


def need(shop: Shop, shelves: Shelves, code: str, amount: int, at: int) -> list[Part]:
    """Parts of a bought material that make up the amount; buys more before the shelf runs low."""
    shelf, purchase = shelves[code], shop.purchases[code]
    while shelf.level < amount + purchase.amount // 3:
        if batch := buy(shop, purchase, at):
            shelf.add(batch)
    return shelf.take(amount)


def housekeeping(shop: Shop, customers: Sequence[str], finished: Sequence[str]) -> None:
    """Monthly counts, a typing mistake now and then, and the orders still open when the year ends."""
    sim = shop.sim
    period = max(2, min(30, sim.days // 4)) * DAY

    def count_all(at: int) -> None:
        for shelves in (shop.shelves, *shop.local):
            for shelf in shelves.values():
                count(sim, shelf, at, 0.3)
                shelf.level = sum(batch.left for batch in shelf)

    def mistype(at: int) -> None:
        for code in finished:
            if shelf := shop.shelves[code]:
                batch = shelf.lots[-1]
                mistake(sim, batch, max(at, batch.made))
                shelf.level = sum(batch.left for batch in shelf)

    def promise(at: int) -> None:
        for code in finished:
            for place, batch in enumerate(shop.shelves[code]):
                if place % 3 == 0 and batch.left:
                    reserve(sim, sim.rng.choice(customers), batch, at, "reserved" if place % 2 else "open")

    every(sim, period + 300, period, count_all)
    every(sim, period // 2 + 600, period, mistype)
    every(sim, sim.end - 30, sim.end, promise)


def note(
    sim: Sim, run: str, start: int, parameters: Sequence[tuple[str, float, float, str]], used: Sequence[Line]
) -> None:
    """Process parameters `(name, mean, spread, unit)` and further equipment of a run."""
    stamp = sim.calendar.stamp(start)
    for name, mean, spread, unit in parameters:
        sim.bundle.write("parameters", (run, name, f"{sim.rng.gauss(mean, spread / 3):.2f}", unit, stamp))
    for line in used:
        sim.bundle.write("used", (run, line.code, operator(sim), "assists 协助", stamp, ""))

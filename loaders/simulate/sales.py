"""The way out, the same for all plants: store or hold, ship daily, transfer to a warehouse, sell from there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from loaders.simulate.clock import DAY
from loaders.simulate.flows import bring, scrap
from loaders.simulate.quality import status
from loaders.simulate.shop import Shop
from loaders.simulate.sim import Sim, every, later
from loaders.simulate.stock import Batch, Part, Shelf
from loaders.simulate.trade import come_back, ship, transfer

RETURNS = "RETURNS"


@dataclass(frozen=True, slots=True)
class Sales:
    """Who buys what from where. `codes` name the shelves of finished goods; `back` deals with what is returned.

    `load` is the range of lots on one truck; `returned` the share of shipments of which something comes back.
    """

    shop: Shop
    customers: tuple[str, ...]
    codes: tuple[str, ...]
    store: str
    depot: str
    back: Callable[[Batch, int], None]
    load: tuple[int, int] = (3, 10)
    returned: float = 0.02


@dataclass(frozen=True, slots=True)
class Work:
    """A work order on its way through the plant; each plant adds what it needs to know about one."""

    sales: Sales
    order: str

    @property
    def shop(self) -> Shop:
        """The plant."""
        return self.sales.shop

    @property
    def sim(self) -> Sim:
        """The clockwork."""
        return self.sales.shop.sim


def start_sales(sales: Sales) -> None:
    """Ship every afternoon, from the warehouse every five days."""
    every(sales.shop.sim, 2 * DAY + 900, DAY, partial(_dispatch, sales))
    every(sales.shop.sim, 8 * DAY + 840, 5 * DAY, partial(_dispatch_depot, sales))


def put_away(sales: Sales, code: str, lot: Batch, at: int) -> None:
    """A finished lot goes to the store and can be sold, unless it is held."""
    sim = sales.shop.sim
    at = max(at, lot.made)
    bring(sim, lot, sales.store, at)
    if sim.chance(0.01):
        status(sim, lot, "hold", at, "label unreadable 标签不清")
        later(sim, at + 2 * DAY, partial(_decide, sales, code, lot))
    else:
        sales.shop.shelves[code].add(lot)


def _decide(sales: Sales, code: str, lot: Batch, at: int) -> None:
    """A held lot is released, or rejected and scrapped."""
    sim = sales.shop.sim
    if sim.chance(0.7):
        status(sim, lot, "available", at, "released 放行")
        sales.shop.shelves[code].add(lot)
    else:
        status(sim, lot, "rejected", at, "scrapped 报废")
        scrap(sim, lot, lot.left, at + 30)


def _dispatch(sales: Sales, at: int) -> None:
    sim = sales.shop.sim
    for code in sales.codes:
        shelf = sales.shop.shelves[code]
        while shelf and shelf.lots[0].made < at - DAY:
            parts = _load(sales, shelf)
            if not sim.chance(0.1):
                _sell(sales, parts, at)
                continue
            for lot in transfer(sim, parts, sales.depot, at, 2 * DAY):
                later(sim, lot.made, partial(_arrived, sales, code, lot))


def _load(sales: Sales, shelf: Shelf) -> list[Part]:
    """What goes on one truck: some lots, the last often only in part."""
    lots = list(shelf)[: sales.shop.sim.rng.randrange(*sales.load)]
    amount = sum(lot.left for lot in lots)
    unit = lots[-1].material.factor
    third = lots[-1].left // 3 // unit * unit
    if not lots[-1].serial and sales.shop.sim.chance(0.4):
        amount -= third
    return shelf.take(amount)


def _sell(sales: Sales, parts: list[Part], at: int) -> None:
    sim = sales.shop.sim
    customer = sim.rng.choice(sales.customers)
    transit = sim.rng.randrange(8 * 60, 3 * DAY)
    number = ship(sim, customer, parts, at, transit)
    if sim.chance(sales.returned):
        lot, amount = parts[0]
        some = min(amount, sim.rng.randrange(1, 6) * lot.material.factor)
        come_back(sim, customer, number, lot, amount if lot.serial else some, at + transit, RETURNS, sales.back)


def _arrived(sales: Sales, code: str, lot: Batch, at: int) -> None:
    """Into the warehouse; where an earlier truck brought some of the same lot, to that."""
    shelf = sales.shop.shelves[f"{sales.depot} {code}"]
    twin = next((other for other in shelf if other.cells == lot.cells), None)
    if twin is None:
        shelf.add(lot)
    else:
        twin.left, twin.last = twin.left + lot.left, at
        shelf.level += lot.left


def _dispatch_depot(sales: Sales, at: int) -> None:
    sim = sales.shop.sim
    for code in sales.codes:
        shelf = sales.shop.shelves[f"{sales.depot} {code}"]
        while shelf and shelf.lots[0].made < at - 2 * DAY:
            ship(sim, sim.rng.choice(sales.customers), _load(sales, shelf), at, DAY)

"""The electronics plant's way out: store, hold, relabel, ship, transfer to the western warehouse, take back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from loaders.simulate.clock import DAY
from loaders.simulate.electronics_goods import CATALOGUE, PRODUCTS, Product
from loaders.simulate.flows import bring, make, scrap
from loaders.simulate.master import write_equipment
from loaders.simulate.quality import inspect, status
from loaders.simulate.shop import Shop
from loaders.simulate.sim import every, later
from loaders.simulate.stock import Batch, Line, Part, Shelf
from loaders.simulate.trade import come_back, ship, transfer

DEPOT = "DC-WEST"
Failed = Callable[[Batch], None]


def put_away(shop: Shop, product: Product, lot: Batch, at: int) -> None:
    """A finished lot goes to the store; some get the Chinese label first, some are held."""
    sim = shop.sim
    if sim.chance(0.06):
        label = Line("LABEL-01", "FLOOR")
        lot = make(sim, "relabel", label, at, 20, [(lot, lot.left)], [(product.relabelled, lot.left)])[1][0]
        at = lot.made
    bring(sim, lot, "WH-FG", at)
    if sim.chance(0.01):
        status(sim, lot, "hold", at, "label unreadable 标签不清")
        later(sim, at + 2 * DAY, partial(_decide, shop, product, lot))
    else:
        shop.shelves[product.finished.code].add(lot)


def _decide(shop: Shop, product: Product, lot: Batch, at: int) -> None:
    """A held lot is released, or rejected and scrapped."""
    if shop.sim.chance(0.7):
        status(shop.sim, lot, "available", at, "released 放行")
        shop.shelves[product.finished.code].add(lot)
    else:
        status(shop.sim, lot, "rejected", at, "scrapped 报废")
        scrap(shop.sim, lot, lot.left, at + 30)


def start_sales(shop: Shop, failed: Failed) -> None:
    """Ship every afternoon, from the western warehouse once a week; `failed` takes boards out of returned units."""
    bench = Line("UNBUILD-01", "FLOOR")
    lines = [(bench, "Unbuild bench 拆解台"), (Line("LABEL-01", "FLOOR"), "Label printer 标签机")]
    lines.append((Line("PASTE-BENCH", "FLOOR"), "Paste repacking 锡膏分装"))
    write_equipment(shop.sim.bundle, [(line, name, "machine") for line, name in lines])
    every(shop.sim, 2 * DAY + 900, DAY, partial(_dispatch, shop, bench, failed))
    every(shop.sim, 8 * DAY + 840, 5 * DAY, partial(_dispatch_west, shop))


def _dispatch(shop: Shop, bench: Line, failed: Failed, at: int) -> None:
    for product in PRODUCTS:
        shelf = shop.shelves[product.finished.code]
        while shelf and shelf.lots[0].made < at - DAY:
            parts = _load(shop, shelf)
            if shop.sim.chance(0.1):
                for lot in transfer(shop.sim, parts, DEPOT, at, 2 * DAY):
                    later(shop.sim, lot.made, partial(_arrived, shop, product, lot))
                continue
            _sell(shop, product, parts, at, bench, failed)


def _load(shop: Shop, shelf: Shelf) -> list[Part]:
    """What goes on one truck: some lots, the last often only in part."""
    lots = list(shelf)[: shop.sim.rng.randrange(3, 10)]
    amount = sum(lot.left for lot in lots)
    if shop.sim.chance(0.4) and lots[-1].left > 10:
        amount -= lots[-1].left // 3
    return shelf.take(amount)


def _sell(shop: Shop, product: Product, parts: list[Part], at: int, bench: Line, failed: Failed) -> None:
    sim = shop.sim
    customer = sim.rng.choice(CATALOGUE.customers).code
    transit = sim.rng.randrange(8 * 60, 3 * DAY)
    number = ship(sim, customer, parts, at, transit)
    if sim.chance(0.02):
        lot, amount = parts[0]
        back = partial(_came_home, shop, product, bench, failed)
        come_back(sim, customer, number, lot, min(amount, sim.rng.randrange(1, 6)), at + transit, "RETURNS", back)


def _came_home(shop: Shop, product: Product, bench: Line, failed: Failed, lot: Batch, at: int) -> None:
    """A returned lot is examined; half of them are scrapped, from the others the boards are taken for rework."""
    sim = shop.sim
    inspect(sim, lot, at + 60, ("field return 退货检验", 5.0, 0.1, "V"), passed=False, defect="no start 不启动")
    if sim.chance(0.5) or lot.material is not product.finished:
        scrap(sim, lot, lot.left, at + DAY)
        return
    for boards in make(sim, "unbuild", bench, at + DAY, 30, [(lot, lot.left)], [(product.failed, lot.left)])[1]:
        failed(boards)


def _arrived(shop: Shop, product: Product, lot: Batch, at: int) -> None:
    shop.shelves[f"{DEPOT} {product.finished.code}"].add(lot)


def _dispatch_west(shop: Shop, at: int) -> None:
    for product in PRODUCTS:
        shelf = shop.shelves[f"{DEPOT} {product.finished.code}"]
        while shelf and shelf.lots[0].made < at - 2 * DAY:
            ship(shop.sim, shop.sim.rng.choice(CATALOGUE.customers).code, _load(shop, shelf), at, DAY)

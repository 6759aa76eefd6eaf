"""A dairy: tankers -> silos -> pasteurisers -> bottled milk, cheese, butter and powder -> cold store -> customers.

What spreads a bad tanker: silos shared by many others, residue on pasteurisers and dryers until the next validated
clean, whey collected in one tank, and trimmings that go into the next day's cheese (but never past the weekly clean).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count

from loaders.simulate import dairy_goods as goods
from loaders.simulate.clock import DAY
from loaders.simulate.dairy_goods import CATALOGUE, LITRE, PURCHASES
from loaders.simulate.flows import charge, clean, draw, make, scrap
from loaders.simulate.master import write_equipment
from loaders.simulate.plant import Material
from loaders.simulate.quality import inspect
from loaders.simulate.sales import Sales, Work, put_away, start_sales
from loaders.simulate.shop import Shop, housekeeping, need, note
from loaders.simulate.sim import Sim, every, later, release, settle
from loaders.simulate.stock import Batch, Line, Part, Shelf, Vessel

PER_ORDER = 11.0  # batches that come of one pasteuriser batch, raw material included
ORDERS_PER_CELL = 8  # a day
BATCH = 10_000 * LITRE
SOLD = (goods.BOTTLED, goods.CHEESE, goods.BUTTER, goods.BAG, goods.WHEY_POWDER)
HEAT = (("temperature 杀菌温度", 74.0, 1.0, "°C"), ("holding time 保温时间", 16.0, 1.0, "s"))


@dataclass(slots=True)
class Cell:
    """One pasteuriser and what it feeds."""

    shelves: dict[str, Shelf]
    heat: Line
    fill: Line
    dry: Line
    vat: Line
    press: Line
    cut: Line
    churn: Line
    whey: Vessel
    cream: list[Batch] = field(default_factory=list)
    trim: list[Batch] = field(default_factory=list)
    melt: list[Batch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Job(Work):
    """One pasteuriser batch on its way."""

    cell: Cell


def start(sim: Sim) -> None:
    """Set up the dairy and everything that will happen by itself."""
    orders_a_day = sim.target / PER_ORDER / sim.days
    shop = Shop(sim, PURCHASES, "STORE")
    plant = [_cell(shop, number) for number in range(max(1, round(orders_a_day / ORDERS_PER_CELL)))]
    silos = [Vessel(f"SILO-{n + 1:02}", "DAIRY", 300_000 * LITRE) for n in range(max(2, round(orders_a_day / 20)))]
    customers, codes = tuple(party.code for party in CATALOGUE.customers), tuple(m.code for m in SOLD)
    sales = Sales(shop, customers, codes, "COLD", "DC-SOUTH", partial(_returned, shop))
    _equip(sim, plant, silos)
    turn = count()

    def order(at: int) -> None:
        number = next(turn)
        job = Job(sales, sim.number("WO"), plant[number % len(plant)])
        _pasteurise(job, silos[number // 3 % len(silos)], ROUTES[number // len(plant) % len(ROUTES)], at)

    release(sim, PER_ORDER, order)
    for number, silo in enumerate(silos):
        every(sim, (2 + number % 2) * DAY + 120, 2 * DAY, partial(_clean_silo, shop, silo))
    for cell in plant:
        _routine(sales, cell)
    start_sales(sales)
    housekeeping(shop, customers, codes)


def _cell(shop: Shop, number: int) -> Cell:
    holds = {"PAST": 50_000, "FILL": 30_000, "DRYER": 20_000, "VAT": 0, "PRESS": 0, "CUT": 0, "CHURN": 0}
    lines = [Line(f"{name}-{number + 1:02}", "DAIRY", hold) for name, hold in holds.items()]
    heat, fill, dry, vat, press, cut, churn = lines
    whey = Vessel(f"WHEY-{number + 1:02}", "DAIRY", 100_000_000)
    return Cell(shop.corner(), heat, fill, dry, vat, press, cut, churn, whey)


def _equip(sim: Sim, plant: list[Cell], silos: list[Vessel]) -> None:
    for cell in plant:
        lines = (
            (cell.heat, "Pasteuriser 巴氏杀菌机", "line"),
            (cell.fill, "Bottle filler 灌装线", "line"),
            (cell.dry, "Spray dryer 喷雾干燥塔", "line"),
            (cell.vat, "Cheese vat 奶酪槽", "machine"),
            (cell.press, "Press and brine 压榨盐渍", "machine"),
            (cell.cut, "Cutting and packing 切割包装", "line"),
            (cell.churn, "Churn 搅乳机", "machine"),
            (cell.whey, "Whey tank 乳清罐", "vessel"),
        )
        write_equipment(sim.bundle, lines)
    shared = {
        "LABEL": "Label printer 标签机",
        "PALLETISER": "Palletiser 码垛机",
        "MELTER": "Melter 融化锅",
        "BAGGER": "Bagger 装袋机",
    }
    machines = [(Line(f"{code}-01", "DAIRY"), name, "machine") for code, name in shared.items()]
    write_equipment(sim.bundle, machines)
    write_equipment(sim.bundle, [(silo, "Raw milk silo 生乳仓", "vessel") for silo in silos])


def _routine(sales: Sales, cell: Cell) -> None:
    """Cleaning in place at night, the dryer once a week; a rinse at noon that proves nothing."""
    shop, sim = sales.shop, sales.shop.sim
    for line in (cell.heat, cell.fill):
        every(sim, 60, DAY, partial(_clean_line, sim, line, True))
    every(sim, 720, DAY, partial(_clean_line, sim, cell.heat, False))
    every(sim, 7 * DAY + 90, 7 * DAY, partial(_clean_line, sim, cell.dry, True))
    every(sim, DAY + 300, DAY, partial(_reuse_trim, shop, cell))
    every(sim, DAY + 150, DAY, partial(_dry_whey, sales, cell))


def _clean_line(sim: Sim, line: Line, validated: bool, at: int) -> None:
    clean(sim, line, at, validated=validated, empty=True)


def _returned(shop: Shop, lot: Batch, at: int) -> None:
    """What customers send back is examined and scrapped."""
    inspect(shop.sim, lot, at + 30, ("taste 口感", 8.0, 1.0, "points"), passed=False, defect="sour 酸败")
    scrap(shop.sim, lot, lot.left, at + 600)


def _clean_silo(shop: Shop, silo: Vessel, at: int) -> None:
    """What is left is drawn for the next order, then the silo is cleaned in place."""
    if silo.level:
        shop.shelves[goods.SILO.code].add(draw(shop.sim, silo, goods.SILO, silo.level, at))
    clean(shop.sim, silo, at, validated=True, empty=True)


def _milk(shop: Shop, silo: Vessel, at: int) -> list[Part]:
    """A batch of raw milk: what cleaning left over first, else from the silo, which tankers fill up again."""
    left_over = shop.shelves[goods.SILO.code]
    if left_over.level >= BATCH:
        return left_over.take(BATCH)
    while silo.level < 2 * BATCH:
        parts = need(shop, shop.shelves, goods.RAW.code, 40_000 * LITRE, at)
        charge(shop.sim, silo, parts, at)
    lot = draw(shop.sim, silo, goods.SILO, BATCH, at)
    return [(lot, BATCH)]


def _pasteurise(job: Job, silo: Vessel, route: Route, at: int) -> None:
    if job.cell.heat.free > at:
        later(job.sim, job.cell.heat.free, partial(_pasteurise, job, silo, route))
        return
    outputs = [(goods.PASTEURISED, 9_600 * LITRE), (goods.CREAM, 350_000)]
    run, made = make(job.sim, "produce", job.cell.heat, at, 100, _milk(job.shop, silo, at), outputs, job.order)
    milk, cream = made
    note(job.sim, run, milk.made - 60, HEAT, [job.cell.heat])
    inspect(job.sim, milk, milk.made, ("phosphatase 磷酸酶", 0.2, 0.1, "U/L"), run=run)
    job.cell.cream.append(cream)
    later(job.sim, milk.made + 15, partial(route, job, milk))
    if len(job.cell.cream) >= 4:
        later(job.sim, milk.made + 30, partial(_churn, job))


def _churn(job: Job, at: int) -> None:
    """Creams are merged, churned, and the butter is cut in three."""
    creams = [lot for lot in job.cell.cream if lot.made <= at]
    job.cell.cream = [lot for lot in job.cell.cream if lot.made > at]
    total = sum(lot.left for lot in creams)
    if not total:
        return
    churn = job.cell.churn
    merged = make(job.sim, "merge", churn, at, 10, [(lot, lot.left) for lot in creams], [(goods.CREAM, total)])[1][0]
    third = total // 8 // 1000 * 1000
    _, lots = make(job.sim, "produce", churn, at, 90, [(merged, total)], [(goods.BUTTER, third)] * 3)
    for lot in lots:
        later(job.sim, lot.made + 10, partial(put_away, job.sales, goods.BUTTER.code, lot))


def _bottle(job: Job, milk: Batch, at: int) -> None:
    """Three lots of bottles, hour by hour; some get the label of a house brand."""
    hours = [3160, 3160, 3160]
    bottles = need(job.shop, job.shop.shelves, goods.BOTTLE.code, sum(hours), at)
    parts = [(milk, milk.left), *bottles]
    _, lots = make(job.sim, "produce", job.cell.fill, at, 150, parts, [(goods.BOTTLED, n) for n in hours], job.order)
    for lot in lots:
        final = lot
        if job.sim.chance(0.1):
            label = Line("LABEL-01", "DAIRY")
            final = make(job.sim, "relabel", label, at, 15, [(lot, lot.left)], [(goods.HOUSE_BRAND, lot.left)])[1][0]
        _split(job, final, final.material, goods.BOTTLED, 2, at)
    settle(job.sim, PER_ORDER)


def _split(job: Job, lot: Batch, material: Material, shelf: Material, times: int, at: int) -> None:
    """Pallet lots of one lot, each to the cold store."""
    unit = material.factor
    size = lot.left // times // unit * unit
    outputs = [(material, size)] * (times - 1) + [(material, lot.left - size * (times - 1))]
    desk = Line("PALLETISER-01", "DAIRY")
    for pallet in make(job.sim, "split", desk, at, 5, [(lot, lot.left)], outputs, job.order)[1]:
        later(job.sim, pallet.made + 10, partial(put_away, job.sales, shelf.code, pallet))


def _cheese(job: Job, milk: Batch, at: int) -> None:
    """Milk, culture, rennet and yesterday's trimmings become curd and whey."""
    cell, shelves = job.cell, job.shop.shelves
    parts = [(milk, milk.left)]
    parts += need(job.shop, shelves, goods.CULTURE.code, 500, at) + need(job.shop, shelves, goods.RENNET.code, 300, at)
    ready = [lot for lot in cell.melt if lot.made <= at][:1]
    cell.melt = [lot for lot in cell.melt if lot not in ready]
    parts += [(lot, lot.left) for lot in ready]
    _, (curd, whey) = make(
        job.sim, "produce", cell.vat, at, 200, parts, [(goods.CURD, 1_000_000), (goods.WHEY, 8_700_000)], job.order
    )
    later(job.sim, whey.made + 10, lambda now: _collect(job, whey, now))
    later(job.sim, curd.made + 20, partial(_press, job, curd))


def _collect(job: Job, whey: Batch, at: int) -> None:
    charge(job.sim, job.cell.whey, [(whey, whey.left)], at)


def _press(job: Job, curd: Batch, at: int) -> None:
    salt = need(job.shop, job.shop.shelves, goods.SALT.code, 20_000, at)
    parts = [(curd, curd.left), *salt]
    _, (block,) = make(job.sim, "produce", job.cell.press, at, 240, parts, [(goods.BLOCK, 950_000)], job.order)
    later(job.sim, block.made + 2 * DAY, partial(_cut, job, block))


def _cut(job: Job, block: Batch, at: int) -> None:
    """Four lots and the trimmings; where the film is changed, the record says which roll is on which lots."""
    film = need(job.shop, job.cell.shelves, goods.FILM.code, 3600, at)
    outputs = [(goods.CHEESE, 225_000)] * 4 + [(goods.TRIM, 40_000)]
    mapping: list[tuple[int, int, int]] = []
    if len(film) == 2:
        mapping = [(0, n, amount) for n, (_, amount) in enumerate(outputs)]
        mapping += [(1, 0, film[0][1]), (2, 1, film[1][1] // 3), (2, 2, film[1][1] // 3), (2, 3, film[1][1] // 3)]
    parts = [(block, block.left), *film]
    run, made = make(job.sim, "produce", job.cell.cut, at, 80, parts, outputs, job.order, mapping)
    for lot in made[:4]:
        inspect(job.sim, lot, lot.made, ("fat 脂肪", 31.0, 1.0, "%"), run=run)
        later(job.sim, lot.made + 15, partial(put_away, job.sales, goods.CHEESE.code, lot))
    job.cell.trim.append(made[4])
    settle(job.sim, PER_ORDER)


def _reuse_trim(shop: Shop, cell: Cell, at: int) -> None:
    """Yesterday's trimmings are melted for today's vat; before the weekly clean they are scrapped instead."""
    lots, cell.trim = cell.trim, []
    if at // DAY % 7 == 0:
        for lot in (*lots, *cell.melt):
            scrap(shop.sim, lot, lot.left, max(at, lot.made))
        cell.melt = []
    elif lots:
        total = sum(lot.left for lot in lots)
        parts = [(lot, lot.left) for lot in lots]
        cell.melt += make(shop.sim, "rework", Line("MELTER-01", "DAIRY"), at, 40, parts, [(goods.MELT, total)])[1]


def _dry_whey(sales: Sales, cell: Cell, at: int) -> None:
    """Once a day the whey tank is emptied into the dryer and cleaned."""
    sim, tank = sales.shop.sim, cell.whey
    if tank.level:
        whey = draw(sim, tank, goods.WHEY_MIX, tank.level, at)
        powder = whey.left * 6 // 100 // 1000 * 1000
        _, lots = make(sim, "produce", cell.dry, at, 180, [(whey, whey.left)], [(goods.WHEY_POWDER, powder)])
        for lot in lots:
            later(sim, lot.made + 15, partial(put_away, sales, goods.WHEY_POWDER.code, lot))
    clean(sim, tank, max(at, tank.free), validated=True, empty=True)


def _powder(job: Job, milk: Batch, at: int) -> None:
    """Dried, then bagged in five lots."""
    _, (powder,) = make(
        job.sim, "produce", job.cell.dry, at, 170, [(milk, milk.left)], [(goods.POWDER, 1_150_000)], job.order
    )
    bags = [(goods.BAG, 230_000)] * 5
    bagger = Line("BAGGER-01", "DAIRY")
    for lot in make(job.sim, "repack", bagger, at, 40, [(powder, powder.left)], bags, job.order)[1]:
        later(job.sim, lot.made + 15, partial(put_away, job.sales, goods.BAG.code, lot))
    settle(job.sim, PER_ORDER)


Route = Callable[[Job, Batch, int], None]
ROUTES: tuple[Route, ...] = (_bottle, _cheese, _powder, _cheese, _bottle)

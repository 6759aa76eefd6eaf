"""A maker of electronic control units and crash sensors for cars.

Routing: reels, boards, chips and solder paste -> place and reflow -> test -> (rework) -> merge -> coat -> split ->
assemble -> warehouse -> car makers. Solder paste is repacked from bulk lots that feed the whole plant for about ten
days; coating is drawn from vessels that are topped up for days and then cleaned.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import count

from loaders.simulate import electronics_goods as goods
from loaders.simulate.clock import DAY
from loaders.simulate.electronics_goods import CATALOGUE, PRODUCTS, PURCHASES, Product
from loaders.simulate.flows import by_hand, charge, clean, draw, make, scrap
from loaders.simulate.master import write_equipment
from loaders.simulate.plant import Material
from loaders.simulate.quality import inspect
from loaders.simulate.sales import Sales, Work, put_away, start_sales
from loaders.simulate.shop import Shop, housekeeping, need, note
from loaders.simulate.sim import Sim, every, later, release, settle
from loaders.simulate.stock import Batch, Line, Part, Shelf, Vessel

PER_ORDER = 13.5  # batches that come of one work order, raw material included
ORDERS_PER_CELL = 6  # a day
PASTE_DAYS = 10  # how long a bulk lot of paste feeds the plant
GRAMS = 288  # of paste, per order
KIT = 8_000  # mL of coating drawn at a time
SPRAY = 6  # mL per board
CIRCUIT = ("in-circuit test 在线测试", 5.0, 0.1, "V")
REFLOW = (("peak temperature 峰值温度", 245.0, 4.0, "°C"), ("belt speed 带速", 85.0, 2.0, "cm/min"))


@dataclass(slots=True)
class Cell:
    """One production cell: a placement line and the stations behind it."""

    shelves: dict[str, Shelf]
    vessel: Vessel
    place: Line
    oven: Line
    test: Line
    mend: Line
    coat: Line
    assemble: Line
    failed: list[Batch]
    mended: list[Batch]


@dataclass(frozen=True, slots=True)
class Job(Work):
    """One order of boards on its way."""

    cell: Cell
    product: Product

    def need(self, material: Material, amount: int, at: int) -> list[Part]:
        """Bought material from the cell's own shelf."""
        return need(self.shop, self.cell.shelves, material.code, amount, at)


def start(sim: Sim) -> None:
    """Set up the plant and everything that will happen by itself."""
    orders_a_day = sim.target / PER_ORDER / sim.days
    cells = max(1, round(orders_a_day / ORDERS_PER_CELL))
    paste = max(2000, int(orders_a_day * GRAMS * min(PASTE_DAYS, sim.days / 9)) // 1000 * 1000)
    bought = {**PURCHASES, goods.PASTE.code: replace(PURCHASES[goods.PASTE.code], amount=paste)}
    shop = Shop(sim, bought, "WH-RAW")
    vessels = [Vessel(f"COATER-TANK-{n + 1}", "FLOOR", 120_000) for n in range((cells + 3) // 4)]
    plant = [_cell(shop, number, vessels[number // 4]) for number in range(cells)]
    _equip(sim, plant, vessels)
    turn = count()
    customers, codes = tuple(p.code for p in CATALOGUE.customers), tuple(p.finished.code for p in PRODUCTS)
    sales = Sales(shop, customers, codes, "WH-FG", "DC-WEST", partial(_returned, shop, plant))

    def order(at: int) -> None:
        number = next(turn)
        product = PRODUCTS[number // cells % len(PRODUCTS)]
        _place(Job(sales, sim.number("WO"), plant[number % cells], product), at)

    release(sim, PER_ORDER, order)
    period = max(2, min(10, sim.days // 5)) * DAY
    for number, vessel in enumerate(vessels):
        every(sim, period + 240 + number % 10 * DAY, period, partial(_drain, shop, vessel))
    for cell in plant:
        every(sim, 300, DAY, partial(_clean_line, sim, cell))
        every(sim, DAY + 480, DAY, partial(_rework, shop, cell))
    start_sales(sales)
    housekeeping(shop, sales.customers, sales.codes)


def _cell(shop: Shop, number: int, vessel: Vessel) -> Cell:
    names = ("SMT", "OVEN", "TEST", "BENCH", "SPRAY", "ASSY")
    place, oven, test, mend, coat, assemble = (Line(f"{name}-{number + 1:02}", "FLOOR") for name in names)
    return Cell(shop.corner(), vessel, place, oven, test, mend, coat, assemble, [], [])


def _equip(sim: Sim, cells: list[Cell], vessels: list[Vessel]) -> None:
    for cell in cells:
        lines = (
            (cell.place, "Placement and reflow line 贴片线", "line"),
            (cell.oven, "Reflow oven 回流炉", "machine"),
            (cell.test, "In-circuit tester 测试机", "machine"),
            (cell.mend, "Rework bench 返工台", "machine"),
            (cell.coat, "Coating robot 涂覆机", "machine"),
            (cell.assemble, "Assembly line 装配线", "line"),
        )
        write_equipment(sim.bundle, lines)
    write_equipment(sim.bundle, [(vessel, "Coating vessel 涂料罐", "vessel") for vessel in vessels])
    benches = {
        "UNBUILD-01": "Unbuild bench 拆解台",
        "LABEL-01": "Label printer 标签机",
        "PASTE-BENCH": "Paste bench 锡膏分装",
    }
    write_equipment(sim.bundle, [(Line(code, "FLOOR"), name, "machine") for code, name in benches.items()])


def _clean_line(sim: Sim, cell: Cell, at: int) -> None:
    clean(sim, cell.place, at, validated=True, empty=True)


def _jar(shop: Shop, at: int) -> Batch:
    """The next jar of paste; repacks ten from the bulk when none is left."""
    jars = shop.shelves[goods.JAR.code]
    if not jars:
        bench = Line("PASTE-BENCH", "FLOOR")
        parts = need(shop, shop.shelves, goods.PASTE.code, 1010 if shop.sim.days < 60 else 5050, at)
        size = sum(amount for _, amount in parts) * 100 // 101
        outputs = [(goods.JAR, 500)] * (size // 500)
        for jar in make(shop.sim, "repack", bench, at, 20, parts, outputs)[1]:
            jars.add(jar)
    return jars.pop()


def _place(job: Job, at: int) -> None:
    """Place and reflow one work order, as soon as the line is free."""
    cell, sim, product = job.cell, job.sim, job.product
    if cell.place.free > at:
        later(sim, cell.place.free, partial(_place, job))
        return
    boards = sim.rng.randrange(200, 281, 20)
    paste = cell.shelves[goods.JAR.code]
    while paste.level < boards * 6 // 5:
        paste.add(_jar(job.shop, at))
    reels = job.need(goods.CAPACITOR, boards * 12, at)
    wanted = ((product.pcb, 1), (goods.RESISTOR, 20), (goods.CHIP, 1), (goods.SENSOR, 1))
    rest = [part for material, each in wanted for part in job.need(material, boards * each, at)]
    parts = [*reels, *rest, *paste.take(boards * 6 // 5)]
    first = boards * reels[0][1] // (boards * 12)
    sizes, mapping = [boards], []
    if len(reels) == 2 and 0 < first < boards and sim.chance(0.6):
        sizes, mapping = [first, boards - first], _by_reel(parts, first, boards)
    outputs = [(product.panel, size) for size in sizes]
    run, panels = make(sim, "produce", cell.place, at, 150, parts, outputs, job.order, mapping)
    note(sim, run, panels[0].made - 60, REFLOW, [cell.oven])
    later(sim, panels[0].made + 20, partial(_test, job, panels))


def _by_reel(parts: list[Part], first: int, boards: int) -> list[tuple[int, int, int]]:
    """The reel was changed in the middle: each reel in its own panels, everything else in both."""
    mapping = [(0, 0, parts[0][1]), (1, 1, parts[1][1])]
    for place, (_, amount) in enumerate(parts[2:], 2):
        share = amount * first // boards
        mapping += [(place, output, part) for output, part in ((0, share), (1, amount - share)) if part]
    return mapping


def _test(job: Job, panels: list[Batch], at: int) -> None:
    cell, sim, product = job.cell, job.sim, job.product
    good: list[Batch] = []
    for panel in panels:
        bad = 0 if sim.chance(0.3) else min(panel.left - 1, sim.rng.randrange(1, 12))
        outputs = [(product.board, panel.left - bad), *([(product.failed, bad)] if bad else [])]
        run, made = make(sim, "produce", cell.test, at, 40, [(panel, panel.left)], outputs, job.order)
        good.append(made[0])
        inspect(sim, made[0], made[0].made, CIRCUIT, run=run)
        for lot in made[1:]:
            inspect(sim, lot, lot.made, CIRCUIT, passed=False, run=run, defect="solder joint 焊点")
            cell.failed.append(lot)
    later(sim, good[-1].made + 30, partial(_coat, job, good))


def _rework(shop: Shop, cell: Cell, at: int) -> None:
    """Every morning: what failed until yesterday is mended, product by product; what cannot be is scrapped."""
    sim = shop.sim
    for product in PRODUCTS:
        lots = [lot for lot in cell.failed if lot.material is product.failed and lot.made <= at]
        if len(lots) < 3:
            continue
        cell.failed = [lot for lot in cell.failed if lot not in lots]
        for lot in lots:
            if lot.left > 3 and sim.chance(0.3):
                scrap(sim, lot, 2, at)
        boards = sum(lot.left for lot in lots)
        parts = [(lot, lot.left) for lot in lots] + need(shop, cell.shelves, goods.CHIP.code, (boards + 4) // 5, at)
        _, made = make(sim, "rework", cell.mend, at, 120, parts, [(product.board, boards)])
        cell.mended += made


def _coat(job: Job, boards: list[Batch], at: int) -> None:
    """Merge the order's boards with what was mended meanwhile, and coat them."""
    cell, sim, product = job.cell, job.sim, job.product
    ready = [lot for lot in cell.mended if lot.material is product.board and lot.made <= at]
    cell.mended = [lot for lot in cell.mended if lot not in ready]
    lots = boards + ready
    if len(lots) > 1:
        total = sum(lot.left for lot in lots)
        merged = [(lot, lot.left) for lot in lots]
        lots = make(sim, "merge", by_hand(cell.coat), at, 5, merged, [(product.board, total)], job.order)[1]
    amount = lots[0].left * SPRAY
    kits = cell.shelves[goods.KIT.code]
    if kits.level < amount:
        kits.add(_fetch(job.shop, cell.vessel, at))
    parts = [(lots[0], lots[0].left), *kits.take(amount)]
    _, coated = make(sim, "produce", cell.coat, at, 60, parts, [(product.coated, lots[0].left)], job.order)
    later(sim, coated[0].made + 60, partial(_assemble, job, coated[0]))


def _fetch(shop: Shop, vessel: Vessel, at: int) -> Batch:
    """A kit of coating from the vessel, which is topped up when it runs low."""
    if vessel.level < KIT * 2:
        parts = need(shop, shop.shelves, goods.COATING.code, 25_000, at)
        parts += need(shop, shop.shelves, goods.THINNER.code, 2_500, at)
        charge(shop.sim, vessel, parts, at)
    return draw(shop.sim, vessel, goods.KIT, KIT, at)


def _drain(shop: Shop, vessel: Vessel, at: int) -> None:
    """Empty the vessel into waste and clean it."""
    if vessel.level:
        waste = draw(shop.sim, vessel, goods.WASTE, vessel.level, at)
        scrap(shop.sim, waste, waste.left, waste.made + 5)
    clean(shop.sim, vessel, at, validated=True, empty=True)


def _assemble(job: Job, coated: Batch, at: int) -> None:
    """Split the coated boards into carriers and put each into housings."""
    cell, sim, product = job.cell, job.sim, job.product
    third = coated.left // 3
    sizes = [third, third, coated.left - 2 * third]
    outputs = [(product.coated, size) for size in sizes]
    _, carriers = make(sim, "split", by_hand(cell.assemble), at, 5, [(coated, coated.left)], outputs, job.order)
    for carrier in carriers:
        boards = carrier.left
        parts = [(carrier, boards), *job.need(product.housing, boards, at), *job.need(goods.CONNECTOR, boards, at)]
        run, lots = make(sim, "produce", cell.assemble, at, 45, parts, [(product.finished, boards)], job.order)
        inspect(sim, lots[0], lots[0].made, ("leak rate 泄漏率", 0.5, 0.2, "mL/min"), run=run)
        later(sim, lots[0].made + 15, partial(_finish, job, lots[0]))
    settle(sim, PER_ORDER)


def _finish(job: Job, lot: Batch, at: int) -> None:
    """To the store; some lots get a Chinese label first."""
    sim, product = job.sim, job.product
    if sim.chance(0.06):
        label = Line("LABEL-01", "FLOOR")
        lot = make(sim, "relabel", label, at, 20, [(lot, lot.left)], [(product.relabelled, lot.left)])[1][0]
    put_away(job.sales, product.finished.code, lot, at)


def _returned(shop: Shop, plant: list[Cell], lot: Batch, at: int) -> None:
    """A returned unit is examined; half are scrapped, from the others the boards are taken for rework."""
    sim = shop.sim
    inspect(sim, lot, at + 60, ("field return 退货检验", 5.0, 0.1, "V"), passed=False, defect="no start 不启动")
    product = next((product for product in PRODUCTS if product.finished is lot.material), None)
    if product is None or sim.chance(0.5):
        scrap(sim, lot, lot.left, at + DAY)
        return
    bench = Line("UNBUILD-01", "FLOOR")
    boards = make(sim, "unbuild", bench, at + DAY, 30, [(lot, lot.left)], [(product.failed, lot.left)])[1]
    sim.rng.choice(plant).failed.extend(boards)

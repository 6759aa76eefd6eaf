"""A paint and resin plant: tank farm -> reactors -> blenders -> drums with serial numbers, pails and kits -> customers.

What spreads a bad delivery: storage tanks that are never quite empty between two cleanings, reactors and blenders that
keep a heel for the next batch of the campaign, off-colour paint that is blended away into the next batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from itertools import count

from loaders.simulate import chemical_goods as goods
from loaders.simulate.chemical_goods import CATALOGUE, COLOURS, PURCHASES, Colour
from loaders.simulate.clock import DAY
from loaders.simulate.flows import charge, clean, draw, make, scrap
from loaders.simulate.master import write_equipment
from loaders.simulate.plant import Material
from loaders.simulate.quality import inspect
from loaders.simulate.sales import Sales, Work, put_away, start_sales
from loaders.simulate.shop import Shop, housekeeping, need, note
from loaders.simulate.sim import Sim, every, later, release, settle
from loaders.simulate.stock import Batch, Line, Part, Shelf, Vessel

PER_ORDER = 29.0  # batches that come of one paint order, raw material included
ORDERS_PER_CELL = 4  # a day
CAMPAIGN = 5  # orders of one colour before the blender is cleaned
KILO = 1000
DRUMS = 10  # of 200 kg, from each of an order's two blends
REACTION = (("temperature 反应温度", 82.0, 2.0, "°C"), ("pressure 压力", 2.1, 0.1, "bar"))


@dataclass(slots=True)
class Cell:
    """A reactor, its blender and filling line, and the storage tanks they draw from."""

    shelves: dict[str, Shelf]
    tanks: Tanks
    reactor: Line
    blender: Line
    filler: Line
    pack: Line
    off_spec: list[Batch] = field(default_factory=list)
    orders: int = 0


@dataclass(frozen=True, slots=True)
class Tanks:
    """One tank of solvent and one of monomer."""

    solvent: Vessel
    monomer: Vessel


@dataclass(frozen=True, slots=True)
class Job(Work):
    """One order of paint on its way."""

    cell: Cell
    colour: Colour

    def need(self, material: Material, amount: int, at: int) -> list[Part]:
        """Bought material from the cell's own shelf."""
        return need(self.shop, self.cell.shelves, material.code, amount, at)


def start(sim: Sim) -> None:
    """Set up the works and everything that will happen by itself."""
    cells = max(1, round(sim.target / PER_ORDER / sim.days / ORDERS_PER_CELL))
    shop = Shop(sim, PURCHASES, "STORE")
    farm = [_tanks(number) for number in range((cells + 2) // 3)]
    plant = [_cell(shop, number, farm[number // 3]) for number in range(cells)]
    _equip(sim, plant, farm)
    codes = tuple(material.code for colour in COLOURS for material in (colour.drum, colour.pail, colour.kit))
    customers = tuple(party.code for party in CATALOGUE.customers)
    sales = Sales(shop, customers, codes, "YARD", "DC-PORT", partial(_returned, shop), (8, 25))
    turn = count()

    def order(at: int) -> None:
        cell = plant[next(turn) % cells]
        colour = COLOURS[cell.orders // CAMPAIGN % len(COLOURS)]
        cell.orders += 1
        _react(Job(sales, sim.number("WO"), cell, colour), cell.orders % CAMPAIGN == 1, at)

    release(sim, PER_ORDER, order)
    period = max(3, min(45, sim.days // 5)) * DAY
    for number, tanks in enumerate(farm):
        for vessel in (tanks.solvent, tanks.monomer):
            every(sim, period + number % 7 * DAY + 180, period, partial(_clean_tank, shop, vessel))
    start_sales(sales)
    housekeeping(shop, customers, codes)


def _tanks(number: int) -> Tanks:
    solvent, monomer = (Vessel(f"TANK-{kind}-{number + 1:02}", "WORKS", 90_000 * KILO) for kind in "SM")
    return Tanks(solvent, monomer)


def _cell(shop: Shop, number: int, tanks: Tanks) -> Cell:
    holds = {"REACTOR": 60 * KILO, "BLENDER": 40 * KILO, "FILLER": 0, "PACK": 0}
    reactor, blender, filler, pack = (Line(f"{name}-{number + 1:02}", "WORKS", hold) for name, hold in holds.items())
    return Cell(shop.corner(), tanks, reactor, blender, filler, pack)


def _equip(sim: Sim, plant: list[Cell], farm: list[Tanks]) -> None:
    for cell in plant:
        lines = (
            (cell.reactor, "Reactor 反应釜", "machine"),
            (cell.blender, "Blender 调漆罐", "machine"),
            (cell.filler, "Drum filling 灌桶线", "line"),
            (cell.pack, "Pails and kits 分装线", "line"),
        )
        write_equipment(sim.bundle, lines)
    for tanks in farm:
        pair = [(tanks.solvent, "Solvent tank 溶剂罐", "vessel"), (tanks.monomer, "Monomer tank 单体罐", "vessel")]
        write_equipment(sim.bundle, pair)


def _returned(shop: Shop, lot: Batch, at: int) -> None:
    """What customers send back is examined and scrapped."""
    inspect(shop.sim, lot, at + 30, ("adhesion 附着力", 4.5, 0.3, "MPa"), passed=False, defect="blisters 起泡")
    scrap(shop.sim, lot, lot.left, at + DAY)


def _clean_tank(shop: Shop, tank: Vessel, at: int) -> None:
    """The tank is emptied into rinsings, which are scrapped, and cleaned."""
    if tank.level:
        slops = draw(shop.sim, tank, goods.SLOPS, tank.level, at)
        scrap(shop.sim, slops, slops.left, slops.made + 30)
    clean(shop.sim, tank, at, validated=True, empty=True)


def _fetch(shop: Shop, tank: Vessel, bought: Material, drawn: Material, amount: int, at: int) -> Part:
    """Draw from a storage tank; a truck tops it up when it runs low, on top of what is left."""
    while tank.level < 2 * amount:
        charge(shop.sim, tank, need(shop, shop.shelves, bought.code, 24_000 * KILO, at), at)
    return draw(shop.sim, tank, drawn, amount, at), amount


def _react(job: Job, first: bool, at: int) -> None:
    """Solvent and monomer become resin; the first order of a campaign finds reactor and blender cleaned."""
    cell, sim = job.cell, job.sim
    if cell.reactor.free > at:
        later(sim, cell.reactor.free, partial(_react, job, first))
        return
    if first:
        clean(sim, cell.reactor, at, validated=True, empty=True)
    elif sim.chance(0.2):
        clean(sim, cell.reactor, at, validated=False, empty=False)
    solvent = _fetch(job.shop, cell.tanks.solvent, goods.SOLVENT, goods.SOLVENT_DRAW, 1_500 * KILO, at)
    monomer = _fetch(job.shop, cell.tanks.monomer, goods.MONOMER, goods.MONOMER_DRAW, 1_800 * KILO, at)
    parts = [solvent, monomer, *job.need(goods.CATALYST, 12 * KILO, at)]
    outputs = [(goods.RESIN, 3_250 * KILO)]
    run, (resin,) = make(sim, "produce", cell.reactor, at, 230, parts, outputs, job.order)
    note(sim, run, resin.made - 90, REACTION, [cell.reactor])
    inspect(sim, resin, resin.made, ("viscosity 粘度", 850.0, 40.0, "mPa·s"), run=run)
    later(sim, resin.made + 30, partial(_blend, job, resin, first))


def _blend(job: Job, resin: Batch, first: bool, at: int) -> None:
    """Two blends of each resin batch; off-colour paint of the same colour goes into the first."""
    cell, sim, colour = job.cell, job.sim, job.colour
    if first:
        clean(sim, cell.blender, at, validated=True, empty=True)
    blends: list[Batch] = []
    for half in (resin.left // 2, resin.left - resin.left // 2):
        parts = [(resin, half), *job.need(colour.pigment, 400 * KILO, at)]
        old = [lot for lot in cell.off_spec if lot.material is colour.off_spec and lot.made <= at]
        cell.off_spec = [lot for lot in cell.off_spec if lot not in old]
        parts += [(lot, lot.left) for lot in old]
        spoilt = 5 * KILO if sim.chance(0.25) else 0
        size = sum(amount for _, amount in parts) - 20 * KILO - spoilt
        outputs = [(colour.paint, size), *([(colour.off_spec, spoilt)] if spoilt else [])]
        kind = "rework" if old else "produce"
        run, made = make(sim, kind, cell.blender, at, 60, parts, outputs, job.order)
        inspect(sim, made[0], made[0].made, ("colour distance 色差", 0.4, 0.3, "dE"), run=run)
        blends.append(made[0])
        cell.off_spec += made[1:]
    later(sim, blends[-1].made + 20, partial(_fill, job, blends))


def _fill(job: Job, blends: list[Batch], at: int) -> None:
    """Drums with serial numbers; the filling record says which blend is in which drum. The rest becomes pails."""
    cell, sim, colour = job.cell, job.sim, job.colour
    each = 200 * KILO
    half = blends[0].left // each - 1
    fill = half * each
    shells = job.need(goods.DRUM, 2 * half, at)
    parts = [(blends[0], fill), (blends[1], fill), *shells]
    outputs = [(colour.drum, each)] * (2 * half)
    mapping = [(drum // half, drum, each) for drum in range(2 * half)]
    mapping += _shells([amount for _, amount in shells])
    run, drums = make(sim, "produce", cell.filler, at, 90, parts, outputs, job.order, mapping, serials=True)
    inspect(sim, drums[0], drums[0].made, ("net weight 净重", 200.0, 0.5, "kg"), run=run)
    for drum in drums[2:]:
        later(sim, drum.made + 30, partial(put_away, job.sales, colour.drum.code, drum))
    later(sim, drums[0].made + 40, partial(_pails, job, [(lot, lot.left) for lot in blends]))
    later(sim, drums[0].made + DAY, partial(_repack, job, drums[:2]))


def _shells(amounts: list[int]) -> list[tuple[int, int, int]]:
    """One shell per drum, the delivery that came first in the first drums."""
    source = [place for place, amount in enumerate(amounts, 2) for _ in range(amount)]
    return [(place, drum, 1) for drum, place in enumerate(source)]


def _pails(job: Job, rests: list[Part], at: int) -> None:
    """What does not fill a drum is merged and goes into pails."""
    sim, pack, colour = job.sim, job.cell.pack, job.colour
    total = sum(amount for _, amount in rests)
    _, (merged,) = make(sim, "merge", pack, at, 10, rests, [(colour.paint, total)], job.order)
    parts = [(merged, total), *job.need(goods.PAIL, total // (25 * KILO), at)]
    _, (pails,) = make(sim, "produce", pack, at, 40, parts, [(colour.pail, total)], job.order)
    later(sim, pails.made + 20, partial(put_away, job.sales, colour.pail.code, pails))


def _repack(job: Job, drums: list[Batch], at: int) -> None:
    """One drum is repacked into pails, one becomes kits with hardener; some kits are taken apart again."""
    sim, pack, colour = job.sim, job.cell.pack, job.colour
    pails = job.need(goods.PAIL, 8, at)
    parts = [(drums[0], drums[0].left), *pails]
    _, lots = make(sim, "repack", pack, at, 30, parts, [(colour.pail, drums[0].left // 2)] * 2, job.order)
    if sim.chance(0.3):
        lots = [make(sim, "relabel", pack, at, 10, [(lot, lot.left)], [(colour.pail, lot.left)])[1][0] for lot in lots]
    for lot in lots:
        later(sim, lot.made + 20, partial(put_away, job.sales, colour.pail.code, lot))
    parts = [(drums[1], drums[1].left), *job.need(goods.HARDENER, 50 * KILO, at)]
    _, (kits,) = make(sim, "produce", pack, at, 45, parts, [(colour.kit, drums[1].left + 50 * KILO)], job.order)
    if sim.chance(0.1):
        _take_apart(job, kits)
    later(sim, kits.made + 60, partial(put_away, job.sales, colour.kit.code, kits))
    settle(sim, PER_ORDER)


def _take_apart(job: Job, kits: Batch) -> None:
    """A tenth of the kits goes back into a pail and hardener."""
    tenth = kits.left // 10
    outputs = [(job.colour.pail, tenth * 8 // 10), (goods.HARDENER, tenth * 2 // 10)]
    _, (pail, hardener) = make(job.sim, "unbuild", job.cell.pack, kits.made, 20, [(kits, tenth)], outputs, job.order)
    later(job.sim, pail.made + 20, partial(put_away, job.sales, job.colour.pail.code, pail))
    scrap(job.sim, hardener, hardener.left, hardener.made + 30)

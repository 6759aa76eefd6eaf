"""The exposure of everything in a recall (rules 25 to 27, contract 3), read in few queries and calculated at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from genealogy.exposure.batches import Own, add_batch, add_transfers
from genealogy.exposure.bounds import withdrawn
from genealogy.exposure.calculate import Calculated, calculate
from genealogy.exposure.flows import Choice, Flows, Line, Pool, size_of
from genealogy.exposure.left import left_before
from genealogy.exposure.links import Links
from genealogy.exposure.mixtures import unmeasured, without_common_unit
from genealogy.exposure.runs import add_parts, add_runs
from genealogy.exposure.vessels import add_contents
from genealogy.scope.edges import BESIDE, CONTENT, HELD, is_batch
from genealogy.stock.lines import BatchStock
from genealogy.stock.units import Units, decimal_text
from genealogy.store import Reads

if TYPE_CHECKING:
    from genealogy.answers.gaps import Gaps
    from genealogy.answers.scope import Scope
    from genealogy.answers.stock import Stocks

Exposure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Exposures:
    """What is calculated of a scope."""

    _calculated: Calculated
    _flows: Flows

    def of(self, key: str) -> Exposure:
        """The exposure of a batch: of all that came into it, less what left before anything suspect did."""
        return _exposure(self._calculated.shares.get(key, 0.0), self._calculated.bounds.get(key))

    def rest(self, content: str) -> tuple[float | None, str | None]:
        """What a vessel holds now where that was told in several units, by declared factors (rule 25), and the unit."""
        pool = self._flows.pools.get(CONTENT + content, Pool("", None))
        return pool.rest, None if pool.rest is None else pool.uom

    def of_content(self, content: str, now: float | None) -> Exposure:
        """The exposure of what a vessel holds now."""
        node = CONTENT + content
        pool, bound = self._flows.pools.get(node, Pool("", None)), self._calculated.bounds.get(node)
        if now is not None and bound is not None and (size := size_of(pool)) is not None:
            bound = withdrawn(max(0.0, now), size, bound)
        elif now is not None:
            bound = (0.0, max(0.0, now))
        return _exposure(self._calculated.shares.get(node, 0.0), bound)


def _exposure(share: float, bound: tuple[float, float] | None) -> Exposure:
    low, high = bound or (None, None)
    return {"fraction": round(share, 6), "low": decimal_text(low), "high": decimal_text(high)}


def exposure_of(store: Reads, scope: Scope, stocks: Stocks, gaps: Gaps) -> Exposures:
    """The exposure of every batch and vessel of a recall's scope; what rests on a lack of records is a gap."""
    flows = flows_of(store, scope, stocks)
    _add_gaps(scope, flows, gaps)
    return Exposures(calculate(flows), flows)


def flows_of(store: Reads, scope: Scope, stocks: Stocks) -> Flows:
    """What goes into what in a scope: all inputs and outputs of its runs, also those outside of it."""
    links = Links.of(scope)
    rows = store.read("exposure.lines", runs=_runs(scope)).rows if scope.runs else []
    parts = sorted({part["run"] for part in scope.parts})
    part_rows = store.read("exposure.parts", runs=parts).rows if parts else []
    residue = [row["content"] for row in scope.contents if row["residue"]]
    contents = sorted({row["content"] for row in scope.contents} - set(residue))
    content_rows = store.read("exposure.contents", ids=contents).rows if contents else []
    materials = {row[3] for row in rows} | {row[5] for row in part_rows}
    materials |= {line[0] for row in content_rows for line in (*row[2], *row[3])} - {None}
    flows = Flows(units=_units(store, stocks, materials))
    rows, part_rows = _told(rows, flows.units), _told(part_rows, flows.units, -4)
    content_rows = [(*row[:2], _told(row[2], flows.units), _told(row[3], flows.units)) for row in content_rows]
    lines = add_runs(flows, links, rows, scope.reached.hops)
    mapped = any(row[2] is None for row in part_rows)
    add_parts(flows, links, part_rows, lines, store.read("exposure.mapped", runs=parts).rows if mapped else ())
    add_contents(flows, links, content_rows, residue)
    for node in (*(CONTENT + content for content in residue), *(node for node in links.into if node[:2] == BESIDE)):
        flows.choices[node] = Choice(dict.fromkeys(sorted(links[node]), False))
    transfers = [transfer.node[2:] for transfer in scope.transfers]
    sent = store.read("exposure.transfers", ids=transfers).rows if transfers else []
    add_transfers(flows, links, _told(sent, flows.units))
    _add_seeds(scope, links, flows)
    _add_batches(store, scope, stocks, flows, links, rows)
    return flows


def _runs(scope: Scope) -> list[str]:
    """The runs of the scope, and those whose parts took something before it was suspect."""
    entered = scope.in_time.entered if scope.in_time else None
    names = (scope.name_of(scope.edges.targets[number]) for number in (entered.cut if entered else ()))
    return sorted({*scope.runs, *(name.removeprefix("run ") for name in names if name.startswith("run "))})


def _units(store: Reads, stocks: Stocks, materials: set[str]) -> Units:
    """The factors of all materials concerned; those of the scope are known already."""
    more = sorted(materials - stocks.materials.keys())
    if not more:
        return stocks.units
    units = Units.of(store.read("answer.conversions", materials=more).rows)
    units.factors |= stocks.units.factors
    units.own |= stocks.units.own
    return units


def _told(rows: list[Any], units: Units, material: int = -3) -> list[Any]:
    """Rows that end in a quantity and a unit, with the unit of the material where they name none."""
    return [row if row[-1] else (*row[:-1], units.own.get(row[material])) for row in rows]


def _add_batches(store: Reads, scope: Scope, stocks: Stocks, flows: Flows, links: Links, rows: list[Any]) -> None:
    seeds = set(scope.seeds)
    owns = {key: Own(seed=key in seeds) for key in scope.batches}
    both = [key for key in scope.batches if "received" in stocks.by_key[key].sums and _was_shipped(stocks.by_key[key])]
    for key, quantity, uom in store.read("exposure.came_back", keys=both).rows if both else ():
        factor = flows.units.factor(stocks.described[key]["material"], uom, stocks.by_key[key].uom)
        known = owns[key].came_back
        told = quantity is not None and factor is not None and known is not None
        owns[key].came_back = (known or 0.0) + quantity * factor if told else None
    for key, quantity in left_before(store, scope, stocks.by_key, flows.units, links.cut, rows).items():
        owns[key].left = quantity
    for key in scope.batches:
        add_batch(flows, links, key, stocks.by_key[key], owns[key])


def _was_shipped(stock: BatchStock) -> bool:
    return any(line.item == "shipped" for line in stock.lines)


def _add_seeds(scope: Scope, links: Links, flows: Flows) -> None:
    """All that comes out of a seed run is suspect, and what a vessel held then, of which nobody knows how much."""
    flows.seeds |= {node for node in scope.seeds if not is_batch(node)}
    for node, making in flows.makings.items():
        making.inputs += [Line(source, "", None, None, False) for source, _ in links.sources(node, HELD)]


def _add_gaps(scope: Scope, flows: Flows, gaps: Gaps) -> None:
    """One gap of each kind for the whole answer, with the records it concerns."""
    for code, nodes in (("no_common_unit", without_common_unit(flows)), ("exposure_unmeasured", unmeasured(flows))):
        plain = [node.removeprefix("/a") for node in nodes]
        named = {scope.name_of(node) if node.startswith("/") else node for node in plain}
        if named:
            gaps.add(code, str(len(named)), records=sorted(name.removeprefix("run ") for name in named))

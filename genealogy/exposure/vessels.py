"""Contents of vessels as pools: each is what was left of the one before it, and a charge (rule 26).

How much is left is calculated from the first state of the chain on, also from states outside of the scope.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from genealogy.exposure.flows import Flows, Inflow, Line, Making, Output, Pool
from genealogy.exposure.links import Links
from genealogy.scope.edges import CONTENT, PART
from genealogy.stock.units import Units

Amount = tuple[str, float | None, str | None]  # material, quantity, unit
ContentRow = tuple[str, list[str], list[Amount], list[Amount]]  # content, the one before, charged, drawn


@dataclass(slots=True)
class _Level:
    """What a content held: `before` the charge, `charged`, and the `rest` when the next one came; None is not known.
    `first` says that nothing was there before."""

    material: str
    uom: str | None
    first: bool
    before: float | None
    charged: float | None
    rest: float | None


def add_contents(flows: Flows, links: Links, rows: Iterable[ContentRow], residue: Iterable[str]) -> None:
    """Add the contents that are in the scope; `residue` are the ids of what lies on machines, of unknown quantity."""
    kept = set(residue)
    states = {row[0]: row for row in rows}
    levels: dict[str, _Level] = {}
    for content in states:
        _fill(content, states, levels, flows.units)
        node = CONTENT + content
        if node in links.into and content not in kept:
            flows.pools[node] = _pool(flows, links, node, levels[content])


def _fill(content: str, states: dict[str, ContentRow], levels: dict[str, _Level], units: Units) -> None:
    """Calculate the levels along a chain, from its beginning."""
    chain = [content]
    while (before := next(iter(states[chain[-1]][1]), None)) is not None and before not in levels:
        chain.append(before)
    for state in reversed(chain):
        if state not in levels:
            _, befores, charged, drawn = states[state]
            levels[state] = _level(levels[befores[0]] if befores else None, charged, drawn, units)


def _level(before: _Level | None, charged: list[Amount], drawn: list[Amount], units: Units) -> _Level:
    material, _, uom = charged[0] if charged else ("", None, None)
    if before is not None:
        material, uom = before.material, before.uom
    came = _sum(charged, uom, units)
    rest = before.rest if before else 0.0
    held = None if came is None or rest is None else rest + came
    taken = _sum(drawn, uom, units)
    left = None if held is None or taken is None else max(0.0, held - taken)
    return _Level(material, uom, before is None, rest, came, left)


def _sum(amounts: list[Amount], uom: str | None, units: Units) -> float | None:
    total = 0.0
    for material, quantity, unit in amounts:
        factor = units.factor(material, unit, uom)
        if quantity is None or factor is None:
            return None
        total += quantity * factor
    return total


def _pool(flows: Flows, links: Links, node: str, level: _Level) -> Pool:
    pool = Pool(level.material, level.uom, rest=level.rest)
    if not level.first:
        before = next(links.sources(node, CONTENT), (None, False))[0]
        pool.inflows.append(Inflow(before, level.before))
    charges = [source for source, _ in links.sources(node, PART)]
    for source in charges:
        pool.inflows.append(Inflow(source, level.charged))
        _charge(flows, links, source).outputs[node] = Output(level.material, level.charged, level.uom)
    if not charges:
        pool.inflows.append(Inflow(None, level.charged))
    return pool


def _charge(flows: Flows, links: Links, part: str) -> Making:
    """The making of a charge; one that named no lot has nothing but candidates (rule 4)."""
    making = flows.makings.setdefault(part, Making())
    if not making.inputs:
        making.inputs = [Line(source, "", None, None, False) for source in links[part]]
    return making

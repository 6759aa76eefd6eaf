"""What had certainly left a batch before anything suspect came in (rule 18): it took clean material along, so the share
of suspect material in the rest is the higher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from genealogy.exposure.runs import LineRow
from genealogy.keys import material_of
from genealogy.scope.edges import PART, is_batch
from genealogy.stock.lines import BatchStock
from genealogy.stock.units import Units
from genealogy.store import Reads
from genealogy.times import END

if TYPE_CHECKING:
    from genealogy.answers.scope import Scope

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
INSTANT = timedelta(microseconds=1)
# Items of stock other than what runs took and what was shipped.
_OTHERWISE = frozenset({"scrapped", "sampled", "adjusted", "returned_to_supplier", "returned", "received"})


def left_before(
    store: Reads,
    scope: Scope,
    stocks: Mapping[str, BatchStock],
    units: Units,
    cut: Sequence[int],
    rows: Iterable[LineRow],
) -> dict[str, float]:
    """How much left early, by batch, in its unit, less what came back of it: that is there again, and clean."""
    found: dict[str, float] = defaultdict(float)
    taken = _consumed(scope, cut, rows) if cut else []
    for key, quantity, uom in (*taken, *_otherwise(store, scope, stocks)):
        factor = units.factor(material_of(key), uom, stocks[key].uom) if key in stocks else None
        if quantity is not None and factor is not None:
            found[key] += quantity * factor
    for key, quantity in _shipped(scope, stocks):
        found[key] += quantity
    return {key: max(0.0, quantity) for key, quantity in found.items()}


def _otherwise(store: Reads, scope: Scope, stocks: Mapping[str, BatchStock]) -> Iterable[tuple[str, float, str | None]]:
    """What was scrapped, sampled, written off or sent back to its supplier early; and, less than nothing, what came
    back of what was shipped early."""
    if scope.in_time is None:
        return
    since = scope.in_time.since()
    keys = [key for key in scope.batches if since.get(key) and not _OTHERWISE.isdisjoint(stocks[key].sums)]
    rows = [row for row in store.read("exposure.left_early", keys=keys).rows if row[2]] if keys else []
    said = scope.in_time.judged([(row[0], row[4]) for row in rows])
    for (key, back, quantity, uom, _), stand in zip(rows, said, strict=True):
        if stand == "excluded":
            yield key, -quantity if back else quantity, uom


def _consumed(scope: Scope, cut: Sequence[int], rows: Iterable[LineRow]) -> list[tuple[str, float | None, str | None]]:
    """Consumptions that time cut; those by parts have their quantity in the lines of their run."""
    edges = scope.edges
    parts, found = set(), []
    for number in cut:
        source, target = edges.sources[number], edges.targets[number]
        if is_batch(source) and target.startswith(PART):
            parts.add((scope.name_of(target).removeprefix("run "), source))
        elif is_batch(source) and edges.quantities[number] >= 0:
            found.append((source, edges.quantities[number], edges.uoms[number] or None))
    lines = [(node, quantity, uom) for run, inward, node, _, quantity, uom in rows if inward and (run, node) in parts]
    return [*found, *lines]


def _shipped(scope: Scope, stocks: Mapping[str, BatchStock]) -> Iterable[tuple[str, float]]:
    if scope.in_time is None:
        return
    lines = [
        (key, line.quantity, (line.span.end - INSTANT - EPOCH) // MILLISECOND)
        for key in scope.batches
        for line in stocks[key].lines
        if line.item == "shipped" and line.quantity and line.span.end != END
    ]
    said = scope.in_time.judged([(key, moment) for key, _, moment in lines])
    yield from ((key, quantity) for (key, quantity, _), stand in zip(lines, said, strict=True) if stand == "excluded")

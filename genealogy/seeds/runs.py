"""Runs that went wrong, or may have: by equipment, person, shift or a reading out of range, in a period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from genealogy.derive.lines import between, interval, run_span, span_of
from genealogy.scope.edges import PART, RUN
from genealogy.seeds.asked import SeedQuery
from genealogy.seeds.values import Found, overlap, untimed
from genealogy.store import Reads
from genealogy.times import UNKNOWN, Interval

Row = Mapping[str, Any]
# What is looked up first, and the list it is a parameter of: one of few before one of many.
STARTS = {
    "run": "runs",
    "equipment": "equipment",
    "operator": "operators",
    "parameter": "parameters",
    "shift": "shifts",
}
PEOPLE_AND_MACHINES = {"equipment": "equipment", "operator": "operators"}


def runs_of(store: Reads, query: SeedQuery, period: Interval) -> Iterator[Found]:
    """The runs that match. Their outputs are suspect from their earliest moment, so the run is so since ever."""
    first = next(name for name in STARTS if getattr(query, name) is not None)
    asked: dict[str, list[str]] = {name: [] for name in STARTS.values()}
    asked[STARTS[first]] = [getattr(query, first)]
    for row in store.read("seeds.runs", **asked, reading=query.parameter or "").dicts():
        readings = [one for one in row["readings"] if _is_meant(one, query, row, period)]
        if _matches(row, query, period) and (readings or query.parameter is None):
            yield _found(row, query, readings, period)


def _matches(row: Row, query: SeedQuery, period: Interval) -> bool:
    pairs = ((query.run, row["run"]), (query.run_kind, row["kind"]), (query.shift, row["shift"]))
    if not all(wanted is None or wanted == said for wanted, said in pairs):
        return False
    whole = run_span(row["times"])
    named = [(uses, getattr(query, name)) for name, uses in PEOPLE_AND_MACHINES.items() if getattr(query, name)]
    # A reading has a time of its own, and so has a use; where neither is asked for, the run as a whole may lie in it.
    if not named and query.parameter is None:
        return overlap(whole, period)
    return all(any(use["id"] == id_ and overlap(_used(use, whole), period) for use in row[uses]) for uses, id_ in named)


def _is_meant(reading: Row, query: SeedQuery, row: Row, period: Interval) -> bool:
    """Whether a reading is out of range, or may be for all that can be read of it, and may lie in the period."""
    taken = span_of(reading, "at")
    if not overlap(run_span(row["times"]) if taken == UNKNOWN else taken, period):
        return False
    value = _number(reading["value"])
    if value is None:
        return True
    below = query.below is not None and value < Decimal(str(query.below))
    return below or (query.above is not None and value > Decimal(str(query.above)))


def _found(row: Row, query: SeedQuery, readings: list[Row], period: Interval) -> Found:
    said = {one["value"]: f"{query.parameter} {one['value']} {one['unit'] or ''}".strip() for one in readings}
    unread = tuple(sorted(text for value, text in said.items() if _number(value) is None))
    units = tuple(sorted({one["unit"] or "" for one in readings}))
    record, parts, whole = f"run {row['run']}", tuple(PART + part for part in row["parts"]), run_span(row["times"])
    spans = [whole, *(span_of(one, "at") for one in readings), *(_used(use, whole) for use in _uses(row, query))]
    records, any_time = (record, *sorted(said.values())), untimed(record, period, *spans)
    return Found(RUN + row["run"], 0, records, parts, unread, units, any_time)


def _uses(row: Row, query: SeedQuery) -> Iterator[Row]:
    for name, uses in PEOPLE_AND_MACHINES.items():
        yield from (use for use in row[uses] if use["id"] == getattr(query, name))


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _used(use: Row, run: Interval) -> Interval:
    """When it was used or at work in a run: what is not said apart is the run's time."""
    begun, ended = interval(use["from"], use["from_end"]), interval(use["to"], use["to_end"])
    started = Interval(run.start, run.start) if begun == UNKNOWN else begun
    return between(started, Interval(run.end, run.end) if ended == UNKNOWN else ended)

"""Reads that tell of other records than there are: cleans more or fewer, runs without their mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive.lines import span_of
from genealogy.errors import NothingMatchesError, UsageError
from genealogy.events.care import Cleaning
from genealogy.keys import BatchKey
from genealogy.record.clocks import clocks_for
from genealogy.record.rows import time_properties
from genealogy.store import Answer, Reads
from genealogy.store.moments import micros_of
from genealogy.times import BEGIN, Clock, Interval, parse_time
from genealogy.whatif.changes import Change

Row = Sequence[Any]


@dataclass(slots=True)
class Supposed:
    """What is supposed of the records: `gone` and `new` cleans (ids; rows of `derive.cleans`), pairs of a batch and a
    run kept `apart`, and runs whose mapping is `mixed` after all."""

    gone: set[str] = field(default_factory=set)
    new: list[Row] = field(default_factory=list)
    apart: set[tuple[str, str]] = field(default_factory=set)
    mixed: set[str] = field(default_factory=set)
    equipment: set[str] = field(default_factory=set)  # of which vessels or residue are drawn anew


class Records:
    """Reads as if the records were as supposed; what follows from them in the graph is still as it is."""

    def __init__(self, store: Reads, supposed: Supposed) -> None:
        self._store, self._supposed = store, supposed
        self._own: Mapping[str, Callable[[list[Any], Any], Iterable[Row]]] = {
            "derive.cleans": self._cleans,
            "derive.runs": lambda rows, _: map(self._run, rows),
            "exposure.mapped": lambda rows, _: (row for row in rows if row[0] not in supposed.mixed),
            "scope.cuts": lambda rows, _: (row for row in rows if row[1] not in supposed.mixed),
        }

    def read(self, name: str, **params: Any) -> Answer:
        """One reading query."""
        answer = self._store.read(name, **params)
        if name == "derive.line_runs":  # what goes into a run must not come into its output by its residue instead
            runs = {run for _, run in self._supposed.apart}
            return Answer((*answer.columns, "apart"), [(*row, row[1] in runs) for row in answer.rows])
        own = self._own.get(name)
        return Answer(answer.columns, list(own(answer.rows, params))) if own else answer

    def _cleans(self, rows: list[Any], params: Mapping[str, Any]) -> Iterable[Row]:
        new = [row for row in self._supposed.new if row[0] in params["equipment"]]
        return sorted([*(row for row in rows if row[1] not in self._supposed.gone), *new], key=lambda row: row[:2])

    def _run(self, row: Row) -> Row:
        """Mixed after all: every input, named by a line or by the mapping alone, may be in every output, certain."""
        head, inputs, outputs, mapping, backflushed = row
        if head["run"] in self._supposed.mixed:
            sources = {line["key"] for line in inputs} | {first for first, _ in mapping}
            targets = {line["key"] for line in outputs} | {second for _, second in mapping}
            mapping = [[first, second] for first in sorted(sources) for second in sorted(targets)]
        return head, inputs, outputs, mapping, backflushed


def supposed_of(store: Reads, changes: Sequence[Change], zone: ZoneInfo) -> Supposed:
    """What the changes say of records, checked against those there are. Raises UsageError, NothingMatchesError."""
    supposed = Supposed()
    for number, change in enumerate(changes, 1):
        if change.cleans:
            _add_clean(store, change, number, zone, supposed)
        elif change.what == "segregation" and change.adds:
            supposed.apart.add(_apart(store, change.run or "", change.key or ""))
        elif change.what == "segregation":
            supposed.mixed.add(_mixed(store, change.run or ""))
    if runs := sorted({run for _, run in supposed.apart}):
        supposed.equipment |= set(store.read("stale.runs", runs=runs).one()[2])
    return supposed


def _add_clean(store: Reads, change: Change, number: int, zone: ZoneInfo, supposed: Supposed) -> None:
    name = change.equipment or ""
    if not store.read("whatif.equipment", ids=[name]).rows:
        raise UsageError(f"a clean is supposed of the equipment {name}, which no record names")
    supposed.equipment.add(name)
    clock, uid = _clock(store, name, change.at or "", number, zone)
    if not change.adds:
        supposed.gone |= _found(store, name, change.what, change.at, parse_time(change.at or "", clock))
        return
    said = time_properties("cleaned_at", change.at or "", clock)
    times = {column: micros_of(said[column]) for column in ("cleaned_at", "cleaned_at_end") if column in said}
    flags = {"validated": True} if change.what == "clean" else {"validated": False, "empty": True}
    supposed.new.append((name, uid, flags | times))


def _clock(store: Reads, equipment: str, at: str, number: int, zone: ZoneInfo) -> tuple[Clock, str]:
    """The clock that reads the time of a clean, and the id of its record, as if it were recorded."""
    try:
        parse_time(at, Clock(zone))
    except ValueError as error:
        raise UsageError(f"the time of a clean of {equipment}: {error}") from None
    event = Cleaning(equipment=equipment, cleaned_at=at or "2026-01-01", line=f"what if {number}")
    (clock,) = clocks_for(store, [event], zone)
    return clock, event.line_id


def _found(store: Reads, equipment: str, what: str, at: str | None, within: Interval) -> set[str]:
    """The recorded cleans of that equipment, of those only that lie within that time; `emptying`: only such as are not
    validated."""
    rows = [
        (uid, span_of(props, "cleaned_at"))
        for _, uid, props in store.read("derive.cleans", equipment=[equipment]).rows
        if what == "clean" or (props.get("empty") and not props.get("validated"))
    ]
    found = {uid for uid, span in rows if not at or (within.start <= span.start and span.end <= within.end)}
    if not found:
        known = ", ".join("one of unknown time" if s.start == BEGIN else s.start.isoformat() for _, s in rows) or "none"
        when = f" at {at}" if at else ""
        raise NothingMatchesError(f"no {what} of {equipment}{when} is recorded; recorded are: {known}")
    return found


def _apart(store: Reads, run: str, key: str) -> tuple[str, str]:
    batch = BatchKey.parse(key)
    lines = {node for _, _, node, *_ in store.read("exposure.lines", runs=[run]).rows}
    if not lines & {str(batch), str(batch.bare), f"/m{batch.material}"}:
        raise UsageError(f"run {run} has no line of {batch}: there is nothing to keep apart")
    return str(batch), run


def _mixed(store: Reads, run: str) -> str:
    rows = store.read("derive.runs", runs=[run]).rows
    if not rows or not rows[0][3]:
        raise UsageError(f"run {run} has no mapping that keeps anything apart")
    return run

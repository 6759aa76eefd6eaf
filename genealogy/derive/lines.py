"""Recorded lines of runs, read back from the graph as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from genealogy.derive.drawing import Drawing, Ref
from genealogy.record.rows import FAR
from genealogy.store.moments import from_micros, moment
from genealogy.times import BEGIN, END, INSTANT, UNKNOWN, Interval


@dataclass(frozen=True, slots=True)
class RunLine:
    """A batch on one side of a run. `candidates` are the batches it may really mean (rule 3)."""

    key: str
    span: Interval
    quantity: float | None = None
    uom: str | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run with its lines; `span` is when it went on, on the equipment in question. The keys of `backflushed` are
    materials: inputs that name no lot (rule 4)."""

    run: str
    kind: str | None
    span: Interval
    timed: bool
    inputs: tuple[RunLine, ...]
    outputs: tuple[RunLine, ...]
    mapping: frozenset[tuple[str, str]] = frozenset()
    backflushed: tuple[RunLine, ...] = ()


def span_of(said: Mapping[str, Any], column: str) -> Interval:
    """The interval a node or edge records under that column, in microseconds since 1970."""
    return interval(said.get(column), said.get(f"{column}_end"))


def interval(start: int | None, end: int | None) -> Interval:
    """From two points in microseconds since 1970: without an end it is an instant, without a start open."""
    if start is None:
        return UNKNOWN if end is None else Interval(BEGIN, from_micros(end))
    begin = from_micros(start)
    if end is None:
        return Interval(begin, begin + INSTANT)
    ended = from_micros(end)
    return Interval(begin, END if ended == FAR else max(ended, begin + INSTANT))


def when(span: Interval) -> dict[str, Any]:
    """The properties that `span_of` reads back as this interval."""
    begun, ended = span.start != BEGIN, span.end != END
    said: dict[str, Any] = {"at": moment(span.start)} if begun else {}
    if begun or ended:
        said["at_end"] = moment(span.end if ended else FAR)
    return said


def draw_input(line: RunLine, kind: str, part: Ref, drawing: Drawing) -> None:
    """An input of a part, and the batches it may really mean (rule 3)."""
    said = {"quantity": line.quantity, "uom": line.uom, **when(line.span)}
    drawing.edge(("Batch", line.key), kind, part, **said)
    for key in line.candidates:
        drawing.edge(("Batch", key), "MAYBE_CONSUMED", part, **when(line.span))


def run_span(run: Mapping[str, Any]) -> Interval:
    """When a run went on; what is not recorded is open."""
    return between(span_of(run, "started_at"), span_of(run, "ended_at"))


def between(started: Interval, ended: Interval) -> Interval:
    """From the earliest start to the latest end; where the end lies before the start, all that either may mean."""
    return started.hull(ended) if ended.certainly_before(started) else Interval(started.start, ended.end)


def line_span(line: Mapping[str, Any], run: Interval, timed: bool) -> Interval:
    """When a line of a run happened: its own time, else the run's (rule 17); postings are often late (rule 19)."""
    span = span_of(line, "at")
    if span == UNKNOWN:
        return run
    return span if timed else Interval(min(span.start, run.start), span.end)


def run_record(row: Mapping[str, Any]) -> RunRecord:
    """A run from a row of `derive.runs`."""
    head = row["head"]
    span = run_span(head)
    timed = bool(head.get("timed"))

    def lines(name: str) -> tuple[RunLine, ...]:
        return tuple(
            RunLine(
                line["key"],
                line_span(line["props"], span, timed),
                line["props"].get("quantity"),
                line["props"].get("uom"),
                tuple(sorted(line["candidates"])),
            )
            for line in sorted(row[name], key=lambda line: (line["key"], line["props"].get("uid") or ""))
        )

    mapping = frozenset((first, second) for first, second in row["mapping"])
    sides = lines("inputs"), lines("outputs")
    return RunRecord(head["run"], head.get("kind"), span, timed, *sides, mapping, lines("backflushed"))

"""Times as intervals (rules 13, 17 and 19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.oracle.rows import Row

BEGIN = datetime.min.replace(tzinfo=UTC)
END = datetime.max.replace(tzinfo=UTC)


class Span(NamedTuple):
    """Half-open; BEGIN and END where nothing is known."""

    start: datetime = BEGIN
    end: datetime = END


@dataclass(frozen=True)
class Place:
    """How a place reads its clock."""

    zone: ZoneInfo
    day_start: time = time(0)


def before(first: Span, second: Span) -> bool:
    """Whether the first certainly lies before the second."""
    return first.end <= second.start


def span(text: str | None, place: Place) -> Span:
    """The interval a written time means."""
    if not text:
        return Span()
    start, slash, end = text.partition("/")
    return Span(_moment(start, place).start, _moment(end, place).end) if slash else _moment(text, place)


def _moment(text: str, place: Place) -> Span:
    if text in ("", ".."):
        return Span()
    if len(text) == 10:
        day = date.fromisoformat(text)
        starts = [datetime.combine(day, at, place.zone) for at in (time(0), place.day_start)]
        ends = [datetime.combine(day + timedelta(1), at, place.zone) for at in (time(0), place.day_start)]
        return Span(min(_either(starts)), max(_either(ends)))
    moment = datetime.fromisoformat(text)
    either = _either([moment if moment.tzinfo else moment.replace(tzinfo=place.zone)])
    return Span(min(either), max(either) + timedelta(microseconds=1))


def _either(moments: list[datetime]) -> list[datetime]:
    """In UTC; of an hour that the clock shows twice, or never, both readings."""
    return [moment.replace(fold=fold).astimezone(UTC) for moment in moments for fold in (0, 1)]


def run_span(run: Row, place: Place) -> Span:
    """When a run was."""
    return between(span(run.get("started_at"), place), span(run.get("ended_at"), place))


def between(started: Span, ended: Span) -> Span:
    """From the earliest start to the latest end; an end before the start is a contradiction, and all between counts."""
    if before(ended, started):
        return Span(ended.start, started.end)
    return Span(started.start, ended.end)


def line_span(line: Row, run: Row, place: Place) -> Span:
    """A line's own time, else its run's; unless the run is timed, a line begins no later than its run (rule 19)."""
    whole = run_span(run, place)
    if "at" not in line:
        return whole
    own = span(line["at"], place)
    return own if timed(run) else Span(min(own.start, whole.start), own.end)


def timed(run: Row) -> bool:
    """Whether the run says that its line times are readings."""
    return truth(run, "timed") is True


def truth(row: Row, column: str) -> bool | None:
    """A flag; None where it is not set."""
    said = row.get(column, "").lower()
    return None if not said else said in ("true", "1", "yes")


def places(locations: Mapping[str, Row], default: ZoneInfo) -> dict[str, Place]:
    """The clock of each described location."""
    return {name: _place(row, default) for name, row in locations.items()}


def _place(row: Row, default: ZoneInfo) -> Place:
    hour, minute, *_ = (row.get("day_start") or "0:0").split(":")
    return Place(ZoneInfo(row["timezone"]) if "timezone" in row else default, time(int(hour), int(minute)))

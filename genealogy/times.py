"""Times are intervals (rule 17): unknown is open, a bare date is a day, an instant lasts a microsecond."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

INSTANT = dt.timedelta(microseconds=1)
DAY = dt.timedelta(days=1)
BEGIN = dt.datetime.min.replace(tzinfo=dt.UTC)
END = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Interval:
    """Half-open [start, end) in UTC; BEGIN and END stand for "not known"."""

    start: dt.datetime = BEGIN
    end: dt.datetime = END

    def certainly_before(self, other: Interval) -> bool:
        """No moment of this one lies at or after the start of the other."""
        return self.end <= other.start

    def hull(self, other: Interval) -> Interval:
        """The least interval that holds both."""
        return Interval(min(self.start, other.start), max(self.end, other.end))

    @property
    def known(self) -> bool:
        """False where nothing at all is known."""
        return self != UNKNOWN


UNKNOWN = Interval()


@dataclass(frozen=True, slots=True)
class Clock:
    """How a place reads times that do not say enough: its zone and the hour its production day starts."""

    zone: ZoneInfo
    day_start: dt.time = dt.time(0)


def parse_day_start(text: str) -> dt.time:
    """`HH:MM` or `HH:MM:SS`; raises ValueError."""
    return dt.time.fromisoformat(text if len(text.partition(":")[0]) == 2 else "0" + text)


@lru_cache(maxsize=50_000)
def parse_time(text: str, clock: Clock) -> Interval:
    """The interval meant by an ISO 8601 instant, date, or `start/end`; empty is unknown.

    Raises ValueError with a sentence for the person who wrote the value.
    """
    start, slash, end = text.partition("/")
    if not slash:
        return _point(text, clock)
    span = Interval(_point(start, clock).start, _point(end, clock).end)
    if span.start >= span.end:
        raise ValueError(f"{text!r}: the interval ends before it starts")
    return span


def same_form(text: str) -> str:
    """One form for all ways to write a time: in UTC where it says its zone, else by the clock of its place, as it is.

    Raises ValueError as `parse_time` does.
    """
    parse_time(text, Clock(ZoneInfo("UTC")))
    return "/".join(map(_form, text.split("/")))


def _form(point: str) -> str:
    point = point.strip()
    if point in ("", "..") or len(point) == 10:
        return point
    moment = dt.datetime.fromisoformat(point)
    return (moment if moment.tzinfo is None else _utc(moment)).isoformat().replace("+00:00", "Z")


def is_local(text: str) -> bool:
    """True when the value needs a place to be read: a bare date, or a time without zone."""
    return any(_lacks_zone(part) for part in text.split("/"))


def _lacks_zone(text: str) -> bool:
    text = text.strip()
    if not text or text == "..":
        return False
    _, _, time = text.replace(" ", "T").partition("T")
    return not time or not (time.endswith("Z") or "+" in time or "-" in time)


def _point(text: str, clock: Clock) -> Interval:
    text = text.strip()
    if not text or text == "..":
        return UNKNOWN
    try:
        if len(text) == 10 and text[4] == text[7] == "-":
            return _day(dt.date.fromisoformat(text), clock)
        if len(text) < 13 or text[4] != "-" or text[10] not in "T ":
            raise ValueError
        moment = dt.datetime.fromisoformat(text)
        first, last = _readings(moment if moment.tzinfo else moment.replace(tzinfo=clock.zone))
        return Interval(first, END if last == END else last + INSTANT)
    except ValueError:
        raise ValueError(
            f"{text!r} is not a time; write 2026-03-04T08:15:00+08:00, 2026-03-04 or start/end (ISO 8601)"
        ) from None


def _day(day: dt.date, clock: Clock) -> Interval:
    """The calendar day and the production day of the site together (rule 17)."""
    start, _ = _readings(dt.datetime.combine(day, dt.time(0), clock.zone))
    # Systems that must fill in a date write the last one there is for "never".
    if day == dt.date.max:
        return Interval(start, END)
    _, end = _readings(dt.datetime.combine(day + DAY, clock.day_start, clock.zone))
    return Interval(start, end)


def _readings(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last moment meant: a clock that is put back shows an hour twice, and one that is put forward
    skips an hour which people write all the same. Then either may be meant; else both are the same."""
    either = [_utc(moment.replace(fold=fold)) for fold in (0, 1)]
    return min(either), max(either)


def _utc(moment: dt.datetime) -> dt.datetime:
    """The moment in UTC; one that only another zone can still write is as good as not known."""
    try:
        return moment.astimezone(dt.UTC)
    except OverflowError:
        return BEGIN if moment.year == 1 else END

"""A period as people write it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from genealogy.errors import UsageError
from genealogy.times import Clock, parse_time


def period(since: str | None, until: str | None, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """The first moment, and the moment after the last: a day is meant whole, on both sides; a side that is left out is
    open. Raises UsageError."""
    try:
        first, last = (parse_time(text or "", Clock(zone)) for text in (since, until))
    except ValueError as error:
        raise UsageError(str(error)) from None
    if first.start >= last.end:
        raise UsageError(f"the period ends before it starts: {since} to {until}")
    return first.start, last.end

"""One value of a database as the text of a bundle: numbers to the last digit, times with their zone."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from loaders.mapping.convert import UnfitError
from loaders.workbook.cells import Number, Takes


def written(value: Any, takes: Takes, zone: ZoneInfo | None) -> str:
    """The value as text; NULL is empty. A time without a zone is in that `zone` where one is given. Raises UnfitError
    for what is no number, text or time.

    A float is what the database holds where a column is of binary numbers: the shortest decimal that is this one.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return _text(value, zone) if takes == "time" and zone else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal):
        return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value))
    if isinstance(value, dt.datetime):
        return _in_zone(value, zone)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise UnfitError(f"is {type(value).__name__}, neither number, text nor time; convert it in the query (CAST)")


def _number(number: Decimal) -> str:
    if not number.is_finite():
        raise UnfitError("is no finite number; correct it, or leave it out in the query")
    return Number(format(number, "f"))


def _text(text: str, zone: ZoneInfo | None) -> str:
    """A time that is kept as text, where it is plainly one."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return text if len(text.strip()) <= len("2026-03-04") else _in_zone(found, zone)


def _in_zone(moment: dt.datetime, zone: ZoneInfo | None) -> str:
    """With its offset; of an hour that the clock shows twice, or skips, from the one reading to the other."""
    if not zone or moment.tzinfo:
        return moment.isoformat()
    either = [moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    either.sort(key=lambda reading: reading.astimezone(dt.UTC))
    return "/".join(dict.fromkeys(reading.isoformat() for reading in either))

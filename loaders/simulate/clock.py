"""Simulated time: whole minutes since the plant-year began, written as ISO 8601 with the plant's offset."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

DAY: Final = 24 * 60
_MINUTES: Final = tuple(f"T{hour:02}:{minute:02}:00" for hour in range(24) for minute in range(60))
_SHIFTS: Final = ("night", "early", "late")


class Calendar:
    """Turns minutes into texts by table: a bundle holds millions of times."""

    __slots__ = ("_days", "_offset")

    def __init__(self, start: date, offset: str, days: int = 3000) -> None:
        """`offset` is written behind every time (`+08:00`); `days` is how far the table reaches."""
        self._days = tuple((start + timedelta(days=day)).isoformat() for day in range(days))
        self._offset = offset

    def stamp(self, minute: int) -> str:
        """`2026-03-04T08:15:00+08:00`."""
        day, rest = divmod(minute, DAY)
        return self._days[day] + _MINUTES[rest] + self._offset

    def date(self, minute: int) -> str:
        """`2026-03-04`."""
        return self._days[minute // DAY]

    def compact(self, minute: int) -> str:
        """`20260304`, for lot numbers."""
        return self._days[minute // DAY].replace("-", "")


def shift(minute: int) -> str:
    """The shift that works at this minute: three a day, from midnight."""
    return _SHIFTS[minute % DAY // 480]

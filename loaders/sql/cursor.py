"""How far a query was read: the highest value of its cursor, kept as text, and where the next reading begins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from genealogy.errors import PullError

Value = dt.datetime | dt.date | int | str
AHEAD = dt.timedelta(days=1)  # time zones that are not told, and a clock that is wrong


@dataclass(slots=True)
class Highest:
    """The highest value seen. Times to come are counted and not followed: what changes until then would be missed."""

    column: str
    now: dt.datetime
    value: Value | None = None
    ahead: int = 0

    def see(self, value: Any) -> None:
        """Take one in; NULL says nothing. Raises PullError where it is neither a time nor a whole number."""
        if value is None:
            return
        found = _value(value, self.column)
        moment = _moment(found)
        if moment and moment > self.now + AHEAD:
            self.ahead += 1
            return
        try:
            self.value = found if self.value is None else max(self.value, found)
        except TypeError:
            raise PullError(f"the cursor {self.column} holds values of several kinds; {_CHOOSE}") from None


_CHOOSE = "name another column as cursor, or convert it in the query"


def _value(value: Any, column: str) -> Value:
    if isinstance(value, dt.datetime | dt.date) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str):
        try:
            dt.datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return value
    raise PullError(f"the cursor {column} holds {str(value)[:50]!r}, neither a time nor a whole number; {_CHOOSE}")


def _moment(value: Value) -> dt.datetime | None:
    if isinstance(value, int):
        return None
    if not isinstance(value, dt.datetime):
        value = dt.datetime.fromisoformat(str(value))
    return value if value.tzinfo else value.replace(tzinfo=dt.UTC)


def kept(value: Value | None) -> str:
    """As text that tells its kind."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return f"time {value.isoformat()}"
    if isinstance(value, dt.date):
        return f"date {value.isoformat()}"
    return f"text {value}" if isinstance(value, str) else f"number {value}"


def since(at: str, minutes: int, numbers: int) -> Value | None:
    """Where the next reading begins: so much before the cursor, in the form in which the database has it; nothing where
    there is no cursor yet."""
    kind, _, text = at.partition(" ")
    if not text:
        return None
    if kind == "number":
        return int(text) - numbers
    moment = dt.datetime.fromisoformat(text) - dt.timedelta(minutes=minutes)
    if kind == "time":
        return moment
    if kind == "date":
        return moment.date()
    if len(text) <= len("2026-03-04"):
        return moment.date().isoformat()
    return moment.isoformat(sep="T" if "T" in text else " ")

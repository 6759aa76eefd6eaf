"""One cell as text: what was typed into it, or why that is not known."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, get_args

from genealogy.events import Event
from genealogy.record.rows import NUMBERS, TIMES

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Takes = Literal["name", "number", "time", "flag", "anything"]
DIGITS = 15  # what a spreadsheet keeps of a number
_NOISE = 3  # so many of these digits are spare where a sum is off by one in the last
_AGAIN = "format the column as text and enter it again"
_MANY = f"is a number of more than {DIGITS} digits, of which the spreadsheet has lost some; {_AGAIN}"
_EARLY = f"is a date before March 1900, where the spreadsheet's days are wrong or no number at all; {_AGAIN}"
_ENDLESS = f"is a calculated number of more than {DIGITS} digits; round it (ROUND), or {_AGAIN}"


class Number(str):
    """The digits of a cell that is a number: a point is its decimal sign, whatever people write elsewhere."""

    __slots__ = ()


def takes(model: type[Event]) -> dict[str, Takes]:
    """What each column of a file takes. A measured `value` may be anything, like columns that are not known."""
    return {info.alias or name: _taken(name, info.annotation) for name, info in model.model_fields.items()}


def _taken(name: str, annotation: object) -> Takes:
    if name in TIMES:
        return "time"
    if name in NUMBERS:
        return "number"
    if _of_bool(annotation):
        return "flag"
    return "anything" if name in ("value", "day_start") else "name"


def _of_bool(annotation: object) -> bool:
    return annotation is bool or any(map(_of_bool, get_args(annotation)))


def written(cell: Cell) -> str:
    """The cell in the written form of the bundle: a date with no time of day is a bare date."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return Number(_digits(float(cell)))
    if isinstance(cell, dt.timedelta):
        minutes, seconds = divmod(round(cell.total_seconds()), 60)
        return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return cell.isoformat()


def _digits(number: float) -> str:
    if number.is_integer():
        return str(int(number))
    text = repr(number)
    near = Decimal(f"{number:.{DIGITS}g}").normalize()
    plain = len(near.as_tuple().digits) <= DIGITS - _NOISE  # 0.30000000000000004 is 0.3 to whoever looks at it
    return format(near if plain else Decimal(text), "f")


def fault_of(cell: Cell, column: Takes) -> str:
    """Why the cell does not say what was typed; empty where it does."""
    if isinstance(cell, dt.date) and (cell.year, cell.month) < (1900, 3):
        return _EARLY
    if isinstance(cell, str) or (column == "anything" and not isinstance(cell, int | float)):
        return ""
    if isinstance(cell, bool):
        return f"is true or false to the spreadsheet, whatever was typed; {_AGAIN}" if column == "name" else ""
    if isinstance(cell, int | float):
        return _fault_of_number(float(cell))
    if column in ("name", "number"):
        return f"is a date or time to the spreadsheet, whatever was typed; {_AGAIN}"
    return ""


def _fault_of_number(number: float) -> str:
    if number.is_integer():
        return _MANY if abs(number) >= 10**DIGITS else ""
    return _ENDLESS if len(Decimal(_digits(number)).as_tuple().digits) > DIGITS else ""

"""One value of a foreign table -> the text of the bundle, or why it cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal, Inexact, InvalidOperation

from genealogy.record.rows import TIMES
from loaders.mapping.spec import Column, dates
from loaders.workbook.cells import Number

EXACT, ONE = Context(prec=60, traps=[InvalidOperation, Inexact]), Decimal(1)
_AMOUNT = re.compile(r"([-+]?[\d.,' ]*\d)\s*(.*)", re.DOTALL)
# Year first leaves no doubt about day and month; other orders need `date` in the mapping.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]*(\d{1,2})[:时](\d{2})(?:[:分](\d{2})秒?|分)?)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


class UnfitError(ValueError):
    """The value cannot be taken; the text says why, and what to do."""


def converted(field: str, column: Column, text: str, lookups: Mapping[str, Mapping[str, str]]) -> str:
    """The value as the bundle writes it; empty stays empty. Raises UnfitError."""
    if column.take != "all" and text:
        text = _taken(column, text)
    if field in TIMES and text:
        text = _time(column.date, text)
    if (column.factor is not None or column.thousands or column.decimal != ".") and text:
        text = _number(column, text)
    return _looked_up(column, text, lookups) if column.lookup and text else text


def _taken(column: Column, text: str) -> str:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise UnfitError("does not begin with a number; correct it, or map number and unit from columns of their own")
    return (found[1] if column.take == "number" else found[2]).strip()


def _time(form: str, text: str) -> str:
    if form:
        try:
            return dates(form, text.strip())
        except ValueError:
            if not _is_iso(text):  # a cell that is a date to the spreadsheet comes as ISO, whatever the form
                raise UnfitError(f"is no date of the form {form}; correct it, or the form in the mapping") from None
            return text
    found = _DAY.fullmatch(text.strip()) or _DIGITS.fullmatch(text.strip())
    if found is None:
        return text
    year, month, day, *clock = found.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    if not clock or clock[0] is None:
        return date
    return f"{date}T{int(clock[0]):02}:{clock[1]}:{clock[2] or '00'}"


def _is_iso(text: str) -> bool:
    return re.match(r"\d{4}-\d{2}-\d{2}", text.strip()) is not None


def _number(column: Column, text: str) -> str:
    plain = text if isinstance(text, Number) else _in_english(column, text.strip())
    try:
        number = EXACT.create_decimal(plain)
        return format(EXACT.multiply(number, column.factor or ONE), "f") if number.is_finite() else text
    except (InvalidOperation, Inexact):
        raise UnfitError("is no number; correct it, or say in the mapping how numbers are written") from None


def _in_english(column: Column, text: str) -> str:
    """Without thousands signs, and with a point."""
    whole, sign, rest = text.partition(column.decimal)
    if column.thousands and column.thousands in whole:
        head, *groups = whole.split(column.thousands)
        if not head.lstrip("+-").isdigit() or any(len(group) != 3 for group in groups):
            raise UnfitError(f"has {column.thousands!r} elsewhere than before three digits; correct it, or the mapping")
        whole = head + "".join(groups)
    if (sign == "," and "." in rest) or (column.decimal == "," and "." in whole):
        raise UnfitError("holds a point, and the mapping says that the decimal sign is a comma; correct one of them")
    return whole + sign.replace(",", ".") + rest


def _looked_up(column: Column, text: str, lookups: Mapping[str, Mapping[str, str]]) -> str:
    found = lookups[column.lookup].get(text)
    if found is not None:
        return found
    if column.missing == "keep":
        return text
    raise UnfitError(f"is not in the list {column.lookup!r} of the mapping; add it there, or say missing: keep")

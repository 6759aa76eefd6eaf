"""What the rows of a foreign table say of how its dates, numbers and units are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import BY_KIND
from genealogy.record.rows import NUMBERS, TIMES
from loaders.mapping.names import normal
from loaders.mapping.spec import KINDS, dates
from loaders.mapping.words import UNITS

_FORMS = ("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M")
_IN_BRACKETS = re.compile(r"(.+?)\((.{1,10})\)")
_WITH_UNIT = re.compile(r"[-+]?[\d.,]+\s*[^\d\s.,].*")
_IN_BRACKETS = re.compile(r"(.+?)\((.{1,10})\)")
_WITH_UNIT = re.compile(r"[-+]?[\d.,]+\s*[^\d\s.,].*")
Rows = list[dict[str, str]]


@dataclass(slots=True)
class Found:
    """One table as it may be read: our columns with what they are taken from."""

    into: str
    tab: str
    columns: dict[str, dict[str, Any]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    specific: int = 0


def bare(name: str) -> tuple[str, str]:
    """A column's name without a unit in brackets, and that unit: `数量(kg)`."""
    plain = normal(name)
    found = _IN_BRACKETS.fullmatch(plain)
    return (found[1], name.rstrip(")） ").rpartition("(" if "(" in name else "（")[2]) if found else (plain, "")


def refine(found: Found, sample: Rows) -> None:
    """What some rows say of dates, numbers with units, results and units."""
    model = BY_KIND[KINDS[found.into]]
    for name, info in model.model_fields.items():
        column = found.columns.get(info.alias or name, {})
        if "column" not in column:
            continue
        values = [text for row in sample if (text := row.get(column["column"], "").strip())]
        if name in TIMES:
            _dated(found, column, values)
        elif name in NUMBERS:
            _counted(found, column, values)
    if found.into == "inspections":
        found.columns["result"] |= {"lookup": "results"}
    if "uom" in found.columns and "take" not in found.columns["uom"] and "column" in found.columns["uom"]:
        said = {row.get(found.columns["uom"]["column"], "").strip() for row in sample}
        if said & UNITS.keys():
            found.columns["uom"] |= {"lookup": "units", "missing": "keep"}
    if found.into in ("runs", "consumed", "produced") and found.columns["run"]["column"].startswith(
        ("工单", "生产订单")
    ):
        found.remarks.append("a work order counts as one run here; if it is made in several, map what parts them")


def _dated(found: Found, column: dict[str, Any], values: Sequence[str]) -> None:
    foreign = [text for text in values if re.match(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", text)]
    fitting = [form for form in _FORMS if foreign and all(_fits(form, text) for text in foreign)]
    if len(fitting) == 1:
        column["date"] = fitting[0]
    elif fitting:
        forms = " or ".join(map(repr, fitting))
        found.remarks.append(f"{column['column']}: day or month first? {foreign[0]!r} may be either: say date: {forms}")


def _fits(form: str, text: str) -> bool:
    try:
        dates(form, text)
    except ValueError:
        return False
    return True


def _counted(found: Found, column: dict[str, Any], values: Sequence[str]) -> None:
    source = column["column"]
    if values and all(_WITH_UNIT.fullmatch(text) for text in values):
        column["take"] = "number"
        if "uom" not in found.columns and found.into not in ("mapped",):
            found.columns["uom"] = {"column": source, "take": "unit"}
    elif any(re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?", text) for text in values):
        column["thousands"] = ","
    unit = bare(source)[1]
    if unit and "uom" not in found.columns and "uom" in BY_KIND[KINDS[found.into]].model_fields:
        found.columns["uom"] = {"value": UNITS.get(unit, unit)}

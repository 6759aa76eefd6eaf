"""How a recall goes: who was told and answered, what came back, what is missing, how many are still to be asked."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.cases.book import Standing, show_case, standing
from genealogy.cases.life import SHARE
from genealogy.cases.notices import list_notices
from genealogy.cases.question import Question, ask
from genealogy.cases.reconcile import Line, Sums, missing_by_day, to_check
from genealogy.cases.sheet import Sheet, day_of, sheet_of
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store, Tx

ITEMS = ("shipped", "found", "returned", "destroyed", "missing", "excess")


def effectiveness(store: Store, case: str, until: dt.date | None = None) -> dict[str, Any]:
    """The state of a case at the end of a day (without one: of today, or of the day it was closed): consignees with
    notices and quantities, what is missing by material, day by day since it was opened, and the effectiveness check.

    What was shipped is that of now, not as frozen. Returns recorded as such count without a notice. Raises
    UnknownCaseError and what `recall` raises.
    """
    return steady(store, lambda tx: _effectiveness(tx, case, until), "effectiveness")


def _effectiveness(store: Tx, case: str, until: dt.date | None) -> dict[str, Any]:
    found, shown = standing(store, case), show_case(store, case)
    answer = ask(store, Question.of_revision(found.row))
    notices = list_notices(store, case)
    first, last = _days(found, shown, until)
    told = [notice for notice in notices if day_of(notice["at"], found) <= last]
    sheet = sheet_of(store, found, answer, notices, last)
    consignees = _consignees(store, answer, told, sheet, last)
    reached = _reached(told, found)
    days = [
        {"day": day.isoformat(), **_counts(reached, day), "missing": _by_material(missing)}
        for day, missing in missing_by_day(sheet.lines.values(), first, last)
    ]
    in_scope = {one["customer"] for one in answer["customers"]}
    return {
        "schema_version": SCHEMA_VERSION,
        **{name: shown[name] for name in ("case", "revision", "status")},
        "complete": answer["complete"],
        "opened": first.isoformat(),
        "until": last.isoformat(),
        "consignees": consignees,
        "check": _check(shown, told, in_scope),
        "totals": {"consignees": len(consignees), **_counts(reached, last), "by_material": _totals(sheet, last)},
        "days": days,
        "warnings": _warnings(sheet, consignees),
    }


def _days(case: Standing, shown: Mapping[str, Any], until: dt.date | None) -> tuple[dt.date, dt.date]:
    """From the day it was first opened to the day asked for, that of its close, or today."""
    opened = [entry for entry in shown["entries"] if entry["action"] == "open"]
    first = day_of(opened[0]["at"] if opened else shown["at"], case)
    ended = [entry for entry in shown["entries"] if entry["action"] in ("close", "cancel")]
    over = ended and shown["status"] in ("closed", "cancelled")
    last = until or (day_of(ended[-1]["at"], case) if over else dt.datetime.now(case.zone).date())
    return first, max(first, last)


def _consignees(
    store: Reads, answer: Mapping[str, Any], told: Sequence[Mapping[str, Any]], sheet: Sheet, last: dt.date
) -> list[dict[str, Any]]:
    """Those in scope, and those who were told or told something though they are not."""
    known = {one["customer"]: one for one in answer["customers"]}
    others = sorted({one["customer"] for one in told} - known.keys())
    more = store.read("answer.customers", ids=others).dicts() if others else []
    rows = known | {one["customer"]: one | {"verdict": None} for one in more}
    names = ("customer", "name", "contact", "email", "phone", "verdict")
    said: dict[str, list[Mapping[str, Any]]] = {}
    for one in told:
        said.setdefault(one["customer"], []).append(one)
    lines: dict[str, list[dict[str, Any]]] = {}
    for place in sorted(sheet.lines):
        lines.setdefault(place[0], []).append(_line(sheet.lines[place], sheet.lines[place].until(last)))
    return [
        {name: rows[customer].get(name) for name in names}
        | _answers(said.get(customer, []))
        | {"lines": lines.get(customer, [])}
        for customer in sorted(rows)
    ]


def _line(line: Line, sums: Sums) -> dict[str, Any]:
    return {"key": line.key, "uom": line.uom, **{name: decimal_text(getattr(sums, name)) for name in ITEMS}}


def _answers(told: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """When a consignee was first told, answered and was last checked, with the outcome."""
    at = {what: [one for one in told if one["what"] == what] for what in ("sent", "acknowledged", "checked")}
    checked = at["checked"][-1] if at["checked"] else {}
    return {
        "sent_at": at["sent"][0]["at"] if at["sent"] else None,
        "acknowledged_at": at["acknowledged"][0]["at"] if at["acknowledged"] else None,
        "checked_at": checked.get("at"),
        "check_result": checked.get("result"),
        "notices": len(told),
    }


def _reached(told: Sequence[Mapping[str, Any]], case: Standing) -> dict[str, list[dt.date]]:
    """The days on which consignees were first told, answered and were first checked, in order."""
    words = {"sent": "notified", "acknowledged": "acknowledged", "checked": "checked"}
    first: dict[str, dict[str, dt.date]] = {word: {} for word in words.values()}
    for one in told:
        if one["what"] in words:
            days, day = first[words[one["what"]]], day_of(one["at"], case)
            days[one["customer"]] = min(day, days.get(one["customer"], day))
    return {word: sorted(days.values()) for word, days in first.items()}


def _counts(reached: Mapping[str, list[dt.date]], day: dt.date) -> dict[str, int]:
    """How many consignees had been reached by the end of a day."""
    return {word: bisect_right(days, day) for word, days in reached.items()}


def _check(shown: Mapping[str, Any], told: Sequence[Mapping[str, Any]], in_scope: set[str]) -> dict[str, Any]:
    level = shown["level"]
    share = SHARE.get(level, float(shown["percent"] or 0))
    last = {one["customer"]: one["result"] for one in told if one["what"] == "checked" and one["customer"] in in_scope}
    wanted = to_check(len(in_scope), share)
    return {
        "level": level,
        "percent": decimal_text(share),
        "consignees": len(in_scope),
        "to_check": wanted,
        "checked": len(last),
        "effective": sum(result == "pass" for result in last.values()),
        "left": max(0, wanted - len(last)),
    }


def _by_material(missing: Mapping[tuple[str, str | None], float | None]) -> list[dict[str, Any]]:
    return [
        {"material": material, "uom": uom, "quantity": decimal_text(missing[material, uom])}
        for material, uom in sorted(missing, key=lambda place: (place[0], place[1] or ""))
    ]


def _totals(sheet: Sheet, last: dt.date) -> list[dict[str, Any]]:
    sums: dict[tuple[str, str | None], dict[str, float | None]] = {}
    for line in sheet.lines.values():
        row = sums.setdefault((line.material, line.uom), dict.fromkeys(ITEMS, 0.0))
        until = line.until(last)
        for name in ITEMS:
            so_far, more = row[name], getattr(until, name)
            row[name] = None if so_far is None or more is None else so_far + more
    return [
        {"material": material, "uom": uom, **{name: decimal_text(sums[material, uom][name]) for name in ITEMS}}
        for material, uom in sorted(sums, key=lambda place: (place[0], place[1] or ""))
    ]


_TEXTS = {
    "quantity_missing": "no quantity is recorded of",
    "missing_conversion": "no conversion into the batch's unit is declared for a quantity of",
    "excess": "more is accounted for than was shipped of",
}


def _warnings(sheet: Sheet, consignees: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    over = {
        f"{line['key']} at {one['customer']}" for one in consignees for line in one["lines"] if line["excess"] != "0"
    }
    found = sheet.warnings | ({"excess": over} if over else {})
    return [{"code": code, "text": f"{_TEXTS[code]} {', '.join(sorted(found[code]))}"} for code in sorted(found)]

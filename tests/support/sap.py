"""As much of SAP's OData V2 as a reader needs: filters, orders, pages, counts and expansions over rows in memory."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from typing import Any

from tests.support.peer import Asked, FakeSystem

Sets = dict[str, list[dict[str, Any]]]
SECRET = "s3cret:密"
_TOKEN = re.compile(r"\s*(\(|\)|(?:datetimeoffset|datetime)?'(?:[^']|'')*'|\w+)")
_ROOT = "/sap/opu/odata/sap/"


def sap(sets: Sets) -> FakeSystem:
    """A client 100 that holds these entity sets, by `SERVICE/SET`."""
    return FakeSystem(lambda asked: _answer(sets, asked))


def _answer(sets: Sets, asked: Asked) -> tuple[int, Any]:
    told = b64encode(f"reader:{SECRET}".encode()).decode()
    if asked.headers.get("Authorization") != f"Basic {told}" or asked.query.get("sap-client") != "100":
        return 401, {}
    name = asked.path.removeprefix(_ROOT)
    if name not in sets or not asked.path.startswith(_ROOT):
        return 404, {"error": {"code": "005056A509B11EE1B9A8FEC11C21578E"}}
    if asked.query.get("$format") != "json":
        return 200, "<feed/>"
    rows = [row for row in sets[name] if holds(asked.query.get("$filter", ""), row)]
    for order in reversed(asked.query.get("$orderby", "").split(",") if asked.query.get("$orderby") else []):
        field, _, way = order.partition(" ")
        rows.sort(key=lambda row: _comparable(row[field]), reverse=way == "desc")
    first, top = int(asked.query.get("$skip", 0)), int(asked.query["$top"])
    shown = [_shown(row, asked.query) for row in rows[first : first + top]]
    counted = {"__count": str(len(rows))} if asked.query.get("$inlinecount") == "allpages" else {}
    return 200, {"d": {"results": shown, **counted}}


def _shown(row: dict[str, Any], query: dict[str, str]) -> dict[str, Any]:
    chosen = query["$select"].split(",") if query.get("$select") else list(row)
    expanded = query.get("$expand", "").split(",")
    deferred = {"__deferred": {"uri": "https://sap.example.com"}}
    return {name: deferred if name.startswith("to_") and name not in expanded else row[name] for name in chosen}


def holds(text: str, row: dict[str, Any]) -> bool:
    """Whether a row is what a filter asks for: and, or, brackets, eq, gt, ge."""
    if not text:
        return True
    tokens = _TOKEN.findall(text)
    assert not _TOKEN.sub("", text).strip(), f"no filter of OData: {text}"
    found = _or(tokens, row)
    assert not tokens, f"no filter of OData: {text}"
    return found


def _or(tokens: list[str], row: dict[str, Any]) -> bool:
    found = _and(tokens, row)
    while tokens[:1] == ["or"]:
        tokens.pop(0)
        found = _and(tokens, row) or found
    return found


def _and(tokens: list[str], row: dict[str, Any]) -> bool:
    found = _one(tokens, row)
    while tokens[:1] == ["and"]:
        tokens.pop(0)
        found = _one(tokens, row) and found
    return found


def _one(tokens: list[str], row: dict[str, Any]) -> bool:
    if tokens[0] == "(":
        tokens.pop(0)
        found = _or(tokens, row)
        assert tokens.pop(0) == ")"
        return found
    value, how, literal = _comparable(row[tokens.pop(0)]), tokens.pop(0), _literal(tokens.pop(0))
    return bool({"eq": value == literal, "gt": value > literal, "ge": value >= literal}[how])


def _literal(text: str) -> Any:
    kind, _, rest = text.partition("'")
    told = rest[:-1].replace("''", "'")
    return told.removesuffix("Z") if kind else told


def _comparable(value: Any) -> Any:
    """Times as text that sorts; what is empty comes first."""
    if isinstance(value, str) and value.startswith("/Date("):
        return moment(int(value[6:].partition("+")[0].rstrip(")/")))
    return value or ""


def moment(ticks: int) -> str:
    """Milliseconds since 1970 as text."""
    return (dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=ticks)).isoformat(timespec="seconds")

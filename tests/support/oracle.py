"""As much of Oracle Fusion's REST as a reader needs: q, order, pages, counts and children over rows in memory."""

from __future__ import annotations

import datetime as dt
import re
from base64 import b64encode
from typing import Any

from tests.support.peer import Asked, FakeSystem

Resources = dict[str, list[dict[str, Any]]]
SECRET = "s3cret:密"
_ROOT = "/fscmRestApi/resources/11.13.18.05/"
_CONDITION = re.compile(r'(\w+)((?:>=|<=|>|<|=)(?:"[^"]*"|[\w.]+)(?: and (?:>=|<=|>|<|=)(?:"[^"]*"|[\w.]+))*)')
_PART = re.compile(r'(>=|<=|>|<|=)("[^"]*"|[\w.]+)')
_CHILDREN = ("lots",)


def oracle(resources: Resources) -> FakeSystem:
    """An environment that holds these resources."""
    return FakeSystem(lambda asked: _answer(resources, asked))


def _answer(resources: Resources, asked: Asked) -> tuple[int, Any]:
    told = b64encode(f"reader:{SECRET}".encode()).decode()
    if asked.headers.get("Authorization") != f"Basic {told}":
        return 401, {}
    name = asked.path.removeprefix(_ROOT)
    if name not in resources or not asked.path.startswith(_ROOT):
        return 404, {"title": "Not Found"}
    rows = [row for row in resources[name] if holds(asked.query.get("q", ""), row)]
    field, _, way = asked.query["orderBy"].partition(":")
    rows.sort(key=lambda row: row[field], reverse=way == "desc")
    first, limit = int(asked.query["offset"]), min(int(asked.query["limit"]), 500)
    shown = [_shown(row, asked.query.get("expand", "")) for row in rows[first : first + limit]]
    more = {"count": len(shown), "hasMore": first + limit < len(rows), "limit": limit, "offset": first}
    counted = {"totalResults": len(rows)} if asked.query.get("totalResults") == "true" else {}
    return 200, {"items": shown, **more, **counted}


def _shown(row: dict[str, Any], expand: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _CHILDREN or name in expand.split(",")}


def holds(q: str, row: dict[str, Any]) -> bool:
    """Whether a row is what a `q` of framework version 1 asks for."""
    conditions = _CONDITION.findall(q)
    assert ";".join(name + parts for name, parts in conditions) == q, f"no q: {q}"
    return all(_holds(row[name], how, said) for name, parts in conditions for how, said in _PART.findall(parts))


def _holds(value: Any, how: str, said: str) -> bool:
    if value is None:
        return False
    one, other = _comparable(value, said.strip('"'))
    return bool({"=": one == other, ">": one > other, "<": one < other, ">=": one >= other, "<=": one <= other}[how])


def _comparable(value: Any, said: str) -> tuple[Any, Any]:
    if isinstance(value, int | float):
        return value, float(said)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.*", value):
        return _moment(value), _moment(said)
    return value, said


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)

"""As much of Frappe's REST as a reader needs: lists with filters, counts, documents, over documents in memory."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from tests.support.peer import Asked, FakeSystem

Documents = dict[str, dict[str, dict[str, Any]]]
SECRET = "s3cret"


def erpnext(documents: Documents) -> FakeSystem:
    """A site that holds these documents."""
    return FakeSystem(lambda asked: _answer(documents, asked))


def _answer(documents: Documents, asked: Asked) -> tuple[int, Any]:
    if asked.headers.get("Authorization") != f"token reader:{SECRET}":
        return 403, {"exc_type": "AuthenticationError"}
    if asked.path == "/api/method/frappe.client.get_count":
        return 200, {"message": len(_found(documents, asked.query["doctype"], asked.query))}
    _, _, _, type_, *name = map(unquote, asked.path.split("/"))
    if asked.method != "GET":
        return _write(documents, type_, name[0] if name else "", asked.body)
    if name:
        one = documents[type_].get(name[0])
        return (200, {"data": one}) if one else (404, {"exc_type": "DoesNotExistError"})
    rows = _found(documents, type_, asked.query)
    field, way = asked.query["order_by"].split()
    rows.sort(key=lambda row: row[field], reverse=way == "desc")
    fields = json.loads(asked.query["fields"])
    some = rows[: int(asked.query["limit_page_length"])]
    return 200, {"data": [{field: row[field] for field in fields} for row in some]}


def _write(documents: Documents, type_: str, name: str, values: dict[str, Any]) -> tuple[int, Any]:
    known = documents.setdefault(type_, {})
    name = name or f"{type_}-{len(known) + 1}"
    known[name] = known.get(name, {"name": name}) | values | {"modified": "2026-03-20 08:00:00.000000"}
    return 200, {"data": known[name]}


def _found(documents: Documents, type_: str, query: dict[str, str]) -> list[dict[str, Any]]:
    filters = json.loads(query["filters"])
    return [
        row
        for row in documents.get(type_, {}).values()
        if all(_holds(row.get(name), how, value) for name, how, value in filters)
    ]


def _holds(one: Any, how: str, value: Any) -> bool:
    if how == "in":
        return one in value
    if how == "like":
        return value.strip("%") in str(one)
    if how == "=":
        return bool(one == value)
    return one is not None and (one > value or (how == ">=" and one == value))

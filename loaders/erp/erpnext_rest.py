"""Frappe's REST: lists and documents of a type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

import orjson

from genealogy.errors import PullError
from loaders.erp.peer import Peer

Filters = list[list[Any]]
_SHOWN = 200
_AT_ONCE = 50  # names in one address


class Rest:
    """One site, asked with one key."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        self._headers = {"Authorization": f"token {peer.source.user}:{secret}"}

    def rows(self, type_: str, fields: Sequence[str], filters: Filters, order: str, limit: int) -> list[dict[str, Any]]:
        """A list, and nothing but rows with these fields; raises PullError."""
        asked = {"fields": _json(fields), "filters": _json(filters), "order_by": order, "limit_page_length": str(limit)}
        found = self._get(f"/api/resource/{quote(type_)}", asked, "data")
        if not isinstance(found, list) or not all(
            isinstance(row, dict) and all(name in row for name in fields) for row in found
        ):
            raise PullError(f"ERPNext answered what is no list of {type_}: {str(found)[:_SHOWN]}")
        return found

    def of(self, type_: str, fields: Sequence[str], key: str, values: Iterable[str], *more: list[Any]) -> list[Any]:
        """All rows where a field has one of these values; as many as are counted."""
        found: list[Any] = []
        wanted = sorted(set(values))
        for first in range(0, len(wanted), _AT_ONCE):
            filters = [[key, "in", wanted[first : first + _AT_ONCE]], *more]
            number = self.number(type_, filters)
            rows = self.rows(type_, fields, filters, "name asc", number + 1)
            if len(rows) != number:
                raise PullError(f"ERPNext counts {number} {type_} and gave {len(rows)}; the cursor stays, pull again")
            found += rows
        return found

    def number(self, type_: str, filters: Filters) -> int:
        """How many there are; raises PullError."""
        asked = {"doctype": type_, "filters": _json(filters)}
        found = self._get("/api/method/frappe.client.get_count", asked, "message")
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise PullError(f"ERPNext answered {str(found)[:_SHOWN]!r} where it was asked how many {type_} there are")
        return found

    def document(self, type_: str, name: str) -> dict[str, Any]:
        """One document with its lines; raises PullError."""
        found = self._get(f"/api/resource/{quote(type_)}/{quote(name, safe='')}", {}, "data")
        if not isinstance(found, dict) or found.get("name") != name or "modified" not in found:
            raise PullError(f"ERPNext was asked for {type_} {name} and answered {str(found)[:_SHOWN]}")
        return found

    def send(self, method: str, type_: str, name: str, values: dict[str, Any]) -> None:
        """Write values into a document, or make one where the name is empty; raises PullError."""
        path = f"/api/resource/{quote(type_)}" + (f"/{quote(name, safe='')}" if name else "")
        self._peer.ask(method, path, json=values, headers=self._headers)

    def _get(self, path: str, params: dict[str, str], member: str) -> Any:
        answer = self._peer.ask("GET", path, params=params, headers=self._headers)
        if not isinstance(answer, dict) or member not in answer:
            raise PullError(f"ERPNext answered {path} without {member}: {str(answer)[:_SHOWN]}")
        return answer[member]


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()

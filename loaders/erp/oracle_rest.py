"""Oracle Fusion's REST: collections by `q`, never fewer than are counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from genealogy.errors import PullError
from loaders.erp.peer import Peer, authorization

Row = dict[str, Any]
_ROOT = "/fscmRestApi/resources/11.13.18.05/"
_MOST = 500  # rows that Oracle gives at once
_WASTE = 4  # rows read for each that is wanted, before they are asked for one by one
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Resource:
    """A collection: the number that identifies its rows, the fields that every row has, the children shown with it."""

    name: str
    key: str
    fields: tuple[str, ...]
    expand: str = ""


class Rest:
    """One environment, asked as one user."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        # version 1 of `q` and of children; English, because types of transactions come as they are called
        self._headers = authorization(peer.source, secret) | {
            b"REST-Framework-Version": b"1",
            b"Accept-Language": b"en-US",
        }

    def rows(self, resource: Resource, q: str, order: str, limit: int) -> list[Row]:
        """The first of these rows."""
        return self._some(resource, q, order, min(limit, _MOST), 0)[0]

    def number(self, resource: Resource, q: str) -> int:
        """How many there are."""
        return self._some(resource, q, f"{resource.key}:asc", 1, 0)[1]

    def all(self, resource: Resource, q: str) -> list[Row]:
        """Every row; raises PullError where they are not as many as are counted."""
        found: list[Row] = []
        count = 1
        while len(found) < count:
            limit = min(self.source.page_size, _MOST)
            some, count = self._some(resource, q, f"{resource.key}:asc", limit, len(found))
            found += some
            if not some:
                break
        if len({row[resource.key] for row in found}) != len(found) or len(found) != count:
            raise PullError(f"Oracle counts {count} {resource.name} and gave {len(found)}; pull again")
        return found

    def of(self, resource: Resource, ids: Collection[int], q: str = "") -> list[Row]:
        """The rows with these numbers: by the range they lie in, where it holds little else."""
        if not ids:
            return []
        between = both(f"{resource.key}>={min(ids)} and <={max(ids)}", q)
        if self.number(resource, between) <= _WASTE * len(ids):
            return [row for row in self.all(resource, between) if row[resource.key] in ids]
        return [row for id_ in sorted(ids) for row in self.all(resource, both(f"{resource.key}={id_}", q))]

    def _some(self, resource: Resource, q: str, order: str, limit: int, offset: int) -> tuple[list[Row], int]:
        options = {"q": q, "orderBy": order, "limit": str(limit), "offset": str(offset), "expand": resource.expand}
        options |= {"onlyData": "true", "totalResults": "true"}
        query = urlencode({name: value for name, value in options.items() if value}, quote_via=quote)
        answer = self._peer.ask("GET", f"{_ROOT}{resource.name}?{query}", headers=self._headers)
        rows, count = (answer.get("items"), answer.get("totalResults")) if isinstance(answer, dict) else (None, None)
        if not isinstance(rows, list) or not all(_is_row(row, resource) for row in rows):
            names = ", ".join(resource.fields)
            raise PullError(f"Oracle answered what is no list of {resource.name} with {names}: {str(answer)[:_SHOWN]}")
        if not isinstance(count, int) or isinstance(count, bool) or count < 0:
            raise PullError(
                f"Oracle answered {str(count)[:_SHOWN]!r} where it was asked how many {resource.name} there are"
            )
        return rows, count


def both(*conditions: str) -> str:
    """The `q` of what meets all of these."""
    return ";".join(filter(None, conditions))


def text(value: str) -> str:
    """A value in a `q`; raises PullError where it cannot be written there."""
    if '"' in value:
        raise PullError(f"{value!r} cannot be asked for: Oracle's q has no way to write a quotation mark in a value")
    return f'"{value}"'


def since(at: str) -> str:
    """The `q` of what was changed at or after that time."""
    if not at:
        return ""
    try:
        return f'LastUpdateDate>="{dt.datetime.fromisoformat(at).isoformat()}"'
    except ValueError:
        raise PullError(f"{at!r} is no time; write one as 2026-03-01T08:00:00+00:00") from None


def children(row: Row, name: str) -> Sequence[Row]:
    """The rows of an expanded child, as version 1 of the framework gives them, or as later ones do."""
    found = row[name]
    return found["items"] if isinstance(found, dict) else found or []


def _is_row(row: Any, resource: Resource) -> bool:
    return isinstance(row, dict) and all(name in row for name in resource.fields) and isinstance(row[resource.key], int)

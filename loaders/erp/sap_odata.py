"""SAP's OData V2: entities by filter, never fewer than are counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from genealogy.errors import PullError
from loaders.erp.peer import Peer, authorization

Row = dict[str, Any]
_SHOWN = 200
_AT_ONCE = 15  # keys in one address
_TICKS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{1,4})?\)/")
_CLOCK = re.compile(r"PT(\d{1,2})H(\d{1,2})M(\d{1,2})(?:\.\d+)?S")


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity set: its service, key, the fields that tell when it was changed, and those that every row has."""

    service: str
    name: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    changed: tuple[str, ...] = ()
    expand: str = ""
    offset: bool = False  # `changed` are of Edm.DateTimeOffset, else days


class OData:
    """One client of one system, asked as one user."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self.source = peer.source
        self._peer = peer
        self._headers = authorization(peer.source, secret)

    def of(self, entity: Entity, key: Sequence[str], values: Sequence[Sequence[str]]) -> list[Row]:
        """All rows where these fields are one of these values, whole; raises PullError where some are missing."""
        found: list[Row] = []
        for first in range(0, len(values), _AT_ONCE):
            some = values[first : first + _AT_ONCE]
            found += self._all(entity, " or ".join(f"({same(key, value)})" for value in some))
        return found

    def rows(self, entity: Entity, where: str, order: str, top: int) -> list[Row]:
        """The first of these rows, with key and times of change only."""
        fields = (*entity.key, *entity.changed)
        return self._some(entity, {"$filter": where, "$orderby": order, "$select": ",".join(fields)}, top, fields)[0]

    def number(self, entity: Entity, where: str) -> int:
        """How many there are."""
        return self._some(entity, {"$filter": where, "$select": ",".join(entity.key)}, 1, entity.key)[1]

    def _all(self, entity: Entity, where: str) -> list[Row]:
        found: list[Row] = []
        count, asked = 1, {"$filter": where, "$orderby": ",".join(entity.key), "$expand": entity.expand}
        while len(found) < count:
            some, count = self._some(entity, asked | {"$skip": str(len(found))}, self.source.page_size, entity.fields)
            found += some
            if not some:
                break
        keys = {tuple(row[name] for name in entity.key) for row in found}
        if len(keys) != len(found) or len(found) != count:
            raise PullError(f"SAP counts {count} {entity.name} and gave {len(found)}; the cursor stays, pull again")
        return found

    def _some(self, entity: Entity, asked: Row, top: int, fields: Sequence[str]) -> tuple[list[Row], int]:
        options = {**asked, "$top": str(top), "$inlinecount": "allpages", "$format": "json"}
        options["sap-client"] = self.source.client
        query = urlencode({name: value for name, value in options.items() if value}, quote_via=quote, safe="$,'/")
        path = f"/sap/opu/odata/sap/{entity.service}/{entity.name}"
        answer = self._peer.ask("GET", f"{path}?{query}", headers=self._headers)
        said = answer.get("d") if isinstance(answer, dict) else None
        said = said if isinstance(said, dict) else {}
        rows = said.get("results")
        if not isinstance(rows, list) or not all(_is_row(row, fields) for row in rows):
            names = ", ".join(fields)
            raise PullError(f"SAP answered what is no list of {entity.name} with {names}: {str(answer)[:_SHOWN]}")
        return rows, _count(entity, said)


def same(key: Sequence[str], values: Sequence[str]) -> str:
    """The filter for rows where these fields are these values."""
    return " and ".join(f"{name} eq {text(value)}" for name, value in zip(key, values, strict=True))


def after(key: Sequence[str], values: Sequence[str]) -> str:
    """The filter for keys that come after this one."""
    first, value = key[0], text(values[0])
    later = f"{first} gt {value}"
    return later if len(key) == 1 else f"({later} or ({first} eq {value} and {after(key[1:], values[1:])}))"


def since(entity: Entity, at: str) -> str:
    """The filter for what was changed at or after that time; where SAP keeps days, from the start of its day."""
    if not at:
        return ""
    try:
        moment = dt.datetime.fromisoformat(at)
    except ValueError:
        raise PullError(f"{at!r} is no time; write one as 2026-03-01T08:00:00") from None
    if moment.tzinfo:
        moment = moment.astimezone(dt.UTC).replace(tzinfo=None)
    told = f"datetimeoffset'{moment:%Y-%m-%dT%H:%M:%S}Z'" if entity.offset else f"datetime'{moment:%Y-%m-%d}T00:00:00'"
    return f"({' or '.join(f'{name} ge {told}' for name in entity.changed)})"


def text(value: str) -> str:
    """A value as a literal."""
    return "'" + value.replace("'", "''") + "'"


def moment(value: Any) -> str:
    """`/Date(ms)/` as 2026-03-01T08:00:00 in UTC, which is how SAP writes days and times; empty where there is none."""
    if value in (None, ""):
        return ""
    ticks = _TICKS.fullmatch(str(value))
    try:
        told = dt.datetime(1970, 1, 1) + dt.timedelta(milliseconds=int(ticks[1] if ticks else "none"))
    except (ValueError, OverflowError):
        raise PullError(f"SAP gave {str(value)[:_SHOWN]!r} as a time, and not /Date(milliseconds)/") from None
    return told.isoformat(timespec="seconds")


def clock(value: Any) -> str:
    """`PT08H15M00S` as 08:15:00."""
    found = _CLOCK.fullmatch(str(value or ""))
    return ":".join(part.zfill(2) for part in found.groups()) if found else "00:00:00"


def _count(entity: Entity, said: Row) -> int:
    count = str(said.get("__count", ""))
    if not count.isdigit():
        raise PullError(f"SAP answered {count[:_SHOWN]!r} where it was asked how many {entity.name} there are")
    return int(count)


def _is_row(row: Any, fields: Sequence[str]) -> bool:
    return isinstance(row, dict) and all(name in row for name in fields)

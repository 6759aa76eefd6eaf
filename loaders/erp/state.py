"""What the database remembers of a source: how far it was pulled, and what was pulled of each document."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from genealogy.store import Store

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a type of document was pulled: the last change there was, and the ids that are looked at again."""

    at: str = ""
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it was pulled last: revision (1 bears its own number), records as `kind:id`, hashes of lines."""

    revision: int
    modified: str
    void: bool
    records: tuple[str, ...]
    lines: tuple[str, ...]


def cursors(store: Store, name: str) -> dict[str, Cursor]:
    """The cursors of a source, by type of document."""
    prefix = name + _BETWEEN
    rows = store.read("pull.cursors", prefix=prefix).rows
    return {cursor.removeprefix(prefix): Cursor(at or "", tuple(again or ())) for cursor, at, again in rows}


def advance(store: Store, name: str, type_: str, cursor: Cursor) -> None:
    """Note how far a type of document was pulled."""
    moment = dt.datetime.now(dt.UTC)
    store.write("pull.advance", cursor=name + _BETWEEN + type_, at=cursor.at, again=list(cursor.again), moment=moment)


def known(store: Store, name: str, type_: str, ids: Iterable[str]) -> dict[str, Known]:
    """What was pulled before of the documents of these ids, by id."""
    keys = {_key(name, type_, id_): id_ for id_ in ids}
    rows = store.read("pull.known", ids=list(keys)).rows
    return {
        keys[key]: Known(rev, at, void, tuple(records or ()), tuple(lines or ()))
        for key, rev, at, void, records, lines in rows
    }


def rows_of(name: str, type_: str, now: dict[str, Known]) -> list[dict[str, Any]]:
    """The rows that note these documents as pulled."""
    return [
        {"id": _key(name, type_, id_), "props": asdict(one) | {"records": list(one.records), "lines": list(one.lines)}}
        for id_, one in now.items()
    ]


def _key(name: str, type_: str, id_: str) -> str:
    return _BETWEEN.join((name, type_, id_))

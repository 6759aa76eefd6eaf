"""Records of drills: written once, never changed, kept when the graph is rebuilt (decision 0027)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import orjson

from genealogy.errors import NotFoundError
from genealogy.record.authors import author, authors
from genealogy.store import Store

LATEST = "latest"


def keep(store: Store, record: dict[str, Any]) -> None:
    """Keep one; who ran it by a reference."""
    began = dt.datetime.fromisoformat(record["started_at"])
    kept = record | {"by": author(store, record["by"] or "")}
    store.write("drill.keep", drill=record["drill"], at=began, record=orjson.dumps(kept).decode())


def list_drills(store: Store, limit: int = 100) -> list[dict[str, Any]]:
    """The last drills, newest first."""
    return _records(store, (record for _, record in store.read("drill.list", limit=limit).rows))


def get_drill(store: Store, drill: str) -> dict[str, Any]:
    """The drill of that id, or the `latest`; raises NotFoundError."""
    if drill == LATEST and (last := list_drills(store, 1)):
        return last[0]
    rows = store.read("drill.get", drill=drill).rows
    if not rows:
        raise NotFoundError(f"there is no drill {drill!r}")
    return _records(store, rows[0])[0]


def _records(store: Store, texts: Iterable[str]) -> list[dict[str, Any]]:
    """Records with the names of who ran them; of before there were any without."""
    found = [orjson.loads(text) for text in texts]
    who = authors(store, (record.get("by") for record in found))
    return [record | {"by": who[record.get("by")]} for record in found]

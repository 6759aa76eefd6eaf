"""Records of drills: written once, never changed, kept when the graph is rebuilt (decision 0027)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson

from genealogy.errors import NotFoundError
from genealogy.store import Store

LATEST = "latest"


def keep(store: Store, record: dict[str, Any]) -> None:
    """Keep one."""
    began = dt.datetime.fromisoformat(record["started_at"])
    store.write("drill.keep", drill=record["drill"], at=began, record=orjson.dumps(record).decode())


def list_drills(store: Store, limit: int = 100) -> list[dict[str, Any]]:
    """The last drills, newest first."""
    return [orjson.loads(record) for _, record in store.read("drill.list", limit=limit).rows]


def get_drill(store: Store, drill: str) -> dict[str, Any]:
    """The drill of that id, or the `latest`; raises NotFoundError."""
    if drill == LATEST and (last := list_drills(store, 1)):
        return last[0]
    rows = store.read("drill.get", drill=drill).rows
    if not rows:
        raise NotFoundError(f"there is no drill {drill!r}")
    found: dict[str, Any] = orjson.loads(rows[0][0])
    return found

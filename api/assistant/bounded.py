"""Lists cut down to what an assistant can read; what is cut says how long it is, so that none is short in silence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import orjson

MOST = 60_000  # bytes of an answer
LONGEST = 500  # characters of a text that somebody wrote
_TEXTS = frozenset({"text", "reason", "reasons", "name"})  # members that hold such texts; keys and ids are never cut


def part(items: Sequence[Any], limit: int, offset: int = 0) -> dict[str, Any]:
    """A list, or a part of it: how many there are, how many of them stand here, and from which on. A list within an
    item stands as it is where it is no longer than `limit`, else as a part too."""
    shown = [within(item, limit) for item in items[offset : offset + limit]]
    return {"total": len(items), "shown": len(shown), "from": offset, "cut": len(shown) < len(items), "items": shown}


def picked(rows: Sequence[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Rows with these columns only, where they have them."""
    return [{name: row[name] for name in names if name in row} for row in rows]


def cut(text: str) -> str:
    """A text that is not longer than it may be; what was cut says so."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… (cut; {len(text)} characters)"


def fitting(build: Callable[[int], dict[str, Any]], limit: int) -> str:
    """The document that `build` makes with lists of at most `limit`, or of fewer, so that it can be read."""
    while True:
        text = orjson.dumps(build(limit))
        if len(text) <= MOST or limit == 1:
            return text.decode()
        limit = max(1, limit // 2)


def within(value: Any, limit: int, name: str = "") -> Any:
    """A value whose lists longer than `limit` are parts, and whose long texts are cut."""
    if isinstance(value, dict):
        return {inner: within(said, limit, inner) for inner, said in value.items()}
    if isinstance(value, list):
        items = [cut(item) if name in _TEXTS and isinstance(item, str) else item for item in value]
        return [within(item, limit) for item in items] if len(items) <= limit else part(items, limit)
    return cut(value) if name in _TEXTS and isinstance(value, str) else value

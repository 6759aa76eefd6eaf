"""One hash over all nodes and edges, recorded and derived: equal graphs have equal hashes, in whatever order they grew.

Where a thing came from (sequence number, event id, load), the record itself (pages, loads, people) and the form in
which something was sent (events of EPCIS) are no part.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import orjson

from genealogy.schema import NOT_HASHED, PROVENANCE
from genealogy.store import Store

_NOT_HASHED = frozenset(PROVENANCE) | {"retired_events"}


def graph_hash(store: Store) -> str:
    """64 hexadecimal digits. Reads the whole graph once, in constant memory."""
    total = 0
    for name in ("hash.nodes", "hash.edges"):
        total += sum(_digest(row) for row in store.stream(name, without=list(NOT_HASHED)))
    return f"{total % (1 << 256):064x}"


def _digest(row: Iterable[Any]) -> int:
    text = orjson.dumps([plain(value, _NOT_HASHED) for value in row], option=orjson.OPT_SORT_KEYS)
    return int.from_bytes(sha256(text).digest(), "big")


def plain(value: Any, without: frozenset[str] = frozenset()) -> Any:
    """A value of the graph as JSON knows it; lists in one order, these properties left out."""
    if isinstance(value, dict):
        return {name: plain(said, without) for name, said in value.items() if name not in without}
    if isinstance(value, list):
        return sorted((plain(item, without) for item in value), key=str)
    return value.iso_format() if hasattr(value, "iso_format") else value

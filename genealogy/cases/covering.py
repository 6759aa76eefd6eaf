"""What a case covers, as events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.events import Event
from genealogy.events.cases import Covered
from genealogy.keys import BatchKey
from genealogy.record.writer import Source

AT_ONCE = 10_000  # events in a transaction
PROGRAM = Source("case", "case", "program")  # what a case does by itself: it grows, and raises alarms


def source_of(author: str) -> Source:
    """The source of what somebody does in a case."""
    return Source("case", "case", author)


def parts_of(key: str) -> dict[str, str]:
    """The columns that a batch key stands for."""
    parsed = BatchKey.parse(key)
    parts = {name: getattr(parsed, name) for name in ("material", "lot", "assigner", "serial")}
    return {name: value for name, value in parts.items() if value}


def covered_of(case: str, revision: int, batches: Sequence[Mapping[str, Any]], *, joined: bool = False) -> list[Event]:
    """That a revision of a case covers these batches, each a mapping with `key` and `verdict`."""
    found: list[Event] = []
    for batch in batches:
        flag = {"joined": True} if joined else {}
        parts = parts_of(batch["key"])
        found.append(Covered(case=case, revision=revision, verdict=batch["verdict"], **parts, **flag))
    return found

"""Whether a batch is held now, which is what a system that knows one state of a lot can be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from genealogy.derive.lines import interval
from genealogy.events.signing import sets_free
from genealogy.store import Reads


def held(store: Reads, key: str, kept_back: Collection[str] = ()) -> bool:
    """Whether the batch, or any part of it, is kept back by what is recorded (`kept_back`: further words that do).

    By the times of its statuses, the later one counts. A quantity that is held stays so until its whole place, or the
    whole batch, is given a status: what is said of parts cannot free the rest.
    """
    described = {row[0]: row[2] for row in store.read("answer.described", keys=[key]).rows}
    parts: dict[str | None, set[str]] = {None: {described.get(key) or ""}}
    marks = [row for row in store.read("answer.stock", keys=[key]).dicts() if row["what"] == "Status"]
    for mark in sorted(marks, key=_span):
        place, status = mark["place"], mark["status"]
        if mark["quantity"] is not None:
            parts.setdefault(place, set()).add(status)
        elif place is None:
            parts = {None: {status}}
        else:
            parts[place] = {status}
    return any(status and not sets_free(status, kept_back) for some in parts.values() for status in some)


def _span(row: dict[str, Any]) -> tuple[dt.datetime, dt.datetime]:
    span = interval(row["at"], row["at_end"])
    return span.start, span.end

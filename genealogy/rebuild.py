"""The graph made again from the events alone; equal, by hash, to the one that grew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.graph_hash import graph_hash
from genealogy.record.pages import Kept, events_of
from genealogy.record.reading import restored
from genealogy.record.writer import replay
from genealogy.schema import NOT_CONTENT
from genealogy.store import Store

Progress = Callable[[str, int, int], None]
PAGES_AT_ONCE = 1
NODES_AT_ONCE = 20_000


def rebuild(store: Store, zone: ZoneInfo, progress: Progress | None = None) -> dict[str, Any]:
    """Delete the projection and draw it again from the pages; `{"events", "before", "after", "equal"}`.

    The record itself is never touched, so an interrupted rebuild is simply run again. Raises GenealogyError where a
    page does not hold what its hashes say.
    """
    before = graph_hash(store)
    total = store.read("schema.version").one()[1] or 0
    while store.write("rebuild.clear", keep=[*NOT_CONTENT], limit=NODES_AT_ONCE).one()[0]:
        pass
    done = 0
    for kept in _pages(store):
        replay(store, list(restored(store, kept)), kept, zone)
        done += len(kept)
        if progress:
            progress("rebuild", done, total)
    settle(store, progress)
    after = graph_hash(store)
    return {"events": done, "before": before, "after": after, "equal": before == after}


def _pages(store: Store) -> Iterator[list[Kept]]:
    last = 0
    while rows := store.read("rebuild.page_batch", after=last, limit=PAGES_AT_ONCE).rows:
        for first, last, packed, hashes in rows:  # noqa: B007 - the last one read is where to go on
            try:
                yield list(events_of(first, packed, hashes))
            except ValueError as error:
                raise GenealogyError(f"the record is damaged: {error}") from error

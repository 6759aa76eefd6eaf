"""The graph made again from the events alone; equal, by hash, to the one that grew."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.graph_hash import graph_hash
from genealogy.ledger.archived import refusal
from genealogy.ledger.growth import regrow
from genealogy.ledger.pages import Page, pages
from genealogy.progress import Progress, quiet
from genealogy.record.pages import Kept, events_of
from genealogy.record.reading import restored
from genealogy.record.writer import replay
from genealogy.schema import NOT_CONTENT
from genealogy.store import Store

NODES_AT_ONCE = 20_000
_KEPT = [label for label in NOT_CONTENT if label != "Stale"]  # marks are made again, by the zone that holds now


def rebuild(store: Store, zone: ZoneInfo, progress: Progress = quiet) -> dict[str, Any]:
    """Delete the projection and draw it again from the pages; `{"events", "before", "after", "equal", "timezone"}`.

    Local times are read by `zone`, which the ledger keeps from then on: this is the way to change it.
    The record itself is never touched, so an interrupted rebuild is simply run again. Raises GenealogyError where a
    page does not hold what its hashes say, ArchivedError, before anything is deleted, where one is archived.
    """
    if missing := store.read("ledger.without_bytes").one()[0]:
        raise refusal(store, missing)
    before = graph_hash(store)
    total = store.read("schema.version").one()[1] or 0
    store.write("ledger.set_zone", timezone=zone.key)
    clear(store, _KEPT)
    done = 0
    regrow(store)
    for page in pages(store):
        kept = kept_of(page)
        replay(store, list(restored(store, kept)), kept, zone)
        done += len(kept)
        progress("rebuild", done, total)
    settle(store, progress)
    after = graph_hash(store)
    return {"events": done, "before": before, "after": after, "equal": before == after, "timezone": zone.key}


def clear(store: Store, keep: Sequence[str] = ()) -> None:
    """Delete every node that does not bear one of these labels, a part at a time."""
    while store.write("rebuild.clear", keep=[*keep], limit=NODES_AT_ONCE).one()[0]:
        pass


def kept_of(page: Page) -> list[Kept]:
    """The events of a page; raises GenealogyError where it does not hold what its hashes say."""
    try:
        return list(events_of(page.first, page.packed, page.hashes))
    except (ValueError, zlib.error) as error:
        raise GenealogyError(f"the record is damaged: {error}; `genealogy verify` says more") from error

"""The shadow: an embedded server in a home of its own that holds the pages recorded up to a moment, and their graph.

It is kept for the next question and goes on from its last page where that is a page of the ledger still; otherwise it
starts anew. It holds no text about people: references stand in their place, and are resolved in the answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.ledger.archives import FOLDER, looked_through
from genealogy.ledger.head import last_of
from genealogy.ledger.pages import Fill, common, pages
from genealogy.ledger.replica import redraw
from genealogy.ledger.second import Second, drawn_by
from genealogy.migrate import open_schema
from genealogy.progress import Progress
from genealogy.rebuild import clear, kept_of
from genealogy.record.reading import event_of
from genealogy.settings import Settings
from genealogy.store import Store

# A shadow that is drawn for somebody else takes as long as a load.
SERVER = Second("as-of", heap_mb=512, pagecache_mb=128, used_for="asking of the past", patience=3600.0, stays=True)


@dataclass(frozen=True, slots=True)
class Known:
    """The last page that was recorded before a moment: numbers of its first and last event, and when."""

    first: int = 0
    last: int = 0
    recorded_at: str | None = None


def stop(settings: Settings) -> bool:
    """Stop the shadow's server; False where none was running."""
    return SERVER.stop(settings)


@contextmanager
def shadow(
    store: Store, settings: Settings, before: dt.datetime, zone: ZoneInfo, progress: Progress
) -> Iterator[tuple[Store, Known]]:
    """A store that holds what was recorded before a moment, and the last page it knows; held against other questions
    meanwhile. Takes as long as a load of what the shadow lacks. Raises ServerError."""
    rows = store.read("ledger.known", before=before).dicts()
    known = Known(rows[0]["first"], rows[0]["last"], rows[0]["recorded_at"]) if rows else Known()
    with SERVER.opened(settings, progress) as past:
        if SERVER.drawn_by(settings) != (by := drawn_by(timezone=zone.key)) or not _is_prefix(store, past, known):
            SERVER.draws(settings, "")  # until it is empty and of this program, nothing in it counts
            _empty(past)
            SERVER.draws(settings, by)
        fill = looked_through(store, settings.home / FOLDER).fill
        _catch_up(store, past, fill, known, zone, progress)
        yield past, known


def _catch_up(store: Store, past: Store, fill: Fill, known: Known, zone: ZoneInfo, progress: Progress) -> None:
    for page in pages(store, last_of(past), known.last, fill):
        kept = kept_of(page)
        redraw(past, page, kept, [event_of(item.content, {}) for item in kept], zone)
        progress("drawing what was known", page.last, known.last)
    settle(past, progress)


def _is_prefix(store: Store, past: Store, known: Known) -> bool:
    """Whether the last page of the shadow is a page of the ledger, and not one of after the moment."""
    last = common(store, past)
    if last == 0:
        return past.read("schema.version").one()[0] is not None
    return last is not None and last <= known.last


def _empty(past: Store) -> None:
    clear(past)
    open_schema(past)

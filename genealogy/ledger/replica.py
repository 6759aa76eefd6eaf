"""A second database that grows from the events alone, in a home of its own beside the first: what should be there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.ledger.head import found_head, last_of
from genealogy.ledger.pages import Fill, Page, common, pages
from genealogy.ledger.second import Second, drawn_by
from genealogy.migrate import open_schema
from genealogy.progress import Progress, quiet
from genealogy.rebuild import clear, kept_of
from genealogy.record.pages import Kept
from genealogy.record.reading import ERASED, event_of, people_in, texts_of
from genealogy.record.writer import replay
from genealogy.settings import Settings
from genealogy.store import Store

SERVER = Second("replica", heap_mb=1024, pagecache_mb=256, used_for="verifying", patience=5.0, stays=False)


@contextmanager
def replica(settings: Settings, progress: Progress = quiet) -> Iterator[Store]:
    """A store on the replica's server, which is started and stopped for it. Raises ServerError where another process
    uses it, or where it cannot be started."""
    with SERVER.opened(settings, progress) as store:
        open_schema(store)
        if SERVER.drawn_by(settings) != drawn_by():
            empty(store)
            SERVER.draws(settings, drawn_by())
        yield store


def empty(copy: Store) -> None:
    """Begin anew."""
    clear(copy)
    copy.write("schema.open")


def follow(store: Store, copy: Store, zone: ZoneInfo, progress: Progress = quiet, fill: Fill | None = None) -> int:
    """Draw in the copy what was recorded since; gives back how many events that was. A copy whose last page is not
    one of the record, or that read local times by another zone, begins anew. Raises GenealogyError for a page that does
    not hold what its hashes say, ArchivedError for one that is archived and that `fill` does not have."""
    last = _common(store, copy, zone)
    total = last_of(store)
    done = 0
    for page in pages(store, last, fill=fill):
        kept = kept_of(page)
        people = texts_of(store, people_in(item.content for item in kept))
        _keep_texts(copy, people)
        redraw(copy, page, kept, [event_of(item.content, people) for item in kept], zone)
        done += page.last - page.first + 1
        progress("drawing anew", page.last, total)
    settle(copy, progress)
    return done


def _keep_texts(copy: Store, people: Mapping[str, str]) -> None:
    """So that an erasure that is drawn later finds in the copy what it takes out."""
    if rows := [{"person": id_, "text": text} for id_, text in sorted(people.items()) if text != ERASED]:
        copy.write("people.keep", rows=rows)


def redraw(copy: Store, page: Page, kept: list[Kept], events: list[Event], zone: ZoneInfo) -> None:
    """Draw the events of one page in a copy, and keep the page there."""
    replay(copy, events, kept, zone)
    corrections = sum(isinstance(event, Correction) for event in events)
    # After it was drawn: a page that is there is drawn whole, whenever this was broken off.
    said = {"page": page.as_props(), "last": page.last, "corrections": corrections, "timezone": zone.key}
    copy.write("ledger.append", **said)


def _common(store: Store, copy: Store, zone: ZoneInfo) -> int:
    """The number of the last event that both have; the copy is emptied where it is not the record's beginning."""
    head, last = found_head(copy), common(store, copy)
    if last and head and head.timezone == zone.key:
        return last
    empty(copy)
    return 0

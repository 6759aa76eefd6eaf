"""A second database that grows from the events alone, in a home of its own beside the first: what should be there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo

from genealogy import server
from genealogy.derive import settle
from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.ledger.head import found_head, last_of
from genealogy.ledger.pages import Page, pages
from genealogy.migrate import open_schema
from genealogy.rebuild import clear, kept_of
from genealogy.record.pages import Kept
from genealogy.record.reading import restored
from genealogy.record.writer import replay
from genealogy.server.layout import Progress, locked, quiet
from genealogy.settings import Settings
from genealogy.store import Store, connect

FOLDER = "replica"
HEAP_MB, PAGECACHE_MB = 1024, 256
_PATIENCE = 5.0


@contextmanager
def replica(settings: Settings, progress: Progress = quiet) -> Iterator[Store]:
    """A store on the replica's server, which is started and stopped for it. Raises ServerError where another process
    uses it, or where it cannot be started."""
    home = settings.home.expanduser().resolve() / FOLDER
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = {"home": home, "neo4j_uri": None, "heap_mb": HEAP_MB, "pagecache_mb": PAGECACHE_MB}
    chosen = settings.model_copy(update=own)
    with locked(home / "in-use", f"another process is verifying with {home}; try again later", _PATIENCE):
        found = server.ensure(chosen, progress)
        try:
            timeouts = {"read_timeout": settings.query_timeout, "write_timeout": settings.write_timeout}
            with connect(found.uri, found.user, found.password, found.database, **timeouts) as store:
                open_schema(store)
                yield store
        finally:
            server.stop(chosen)


def empty(copy: Store) -> None:
    """Begin anew."""
    clear(copy)
    copy.write("schema.open")


def follow(store: Store, copy: Store, zone: ZoneInfo, progress: Progress = quiet) -> int:
    """Draw in the copy what was recorded since; gives back how many events that was. A copy whose last page is not
    one of the record, or that read local times by another zone, begins anew. Raises GenealogyError for a page that does
    not hold what its hashes say."""
    last = _common(store, copy, zone)
    total = last_of(store)
    done = 0
    for page in pages(store, last):
        kept = kept_of(page)
        redraw(copy, page, kept, list(restored(store, kept)), zone)
        done += page.last - page.first + 1
        progress("drawing anew", page.last, total)
    settle(copy, progress)
    return done


def redraw(copy: Store, page: Page, kept: list[Kept], events: list[Event], zone: ZoneInfo) -> None:
    """Draw the events of one page in a copy, and keep the page there."""
    replay(copy, events, kept, zone)
    corrections = sum(isinstance(event, Correction) for event in events)
    # After it was drawn: a page that is there is drawn whole, whenever this was broken off.
    said = {"page": page.as_props(), "last": page.last, "corrections": corrections, "timezone": zone.key}
    copy.write("ledger.append", **said)


def _common(store: Store, copy: Store, zone: ZoneInfo) -> int:
    """The number of the last event that both have; the copy is emptied where it is not the record's beginning."""
    head = found_head(copy)
    last = head.seq if head else 0
    if not head or not last:
        return 0
    newest = copy.read("verify.page", last=last).rows
    if head.timezone == zone.key and newest and newest == store.read("verify.page", last=last).rows:
        return last
    empty(copy)
    return 0

"""An exported ledger brought back into an empty database: the very same pages, and the graph drawn from them."""

from __future__ import annotations

import re
import zlib
from hashlib import sha256
from typing import Any

import orjson

from genealogy.errors import ConflictError, DamagedFileError, UsageError
from genealogy.ledger.files import OF_FILES, Unpacking
from genealogy.ledger.lines import checked_lines, end_of
from genealogy.ledger.people_check import note_import
from genealogy.ledger.reading import EVENT, Sealed, kind_of, value_of
from genealogy.progress import Progress, quiet
from genealogy.rebuild import rebuild
from genealogy.record.pages import page_of
from genealogy.settings import Settings
from genealogy.store import Store

_FROZEN = re.compile(rb'\{"frozen":"([0-9a-f]{64})","answer":(.*)', re.DOTALL)
PEOPLE_AT_ONCE = 1000


def import_ledger(
    store: Store, ledger: Sealed, people: Sealed | None, settings: Settings, progress: Progress = quiet
) -> dict[str, Any]:
    """Bring a verified ledger into an empty database and its attached files into the home, and draw the graph by the
    time zone that held where it was recorded; one that was broken off goes on.

    Without people their texts read `(erased)`. `{"events", "pages", "people", "graph_hash", ...}`. Raises ConflictError
    where the database holds anything else, UsageError where the two files are not of one database.
    """
    if people and people.header["database"] != ledger.header["database"]:
        raise UsageError(f"{people.path} is of another database than {ledger.path}")
    done = _begin(store, ledger)
    for sealed in filter(None, (ledger, people)):
        with Unpacking(settings) as files:
            _take(store, sealed, done, files, progress)
    note_import(store, settings, with_people=bool(people) or ledger.header["people"] == "within")
    drawn = rebuild(store, ledger.zone, progress)
    store.write("ledger.import_ended", sha256=ledger.end["sha256"])
    counts = {name: ledger.end.get(kind, 0) for name, kind in _COUNTED.items()}
    texts = (people or ledger).end.get("person", 0)
    return {"database": ledger.header["database"], **counts, "people": texts, "graph_hash": drawn["after"]}


_COUNTED = {"events": "event", "pages": "page", "loads": "load", "drills": "drill", "frozen": "frozen"} | {
    "attachments": "attachment"
}


def _begin(store: Store, ledger: Sealed) -> int:
    """Mark the database as one that is being imported; gives back the number of the last event it holds already."""
    head, nodes, importing = store.read("ledger.import_state").one()
    if importing != ledger.end["sha256"]:
        if importing:
            raise ConflictError("another file is being imported here; go on with that, or take an empty database")
        if head or nodes:
            raise ConflictError(f"the database is not empty ({head} events): a ledger is imported into an empty one")
        store.write(
            "ledger.import_begun",
            sha256=ledger.end["sha256"],
            origin=ledger.header["database"],
            timezone=ledger.zone.key,
        )
    return int(head)


def _take(store: Store, sealed: Sealed, done: int, files: Unpacking, progress: Progress) -> None:
    """Keep what the lines say; they were checked, and are checked again while they are read."""
    page: dict[str, Any] = {}
    events: list[tuple[bytes, int]] = []
    texts: list[dict[str, Any]] = []
    for _, body in checked_lines(sealed.path):
        if found := EVENT.fullmatch(body):
            events.append((found[4], int(found[2])))
            if int(found[1]) == page["last"]:
                _keep_page(store, page, events, done)
                progress("importing events", page["last"], sealed.header["last"])
                events = []
        elif (kind := kind_of(body)) == "page":
            page = value_of(body, kind)
        elif kind == "person":
            texts.append(value_of(body, kind))
        elif kind in OF_FILES:
            files.take(kind, value_of(body, kind))
        elif kind != "end":
            _keep(store, kind, body)
        elif end_of(body) != sealed.end:
            raise DamagedFileError(f"{sealed.path}: became another while it was read; take an empty database again")
        if len(texts) == PEOPLE_AT_ONCE or (texts and kind == "end"):
            store.write("people.take", rows=texts)
            texts = []


def _keep_page(store: Store, page: dict[str, Any], events: list[tuple[bytes, int]], done: int) -> None:
    if page["last"] <= done:
        return
    canonicals, rows = [canonical for canonical, _ in events], [row for _, row in events]
    corrections = sum(canonical_kind(canonical) == "correction" for canonical in canonicals)
    whole = page | page_of(page["first"], canonicals, rows)
    said = {"page": whole, "last": page["last"], "corrections": corrections, "timezone": None}
    store.writing(lambda tx, _: tx.run("ledger.append", **said), name="import")


def canonical_kind(canonical: bytes) -> str:
    """The kind of an event from its canonical bytes."""
    return str(orjson.loads(canonical)["event"])


def _keep(store: Store, kind: str, body: bytes) -> None:
    if kind in ("load", "drill"):
        store.write(f"ledger.take_{kind}", props=value_of(body, kind))
    elif kind == "secret":
        store.write("ledger.take_secret", secret=value_of(body, kind))
    elif found := _FROZEN.fullmatch(body):
        if sha256(found[2]).hexdigest() != found[1].decode():
            raise DamagedFileError(f"the frozen answer {found[1].decode()} is not what its hash says")
        store.write("case.keep_frozen", sha256=found[1].decode(), packed=zlib.compress(found[2], 6))

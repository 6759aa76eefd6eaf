"""An exported ledger brought back into an empty database: the very same pages, and the graph drawn from them."""

from __future__ import annotations

import datetime as dt
import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from genealogy.errors import ConflictError, DamagedFileError, UsageError
from genealogy.events import event_id
from genealogy.ledger.lines import FORMAT, checked_lines, end_of, readable
from genealogy.rebuild import rebuild
from genealogy.record.pages import page_of
from genealogy.server.layout import Progress, quiet
from genealogy.store import Store

_EVENT = re.compile(rb'\{"seq":(\d+),"row":(-?\d+),"id":"([0-9a-f]{32})","event":(\{.*\})', re.DOTALL)
_FROZEN = re.compile(rb'\{"frozen":"([0-9a-f]{64})","answer":(.*)', re.DOTALL)
_KIND = re.compile(rb'\{"(\w+)":')
_TIMES = ("recorded_at", "started_at", "finished_at", "at", "erased")
PEOPLE_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was read whole and is as it was signed: its first line, its last, and where it lies."""

    path: Path
    header: dict[str, Any]
    end: dict[str, Any]


def verified(path: Path, key: str | None, holds: str) -> Sealed:
    """Read a file to its end: checks, counts, hash, events, sequence; signed by the public key `key`, or by any where
    that is None. Raises DamagedFileError that names the line."""
    header, last, upto = None, 0, 0
    for number, body in checked_lines(path):
        with readable(path, number):
            if header is None:
                header = _header(path, body, holds)
            elif found := _EVENT.fullmatch(body):
                last = _follows(path, number, found, last, upto)
            elif (kind := _kind(body)) == "page":
                upto = _opens(path, number, _value(body, kind), last, upto)
    end = end_of(body)
    if header is None or last != upto or (holds == "ledger" and last != header.get("last")):
        raise DamagedFileError(f"{path}: line {number}: it ends with event {last} and not with the one it names")
    if key not in (None, end["public_key"]):
        raise DamagedFileError(
            f"{path}: is signed by the key {end['public_key']}, which is not the one that is trusted ({key}); if it is"
            " yours, say so with --key"
        )
    return Sealed(path, header, end)


def _header(path: Path, body: bytes, holds: str) -> dict[str, Any]:
    header = _value(body, "header")
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise DamagedFileError(f"{path}: line 1 is no header of a ledger of this form ({FORMAT})")
    if header["holds"] != holds:
        raise UsageError(f"{path} holds {header['holds']}, and {holds} is asked for")
    return header


def _opens(path: Path, number: int, page: dict[str, Any], last: int, upto: int) -> int:
    """A page begins behind the one before it; gives back its last event."""
    if last != upto or page["first"] != last + 1 or page["last"] < page["first"]:
        raise DamagedFileError(f"{path}: line {number}: this page does not follow event {last}")
    return int(page["last"])


def _follows(path: Path, number: int, found: re.Match[bytes], last: int, upto: int) -> int:
    seq, canonical = int(found[1]), found[4]
    if seq != last + 1 or seq > upto:
        raise DamagedFileError(f"{path}: line {number} is event {seq}, and event {last + 1} was to come")
    if event_id(canonical) != found[3].decode():
        raise DamagedFileError(f"{path}: line {number}: event {seq} is not what its id says")
    return seq


def import_ledger(
    store: Store, ledger: Sealed, people: Sealed | None, zone: ZoneInfo, progress: Progress = quiet
) -> dict[str, Any]:
    """Bring a verified ledger into an empty database, and draw the graph; one that was broken off goes on.

    Without people their texts read `(erased)`. `{"events", "pages", "people", "graph_hash", ...}`. Raises ConflictError
    where the database holds anything else, UsageError where the two files are not of one database.
    """
    if people and people.header["database"] != ledger.header["database"]:
        raise UsageError(f"{people.path} is of another database than {ledger.path}")
    done = _begin(store, ledger)
    for sealed in filter(None, (ledger, people)):
        _take(store, sealed, done, progress)
    drawn = rebuild(store, zone, progress)
    store.write("ledger.import_ended", sha256=ledger.end["sha256"])
    counts = {name: ledger.end.get(kind, 0) for name, kind in _COUNTED.items()}
    texts = (people or ledger).end.get("person", 0)
    return {"database": ledger.header["database"], **counts, "people": texts, "graph_hash": drawn["after"]}


_COUNTED = {"events": "event", "pages": "page", "loads": "load", "drills": "drill", "frozen": "frozen"}


def _begin(store: Store, ledger: Sealed) -> int:
    """Mark the database as one that is being imported; gives back the number of the last event it holds already."""
    head, nodes, importing = store.read("ledger.import_state").one()
    if importing != ledger.end["sha256"]:
        if importing:
            raise ConflictError("another file is being imported here; go on with that, or take an empty database")
        if head or nodes:
            raise ConflictError(f"the database is not empty ({head} events): a ledger is imported into an empty one")
        store.write("ledger.import_begun", sha256=ledger.end["sha256"], origin=ledger.header["database"])
    return int(head)


def _take(store: Store, sealed: Sealed, done: int, progress: Progress) -> None:
    """Keep what the lines say; they were checked, and are checked again while they are read."""
    page: dict[str, Any] = {}
    events: list[tuple[bytes, int]] = []
    texts: list[dict[str, Any]] = []
    for _, body in checked_lines(sealed.path):
        if found := _EVENT.fullmatch(body):
            events.append((found[4], int(found[2])))
            if int(found[1]) == page["last"]:
                _keep_page(store, page, events, done)
                progress("importing events", page["last"], sealed.header["last"])
                events = []
        elif (kind := _kind(body)) == "page":
            page = _value(body, kind)
        elif kind == "person":
            texts.append(_value(body, kind))
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
    store.writing(
        lambda tx, _: tx.run("ledger.append", page=whole, last=page["last"], corrections=corrections), name="import"
    )


def canonical_kind(canonical: bytes) -> str:
    """The kind of an event from its canonical bytes."""
    return str(orjson.loads(canonical)["event"])


def _keep(store: Store, kind: str, body: bytes) -> None:
    if kind in ("load", "drill"):
        store.write(f"ledger.take_{kind}", props=_value(body, kind))
    elif kind == "secret":
        store.write("ledger.take_secret", secret=_value(body, kind))
    elif found := _FROZEN.fullmatch(body):
        if sha256(found[2]).hexdigest() != found[1].decode():
            raise DamagedFileError(f"the frozen answer {found[1].decode()} is not what its hash says")
        store.write("case.keep_frozen", sha256=found[1].decode(), packed=zlib.compress(found[2], 6))


def _kind(body: bytes) -> str:
    found = _KIND.match(body)
    return found[1].decode() if found else ""


def _value(body: bytes, kind: str) -> Any:
    """What a line holds under its kind, texts of times as times; None where it holds nothing of the kind."""
    try:
        value = orjson.loads(body + b"}").get(kind)
    except orjson.JSONDecodeError:
        return None
    if isinstance(value, dict):
        return {name: _time(said) if name in _TIMES and said else said for name, said in value.items()}
    return value


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)

"""Events of closed years leave the database for a file, and come back from it; the graph and the tree stay as they are.

The file is written, on the disk, read again and held against the signed tree before the ledger says that it is there;
only then the bytes of its pages are removed, a few pages at a time. Broken off anywhere, the same command goes on.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from genealogy import __version__
from genealogy.derive import settle
from genealogy.errors import DamagedFileError, GenealogyError, NotFoundError, UsageError
from genealogy.events.archives import Archive
from genealogy.forms import first_fault
from genealogy.history import Thing, numbers_of
from genealogy.ledger.archived import packed_rows
from genealogy.ledger.archives import Archived, archives_of, edge_as_text, found_in, pages_in, root_in
from genealogy.ledger.checkpoints import keep, origin_of, signing_key
from genealogy.ledger.exporting import sealed_file, write_pages
from genealogy.ledger.growth import edge_at
from genealogy.ledger.head import zone_of
from genealogy.ledger.keys import public_text
from genealogy.ledger.lines import FORMAT, last_line
from genealogy.ledger.notes import Checkpoint
from genealogy.ledger.pages import AT_ONCE, pages
from genealogy.ledger.reading import Sealed, verified
from genealogy.ledger.record_check import check_record
from genealogy.ledger.verify import checkpoints_of
from genealogy.progress import Progress, quiet
from genealogy.record.writer import Source, record
from genealogy.server.layout import disk_errors
from genealogy.settings import Settings
from genealogy.store import Store, Tx
from genealogy.times import BEGIN, Clock, parse_time


@dataclass(frozen=True, slots=True)
class Said:
    """Who archives, why and when (ISO 8601; None: now)."""

    by: str
    reason: str
    at: str | None = None


def archive(
    store: Store, settings: Settings, before: str, file: Path, said: Said, progress: Progress = quiet
) -> dict[str, Any]:
    """Write the events recorded before a moment (ISO 8601; of a day its start), and not archived yet, into `file`, and
    remove their bytes from the database: `{"first", "last", "file", "sha256", "checkpoint", "removed", "held"}`.

    A file that is there already, of a command that was broken off or of events that were brought back, is taken as it
    is. Pages with events of cases that are not over, or of their batches, stay (`held`). Raises UsageError for a
    moment that is too near, NotFoundError where there is nothing to archive, GenealogyError where the record is not
    what was recorded, DamagedFileError, ServerError.
    """
    upto = _last_before(store, settings, before)
    settle(store, progress)
    if not file.exists():
        _write(store, settings, upto, file, progress)
    known = _recorded(store, settings, upto, file, said)
    held = _held(store, known.last)
    removed = _remove(store, file, held, progress)
    numbers = known.numbers | {"file": str(file), "checkpoint": f"{known.last:012}.note"}
    return {**numbers, "removed": removed, "held": sorted(held)}


def _last_before(store: Store, settings: Settings, before: str) -> int:
    """The number of the last event recorded before a moment that is long enough ago."""
    try:
        moment = parse_time(before, Clock(zone_of(store, settings))).start
    except ValueError as error:
        raise UsageError(f"{before!r} is no time: {error}") from None
    years = settings.archive_years
    if moment == BEGIN or moment > dt.datetime.now(dt.UTC) - dt.timedelta(days=365.25 * years):
        raise UsageError(
            f"{before} is too near, or no moment: what was recorded in the last {years} years (GENEALOGY_ARCHIVE_YEARS)"
            " stays in the database"
        )
    rows = store.read("ledger.known", before=moment).dicts()
    if not rows:
        raise NotFoundError(f"nothing was recorded before {before}")
    return int(rows[0]["last"])


def _write(store: Store, settings: Settings, upto: int, file: Path, progress: Progress) -> None:
    """The file, signed, in its place once it is on the disk."""
    after = max((one.last for one in archives_of(store)), default=0)
    if upto <= after:
        raise NotFoundError(f"all events up to {upto} are archived already; `genealogy ledger archives` says where")
    _check_intact(store, settings, progress)
    key, tree, origin = signing_key(settings), edge_at(store, after), origin_of(store)
    kept = keep(store, settings, Checkpoint(origin, upto, edge_at(store, upto).root()))
    header = {"format": FORMAT, "database": origin, "first": after + 1, "last": upto, "holds": "archive"}
    header |= {
        "timezone": zone_of(store, settings).key,
        "program": __version__,
        "people": "left out",
        "edge": edge_as_text(tree),
    }
    with sealed_file(file, key) as (lines, _):
        lines.object("header", header)
        found = pages(store, after, upto)
        write_pages(lines, found, after, lambda done: progress("archiving events", done - after, upto - after))
        lines.object("checkpoint", kept.note)
    _settle_on_disk(file.parent)


def _check_intact(store: Store, settings: Settings, progress: Progress) -> None:
    """What was changed is not signed once more, and its last trace not removed."""
    trusted, doubted = checkpoints_of(store, settings, ())
    if found := [*doubted, *check_record(store, trusted, progress)]:
        raise GenealogyError(
            f"the record is not what was recorded, and nothing was archived: {found[0].text}; run `genealogy verify`"
        )


def _settle_on_disk(folder: Path) -> None:
    """The file's name is on the disk too: it outlives a power cut that comes after the bytes were removed."""
    with disk_errors(folder):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _recorded(store: Store, settings: Settings, upto: int, file: Path, said: Said) -> Archived:
    """What the ledger says of the file; it says so from now on where the file is a new one, and good."""
    digest = last_line(file)["sha256"]
    if any(one.sha256 == digest for one in archives_of(store)):
        return found_in(store, file)[0]
    sealed = verified(file, public_text(signing_key(settings)), "archive")
    root = _root_of_new(store, sealed, upto)
    record(store, [_event(sealed, root, said)], Source("", "archive", said.by), zone_of(store, settings))
    return next(one for one in archives_of(store) if one.sha256 == digest)


def _root_of_new(store: Store, sealed: Sealed, upto: int) -> bytes:
    """The root that a new archive ends with, once it is known to follow the others and to be of this ledger."""
    header, after = sealed.header, max((one.last for one in archives_of(store)), default=0)
    if header["database"] != origin_of(store):
        raise UsageError(f"{sealed.path} is there already, and of another ledger; name another file")
    if header["first"] != after + 1 or header["last"] > upto:
        raise UsageError(
            f"{sealed.path} is there already, with the events {header['first']} to {header['last']}, and {after + 1} to"
            f" {upto} are to be archived; name another file"
        )
    return _root_of_tree(store, sealed)


def _root_of_tree(store: Store, sealed: Sealed) -> bytes:
    """The root that the events of a file end with, where it is the one of this ledger's tree."""
    root = root_in(sealed)
    if root != edge_at(store, sealed.header["last"]).root():
        raise DamagedFileError(f"{sealed.path}: its events are not those of the tree; nothing was changed")
    return root


def _event(sealed: Sealed, root: bytes, said: Said) -> Archive:
    header = sealed.header
    try:
        return Archive(
            sha256=sealed.end["sha256"],
            file=sealed.path.name,
            first=header["first"],
            last=header["last"],
            root=root.hex(),
            reason=said.reason,
            by=said.by,
            at=said.at or dt.datetime.now(dt.UTC).isoformat(),
        )
    except ValidationError as error:
        raise UsageError(first_fault(error)) from None


def _held(store: Store, upto: int) -> set[int]:
    """Events that stay while a case is not over (legal hold)."""

    def work(tx: Tx) -> set[int]:
        things = [Thing(kind, id_) for kind, id_ in tx.run("ledger.held").rows]
        return {number for thing in things for number in numbers_of(tx, thing) if number and number <= upto}

    return store.reading(work, "held")


def _remove(store: Store, file: Path, held: set[int], progress: Progress) -> int:
    """Remove the bytes of the pages of a file, but of those that hold one of these events; how many pages that were."""
    removed, found = 0, _removable(file, held)
    while some := list(islice(found, AT_ONCE)):
        removed += int(store.write("ledger.remove_bytes", pages=some).one()[0])
        progress("removing archived events", some[-1]["last"], 0)
    return removed


def _removable(file: Path, held: set[int]) -> Iterator[dict[str, Any]]:
    for page, rows in pages_in(file):
        if held.isdisjoint(range(page.first, page.last + 1)):
            yield {"first": page.first, "last": page.last, "rows": packed_rows(rows)}


def restore(store: Store, settings: Settings, file: Path, progress: Progress = quiet) -> dict[str, Any]:
    """Put the bytes of an archive back, once each event of it is found to be one of the ledger's: `{"first", "last",
    "file", "sha256", "restored"}`. Doing it again changes nothing. Raises NotFoundError, DamagedFileError."""
    sealed = _of_this_ledger(store, settings, file)
    numbers = {"first": sealed.header["first"], "last": sealed.header["last"]}
    restored, found = 0, _whole(file)
    while some := list(islice(found, AT_ONCE)):
        restored += int(store.write("ledger.restore_bytes", pages=some).one()[0])
        progress("restoring archived events", some[-1]["last"], numbers["last"])
    return {**numbers, "file": str(file), "sha256": sealed.end["sha256"], "restored": restored}


def _of_this_ledger(store: Store, settings: Settings, file: Path) -> Sealed:
    """A file that the ledger names; or, for a rebuild that broke off may have left nothing that names one, a file of
    ours whose events are those of the tree."""
    digest = last_line(file)["sha256"]
    if any(one.sha256 == digest for one in archives_of(store)):
        return found_in(store, file)[1]
    sealed = verified(file, public_text(signing_key(settings)), "archive")
    if sealed.header["database"] != origin_of(store):
        raise NotFoundError(f"{file} is no archive of this ledger, but of {sealed.header['database']}")
    _root_of_tree(store, sealed)
    return sealed


def _whole(file: Path) -> Iterator[dict[str, Any]]:
    for page, _ in pages_in(file):
        yield {"first": page.first, "last": page.last, "bytes": page.packed, "hashes": page.hashes}

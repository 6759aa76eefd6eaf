"""The whole verification: the record against itself and its checkpoints, the graph against the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.errors import ArchivedError, DamagedFileError, DatabaseUnreachableError, GenealogyError
from genealogy.ledger.archives import FOLDER, Archived, Archives, candidates, found_in
from genealogy.ledger.checkpoints import Kept, kept, origin_of, read, verifier_of
from genealogy.ledger.differences import Difference
from genealogy.ledger.file_check import check_files
from genealogy.ledger.graph_check import check_graph
from genealogy.ledger.head import found_head, last_of
from genealogy.ledger.notes import NoteError, Verifier
from genealogy.ledger.people_check import check_people
from genealogy.ledger.record_check import check_frozen, check_record, check_zone
from genealogy.ledger.replica import empty, follow, replica
from genealogy.ledger.timestamps import Stamps, check_stamps
from genealogy.progress import Progress, quiet
from genealogy.settings import Settings
from genealogy.store import Store

TRIES = 3


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found; `unanchored` counts the events since the last checkpoint that lies outside of the database,
    `unchecked` are archives that were not at hand: of their events the hashes were checked, and nothing else."""

    origin: str
    events: int
    differences: list[Difference] = field(default_factory=list)
    anchored: Kept | None = None
    graph_compared: bool = True
    unchecked: list[Archived] = field(default_factory=list)
    stamps: Stamps = field(default_factory=Stamps)
    verified_at: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))

    @property
    def complete(self) -> bool:
        """Whether nothing was left unchecked that could have been."""
        return not self.unchecked and not self.stamps.unchecked

    @property
    def unanchored(self) -> int:
        """How many events no checkpoint covers: until one does, who has the database may change them unseen."""
        return max(0, self.events - (self.anchored.checkpoint.size if self.anchored else 0))

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "intact": not self.differences,
            "differences": [found.as_dict() for found in self.differences],
            "unanchored": self.unanchored,
            "anchored": self.anchored.checkpoint.size if self.anchored else 0,
            "events": self.events,
            "origin": self.origin,
            "graph_compared": self.graph_compared,
            "unchecked": [one.numbers for one in self.unchecked],
            "timestamps": self.stamps.as_dict(),
            "verified_at": self.verified_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }


def verify(
    store: Store,
    settings: Settings,
    *,
    full: bool = True,
    graph: bool = True,
    checkpoints: Sequence[Path] = (),
    archives: Sequence[Path] = (),
    before: Sequence[Difference] = (),
    progress: Progress = quiet,
) -> Verification:
    """Hold everything against the record, and the record against its checkpoints.

    `full` draws the replica anew from the first event; else it goes on from where the last verification ended.
    Without `graph` only the record is verified. `checkpoints` are files from elsewhere beside those of the home;
    `archives` are files or folders with archived events beside those of the home. `before` is what was found already.
    Raises ServerError where the replica cannot be started, NotFoundError for a file that is no archive of this ledger.
    """
    trusted, doubted = checkpoints_of(store, settings, checkpoints)
    stamps = check_stamps(trusted, settings)
    at_hand, damaged = archives_at_hand(store, (*archives, settings.home / FOLDER))
    named = set[str]()
    record = _to_its_end(check_record(store, trusted, progress, at_hand, named))
    found = [*before, *doubted, *stamps.wrong, *damaged, *record]
    for check in (check_zone(store, settings), check_people(store, settings, named), check_frozen(store)):
        found += _to_its_end(check)
    found += check_files(store, settings, progress)
    if graph:
        with replica(settings, progress) as copy:
            if full and not at_hand.missing:
                empty(copy)
            told = _graph(store, copy, settings, at_hand, progress)
        found += told or []
        graph = told is not None
    anchored = max(trusted, key=lambda one: one.checkpoint.size, default=None)
    missing = list(at_hand.missing.values())
    return Verification(origin_of(store), last_of(store), found, anchored, graph, missing, stamps)


def _to_its_end(check: Iterable[Difference]) -> Iterator[Difference]:
    """What a check finds; where it stumbles over what somebody put there, that, and what it found till then."""
    try:
        yield from check
    except GenealogyError:
        raise
    except Exception as error:
        yield Difference(
            None, "page", f"the record holds what nobody recorded, and cannot be read to its end: {error!r}"
        )


def archives_at_hand(store: Store, paths: Sequence[Path]) -> tuple[Archives, list[Difference]]:
    """The archives in these files and folders, verified, and what is wrong with others."""
    good, damaged = {}, []
    for path in candidates(store, paths):
        try:
            good[found_in(store, path)[0].sha256] = path
        except DamagedFileError as error:
            damaged.append(Difference(None, "archive", str(error)))
    return Archives(store, lambda: good), damaged


def zone_to_draw_by(store: Store, settings: Settings) -> ZoneInfo:
    """The time zone by which the ledger was recorded, also where the setting names another: that is a difference."""
    head = found_head(store)
    return (head.zone if head else None) or settings.zone


def checkpoints_of(store: Store, settings: Settings, files: Sequence[Path]) -> tuple[list[Kept], list[Difference]]:
    """The checkpoints of the home and of these files that can be trusted, and what is wrong with the others."""
    verifier = verifier_of(store, settings)
    trusted, doubted = [], []
    for one in (*kept(settings, verifier), *_given(files, verifier)):
        if isinstance(one, Kept):
            trusted.append(one)
        else:
            doubted.append(Difference(None, "checkpoint", str(one)))
    return trusted, doubted


def _given(files: Sequence[Path], verifier: Verifier) -> Iterator[Kept | NoteError]:
    for file in files:
        try:
            yield read(file, verifier)
        except NoteError as error:
            yield NoteError(f"{file}: {error}")


def _graph(
    store: Store, copy: Store, settings: Settings, archives: Archives, progress: Progress
) -> list[Difference] | None:
    """What differs, or None where events are missing to draw the copy by. Where others wrote meanwhile it is looked at
    again, for the two may be of different moments."""
    found: list[Difference] = []
    for _ in range(TRIES):
        try:
            settle(store, progress)
            follow(store, copy, zone_to_draw_by(store, settings), progress, archives.fill)
        except ArchivedError:
            return None
        except DatabaseUnreachableError:
            raise
        except Exception as error:  # a page that was forged may hold anything, and so may a mark
            told = str(error) if isinstance(error, GenealogyError) else repr(error)
            return [Difference(None, "graph", f"the graph could not be compared: {told}")]
        found = list(check_graph(store, copy, progress))
        if not found or last_of(store) == last_of(copy):
            break
    return found

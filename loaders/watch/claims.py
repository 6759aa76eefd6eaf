"""Whose a dropped file is: claimed by one rename into a folder of its own, under a lock that ends with its process."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from genealogy.errors import UsageError
from loaders.loads import new_id
from loaders.watch.incoming import MARK, ROOMS

_LOADING = ".loading"


@dataclass(frozen=True, slots=True)
class Claim:
    """What is this process's to load: `entry` in a folder of its own, which bears the id of the load."""

    id: str
    entry: Path

    @property
    def rejected(self) -> Path:
        """Where the rows that did not go in are written, to be corrected and dropped again."""
        return self.entry.with_name(f"{self.entry.name}.rejected")

    @property
    def report(self) -> Path:
        """What came of it."""
        return self.entry.with_name(f"{self.entry.name}.report.json")


@dataclass(frozen=True, slots=True)
class Rooms:
    """The folders in the watched one: under way, done, rejected."""

    folder: Path

    @property
    def loading(self) -> Path:
        """What is being loaded, and what a process that was killed left there."""
        return self.folder / _LOADING

    def put(self, claim: Claim, room: str) -> Path:
        """Move a claim, with all that lies beside it, to where it stays; gives back where the file is now."""
        there = self.folder / room / claim.id
        if there.exists():
            raise UsageError(f"{there} is there already, and nothing is overwritten")
        claim.entry.parent.rename(there)
        return there / claim.entry.name


def rooms_in(folder: Path) -> Rooms:
    """The folders of a watched one, made where they are not there; raises UsageError where they cannot be."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder; make it, or name another")
    rooms = Rooms(folder)
    for room in (rooms.loading, *(folder / name for name in ROOMS)):
        try:
            room.mkdir(exist_ok=True)
        except OSError as error:
            raise UsageError(f"{room} cannot be made: {error.strerror}; it has to be a folder") from None
        if room.is_symlink():
            raise UsageError(f"{room} is a link to another place; it has to be a folder here")
    return rooms


@contextmanager
def claim(rooms: Rooms, entry: Path) -> Iterator[Claim | None]:
    """Make a dropped file this process's; nothing where another was faster. Raises UsageError where it may not."""
    with _held(rooms, new_id()) as id_:
        yield _moved(rooms, entry, id_) if id_ else None


@contextmanager
def abandoned(rooms: Rooms, left: Path, still: Callable[[Path], bool]) -> Iterator[Claim | None]:
    """Take over what a process that ended left under way; nothing where it still runs, left nothing, or where somebody
    may still write (not `still`).

    What it had written beside the file is thrown away: it will be written again.
    """
    with _held(rooms, left.name) as old:
        entry = entry_of(left) if old else None
        if old and not entry:
            with suppress(FileNotFoundError):
                left.rmdir()
        if not entry or not still(entry):
            yield None
            return
        with claim(rooms, entry) as mine:
            if mine:
                shutil.rmtree(left)
            yield mine


def entry_of(left: Path) -> Path | None:
    """What was dropped, in the folder of a claim: what is written beside it has a longer name."""
    try:
        return min(left.iterdir(), key=lambda path: len(path.name), default=None)
    except FileNotFoundError:  # another watcher was faster
        return None


def under_way(rooms: Rooms) -> list[Path]:
    """Every claim there is, whoever holds it."""
    return sorted(path for path in rooms.loading.iterdir() if path.is_dir() and not path.is_symlink())


@contextmanager
def _held(rooms: Rooms, id_: str) -> Iterator[str]:
    """The lock of a claim, for as long as this lasts; empty where another process has it."""
    path = rooms.loading / f"{id_}.lock"
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        yield ""
        return
    try:
        yield id_
    finally:
        path.unlink(missing_ok=True)
        lock.release()


def _moved(rooms: Rooms, entry: Path, id_: str) -> Claim | None:
    folder = rooms.loading / id_
    folder.mkdir()
    mine = Claim(id_, folder / entry.name)
    try:
        entry.rename(mine.entry)
    except FileNotFoundError:
        folder.rmdir()
        return None
    except OSError as error:
        folder.rmdir()
        raise UsageError(f"cannot be moved ({error.strerror}); let this program write in {entry.parent}") from None
    for mark in {_mark_of(entry), _mark_of(rooms.folder / entry.name)}:  # it stayed there if its process ended here
        if mark.is_file() and not mark.with_suffix("").exists():
            mark.rename(folder / mark.name)
    return mine


def _mark_of(entry: Path) -> Path:
    return entry.with_name(entry.name + MARK)

"""What lies in a watched folder, and which of it is whole: a network drive tells of no change, so it is looked at."""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from genealogy.errors import UsageError
from loaders.report import shown

MARK = ".done"
UNFINISHED = (".part", ".partial", ".tmp", ".filepart", ".crdownload", "~")
LONGEST_NAME = 200  # bytes; what is written beside it has a longer one
Stamp = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """One look: what is whole (the oldest first), what is waited for, and what is left there with the reason."""

    ready: tuple[Path, ...]
    waiting: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Watched:
    """A folder, and since when each of its files has been as it is now.

    A file is whole when it has not changed for `quiet` seconds between two looks, or when `NAME.done` lies beside it;
    with `marked`, and of a folder always, only the mark counts.
    """

    folder: Path
    quiet: float
    marked: bool = False
    clock: Callable[[], float] = time.monotonic
    _since: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)

    def look(self) -> Look:
        """What there is now; raises UsageError where the folder cannot be read."""
        self._since = {path: since for path, since in self._since.items() if path.exists()}
        ready, waiting, refused = list[tuple[int, Path]](), list[str](), list[tuple[str, str]]()
        for entry in entries(self.folder):
            try:
                if why := unfit(entry):
                    refused.append((shown(entry.name), why))
                elif self._whole(entry):
                    ready.append((entry.lstat().st_mtime_ns, entry))
                else:
                    waiting.append(shown(entry.name))
            except FileNotFoundError:  # another watcher was faster
                continue
        return Look(tuple(path for _, path in sorted(ready)), tuple(waiting), tuple(refused))

    def _whole(self, entry: Path) -> bool:
        if entry.with_name(entry.name + MARK).is_file():
            return True
        return not self.marked and not entry.is_dir() and self.still(entry)

    def still(self, entry: Path) -> bool:
        """Whether it has not changed for long enough; what is seen for the first time has not been seen for long."""
        now = stamp(entry)
        before, since = self._since.get(entry, ((), 0.0))
        if before != now:
            self._since[entry] = (now, self.clock())
            return False
        return self.clock() - since >= self.quiet


def entries(folder: Path) -> Iterator[Path]:
    """What was dropped: everything but unfinished transfers, marks, and names that begin with a dot."""
    try:
        found = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}") from None
    for entry in found:
        name = entry.name.casefold()
        if not (name.startswith((".", "~$")) or name.endswith((*UNFINISHED, MARK)) or name in ROOMS):
            yield entry


ROOMS = ("done", "rejected")


def unfit(entry: Path) -> str:
    """Why something is not taken, whatever is in it; empty where it is. Raises FileNotFoundError."""
    mode = entry.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "is a link to another place; drop the file itself"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "is no file"
    try:
        if len(entry.name.encode()) > LONGEST_NAME:
            return f"has a name of more than {LONGEST_NAME} bytes; shorten it"
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it"
    if stat.S_ISDIR(mode) and (odd := next((each for each in entry.rglob("*") if not _plain(each)), None)):
        return f"holds {shown(odd.name)}, which is a link or no file; drop the file itself"
    return ""


def _plain(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def stamp(entry: Path) -> Stamp:
    """What changes when somebody still writes: names, sizes and times of a file, or of all in a folder."""
    inside = sorted(entry.rglob("*")) if entry.is_dir() else [entry]
    said = ((path, path.lstat()) for path in inside)
    return tuple((str(path.relative_to(entry)), one.st_size, one.st_mtime_ns, one.st_ino) for path, one in said)

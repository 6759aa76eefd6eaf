"""Where a bundle's files are: a folder, one file, a zip or a workbook; what is no part of it is named, not dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from genealogy.errors import NotFoundError, UsageError
from genealogy.events import BY_KIND, Event
from loaders.archive import DAMAGED, members
from loaders.encoding import Examined, Open
from loaders.epcis.bundle import FILE, is_epcis, tables
from loaders.epcis.relatives import Relatives, none
from loaders.report import shown
from loaders.rows import Row
from loaders.text import TextFile
from loaders.workbook import is_workbook, refuse_others, sheets
from loaders.workbook.sheet import Sheet

_SAME = frozenset({"equipment", "used", "mapped", "consumed", "produced", "shipped"})
_PLURAL = {"batch": "batches", "status": "statuses"}
FILES: dict[str, str] = {
    f"{kind if kind in _SAME else _PLURAL.get(kind, kind + 's')}.csv": kind for kind in BY_KIND
}  # file name -> kind of event, in the order in which a bundle is loaded


class Content(Protocol):
    """What a file of a bundle holds: a text, or a sheet of a workbook."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was taken, and may not be what was meant; known when all rows are read."""

    def examine(self) -> Examined:
        """Read it once; raises FileRefusedError where it cannot be read as a whole."""

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """Every row that is not blank, the header first; raises FileRefusedError."""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of a bundle: its name in the contract, its kind of event, what is in it; its tab in a workbook."""

    name: str
    kind: str
    content: Content
    sheet: str = ""
    refused: str = ""  # why none of it is taken, where its rows are the faults that were found


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files to load, in order, and the names of those that are no part of a bundle."""

    name: str
    files: tuple[BundleFile, ...]
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    files: dict[str, tuple[str, Content]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def add(self, name: str, place: str, content: Content, source: str) -> None:
        """Take it in, if its name is that of a file of a bundle."""
        if name not in FILES:
            self.unknown.append(shown(place))
        elif name in self.files:
            first = self.files[name][0]
            raise UsageError(
                f"{source} holds {name} twice ({shown(first)} and {shown(place)}); give one bundle at a time"
            )
        else:
            self.files[name] = (place, content)


@contextmanager
def open_bundle(path: Path, relatives: Relatives = none, *, proceed: bool = False) -> Iterator[Bundle]:
    """The bundle at `path`; raises NotFoundError or UsageError where there is none.

    An EPCIS document is one too: `relatives` finds what is kept and bears on it, and with `proceed` its valid events
    are taken where others are not.
    """
    if path.is_dir():
        yield _bundle(path, _texts(_entries(path), path.name))
    elif not path.exists():
        raise NotFoundError(f"there is no file or folder {path}")
    elif (head := _head(path))[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        with _archive(path) as archive:
            if is_workbook(archive):
                with sheets(archive, path.name) as tabs:
                    yield _bundle(path, _tabs(tabs, path.name), titled=True)
            else:
                yield _bundle(path, _texts(members(archive, path.name), path.name))
    elif is_epcis(head) and path.name.casefold() not in FILES:
        yield _epcis(path, relatives, proceed)
    else:
        refuse_others(path, head)
        yield _bundle(path, _texts(iter([(path.name, partial(_open, path))]), path.name))


def _head(path: Path) -> bytes:
    """What a file is, is told by its content: its name may be anything."""
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (*DAMAGED, ValueError):
        raise UsageError(f"{path.name} is a damaged zip archive; pack or copy it again") from None


def _entries(folder: Path) -> Iterator[tuple[str, Open]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise UsageError(f"{folder} cannot be read: {error.strerror}") from None
    for entry in entries:
        yield entry.name + "/" * entry.is_dir(), partial(_open, entry)


def _open(path: Path) -> BinaryIO:
    return cast(BinaryIO, path.open("rb"))


def _bundle(path: Path, found: _Found, *, titled: bool = False) -> Bundle:
    if not found.files:
        seen = f"; found: {', '.join(found.unknown[:10])}" if found.unknown else ""
        raise UsageError(
            f"{path.name} holds no file of a bundle (such as materials.csv, runs.csv, consumed.csv){seen}. "
            f"Known names: {', '.join(FILES)}"
        )
    files = []
    for name, kind in FILES.items():
        if name in found.files:
            place, content = found.files[name]
            files.append(BundleFile(name, kind, content, place if titled else ""))
    return Bundle(path.resolve().name, tuple(files), tuple(found.unknown))


def _epcis(path: Path, relatives: Relatives, proceed: bool) -> Bundle:
    """The events as they were sent come first, then their records in the order of a bundle."""
    names = {kind: name for name, kind in FILES.items()}
    order = {kind: place for place, kind in enumerate(names)}
    files = [
        BundleFile(names.get(name, name), kind, rows, refused=rows.refused)
        for name, kind, rows in tables(path, relatives, proceed)
    ]
    files.sort(key=lambda file: -1 if file.name == FILE else order[file.kind])
    return Bundle(path.resolve().name, tuple(files))


def _texts(entries: Iterator[tuple[str, Open]], source: str) -> _Found:
    found = _Found()
    for place, open_ in entries:
        parts = PurePosixPath(place).parts
        if any(part.startswith((".", "__MACOSX")) for part in parts):
            continue  # what file managers leave behind
        name = place if place.endswith("/") else parts[-1].casefold()
        found.add(name, place, TextFile(open_), source)
    return found


def _tabs(tabs: Iterable[Sheet], source: str) -> _Found:
    """A tab bears the name of its file, with or without `.csv`; case and blanks are forgiven."""
    found = _Found()
    for tab in tabs:
        name = "".join(tab.title.casefold().split()).removesuffix(".csv") + ".csv"
        found.add(name if tab.part else "", tab.title, tab, source)
    return found

"""Where a bundle's files are: a folder, one file, a zip or a workbook; what is no part of it is named, not dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol, cast

from genealogy.errors import NotFoundError, UsageError
from genealogy.events import Event
from genealogy.forms import MOST_BYTES
from loaders.archive import DAMAGED, members
from loaders.b2mml import bundle as b2mml
from loaders.encoding import Examined, Open
from loaders.epcis.bundle import FILE, is_epcis, tables
from loaders.epcis.relatives import Relatives, none
from loaders.kinds import FILES
from loaders.mapping.spec import MAPPING_FILE, parsed, read_mapping
from loaders.mapping.spec import Mapping as ColumnMapping
from loaders.mapping.table import Raw, mapped
from loaders.report import DOCUMENT, shown
from loaders.rows import Row
from loaders.text import TextFile
from loaders.workbook import is_workbook, refuse_others, sheets
from loaders.workbook.sheet import Sheet

ZIP = (b"PK\x03\x04", b"PK\x05\x06")


class Content(Protocol):
    """What a file of a bundle holds: a text, or a sheet of a workbook."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was taken, and may not be what was meant; known when all rows are read."""

    @property
    def called(self) -> Mapping[str, str]:
        """What the source calls our columns, where it has other names for them."""

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
def open_bundle(
    path: Path, relatives: Relatives = none, *, mapping: Path | None = None, proceed: bool = False
) -> Iterator[Bundle]:
    """The bundle at `path`, read through a mapping where one is given or lies in the folder or zip as `mapping.yaml`;
    raises NotFoundError or UsageError where there is none.

    A B2MML or EPCIS document is one too: `relatives` finds what is kept and bears on the events of EPCIS, and with
    `proceed` those that are valid are taken where others are not.
    """
    with ExitStack() as held:
        if path.is_dir():
            inside = path / MAPPING_FILE
            if said := mapping or (inside if inside.is_file() else None):
                yield _through(path, said, _all_tabs(path, held))
            else:
                yield _bundle(path, _texts(_entries(path), path.name))
        elif (head := _head(found(path)))[:4] in ZIP:
            yield _packed(path, mapping, held)
        elif is_epcis(head) and path.name.casefold() not in FILES and mapping is None:
            yield _b2mml(path) if b2mml.is_b2mml(path) else _epcis(path, relatives, proceed)
        else:
            refuse_others(path, head)
            entry = (path.name, partial(_open, path))
            yield _through(path, mapping, _as_tabs([entry])) if mapping else _bundle(path, _texts([entry], path.name))


def found(path: Path) -> Path:
    """The path; raises NotFoundError where nothing is there."""
    if not path.exists():
        raise NotFoundError(f"there is no file or folder {path}")
    return path


def _packed(path: Path, mapping: Path | None, held: ExitStack) -> Bundle:
    archive = held.enter_context(_archive(path))
    if is_workbook(archive):
        tabs = held.enter_context(sheets(archive, path.name))
        if mapping:
            return _through(path, mapping, [(tab.title, tab) for tab in tabs if tab.part])
        return _bundle(path, _tabs(tabs, path.name), titled=True)
    entries = list(members(archive, path.name))
    inside = next((open_ for name, open_ in entries if PurePosixPath(name).name == MAPPING_FILE), None)
    if said := mapping or inside:
        return _through(path, said, _as_tabs(entries))
    return _bundle(path, _texts(entries, path.name))


def raw_tabs(path: Path, held: ExitStack) -> list[tuple[str, Raw]]:
    """Every table at `path`, by the name a mapping calls it: a tab's title, a text file's name."""
    if path.is_dir():
        return _all_tabs(path, held)
    head = _head(found(path))
    if head[:4] in ZIP:
        archive = held.enter_context(_archive(path))
        if is_workbook(archive):
            return [(tab.title, tab) for tab in held.enter_context(sheets(archive, path.name)) if tab.part]
        return _as_tabs(members(archive, path.name))
    refuse_others(path, head)
    return _as_tabs([(path.name, partial(_open, path))])


def _all_tabs(folder: Path, held: ExitStack) -> list[tuple[str, Raw]]:
    """The tables of every file in a folder; what lies in folders of it is not looked at."""
    found: list[tuple[str, Raw]] = []
    for name, open_ in _entries(folder):
        entry = folder / name
        if entry.is_file() and name != MAPPING_FILE and not name.startswith((".", "~$")):
            found += raw_tabs(entry, held) if _head(entry)[:4] in ZIP else _as_tabs([(name, open_)])
    return found


def _as_tabs(entries: Iterable[tuple[str, Open]]) -> list[tuple[str, Raw]]:
    kept = [(PurePosixPath(place).name, open_) for place, open_ in entries if not _left_behind(place)]
    return [(name, TextFile(open_)) for name, open_ in kept if name != MAPPING_FILE]


def _through(path: Path, said: Path | Open, tabs: list[tuple[str, Raw]]) -> Bundle:
    if isinstance(said, Path):
        mapping = read_mapping(said)
    else:
        with said() as file:
            mapping = parsed(file.read(MOST_BYTES + 1), MAPPING_FILE)
    return bundle_through(path.resolve().name, mapping, tabs)


def bundle_through(name: str, mapping: ColumnMapping, tabs: Iterable[tuple[str, Raw]], of: str = "") -> Bundle:
    """Foreign tables as a bundle, through a mapping; `of` stands before their titles. Raises UsageError where a table
    of the mapping fits none of them."""
    found, unknown = mapped(mapping, tabs)
    files = [BundleFile(f"{into}.csv", FILES[f"{into}.csv"], content, of + title) for into, title, content in found]
    return Bundle(name, _in_order(files), tuple(map(shown, unknown)))


def _in_order(files: Iterable[BundleFile]) -> tuple[BundleFile, ...]:
    """In the order of a bundle: what is described or made comes before what uses it."""
    order = list(FILES)
    return tuple(sorted(files, key=lambda file: order.index(file.name)))


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


def _b2mml(path: Path) -> Bundle:
    names = {kind: name for name, kind in FILES.items()}
    place = DOCUMENT + shown(path.name)
    files = [BundleFile(names[kind], kind, rows, f"{place}, {kind}") for kind, rows in b2mml.tables(path)]
    return Bundle(path.resolve().name, _in_order(files))


def _texts(entries: Iterable[tuple[str, Open]], source: str) -> _Found:
    found = _Found()
    for place, open_ in entries:
        if _left_behind(place):
            continue
        name = place if place.endswith("/") else PurePosixPath(place).parts[-1].casefold()
        found.add(name, place, TextFile(open_), source)
    return found


def _left_behind(place: str) -> bool:
    """Whether a file manager left it there."""
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(place).parts)


def _tabs(tabs: Iterable[Sheet], source: str) -> _Found:
    """A tab bears the name of its file, with or without `.csv`; case and blanks are forgiven."""
    found = _Found()
    for tab in tabs:
        name = "".join(tab.title.casefold().split()).removesuffix(".csv") + ".csv"
        found.add(name if tab.part else "", tab.title, tab, source)
    return found

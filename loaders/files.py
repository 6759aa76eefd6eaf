"""Where a bundle's files are: a folder, one file, or a zip; what is no part of a bundle is named, not dropped."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from genealogy.errors import NotFoundError, UsageError
from genealogy.events import BY_KIND
from loaders.archive import members
from loaders.encoding import Open

_SAME = frozenset({"equipment", "used", "mapped", "consumed", "produced", "shipped"})
_PLURAL = {"batch": "batches", "status": "statuses"}
FILES: dict[str, str] = {
    f"{kind if kind in _SAME else _PLURAL.get(kind, kind + 's')}.csv": kind for kind in BY_KIND
}  # file name -> kind of event, in the order in which a bundle is loaded


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of a bundle: its name in the contract, its kind of event, and how to open it."""

    name: str
    kind: str
    open: Open


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files to load, in order, and the names of those that are no part of a bundle."""

    name: str
    files: tuple[BundleFile, ...]
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    files: dict[str, tuple[str, Open]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


@contextmanager
def open_bundle(path: Path) -> Iterator[Bundle]:
    """The bundle at `path`; raises NotFoundError or UsageError where there is none."""
    if path.is_dir():
        yield _bundle(path, _entries(path))
    elif not path.exists():
        raise NotFoundError(f"there is no file or folder {path}")
    elif _is_zip(path):
        with _archive(path) as archive:
            yield _bundle(path, members(archive, path.name))
    else:
        yield _bundle(path, iter([(path.name, partial(_open, path))]))


def _is_zip(path: Path) -> bool:
    """By content: the name of an archive may be anything."""
    try:
        with path.open("rb") as file:
            return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None


def _archive(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except zipfile.BadZipFile:
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


def _bundle(path: Path, entries: Iterator[tuple[str, Open]]) -> Bundle:
    found = _Found()
    for place, open_ in entries:
        _sort_in(found, place, open_, path.name)
    if not found.files:
        seen = f"; found: {', '.join(found.unknown[:10])}" if found.unknown else ""
        raise UsageError(
            f"{path.name} holds no file of a bundle (such as materials.csv, runs.csv, consumed.csv){seen}. "
            f"Known names: {', '.join(FILES)}"
        )
    files = (BundleFile(name, kind, found.files[name][1]) for name, kind in FILES.items() if name in found.files)
    return Bundle(path.resolve().name, tuple(files), tuple(found.unknown))


def _sort_in(found: _Found, place: str, open_: Open, source: str) -> None:
    parts = PurePosixPath(place).parts
    name = parts[-1].casefold()
    if any(part.startswith((".", "__MACOSX")) for part in parts):
        return  # what file managers leave behind
    if place.endswith("/") or name not in FILES:
        found.unknown.append(place)
    elif name in found.files:
        first = found.files[name][0]
        raise UsageError(f"{source} holds {name} twice ({first} and {place}); give one bundle at a time")
    else:
        found.files[name] = (place, open_)

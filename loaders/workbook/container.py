"""What a file from a spreadsheet program is, and the copy of a workbook that is safe to read.

The reader of workbooks believes what a file says of itself, and ends the process where that is a lie. So it is handed a
copy that holds only the parts it needs, of the sizes that were checked.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from genealogy.errors import TooLargeError, UsageError
from loaders.archive import DAMAGED, check_members
from loaders.workbook.sheet import Book, Sheet
from loaders.workbook.texts import tree

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 1 << 30  # unpacked
_MOST_INDEX = 16 << 20
_TYPES = "[content_types].xml"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_NEEDED = (_TYPES, "_rels/.rels", _WORKBOOK, _RELATIONS, "xl/sharedstrings.xml", "xl/styles.xml")
_NAMES = {"xl/sharedstrings.xml": "xl/sharedStrings.xml", _TYPES: "[Content_Types].xml"}
_IS_WORKBOOK = re.compile(rb"spreadsheetml\.(sheet|template)\.main\+xml|ms-excel\.(sheet|template)\.macroEnabled\.main")
_COUNT = re.compile(rb'uniqueCount\s*=\s*["\'](\d+)')
_ADVICE = "save it as a workbook (.xlsx), or each sheet as a CSV UTF-8 file"


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is an .xlsx, by content; raises UsageError for other documents of office programs."""
    names = {name.casefold(): name for name in archive.namelist()}
    if _TYPES in names:
        try:
            with archive.open(names[_TYPES]) as types:
                if _IS_WORKBOOK.search(types.read(_MOST_INDEX)):
                    return True
        except DAMAGED as error:
            raise UsageError(f"{_called(archive)} is a damaged archive ({error}); save or pack it again") from None
        raise UsageError(f"{_called(archive)} is an office document but no .xlsx workbook; {_ADVICE}")
    if "mimetype" in names and "content.xml" in names:
        raise UsageError(f"{_called(archive)} is an OpenDocument file (.ods); {_ADVICE}")
    return False


def refuse_others(path: Path, head: bytes) -> None:
    """Raises UsageError for old and for protected workbooks, and for a text that is only called a workbook."""
    if head.startswith(OLE):
        with path.open("rb") as file:
            protected = "EncryptedPackage".encode("utf-16-le") in file.read(_MOST_INDEX)
        if protected:
            raise UsageError(f"{path.name} is protected with a password; remove the protection and save it again")
        raise UsageError(f"{path.name} is a document of an old office program (such as .xls); {_ADVICE}")
    if path.suffix.casefold() in (".xlsx", ".xlsm", ".xls", ".ods"):
        raise UsageError(
            f"{path.name} is not a workbook, whatever its name says; if it is a text with columns, "
            "name it as in the bundle (such as materials.csv)"
        )


@contextmanager
def sheets(archive: zipfile.ZipFile, source: str) -> Iterator[list[Sheet]]:
    """Every sheet, in order; raises UsageError or TooLargeError for a workbook that is damaged or not safe."""
    check_members(archive, source, MOST_BYTES)
    parts = {info.filename.replace("\\", "/").lstrip("/").casefold(): info for info in archive.infolist()}
    if len(parts) != len(archive.infolist()):
        raise UsageError(f"{source} holds a part twice: it is damaged; save it again")
    with TemporaryDirectory(prefix="genealogy-") as folder:
        copy = Path(folder) / "book.xlsx"
        try:
            places = _places(archive, parts)
            _copy(archive, parts, {*_NEEDED, *(place for _, place in places)}, copy)
        except (ElementTree.ParseError, LookupError, ValueError, *DAMAGED) as error:
            raise UsageError(f"{source} is a damaged workbook ({error}); save it again as .xlsx") from None
        with Book(copy) as book:
            yield [Sheet(book, title, place if place in parts else "") for title, place in places]


def _places(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> list[tuple[str, str]]:
    """(title, part) of every sheet; charts and what else has a tab have no part that can be read."""
    targets: dict[str, str] = {}
    for relation in _index(archive, parts[_RELATIONS]):
        if relation.get("Id", "") in targets:
            raise KeyError("a relation is there twice")
        if relation.get("Type", "").endswith("/worksheet"):
            targets[relation.get("Id", "")] = _part(relation.get("Target", ""))
    book = _index(archive, parts[_WORKBOOK])
    listed = [one for group in book if _local(group.tag) == "sheets" for one in group]
    return [(one.get("name", ""), targets.get(_relation(one), "")) for one in listed]


def _index(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> ElementTree.Element:
    if info.file_size > _MOST_INDEX:
        raise TooLargeError(f"{info.filename} is too large for a list of sheets")
    return tree(archive.read(info))


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relation(sheet: ElementTree.Element) -> str:
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _part(target: str) -> str:
    place = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return str(PurePosixPath(place)).casefold()


def _copy(archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], wanted: set[str], target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for name in sorted(wanted & parts.keys()):
            info = parts[name]
            with archive.open(info) as source, copy.open(_spelt(name, info), "w", force_zip64=True) as sink:
                head = source.read(4096)
                _check_count(head, info)
                sink.write(head)
                shutil.copyfileobj(source, sink, 1 << 20)


def _spelt(name: str, info: zipfile.ZipInfo) -> str:
    return _NAMES.get(name, name if name in _NEEDED else info.filename.replace("\\", "/").lstrip("/"))


def _check_count(head: bytes, info: zipfile.ZipInfo) -> None:
    """Room is made for as many texts as are announced."""
    if (said := _COUNT.search(head)) and int(said[1]) > info.file_size:
        raise KeyError("it announces more texts than it holds")


def _called(archive: zipfile.ZipFile) -> str:
    return Path(archive.filename or "the file").name

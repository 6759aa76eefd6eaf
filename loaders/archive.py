"""Zip files from strangers: names read right, nothing unpacked to disk, bombs refused before they are opened."""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from operator import attrgetter
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from genealogy.errors import TooLargeError, UsageError
from loaders.encoding import Open
from loaders.report import shown

# What Python's reader of archives raises where one is damaged: one error of its own, and others from below.
DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, EOFError, UnicodeDecodeError)
MOST_MEMBERS = 10_000
MOST_BYTES = 64 << 30
HIGHEST_RATIO = 250  # CSV packs 5 to 50 times; a bomb a thousand times
SMALL = 8 << 20  # below this a high ratio harms nobody
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"[A-Za-z]:")
_ENCRYPTED = 0x1


def members(archive: zipfile.ZipFile, source: str) -> Iterator[tuple[str, Open]]:
    """(path inside, how to open) of every file; raises UsageError or TooLargeError for an archive that is not safe."""
    for info in check_members(archive, source, MOST_BYTES):
        yield _name(info), partial(_open, archive, info)


def check_members(archive: zipfile.ZipFile, source: str, most_bytes: int) -> list[zipfile.ZipInfo]:
    """The files of an archive whose sizes and names are safe; raises UsageError or TooLargeError where one is not."""
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
    if not all(info.filename for info in infos):  # of which Python's reader knows no place, either
        raise UsageError(f"{source} holds a file without a name; pack it again")
    _check_size(infos, source, most_bytes)
    _check_apart(infos, source)
    for info in infos:
        _check_place(_name(info), info, source)
    return infos


def _open(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


def _check_size(infos: list[zipfile.ZipInfo], source: str, most_bytes: int) -> None:
    if len(infos) > MOST_MEMBERS:
        raise TooLargeError(f"{source} holds {len(infos)} files; more than {MOST_MEMBERS} are not taken")
    if sum(info.file_size for info in infos) > most_bytes:
        raise TooLargeError(f"{source} unpacks to more than {most_bytes >> 30} GiB; load it in parts")
    for info in infos:
        if info.file_size > SMALL and info.file_size > HIGHEST_RATIO * info.compress_size:
            raise TooLargeError(
                f"{source}: {shown(_name(info))} unpacks to {info.file_size} bytes, more than {HIGHEST_RATIO} "
                "times its packed size; if it is a real file, load it unpacked"
            )


def _check_apart(infos: list[zipfile.ZipInfo], source: str) -> None:
    """Files that share their packed bytes unpack to far more than any ratio of one of them says."""
    for one, other in pairwise(sorted(infos, key=attrgetter("header_offset"))):
        if one.header_offset + one.compress_size > other.header_offset:
            raise UsageError(f"{source} is a damaged zip archive: files lie over each other; pack it again")


def _check_place(name: str, info: zipfile.ZipInfo, source: str) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
        raise UsageError(f"{source} names a file outside itself ({shown(name)}); it is not taken")
    if "\x00" in info.orig_filename:
        raise UsageError(f"{source} holds a file with a NUL in its name ({shown(name)}); pack it again")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UsageError(f"{source}: {shown(name)} is a link to another file; pack the file itself")
    if info.flag_bits & _ENCRYPTED:
        raise UsageError(f"{source}: {shown(name)} is encrypted; load the archive unpacked")


def _name(info: zipfile.ZipInfo) -> str:
    """Archivers without the UTF-8 flag write the names of their own system; Chinese Windows writes GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:  # the archive gives the name a second time, in Unicode
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.filename

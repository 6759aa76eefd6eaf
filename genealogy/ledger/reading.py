"""Exported files read back: a file is read to its end and found as it was signed before anything is taken from it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from genealogy.errors import DamagedFileError, UsageError
from genealogy.events import event_id
from genealogy.ledger.files import OF_FILES, Unpacking
from genealogy.ledger.lines import FORMAT, checked_lines, end_of, readable

EVENT = re.compile(rb'\{"seq":(\d+),"row":(-?\d+),"id":"([0-9a-f]{32})","event":(\{.*\})', re.DOTALL)
_KIND = re.compile(rb'\{"(\w+)":')
_TIMES = ("recorded_at", "started_at", "finished_at", "at", "erased")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was read whole and is as it was signed: its first line, its last, and where it lies."""

    path: Path
    header: dict[str, Any]
    end: dict[str, Any]

    @property
    def zone(self) -> ZoneInfo:
        """By which local times were read where it comes from."""
        return ZoneInfo(self.header["timezone"])


def verified(path: Path, key: str | None, holds: str) -> Sealed:
    """Read a file to its end: checks, counts, hash, events, sequence; signed by the public key `key`, or by any where
    that is None. Raises DamagedFileError that names the line."""
    header, last, upto, files = None, 0, 0, Unpacking()
    for number, body in checked_lines(path):
        with readable(path, number):
            if header is None:
                header = _header(path, body, holds)
                last = upto = header["first"] - 1 if holds == "archive" else 0
            elif found := EVENT.fullmatch(body):
                last = _follows(path, number, found, last, upto)
            elif (kind := kind_of(body)) == "page":
                upto = _opens(path, number, value_of(body, kind), last, upto)
            else:
                _unpack(path, number, files, kind, body)
    end = end_of(body)
    if header is None or last != upto or (holds != "people" and last != header.get("last")):
        raise DamagedFileError(f"{path}: line {number}: it ends with event {last} and not with the one it names")
    if key not in (None, end["public_key"]):
        raise DamagedFileError(
            f"{path}: is signed by the key {end['public_key']}, which is not the one that is trusted ({key}); if it is"
            " yours, say so with --key"
        )
    return Sealed(path, header, end)


def _unpack(path: Path, number: int, files: Unpacking, kind: str, body: bytes) -> None:
    try:
        files.take(kind, value_of(body, kind) if kind in OF_FILES else None)
    except DamagedFileError as error:
        raise DamagedFileError(f"{path}: line {number}: {error}") from error


def _header(path: Path, body: bytes, holds: str) -> dict[str, Any]:
    header = value_of(body, "header")
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise DamagedFileError(f"{path}: line 1 is no header of a ledger of this form ({FORMAT})")
    try:
        ZoneInfo(header["timezone"])
    except (KeyError, ValueError, TypeError, OSError):
        raise DamagedFileError(f"{path}: line 1 names no time zone") from None
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


def kind_of(body: bytes) -> str:
    """The kind of a line, by its first name."""
    found = _KIND.match(body)
    return found[1].decode() if found else ""


def value_of(body: bytes, kind: str) -> Any:
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

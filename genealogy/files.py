"""Files of the home, each in a place that follows from the hash of its bytes: `attachments/d1/d1546d73...`."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO

from genealogy.server.layout import disk_errors
from genealogy.settings import Settings

_DIGEST = re.compile("[0-9a-f]{64}")


def folder_of(settings: Settings) -> Path:
    """Where all of them lie."""
    return settings.home.expanduser().resolve() / "attachments"


def place_of(settings: Settings, digest: str) -> Path:
    """Where the file of that SHA-256 lies, or would."""
    if not _DIGEST.fullmatch(digest):
        raise ValueError(f"{digest!r} is no SHA-256")
    return folder_of(settings) / digest[:2] / digest


def waiting_of(settings: Settings, digest: str) -> Path:
    """Where it waits for its record: until that is there it is nobody's, and where it never comes it is no file."""
    place = place_of(settings, digest)
    return place.with_name(f".{place.name}")


def settled(settings: Settings, digest: str) -> Path:
    """The place of a file that is recorded; brought there where whoever recorded it died before."""
    place = place_of(settings, digest)
    with suppress(FileNotFoundError):
        waiting_of(settings, digest).replace(place)
    return place


def digest_of(path: Path) -> str:
    """The SHA-256 of what a file holds now."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def stored(settings: Settings) -> Iterator[Path]:
    """All files but those that are only coming in, in the order of their paths."""
    for path in sorted(folder_of(settings).rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path


@contextmanager
def incoming(settings: Settings) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file beside the others, for its owner only; gone at the end where it was not put in its place. Raises
    ServerError where the disk does not let it."""
    folder = folder_of(settings)
    with disk_errors(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f".{secrets.token_hex(8)}"
        try:
            fresh.touch(mode=0o600)
            with fresh.open("wb") as target:
                yield fresh, target
        finally:
            fresh.unlink(missing_ok=True)


def put(fresh: Path, target: BinaryIO, place: Path) -> None:
    """Bring a file that is written to the disk, and then into its place."""
    target.flush()
    os.fsync(target.fileno())
    place.parent.mkdir(mode=0o700, exist_ok=True)
    fresh.replace(place)

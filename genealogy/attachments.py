"""Files that belong to records: the hash in the ledger, the bytes in the home, by their hash."""

from __future__ import annotations

import datetime as dt
import mimetypes
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from genealogy.errors import DamagedFileError, NotFoundError, TooLargeError, UsageError
from genealogy.events.attachments import Attachment
from genealogy.files import digest_of, incoming, put, settled, waiting_of
from genealogy.forms import first_fault
from genealogy.history import Thing, known
from genealogy.ledger.head import zone_of
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Store

ANY = "application/octet-stream"
_TYPE = re.compile(r"[\w.+-]{1,80}/[\w.+-]{1,80}", re.ASCII)
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Given:
    """A file as it comes: its name (folders do not count), what kind it says it is, why, who and when; who sent it."""

    name: str
    by: str
    media_type: str | None = None
    reason: str | None = None
    at: str | None = None
    sender: str = ""


def attach(store: Store, settings: Settings, about: str, given: Given, file: BinaryIO) -> dict[str, Any]:
    """Keep a file and record that it belongs to the object `about` (`KIND:ID`, or a batch key): `{"record", "sha256",
    "size", "media_type", "name", "new"}`. The same file twice is there once.

    The bytes are on the disk before the event is recorded. Raises UnknownRecordError, TooLargeError, UsageError.
    """
    thing = Thing.parse(about)
    known(store, thing)
    name = _name(given.name)
    media_type = given.media_type or mimetypes.guess_type(name)[0] or ANY
    with incoming(settings) as (fresh, target):
        digest, size = _copy(file, target, settings.attachment_mb * _MB)
        said = _event(thing, given, {"sha256": digest, "size": size, "name": name, "media_type": _checked(media_type)})
        put(fresh, target, waiting_of(settings, digest))
    outcome = record(store, [said], Source("", "attachment", given.sender or given.by), zone_of(store, settings))
    settled(settings, digest)
    members = {member: getattr(said, member) for member in ("sha256", "size", "media_type", "name")}
    return {"record": thing.name, **members, "new": bool(outcome.new)}


def _event(thing: Thing, given: Given, file: dict[str, Any]) -> Attachment:
    at = given.at or dt.datetime.now(dt.UTC).isoformat()
    try:
        return Attachment(about=thing.name, reason=given.reason, by=given.by, at=at, **file)
    except ValidationError as error:
        raise UsageError(first_fault(error)) from None


def _name(said: str) -> str:
    """The name without folders, and without characters that would make it look like another."""
    name = _NOT_IN_NAMES.sub("", said.replace("\\", "/").rpartition("/")[2]).strip()
    if name in ("", ".", ".."):
        raise UsageError("the file has no name")
    return name


def _checked(media_type: str) -> str:
    """A media type without parameters; any other text is none."""
    kind = media_type.partition(";")[0].strip().lower()
    return kind if _TYPE.fullmatch(kind) else ANY


def attachments_of(store: Store, about: str) -> list[dict[str, Any]]:
    """The files of an object, in the order of recording. Raises UnknownRecordError, UsageError."""
    thing = Thing.parse(about)
    known(store, thing)
    return store.read("attachments.of", about=thing.name).dicts()


def attachment(store: Store, settings: Settings, digest: str) -> tuple[Path, str, str]:
    """Where the bytes of that hash lie, the name and the media type of the file; they are read and compared first.

    Raises NotFoundError, and DamagedFileError where they are missing or others.
    """
    rows = store.read("attachments.one", sha256=digest).rows
    if not rows:
        raise NotFoundError(f"no file of the hash {digest} is attached to anything")
    path = settled(settings, digest)
    if not path.exists():
        raise DamagedFileError(f"the file {digest} is missing in {path.parent}; bring it back from a copy")
    if digest_of(path) != digest:
        raise DamagedFileError(f"{path} is not what was attached: its hash differs; bring it back from a copy")
    name, media_type = rows[0]
    return path, name, media_type


def _copy(file: BinaryIO, target: BinaryIO, limit: int) -> tuple[str, int]:
    digest, size = sha256(), 0
    while block := file.read(_MB):
        size += len(block)
        if size > limit:
            raise TooLargeError(
                f"a file that is attached may have {limit // _MB} MB; make it smaller, or raise GENEALOGY_ATTACHMENT_MB"
            )
        digest.update(block)
        target.write(block)
    return digest.hexdigest(), size

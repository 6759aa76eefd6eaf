"""What is hashed of an event: its content by hash, and when, by whom and from where it was recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

import orjson

from genealogy.ledger.tree import leaf_hash


@dataclass(frozen=True, slots=True)
class Origin:
    """What the events of one transaction have in common: who sent them (a reference), from where, and when."""

    by: str
    load: str
    source: str
    recorded_at: dt.datetime

    @property
    def moment(self) -> str:
        """The recorded time as it is hashed: UTC, microseconds."""
        return self.recorded_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def entry(origin: Origin, seq: int, digest: bytes, row: int) -> bytes:
    """The entry of one event, as canonical JSON (RFC 8785); `digest` is the SHA-256 of its canonical bytes."""
    return _form(origin) % (digest.hex().encode(), row, seq)


def leaves(origin: Origin, first: int, digests: Sequence[bytes], rows: Sequence[int]) -> Iterator[bytes]:
    """The leaf hashes of a page, whose first event has sequence number `first`."""
    form = _form(origin)
    for seq, (digest, row) in enumerate(zip(digests, rows, strict=True), first):
        yield leaf_hash(form % (digest.hex().encode(), row, seq))


def digest_of(canonical: bytes) -> bytes:
    """The hash by which an entry names an event."""
    return sha256(canonical).digest()


def _form(origin: Origin) -> bytes:
    by, load, source, moment = (
        orjson.dumps(text).replace(b"%", b"%%") for text in (origin.by, origin.load, origin.source, origin.moment)
    )
    return b'{"by":%s,"event":"%%s","load":%s,"recorded_at":%s,"row":%%d,"seq":%%d,"source":%s}' % (
        by,
        load,
        moment,
        source,
    )

"""Events kept for good: canonical bytes of one transaction, compressed, with the hash of each."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from genealogy.ledger.entries import Origin, digest_of, leaves
from genealogy.ledger.tree import cut


@dataclass(frozen=True, slots=True)
class Kept:
    """One event as it lies in a page: sequence number, canonical bytes, and the row of the source it came from."""

    seq: int
    canonical: bytes
    row: int

    @property
    def content(self) -> dict[str, Any]:
        """The event as a mapping; texts about people are still references."""
        return dict(orjson.loads(self.canonical))


def page_of(first: int, canonicals: Sequence[bytes], rows: Sequence[int]) -> dict[str, Any]:
    """The properties of the page that keeps these events from sequence number `first` on."""
    lines = [b"%s\t%d" % pair for pair in zip(canonicals, rows, strict=True)]
    return {
        "first": first,
        "last": first + len(canonicals) - 1,
        "bytes": zlib.compress(b"\n".join(lines), 6),
        "hashes": b"".join(map(digest_of, canonicals)),
    }


def page_from(
    origin: Origin, batch: str, first: int, canonicals: Sequence[bytes], rows: Sequence[int]
) -> tuple[dict[str, Any], Iterator[bytes]]:
    """The page of one transaction with where it came from, and its leaves of the tree."""
    page = page_of(first, canonicals, rows) | {"batch": batch, "load": origin.load, "source": origin.source}
    page |= {"by": origin.by, "recorded_at": origin.recorded_at}
    return page, leaves(origin, first, cut(page["hashes"]), rows)


def events_of(first: int, packed: bytes, hashes: bytes) -> Iterator[Kept]:
    """The events of a page, in order; raises ValueError where bytes and hashes do not agree."""
    for number, line in enumerate(zlib.decompress(packed).split(b"\n")):
        canonical, _, row = line.rpartition(b"\t")
        if digest_of(canonical) != hashes[number * 32 : number * 32 + 32]:
            raise ValueError(f"event {first + number} is not what was recorded: its hash differs")
        yield Kept(first + number, canonical, int(row))

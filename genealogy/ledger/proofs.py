"""Proofs that an auditor verifies without us: events in a checkpoint, and one checkpoint as the beginning of another.

Both are JSON documents that `genealogy/ledger/offline.py` reads; hashes in base64.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from genealogy.answers.seeds import Seed, checked
from genealogy.errors import NotFoundError, UsageError
from genealogy.ledger.checkpoints import Kept
from genealogy.ledger.entries import digest_of, entry
from genealogy.ledger.growth import NO_TREE, tiles
from genealogy.ledger.pages import pages_of
from genealogy.ledger.tree import Read, Tile, consistency, inclusion
from genealogy.rebuild import kept_of
from genealogy.store import Reads

INCLUSION = "genealogy-inclusion/1"
CONSISTENCY = "genealogy-consistency/1"


def prove(store: Reads, numbers: Iterable[int], kept: Kept) -> dict[str, Any]:
    """The proof that these events, by number, lie in a checkpoint. Raises NotFoundError for one that does not."""
    wanted = sorted(set(numbers))
    size = kept.checkpoint.size
    if outside := [number for number in wanted if not 1 <= number <= size]:
        raise NotFoundError(f"event {outside[0]} is not in the checkpoint of {size} events; make a new checkpoint")
    read = reader(store)
    said = [_event(number, entry_, canonical, read, size) for number, entry_, canonical in _events(store, wanted)]
    return {"format": INCLUSION, "checkpoint": kept.note, "events": said}


def prove_consistency(store: Reads, old: Kept, new: Kept) -> dict[str, Any]:
    """The proof that the ledger of `new` begins with that of `old`, to the byte."""
    if old.checkpoint.size > new.checkpoint.size:
        raise UsageError("the first checkpoint must be the smaller one")
    path = consistency(reader(store), old.checkpoint.size, new.checkpoint.size)
    return {"format": CONSISTENCY, "old": old.note, "new": new.note, "path": [_text(step) for step in path]}


def numbers_of_batch(store: Reads, key: str) -> list[int]:
    """The numbers of the events that speak of a batch. Raises UnknownBatchError."""
    (seed,) = checked(store, [Seed(key)])
    numbers: list[int] = store.read("ledger.about", key=seed.key).one()[0]
    return numbers


def numbers_of_answer(answer: Any) -> set[int]:
    """The numbers of all events that the answer of `explain` rests on."""
    if isinstance(answer, Mapping):
        own = {answer["event"]} if isinstance(answer.get("event"), int) else set()
        return own.union(*map(numbers_of_answer, answer.values()))
    return set().union(*map(numbers_of_answer, answer)) if isinstance(answer, list) else set()


def reader(store: Reads) -> Read:
    """Tiles, each read once. What it gives raises GenealogyError where a tile is gone."""

    @cache
    def read(tile: Tile) -> bytes:
        try:
            return tiles(store, [tile])[tile]
        except KeyError:
            raise NotFoundError(NO_TREE.format(error=f"tile {tile} is gone")) from None

    return read


def _events(store: Reads, numbers: list[int]) -> Iterable[tuple[int, bytes, bytes]]:
    wanted = set(numbers)
    for page in pages_of(store, numbers):
        for kept in kept_of(page):
            if kept.seq in wanted:
                yield kept.seq, entry(page.origin, kept.seq, digest_of(kept.canonical), kept.row), kept.canonical


def _event(number: int, said: bytes, canonical: bytes, read: Read, size: int) -> dict[str, Any]:
    path = inclusion(read, number - 1, size)
    texts = {"entry": said.decode(), "event": canonical.decode()}
    return {"index": number - 1, **texts, "path": [_text(step) for step in path]}


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")

"""Consumed before it existed, received after it shipped (rule 20): the link stays, potential, and is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from genealogy.scope.edges import TRANSFER, Edges, is_batch
from genealogy.store import Reads

_TAKEN = ("CONSUMED", "MAYBE_CONSUMED")


@dataclass(frozen=True, slots=True)
class Doubts:
    """Positions of contradictory edges; `came` is the earliest moment (ms since 1970, 0 unknown) at which the edges at
    hand bring something into a batch."""

    edges: frozenset[int]
    came: dict[str, int]


def find_doubts(store: Reads, edges: Edges) -> Doubts:
    """The consumptions that certainly lie before anything came into their batch.

    The edges at hand clear nearly all; only the rest are looked up.
    """
    return doubts_among(edges, lambda keys: earliest_of(store, keys))


def doubts_among(edges: Edges, look_up: Callable[[set[str]], Mapping[str, int]]) -> Doubts:
    """The same, where `look_up` says when batches may first have existed; what it leaves out is not known."""
    came = _earliest_at_hand(edges)
    suspects = [n for n, source, moment in _consumptions(edges) if moment < came.get(source, moment + 1)]
    earliest = look_up({edges.sources[n] for n in suspects})
    doubtful = frozenset(n for n in suspects if edges.moments[n] < earliest.get(edges.sources[n], 0))
    return Doubts(doubtful, came)


def earliest_of(store: Reads, keys: set[str]) -> dict[str, int]:
    """The earliest moment each of these batches may have existed; not there where nothing says so."""
    if not keys:
        return {}
    rows = store.read("scope.inflows", keys=sorted(keys)).rows
    return {key: earliest for key, recorded, earliest in rows if recorded and earliest is not None}


def _consumptions(edges: Edges) -> Iterator[tuple[int, str, int]]:
    """Position, batch and moment of what was taken out of batches at a moment that is known."""
    for number, (source, kind, moment) in enumerate(zip(edges.sources, edges.types, edges.moments, strict=True)):
        if moment and kind in _TAKEN and is_batch(source):
            yield number, source, moment


def _earliest_at_hand(edges: Edges) -> dict[str, int]:
    """From what is recorded to come in: 0 (since ever) where one moment is not known.

    A transfer bears no moment of its own; that of its receipt is found when looked up.
    """
    came: dict[str, int] = {}
    for source, kind, target, moment in zip(edges.sources, edges.types, edges.targets, edges.moments, strict=True):
        if kind == "PRODUCED" and target[0] != "/" and source[:2] != TRANSFER:
            known = came.get(target)
            if known is None or moment < known:
                came[target] = moment
    return came

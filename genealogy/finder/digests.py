"""The flow of a whole graph as numbers: each node as 64 bits of its id, each edge as two positions.

The edges lie in arrays (8 bytes an end), not as objects, so a graph of two million edges takes some 100 MB.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from genealogy.scope.edges import is_batch

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Ends:
    """`names` are the digests of all nodes in ascending order, `batches` 1 for each that is a batch, `pairs` (edges, 2)
    the positions in them of every edge's source and target."""

    names: Numbers
    batches: Numbers
    pairs: Numbers

    def places(self, digests: Numbers) -> Numbers:
        """Positions of these nodes; -1 for each that no edge touches."""
        return places_in(self.names, digests)


def read_ends(edges: Iterable[Sequence[str]]) -> Ends:
    """From (source, target) node ids."""
    ends, batches = (array("Q"), array("Q")), array("b")
    for source, target in edges:
        for column, node in zip(ends, (source, target), strict=True):
            column.append(digest(node))
            batches.append(is_batch(node))
    if not batches:
        return Ends(np.zeros(0, np.uint64), np.zeros(0, np.int8), np.zeros((0, 2), np.int64))
    flat = np.stack([np.frombuffer(column, dtype=np.uint64) for column in ends], axis=1).ravel()
    names, first, numbers = np.unique(flat, return_index=True, return_inverse=True)
    return Ends(names, np.frombuffer(batches, dtype=np.int8)[first], numbers.reshape(-1, 2))


def places_in(ascending: Numbers, wanted: Numbers) -> Numbers:
    """The position of each number in an ascending array; -1 where it is not there."""
    places = np.searchsorted(ascending, wanted)
    inside = places < len(ascending)
    inside[inside] = ascending[places[inside]] == wanted[inside]
    return np.where(inside, places, -1)


def digest(node: str) -> int:
    """64 bits for a node id: two of a million nodes share one with a chance of 3 in 100 million."""
    return int.from_bytes(blake2b(node.encode(), digest_size=8).digest(), "big")

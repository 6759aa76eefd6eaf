"""How many batches lie downstream or upstream of a gap: the flow edges read once, then searched in memory.

The edges lie in arrays (8 bytes an end), not as objects, so a graph of two million edges takes some 100 MB. Each start
is searched as far as `BOUND` batches; what is larger is counted to its end only where it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from genealogy.scope.edges import is_batch

BOUND = 1_000  # batches after which a first search stops
Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many batches; not exact means at least so many."""

    batches: int
    exact: bool


class _Side:
    """Neighbours in one direction, as compressed rows; what a search has seen bears its number."""

    def __init__(self, sources: Numbers, targets: Numbers, nodes: int) -> None:
        order = np.argsort(sources, kind="stable")
        self._next = targets[order]
        self._first = np.concatenate(([0], np.cumsum(np.bincount(sources, minlength=nodes))))
        self._seen = np.zeros(nodes, dtype=np.int64)
        self._search = 0

    def count(self, starts: Numbers, weights: Numbers, bound: int | None) -> Reach:
        self._search += 1
        front, found = np.unique(starts), 0
        while front.size:
            self._seen[front] = self._search
            found += int(weights[front].sum())
            if bound is not None and found >= bound:
                return Reach(found, False)
            front = np.unique(self._after(front))
            front = front[self._seen[front] != self._search]
        return Reach(found, True)

    def _after(self, front: Numbers) -> Numbers:
        first, sizes = self._first[front], self._first[front + 1] - self._first[front]
        # Positions of all neighbours: each row's own range, one behind the other.
        offsets = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        found: Numbers = self._next[np.repeat(first, sizes) + offsets]
        return found


class Flow:
    """The flow of a whole graph, from (source, target) node ids; a node outside it is alone."""

    def __init__(self, edges: Iterable[Sequence[str]]) -> None:
        ends, batches = (array("Q"), array("Q")), array("b")
        for source, target in edges:
            for column, node in zip(ends, (source, target), strict=True):
                column.append(_digest(node))
                batches.append(is_batch(node))
        both = np.stack([np.frombuffer(column, dtype=np.uint64) for column in ends], axis=1) if batches else None
        flat = np.zeros(0, np.uint64) if both is None else both.ravel()
        self._names, first, numbers = np.unique(flat, return_index=True, return_inverse=True)
        self._weights = np.frombuffer(batches, dtype=np.int8)[first] if batches else np.zeros(0, np.int8)
        pairs = numbers.reshape(-1, 2)
        nodes = len(self._names)
        self._sides = {
            "downstream": _Side(pairs[:, 0], pairs[:, 1], nodes),
            "upstream": _Side(pairs[:, 1], pairs[:, 0], nodes),
        }

    def reach(self, nodes: Sequence[str], side: str, bound: int | None = BOUND) -> Reach:
        """How many batches the flow leads to from these nodes, they themselves included; `bound` None: to its end."""
        wanted = np.array(sorted({_digest(node) for node in nodes}), dtype=np.uint64)
        places = np.searchsorted(self._names, wanted)
        inside = places < len(self._names)
        inside[inside] = self._names[places[inside]] == wanted[inside]
        alone = {_digest(node) for node in nodes if is_batch(node)} & {int(name) for name in wanted[~inside]}
        found = self._sides[side].count(places[inside], self._weights, bound)
        return Reach(found.batches + len(alone), found.exact)


def _digest(node: str) -> int:
    """64 bits for a node id: two of a million nodes share one with a chance of 3 in 100 million."""
    return int.from_bytes(blake2b(node.encode(), digest_size=8).digest(), "big")

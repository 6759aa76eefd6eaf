"""How many batches lie downstream or upstream of a gap: the flow edges read once, then searched in memory.

Each start is searched as far as `BOUND` batches; what is larger is counted to its end only where it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from genealogy.finder.digests import Numbers, digest, read_ends
from genealogy.scope.edges import is_batch

BOUND = 1_000  # batches after which a first search stops


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
        self._ends = read_ends(edges)
        near, far = self._ends.pairs[:, 0], self._ends.pairs[:, 1]
        nodes = len(self._ends.names)
        self._sides = {"downstream": _Side(near, far, nodes), "upstream": _Side(far, near, nodes)}

    def reach(self, nodes: Sequence[str], side: str, bound: int | None = BOUND) -> Reach:
        """How many batches the flow leads to from these nodes, they themselves included; `bound` None: to its end."""
        wanted = np.array(sorted({digest(node) for node in nodes}), dtype=np.uint64)
        places = self._ends.places(wanted)
        inside = places >= 0
        alone = {digest(node) for node in nodes if is_batch(node)} & {int(name) for name in wanted[~inside]}
        found = self._sides[side].count(places[inside], self._ends.batches, bound)
        return Reach(found.batches + len(alone), found.exact)

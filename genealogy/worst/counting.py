"""How many different things each component of the flow leads to, in one pass from the last to the first.

Each holds the things it leads to as a set of numbers, exact, up to `EXACT` of them, and above that as a sketch; what is
held is let go once all that lead to it have been done. So no search is made per batch, and what is in memory at a time
is bounded by the width of the flow, 8 KiB for each component that is still awaited.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from genealogy.finder.digests import Numbers
from genealogy.worst.dag import Dag, Rows
from genealogy.worst.sketch import Hashed, estimate, new_sketch

EXACT = 1_000  # things up to which a number is exact


@dataclass(frozen=True, slots=True)
class Counts:
    """For each component a number, and whether it is exact; otherwise it is an estimate."""

    numbers: Numbers
    exact: Numbers


def count_things(dag: Dag, own: Rows, hashes: Numbers, wanted: Numbers) -> Counts:
    """What each component leads to, of the things in the rows of `own`, numbered as their `hashes` are; counted where
    `wanted` is true."""
    merged = _Merged(Hashed.of(hashes))
    counts = Counts(np.zeros(len(dag), np.int64), np.ones(len(dag), bool))
    held: dict[int, Numbers] = {}
    onward, first, awaited = dag.onward.values.tolist(), dag.onward.first.tolist(), dag.awaited.tolist()
    bounds, asked = own.first.tolist(), wanted.tolist()
    for number in range(len(dag)):
        after = onward[first[number] : first[number + 1]]
        found = merged.of([held[other] for other in after], own.values[bounds[number] : bounds[number + 1]])
        for other in after:
            awaited[other] -= 1
            if not awaited[other]:
                del held[other]
        if awaited[number]:
            held[number] = found
        if asked[number]:
            counts.numbers[number], counts.exact[number] = merged.size(found)
    return counts


class _Merged:
    """Unions. A set is an ascending array of numbers, a sketch one of registers (bytes)."""

    def __init__(self, hashed: Hashed) -> None:
        self._hashed = hashed
        self._last: tuple[Numbers, int] | None = None

    def of(self, parts: list[Numbers], own: Numbers) -> Numbers:
        each = list({id(part): part for part in (*parts, own) if len(part)}.values())
        if len(each) == 1 and each[0].dtype == np.uint8:
            return each[0]
        sets, sketches = ([part for part in each if (part.dtype == np.uint8) is kind] for kind in (False, True))
        if sketches:
            return self._sketched(sketches, sets)
        union = _union(sets) if len(sets) > 1 else sets[0] if sets else own
        return union if len(union) <= EXACT else self._sketched([], [union])

    def _sketched(self, sketches: list[Numbers], sets: list[Numbers]) -> Numbers:
        union = sketches[0].copy() if sketches else new_sketch()
        for sketch in sketches[1:]:
            np.maximum(union, sketch, out=union)
        for things in sets:
            self._hashed.add(union, things)
        return union

    def size(self, found: Numbers) -> tuple[int, bool]:
        if found.dtype != np.uint8:
            return len(found), True
        if self._last is None or self._last[0] is not found:
            self._last = found, max(EXACT + 1, estimate(found))
        return self._last[1], False


def _union(sets: list[Numbers]) -> Numbers:
    union = np.concatenate(sets)
    union.sort()
    kept: Numbers = union[np.concatenate(([True], union[1:] != union[:-1]))]
    return kept

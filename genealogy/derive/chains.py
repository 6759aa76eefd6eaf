"""Vessels and lines in time (rules 12 to 15): which stretch between cuts a thing may lie in, and in what order.

Half-open intervals. A cut separates only what certainly lies before it from what certainly lies after it, so a cut
that contains another one separates nothing more than that one: only the least cuts bound stretches.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from genealogy.times import Interval

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Cuts:
    """Cuts as the two sorted lists of the least ones, and all of them."""

    starts: list[dt.datetime]
    ends: list[dt.datetime]
    all: tuple[Interval, ...]

    @classmethod
    def of(cls, cuts: Sequence[Interval]) -> Cuts:
        """From cuts in any order."""
        least: list[Interval] = []
        # By end, the later start first: a cut is a least one if it starts after all that end no later than it.
        for cut in sorted(sorted(cuts, key=lambda cut: cut.start, reverse=True), key=lambda cut: cut.end):
            if not least or cut.start > least[-1].start:
                least.append(cut)
        return cls([cut.start for cut in least], [cut.end for cut in least], tuple(cuts))

    def stretches(self, span: Interval) -> range:
        """The stretches (0 is before the first cut) in which something of that interval may lie."""
        return range(bisect_right(self.ends, span.start), bisect_left(self.starts, span.end) + 1)

    def unclear(self, span: Interval) -> list[int]:
        """Positions of the cuts of which it is not certain on which side the interval lies."""
        return [n for n, cut in enumerate(self.all) if cut.start < span.end and span.start < cut.end]


@dataclass(frozen=True, slots=True)
class Timed(Generic[T]):
    """Something that happens in an interval."""

    what: T
    span: Interval


def by_stretch(items: Sequence[Timed[T]], cuts: Cuts) -> list[list[Timed[T]]]:
    """For each stretch what may lie in it, in the order given."""
    found: list[list[Timed[T]]] = [[] for _ in range(len(cuts.starts) + 1)]
    for item in items:
        for number in cuts.stretches(item.span):
            found[number].append(item)
    return found


@dataclass(frozen=True, slots=True)
class Chain(Generic[T, U]):
    """Comings in order; `taken[i]` is how many of them lie before going `i`."""

    comings: list[Timed[T]]
    goings: list[Timed[U]]
    taken: list[int]


def possible_chain(comings: Sequence[Timed[T]], goings: Sequence[Timed[U]]) -> Chain[T, U]:
    """Comings at their earliest, goings at their latest: whatever does not certainly lie after is before. Of those that
    may come at once the sooner ended is first, so that the two chains differ only where the records are in doubt."""
    ordered = sorted(comings, key=lambda item: (item.span.start, item.span.end))
    starts = [item.span.start for item in ordered]
    return Chain(ordered, list(goings), [bisect_left(starts, going.span.end) for going in goings])


def certain_chain(comings: Sequence[Timed[T]], goings: Sequence[Timed[U]]) -> Chain[T, U]:
    """Comings at their latest, goings at their earliest: only what certainly lies before is before."""
    ordered = sorted(comings, key=lambda item: (item.span.end, item.span.start))
    ends = [item.span.end for item in ordered]
    return Chain(ordered, list(goings), [bisect_right(ends, going.span.start) for going in goings])

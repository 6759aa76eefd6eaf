"""Runs whose line times are readings: there an output that was out before suspect material went in is not made of it
(rule 19). In every other run postings may be later than the work, and times say nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from genealogy.keys import material_of
from genealogy.scope.edges import INFERRED, Edges
from genealogy.store import Reads


@dataclass(frozen=True, slots=True)
class Readings:
    """Moments (ms since 1970) by position of the edge: `entered`, the earliest at which an input may have gone in, and
    `left`, the latest at which an output came out. `first_in` is when the first input of a run had certainly gone in.
    What is not known is not there."""

    entered: Mapping[int, int] = field(default_factory=dict)
    left: Mapping[int, int] = field(default_factory=dict)
    first_in: Mapping[str, int] = field(default_factory=dict)

    def covers(self, node: str, moment: int) -> bool:
        """Whether anything recorded had gone in by then: an output made of nothing shows that times do not add up."""
        return node in self.first_in and self.first_in[node] <= moment


NONE = Readings()


def fetch_readings(store: Reads, edges: Edges) -> Readings:
    """The readings of the runs in a closure that have them."""
    if not edges.timed:
        return NONE
    return readings_of(edges, store.read("scope.readings", nodes=sorted(set(edges.timed))).rows)


def readings_of(edges: Edges, rows: Iterable[tuple[str, bool, str, int | None, int | None]]) -> Readings:
    """From the lines of such runs (node, whether it went in, batch or `/m` and material, earliest, latest); several of
    one batch count as one, from the first to the last of them."""
    first: dict[tuple[str, str], int | None] = {}
    last: dict[tuple[str, str], int | None] = {}
    first_in: dict[str, int] = {}
    for node, inward, key, earliest, latest in rows:
        if inward:
            first[key, node] = _least(earliest, first.get((key, node), earliest))
            if latest is not None:
                first_in[node] = min(latest, first_in.get(node, latest))
        else:
            last[node, key] = None if latest is None else _most(latest, last.get((node, key), latest))
    ends = list(enumerate(zip(map(_source, edges.sources, edges.types), edges.targets, strict=True)))
    return Readings(
        {number: moment for number, pair in ends if (moment := first.get(pair)) is not None},
        {number: moment for number, pair in ends if (moment := last.get(pair)) is not None},
        first_in,
    )


def _source(source: str, kind: str) -> str:
    """Whose line an edge is: a candidate's line names the material alone."""
    return f"/m{material_of(source)}" if kind == INFERRED else source


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _most(one: int, other: int | None) -> int | None:
    return None if other is None else max(one, other)

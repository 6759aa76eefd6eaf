"""The ways along which suspect material can have come in time, as a graph in which every way is such a chain.

In a closure a batch may be entered twice and drawn from in between: not every way through it is one that material can
have taken (rule 18). So a batch (or a run with readings) that something left before all had come in stands here once
for each moment of entry, in order of time; an edge leaves the latest entry that it did not certainly lie before, and
each entry leads on to the next. It leaves a later one too, potential: what came in so shortly after that clocks may
differ by as much, and the last of all where records do not add up.
Linear in the closure but for sorting; pure functions of its columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

from genealogy.scope.edges import Edges, is_batch

WAIT = -1  # in the place of an edge: from one entry of a node to the next
ROOT = 0


Cost = tuple[int, int, int]
Weigh = Callable[[int, bool], tuple[int, int]]  # of an edge, and whether it is sure there: two numbers, 0 or more


class Way(NamedTuple):
    """A chain: positions of its edges, each with whether it is sure there; its batches, and its weight."""

    links: list[tuple[int, bool]]
    cost: Cost

    @property
    def is_sure(self) -> bool:
        """Whether every link is sure."""
        return all(sure for _, sure in self.links)


class Arc(NamedTuple):
    """To a vertex, by the edge at this position; `sure` where it is no potential link here."""

    target: int
    edge: int
    sure: bool


@dataclass(frozen=True, slots=True)
class Times:
    """What time says of the edges of a closure, in ms since 1970 (0 unknown): `came` is the earliest at which one
    brings something in, `gone` the latest at which it takes something out, `covered` whether what came in by then makes
    up for all that left (asked of the early ones only); `unsure` are positions of potential edges."""

    came: Callable[[int], int]
    gone: Callable[[int], int]
    covered: Callable[[int], bool]
    tolerance: int
    unsure: Collection[int]


@dataclass(slots=True)
class Chains:
    """Vertex 0 leads to the seeds. `nodes` are the nodes of vertices, `last` the last entry of each node and `first`
    its first; `arcs` lead onward from each vertex."""

    nodes: list[str] = field(default_factory=lambda: [""])
    first: dict[str, int] = field(default_factory=dict)
    last: dict[str, int] = field(default_factory=dict)
    arcs: list[list[Arc]] = field(default_factory=lambda: [[]])

    def entries(self, node: str) -> range:
        """The vertices of a node, in order of time."""
        return range(self.first[node], self.last[node] + 1) if node in self.first else range(0)


def chains_of(edges: Edges, seeds: Mapping[str, int], times: Times) -> Chains:
    """The graph for seeds with the moment since when each is suspect."""
    out: dict[str, list[int]] = {node: [] for node in seeds}
    entries: dict[str, set[int]] = {node: {moment} for node, moment in seeds.items()}
    for number, (source, target) in enumerate(zip(edges.sources, edges.targets, strict=True)):
        out.setdefault(source, []).append(number)
        entries.setdefault(target, set()).add(times.came(number))
    made = Chains()
    moments = {node: _moments(entries.get(node, {0}), out.get(node, ()), times) for node in {**out, **entries}}
    for node, known in moments.items():
        made.first[node] = len(made.nodes)
        made.nodes += [node] * len(known)
        made.last[node] = len(made.nodes) - 1
        made.arcs += [[Arc(made.first[node] + n + 1, WAIT, True)] for n in range(len(known) - 1)] + [[]]
    for seed, moment in sorted(seeds.items()):
        made.arcs[ROOT].append(Arc(_entry(made, moments, seed, moment), WAIT, True))
    for node, numbers in out.items():
        for number in sorted(numbers, key=lambda n: (edges.targets[n], edges.types[n], times.gone(n))):
            into = _entry(made, moments, edges.targets[number], times.came(number))
            for vertex, sure in _exits(made, moments[node], node, number, times):
                made.arcs[vertex].append(Arc(into, number, sure))
    return made


def _moments(entries: Collection[int], out: Collection[int], times: Times) -> list[int]:
    """The entries that need telling apart: one alone where nothing left before the last of them."""
    last = max(entries)
    early = any((gone := times.gone(number)) and gone < last for number in out)
    return sorted(entries) if early else [last]


def _entry(made: Chains, moments: Mapping[str, list[int]], node: str, moment: int) -> int:
    known = moments[node]
    return made.first[node] + (bisect_left(known, moment) if len(known) > 1 else 0)


def _exits(made: Chains, known: list[int], node: str, number: int, times: Times) -> list[tuple[int, bool]]:
    """The entries from which an edge leads on, and whether it is sure from there."""
    gone, first, last = times.gone(number), made.first[node], len(known) - 1
    behind = bisect_right(known, gone) - 1 if gone else last
    allowed = bisect_right(known, gone + times.tolerance) - 1 if gone else last
    if allowed < last and not times.covered(number):
        allowed = last
    exits = [(first + behind, number not in times.unsure)] if behind >= 0 else []
    return [*exits, (first + allowed, False)] if allowed > behind else exits


def reach_of(chains: Chains, starts: Collection[int], sure: bool = False, without: Collection[int] = ()) -> set[int]:
    """The vertices that these reach, by sure arcs alone if so asked, and without some vertices."""
    seen = set(starts) - set(without)
    stack = list(seen)
    while stack:
        for arc in chains.arcs[stack.pop()]:
            if arc.target not in seen and arc.target not in without and (arc.sure or not sure):
                seen.add(arc.target)
                stack.append(arc.target)
    return seen


def shortest(chains: Chains, wanted: Collection[int], weigh: Weigh, sure: bool = False) -> Way | None:
    """The chain to one of these vertices over the fewest batches; of these with the least weight, first by the first
    number. None where no chain leads there, or with `sure` none of sure links. Equal ones are chosen by name."""
    nodes = chains.nodes
    best: dict[int, Cost] = {ROOT: (0, 0, 0)}
    came: dict[int, tuple[int, Arc]] = {}
    heap = [((0, 0, 0), "", ROOT)]
    done: set[int] = set()
    while heap:
        cost, _, vertex = heappop(heap)
        if vertex in wanted:
            return Way(_links(came, vertex), cost)
        if vertex in done:
            continue
        done.add(vertex)
        for arc in chains.arcs[vertex]:
            if arc.sure or not sure:
                far = _cost(cost, arc, nodes[arc.target], weigh)
                if arc.target not in best or far < best[arc.target]:
                    best[arc.target], came[arc.target] = far, (vertex, arc)
                    heappush(heap, (far, nodes[arc.target], arc.target))
    return None


def _cost(cost: Cost, arc: Arc, node: str, weigh: Weigh) -> Cost:
    if arc.edge == WAIT:
        return cost
    doubtful, documents = weigh(arc.edge, arc.sure)
    return cost[0] + is_batch(node), cost[1] + doubtful, cost[2] + documents


def _links(came: Mapping[int, tuple[int, Arc]], vertex: int) -> list[tuple[int, bool]]:
    links: list[tuple[int, bool]] = []
    while vertex in came:
        vertex, arc = came[vertex]
        if arc.edge != WAIT:
            links.append((arc.edge, arc.sure))
    return links[::-1]

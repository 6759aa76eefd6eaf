"""From edges to the scope: what is reached, over how many batches, and whether for certain (rules 23, 24).

Pure functions of columns, linear in their length; exact on cycles; each node once however many paths lead to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from genealogy.scope.edges import Direction, Edges, is_batch, unsure_of


@dataclass(frozen=True, slots=True)
class Reached:
    """`hops` of every node reached (batches on the shortest way, the seed not counted), which of them are certain,
    and the position of the edge by which each was first reached."""

    hops: dict[str, int]
    certain: frozenset[str]
    by: dict[str, int]

    def batches(self) -> list[str]:
        """The batches, ordered by hops, then key."""
        levels: dict[int, list[str]] = {}
        for node, hops in self.hops.items():
            if is_batch(node):
                levels.setdefault(hops, []).append(node)
        return [key for hops in sorted(levels) for key in sorted(levels[hops])]

    def verdict(self, node: str) -> str:
        """`certain` or `potential`."""
        return "certain" if node in self.certain else "potential"


def walk(edges: Edges, seeds: Iterable[str], direction: Direction, doubtful: Collection[int] = ()) -> Reached:
    """What the seeds reach. `doubtful` are positions of edges that are potential though their type is certain."""
    near, far = (edges.sources, edges.targets) if direction == "downstream" else (edges.targets, edges.sources)
    out: dict[str, list[int]] = {}
    for number, node in enumerate(near):
        out.setdefault(node, []).append(number)
    starts = list(dict.fromkeys(seeds))
    hops, by = _hops(out, far, starts)
    certain = _certain(out, far, starts, unsure_of(edges, doubtful))
    return Reached(hops, certain, by)


def walk_standing(edges: Edges, seeds: Iterable[str], standing: Sequence[int], certain: Sequence[int]) -> Reached:
    """What the seeds reach downstream over the edges at these positions alone."""
    starts = list(dict.fromkeys(seeds))
    out: dict[str, list[int]] = {}
    for number in sorted(standing):
        out.setdefault(edges.sources[number], []).append(number)
    hops, by = _hops(out, edges.targets, starts)
    return Reached(hops, frozenset(starts) | {edges.targets[number] for number in certain}, by)


def walk_over(edges: Edges, seeds: Iterable[str], direction: Direction, standing: Iterable[int]) -> set[str]:
    """The nodes the seeds reach over the edges at these positions alone."""
    near, far = (edges.sources, edges.targets) if direction == "downstream" else (edges.targets, edges.sources)
    out: dict[str, list[str]] = {}
    for number in standing:
        out.setdefault(near[number], []).append(far[number])
    seen = set(seeds)
    stack = list(seen)
    while stack:
        fresh = set(out.get(stack.pop(), ())) - seen
        seen |= fresh
        stack.extend(fresh)
    return seen


def _hops(out: dict[str, list[int]], far: list[str], starts: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """A breadth-first pass, level by level, in which only a step onto a batch costs one."""
    hops = dict.fromkeys(starts, 0)
    by: dict[str, int] = {}
    level, cost = starts[:], 0
    while level:
        onward: list[str] = []
        for node in level:  # which grows on the way by what is reached from it at no cost
            for number in out.get(node, ()):
                next_node = far[number]
                if next_node not in hops:
                    by[next_node] = number
                    if next_node[0] != "/":  # onto a batch
                        hops[next_node] = cost + 1
                        onward.append(next_node)
                    else:
                        hops[next_node] = cost
                        level.append(next_node)
        level, cost = onward, cost + 1
    return hops, by


def _certain(out: dict[str, list[int]], far: list[str], starts: list[str], unsure: set[int]) -> frozenset[str]:
    seen = set(starts)
    stack = list(starts)
    while stack:
        for number in out.get(stack.pop(), ()):
            node = far[number]
            if node not in seen and number not in unsure:
                seen.add(node)
                stack.append(node)
    return frozenset(seen)

"""Immediate dominators of a flow graph: what every way from the root to a vertex passes.

The simple form of Lengauer and Tarjan, "A Fast Algorithm for Finding Dominators in a Flowgraph", TOPLAS 1 (1979): at
most of the order of edges times the logarithm of vertices, whatever the graph. A pure function of whole numbers.
"""

from __future__ import annotations

from collections.abc import Sequence

NONE = -1


def immediate_dominators(successors: Sequence[Sequence[int]], root: int) -> list[int]:
    """By vertex, the last other vertex that every way from `root` to it passes; the root's is itself, and -1 is that of
    a vertex that no way leads to. `successors[v]` are the vertices that edges lead to from v; they may be repeated."""
    order, above = in_order(successors, root)
    found = [NONE] * len(successors)
    for vertex, dominator in zip(order, above, strict=True):
        found[vertex] = order[dominator]
    return found


def in_order(successors: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[int]]:
    """The vertices that `root` leads to, in an order in which an immediate dominator stands before what it dominates,
    and by place in it the place of each one's immediate dominator; the root's own is 0."""
    order, parent = _depth_first(successors, root)
    number = [NONE] * len(successors)
    for place, vertex in enumerate(order):
        number[vertex] = place
    before: list[list[int]] = [[] for _ in order]
    for place, vertex in enumerate(order):
        for other in successors[vertex]:
            before[number[other]].append(place)
    return order, _dominators(before, parent)


def _depth_first(successors: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[int]]:
    """The vertices in the order in which a depth-first search meets them, and from which place each was met."""
    order, parent = [root], [0]
    seen = {root}
    stack = [(0, iter(successors[root]))]
    while stack:
        place, rest = stack[-1]
        vertex = next((other for other in rest if other not in seen), None)
        if vertex is None:
            stack.pop()
            continue
        seen.add(vertex)
        parent.append(place)
        stack.append((len(order), iter(successors[vertex])))
        order.append(vertex)
    return order, parent


def _dominators(before: Sequence[Sequence[int]], parent: Sequence[int]) -> list[int]:
    """All by place in the depth-first order: `before` are the places edges come from."""
    count = len(parent)
    semi = list(range(count))
    best = list(range(count))  # of the way up the forest so far, the vertex with the least semidominator
    above = [NONE] * count  # the forest: NONE where a vertex is not linked yet
    found = [0] * count
    waiting: list[list[int]] = [[] for _ in range(count)]
    for place in range(count - 1, 0, -1):
        semi[place] = min(semi[_least(other, above, best, semi)] for other in before[place])
        waiting[semi[place]].append(place)
        above[place] = parent[place]
        for other in waiting[parent[place]]:
            least = _least(other, above, best, semi)
            found[other] = least if semi[least] < semi[other] else parent[place]
        waiting[parent[place]] = []
    for place in range(1, count):
        if found[place] != semi[place]:
            found[place] = found[found[place]]
    return found


def _least(place: int, above: list[int], best: list[int], semi: Sequence[int]) -> int:
    """The vertex of least semidominator on the way up from `place`, the root of its tree left out; the way is shortened
    for the next time."""
    if above[place] == NONE:
        return place
    way = []
    while above[above[place]] != NONE:
        way.append(place)
        place = above[place]
    for lower in reversed(way):
        higher = above[lower]
        if semi[best[higher]] < semi[best[lower]]:
            best[lower] = best[higher]
        above[lower] = above[higher]
    return best[way[0] if way else place]

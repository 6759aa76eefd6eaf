"""Dominators: what can be reached from a root only through a node (Lengauer and Tarjan 1979, with path compression).

Exact on graphs with cycles, m log n for m edges. What a node dominates is what is no longer reached without it.
"""

from __future__ import annotations

from collections.abc import Sequence


def dominators(successors: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[int]]:
    """The nodes reached, in the order of a depth-first search, and for each (by place in that order) the place of its
    immediate dominator; the root's own is 0. An immediate dominator stands before what it dominates."""
    order, parent, before = _numbered(successors, root)
    count = len(order)
    semi, label, ancestor = list(range(count)), list(range(count)), [-1] * count
    found = [0] * count
    waiting: list[list[int]] = [[] for _ in range(count)]
    for node in range(count - 1, 0, -1):
        semi[node] = min(semi[_best(near, semi, label, ancestor)] for near in before[node])
        waiting[semi[node]].append(node)
        ancestor[node] = parent[node]
        for other in waiting[parent[node]]:
            best = _best(other, semi, label, ancestor)
            found[other] = best if semi[best] < semi[other] else parent[node]
        waiting[parent[node]] = []
    for node in range(1, count):
        if found[node] != semi[node]:
            found[node] = found[found[node]]
    return order, found


def _numbered(successors: Sequence[Sequence[int]], root: int) -> tuple[list[int], list[int], list[list[int]]]:
    """Depth first: the order, each one's parent in the search, and all that lead to it, by place in the order."""
    place = {root: 0}
    order, parent = [root], [0]
    stack = [(0, iter(successors[root]))]
    while stack:
        here, left = stack[-1]
        onward = next((node for node in left if node not in place), None)
        if onward is None:
            stack.pop()
            continue
        place[onward] = len(order)
        stack.append((len(order), iter(successors[onward])))
        order.append(onward)
        parent.append(here)
    before: list[list[int]] = [[] for _ in order]
    for here, node in enumerate(order):
        for onward in successors[node]:
            before[place[onward]].append(here)
    return order, parent, before


def _best(node: int, semi: list[int], label: list[int], ancestor: list[int]) -> int:
    """Of the nodes from here up to the top of what is linked, the top left out, that of the least semidominator."""
    if ancestor[node] < 0:
        return node
    way = []
    while ancestor[ancestor[node]] >= 0:
        way.append(node)
        node = ancestor[node]
    for below in reversed(way):
        above = ancestor[below]
        if semi[label[above]] < semi[label[below]]:
            label[below] = label[above]
        ancestor[below] = ancestor[above]
        node = below
    return label[node]

"""What every chain to a batch passes: the dominator tree of the chains of a recall, with what is sure along it.

Pure functions of the chains, nearly linear in their arcs. `v` hangs below `d` where every chain to v passes d; and it
is linked where some chain from d to v is sure all the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from genealogy.dominators import NONE, immediate_dominators
from genealogy.scope.chains import ROOT, Chains


@dataclass(frozen=True, slots=True)
class Tree:
    """By vertex of the chains: the vertex `above` it (-1: no chain leads there; the root is its own), and whether it is
    `linked` to that. `order` are the vertices that chains lead to, each after the one above it."""

    chains: Chains
    above: list[int]
    linked: list[bool]
    order: list[int]

    def path(self, vertex: int) -> list[int]:
        """The vertices that every chain to this one passes, from itself up; the root left out."""
        found = []
        while vertex != ROOT:
            found.append(vertex)
            vertex = self.above[vertex]
        return found


def tree_of(chains: Chains) -> Tree:
    """The tree of all chains."""
    above = immediate_dominators([[arc.target for arc in arcs] for arcs in chains.arcs], ROOT)
    below: list[list[int]] = [[] for _ in above]
    for vertex, higher in enumerate(above):
        if higher not in (NONE, vertex):
            below[higher].append(vertex)
    order = [ROOT]
    for vertex in order:
        order += below[vertex]
    return Tree(chains, above, _linked(chains, above, below, order), order)


def _linked(chains: Chains, above: Sequence[int], below: Sequence[Sequence[int]], order: Sequence[int]) -> list[bool]:
    """Whether a sure chain leads to each vertex from the one above it.

    All between the two hangs below the one above. So, from the leaves up, a sure arc into v begins at the one above v,
    or below a sibling to which it is linked all the way up: `top` finds that sibling, as sets are united along links.
    """
    tops = list(range(len(above)))
    linked = [False] * len(above)
    into: list[list[tuple[int, int]]] = [[] for _ in above]  # sure arcs, by what is above their target
    for vertex in order:
        for arc in chains.arcs[vertex]:
            if arc.sure:
                into[above[arc.target]].append((vertex, arc.target))
    for higher in reversed(order):
        ways: dict[int, list[int]] = {}
        for vertex, target in into[higher]:
            ways.setdefault(_top(tops, vertex), []).append(target)
        reached = [higher]
        for vertex in reached:
            for target in ways.get(vertex, ()):
                if not linked[target] and target != higher:
                    linked[target] = True
                    reached.append(target)
        for vertex in below[higher]:
            if linked[vertex]:
                tops[vertex] = higher
    return linked


def _top(tops: list[int], vertex: int) -> int:
    """The highest vertex to which this one is linked all the way; the way is shortened for the next time."""
    while tops[vertex] != vertex:
        tops[vertex] = tops[tops[vertex]]
        vertex = tops[vertex]
    return vertex


@dataclass(frozen=True, slots=True)
class Weights:
    """By vertex, what hangs below it, and what is linked to it or to what every chain to it passes."""

    below: list[float]
    confirmed: list[float]


def weights_of(tree: Tree, undecided: Mapping[str, float]) -> Weights:
    """Sums over the tree of the weights of batches; a batch weighs at its last entry, to which all chains lead on."""
    own = [0.0] * len(tree.above)
    for key, weight in undecided.items():
        own[tree.chains.last[key]] = weight
    below, linked_below = list(own), list(own)
    for vertex in reversed(tree.order[1:]):
        higher = tree.above[vertex]
        below[higher] += below[vertex]
        if tree.linked[vertex]:
            linked_below[higher] += linked_below[vertex]
    confirmed = [0.0] * len(tree.above)
    confirmed[ROOT] = linked_below[ROOT]
    for vertex in tree.order[1:]:
        more = 0.0 if tree.linked[vertex] else linked_below[vertex]
        confirmed[vertex] = confirmed[tree.above[vertex]] + more
    return Weights(below, confirmed)

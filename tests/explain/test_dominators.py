"""Dominators against their definition: without the vertex, no way leads there."""

from __future__ import annotations

from random import Random

from genealogy.dominators import NONE, immediate_dominators
from tests.support.campaign import size


def reached(successors: list[list[int]], without: int | None = None) -> set[int]:
    seen, stack = ({0}, [0]) if without != 0 else (set(), [])
    while stack:
        fresh = {*successors[stack.pop()]} - seen - {without}
        seen |= fresh
        stack.extend(fresh)
    return seen


def test_a_drawing() -> None:
    """0 -> 1 -> 2 -> 4 and 1 -> 3 -> 4 -> 5 -> 3; nothing leads to 6."""
    assert immediate_dominators([[1], [2, 3], [4], [4], [5], [3], [0]], 0) == [0, 0, 1, 1, 1, 4, NONE]


def test_random_graphs_against_the_definition() -> None:
    for seed in range(size(300, 5_000)):
        random = Random(seed)
        count = random.randint(1, 14)
        successors: list[list[int]] = [[] for _ in range(count)]
        for _ in range(random.randint(0, 3 * count)):
            successors[random.randrange(count)].append(random.randrange(count))
        found = immediate_dominators(successors, 0)
        everywhere = reached(successors)
        for vertex in range(count):
            above = set()
            step = vertex
            while found[step] not in (NONE, step):
                step = found[step]
                above.add(step)
            needed = {other for other in everywhere if vertex not in reached(successors, other)} - {vertex}
            assert above == (needed if vertex in everywhere else set()), (seed, vertex)
            assert (found[vertex] == NONE) == (vertex not in everywhere)


def test_long_chains_and_ladders_need_no_deep_stack() -> None:
    count = 20_000
    chain = [[n + 1] if n + 1 < count else [] for n in range(count)]
    assert immediate_dominators(chain, 0) == [0, *range(count - 1)]
    ladder = [[m for m in (n + 1, n + 2) if m < count] for n in range(count)]
    assert immediate_dominators(ladder, 0) == [0, 0, *[0] * (count - 2)]

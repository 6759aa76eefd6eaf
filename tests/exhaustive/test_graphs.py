"""Every small graph and many large ones: both engines find what a breadth-first search finds."""

from __future__ import annotations

from random import Random
from typing import get_args

import pytest

from genealogy.scope.edges import Direction, Engine, fetch, is_batch
from genealogy.scope.walk import Reached, walk
from genealogy.store import Store
from tests.exhaustive.graphs import ALL, SIZE, Graph, Hops, chunks, large, small
from tests.support.bundles import record_bundles
from tests.support.campaign import size

TOGETHER = 2048
SMALL = sorted(Random(4).sample(range(ALL), size(300, ALL)))
LARGE = list(range(size(20, 1000)))
STARTS = 10
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
ENGINES: tuple[Engine, ...] = get_args(Engine)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("numbers", chunks(SMALL, TOGETHER), ids=lambda numbers: str(numbers[0]))
def test_every_graph_on_four_batches(store: Store, numbers: list[int]) -> None:
    """Graphs do not touch each other, so one search from a batch of each is as good as a search in each."""
    graphs = [small(number) for number in numbers]
    record_bundles(store, [graph.rows() for graph in graphs])

    wrong = [
        (direction, engine, place)
        for direction in DIRECTIONS
        for place in range(SIZE)
        for engine in ENGINES
        if found(store, [graph.lots[place] for graph in graphs], direction, engine)
        != {lot: far for graph in graphs for lot, far in graph.search(graph.lots[place], direction).items()}
    ]

    print(f"{len(graphs)} graphs x {SIZE} starts x 2 directions x 2 engines, {len(wrong)} searches differ")
    assert wrong == []


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seeds", chunks(LARGE, 50), ids=lambda seeds: str(seeds[0]))
def test_large_random_graphs(store: Store, seeds: list[int]) -> None:
    graphs = {seed: large(seed) for seed in seeds}
    record_bundles(store, [graph.rows() for graph in graphs.values()])

    asked = [
        (graph, start, direction, engine)
        for seed, graph in graphs.items()
        for start in Random(seed).sample(graph.lots, STARTS)
        for direction in DIRECTIONS
        for engine in ENGINES
    ]
    wrong = [one[1:] for one in asked if not right(store, *one)]

    print(f"{len(graphs)} graphs, {len(asked)} searches, {len(wrong)} differ")
    assert wrong == []


def right(store: Store, graph: Graph, start: str, direction: Direction, engine: Engine) -> bool:
    """Whether one search finds what it must."""
    return found(store, [start], direction, engine) == graph.search(start, direction)


def found(store: Store, starts: list[str], direction: Direction, engine: Engine) -> Hops:
    """The lots that the product reaches, all of them for certain, with their hops."""
    keys = [f"M/{lot}" for lot in starts]
    reached = walk(fetch(store, keys, direction, engine), keys, direction)
    assert set(reached.hops) == reached.certain
    return lots_of(reached)


def lots_of(reached: Reached) -> Hops:
    """Hops by lot."""
    return {node.removeprefix("M/"): far for node, far in reached.hops.items() if is_batch(node)}

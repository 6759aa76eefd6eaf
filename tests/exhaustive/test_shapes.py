"""Shapes that break a traversal which looks at paths: the ladder, and seeds that reach each other."""

from __future__ import annotations

from time import perf_counter
from typing import get_args

import pytest

from genealogy.answers import Seed, recall
from genealogy.scope.edges import Engine, fetch
from genealogy.store import Store
from tests.exhaustive.graphs import Graph, Run, ladder
from tests.exhaustive.test_graphs import found
from tests.support.bundles import record_bundles

ENGINES: tuple[Engine, ...] = get_args(Engine)


@pytest.mark.parametrize("stages", [10, 20, 40, 80])
def test_a_ladder_has_as_many_answers_as_batches_not_as_paths(store: Store, stages: int) -> None:
    graph = ladder(stages, 8)
    record_bundles(store, [graph.rows()])

    for engine in ENGINES:
        began = perf_counter()
        edges = fetch(store, ["M/0-0"], "downstream", engine)
        print(f"{stages} stages by {engine}: {len(edges)} edges in {1000 * (perf_counter() - began):.0f} ms")
        assert len(edges) == 16 + 72 * (stages - 1)
        assert found(store, ["0-0"], "downstream", engine) == graph.search("0-0", "downstream")
    assert len(graph.search("0-0", "downstream")) == 1 + 8 * stages


@pytest.mark.parametrize("engine", ENGINES)
def test_seeds_that_reach_each_other_give_each_edge_once(store: Store, engine: Engine) -> None:
    record_bundles(store, [Graph(("a", "b", "c"), (Run("R1", ("a",), ("b",)), Run("R2", ("b",), ("c",)))).rows()])

    edges = fetch(store, ["M/a", "M/b", "M/c"], "downstream", engine)

    assert sorted(zip(edges.sources, edges.targets, strict=True)) == [
        ("/rR1", "M/b"),
        ("/rR2", "M/c"),
        ("M/a", "/rR1"),
        ("M/b", "/rR2"),
    ]


def test_seeds_that_reach_each_other_give_each_batch_once(store: Store) -> None:
    record_bundles(store, [Graph(("a", "b", "c"), (Run("R1", ("a",), ("b",)), Run("R2", ("b",), ("c",)))).rows()])

    answer = recall(store, [Seed("M/b"), Seed("M/a"), Seed("M/b")], cross_check=True)

    assert [(row["key"], row["hops"]) for row in answer["batches"]] == [("M/a", 0), ("M/b", 0), ("M/c", 1)]

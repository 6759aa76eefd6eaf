"""What needs the database: that it draws the links that the properties were tried on, and what loading twice does."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from genealogy.graph_hash import graph_hash
from genealogy.scope.closure import closure
from genealogy.scope.edges import Direction, Edges
from genealogy.scope.walk import walk_over
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.oracle.plant import names, read
from tests.properties.asked import Asked
from tests.properties.changes import has_conflicts, shuffled_twice
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

PLANTS = {number: plant(number, f"p{number}-") for number in range(size(8, 600))}
NUMBERED = re.compile(r"(?<! certain)(?<! possible)(?<! residue \d) \d+$")  # contents keep theirs
BOTH: tuple[Direction, ...] = ("downstream", "upstream")


@pytest.mark.timeout(size(600, 3600))
def test_the_links_are_those_of_the_database(store: Store) -> None:
    record_bundles(store, PLANTS.values())
    for rows in PLANTS.values():
        known = read(rows)
        down, up = (written(closure(store, sorted(names(known)), direction)) for direction in BOTH)
        assert down | up == written(about_batches(Asked(known).edges, sorted(names(known))))


def about_batches(edges: Edges, keys: list[str]) -> Edges:
    """The links that come from a batch or lead to one: what came from nobody knows where and went nowhere, no closure
    of batches holds."""
    every = range(len(edges))
    down, up = (walk_over(edges, keys, direction, every) for direction in BOTH)
    return edges.picked(n for n in every if edges.sources[n] in down or edges.targets[n] in up)


def written(edges: Edges) -> Counter[tuple[str, str, str, int]]:
    """Each link with its moment; parts without their numbers, which follow from the ids of their lines."""
    sources, targets = ([NUMBERED.sub("", node) for node in nodes] for nodes in (edges.sources, edges.targets))
    return Counter(zip(sources, edges.types, targets, edges.moments, strict=True))


def test_loading_twice_and_in_no_order_makes_the_same_graph(store: Store) -> None:
    plants = {number: rows for number, rows in PLANTS.items() if not has_conflicts(rows)}
    assert len(plants) > len(PLANTS) / 2
    record_bundles(store, plants.values())
    whole = graph_hash(store)
    wipe(store)
    random = Random(1)
    outcomes = record_bundles(store, [shuffled_twice(random, rows) for rows in plants.values()], chunk=500)
    assert sum(len(one.repeated) for one in outcomes) >= sum(
        len(lines) for rows in plants.values() for lines in rows.values()
    )
    assert graph_hash(store) == whole

"""Several seeds of which one is reached from another: each edge, and so each batch, comes once."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from genealogy.events.flow import Consumed, Produced
from genealogy.record.writer import Source, record
from genealogy.store import Store

CHAIN = "abcd"


@pytest.fixture
def chain(store: Store) -> Store:
    """M/a -> M/b -> M/c -> M/d, and d back into b: a rework."""
    runs = [("1", "a", "b"), ("2", "b", "c"), ("3", "c", "d"), ("4", "d", "b")]
    lines = [Produced(run=run, material="M", lot=out) for run, _, out in runs]
    used = [Consumed(run=run, material="M", lot=into) for run, into, _ in runs]
    record(store, [*lines, *used], Source("test", "chain"), ZoneInfo("UTC"))
    return store


@pytest.mark.parametrize("name", ["scope.downstream", "scope.recall", "scope.upstream"])
@pytest.mark.parametrize("seeds", ["a", "d", "ab", "ba", "abcd", "aab", "dcba"])
def test_overlapping_seeds(chain: Store, name: str, seeds: str) -> None:
    answer = chain.read(name, keys=[f"M/{lot}" for lot in seeds]).dicts()[0]
    edges = list(zip(answer["sources"], answer["targets"], strict=True))
    assert len(edges) == len(set(edges))
    assert len(edges) == expected(name, seeds)


def expected(name: str, seeds: str) -> int:
    """Nothing enters `a`, and only `a` enters the first run; everything else reaches everything else."""
    if name == "scope.upstream":
        return 0 if seeds == "a" else 8
    return 8 if "a" in seeds else 6


def test_the_bare_scope_lists_each_batch_once(chain: Store) -> None:
    keys, hops = chain.read("scope.keys_downstream", key="M/a").one()
    assert sorted(zip(keys, hops, strict=True)) == [("M/a", 0), ("M/b", 2), ("M/c", 4), ("M/d", 6)]

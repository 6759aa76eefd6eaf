"""Scope queries: breadth-first from a unique key, and nothing else that could enumerate paths (facts measured)."""

from __future__ import annotations

import re

import pytest

from genealogy.queries import Query, all_queries, parse_query
from genealogy.store import Store
from tests.queries.explain import explain

TRAVERSALS = {name: query for name, query in all_queries().items() if re.search(r"\*\d*\.\.", query.text)}
FIRST_STEPS = {"demo.first_look"}  # draws paths, and says how many steps


def complaints(store: Store, query: Query) -> list[str]:
    """What is wrong with the plan of a scope query."""
    operators = explain(store, query).operators
    matching = [name for name, _ in operators if name not in ("Unwind", "Argument")]
    expansions = [(name, details) for name, details in operators if "VarLength" in name or "Shortest" in name]
    wrong = [] if matching[0] == "NodeUniqueIndexSeek" else [f"starts at {matching[0]}"]
    wrong += [name for name, _ in expansions if not name.startswith("VarLengthExpand(Pruning,BFS")]
    scans = [name for name, _ in operators if "Scan" in name]
    return wrong + scans + ([] if len(expansions) == 1 else [f"{len(expansions)} expansions"])


def test_which_queries_traverse() -> None:
    scopes = {"scope.downstream", "scope.recall", "scope.noted", "scope.downstream_of_runs"}
    scopes |= {"scope.upstream", "scope.keys_downstream"}
    assert TRAVERSALS.keys() - FIRST_STEPS == {*scopes, "watch.vessels", "exposure.contents"}


@pytest.mark.parametrize("name", sorted(TRAVERSALS.keys() - FIRST_STEPS))
def test_a_scope_query_is_one_breadth_first_search(everything: Store, name: str) -> None:
    assert complaints(everything, TRAVERSALS[name]) == []


@pytest.mark.parametrize("name", ["watch.batches", "watch.runs", "case.claims"])
def test_the_watch_looks_up_what_is_named(everything: Store, name: str) -> None:
    """One seek for each batch or run, whatever there is besides."""
    operators = [name for name, _ in explain(everything, all_queries()[name]).operators]
    assert "NodeUniqueIndexSeek" in operators
    assert [one for one in operators if "Scan" in one] == []


BAD = {
    "a scan": "MATCH (s:Batch {status: $key})-[:CONSUMED|PRODUCED*0..]->(n) WITH DISTINCT n",
    "every path": "MATCH (s:Batch {key: $key})-[:CONSUMED|PRODUCED*0..]->(n)",
    "alternating steps": "MATCH (s:Batch {key: $key}) (()<-[:CONSUMED]-()-[:PRODUCED]->())+ (n) WITH DISTINCT n",
    "any shortest": "MATCH ANY SHORTEST (s:Batch {key: $key}) (()-[:CONSUMED]->()-[:PRODUCED]->())+ (n)",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_a_worse_plan_would_be_seen(everything: Store, text: str) -> None:
    head = "// name: a.b\n// mode: read\n// doc: d\n// param key: one\n// returns: key\n\n"
    assert complaints(everything, parse_query("a/b.cypher", f"{head}{text} RETURN n.key AS key"))


def test_no_scope_query_starts_from_a_list(everything: Store) -> None:
    """The server loses DISTINCT above a seek by IN or OR, and lists a batch once per seed that reaches it."""
    for query in TRAVERSALS.values():
        start = query.text[: query.text.index("*")]
        assert not re.search(r"\bIN\b|\bOR\b", start), query.name

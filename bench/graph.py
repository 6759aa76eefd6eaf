"""The loaded graph read back: for the peer that loads it again, and as plain edges between numbers."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from genealogy.schema import FLOW, key_of
from genealogy.store import Store

AT_ONCE = 10_000
Rows = dict[str, list[dict[str, Any]]]
# The bench writes its own bare queries: they are the peer, not the product.
NODES = "MATCH (n) RETURN head(labels(n)) AS label, properties(n) AS props"
EDGES = """
MATCH (a)-[e]->(b)
RETURN type(e), properties(e), head(labels(a)), properties(a)[$keys[head(labels(a))]],
       head(labels(b)), properties(b)[$keys[head(labels(b))]]
"""


def read_back(store: Store, keys: dict[str, str]) -> tuple[Rows, Rows]:
    """Every node and edge, grouped by the query that would write it."""
    nodes: Rows = defaultdict(list)
    edges: Rows = defaultdict(list)
    with store.driver.session(database=store.database) as session:
        for label, props in session.run(NODES):
            nodes[_node_query(label)].append({"id": props[key_of(label)], "props": props})
        for kind, props, source, a, target, b in session.run(EDGES, keys=keys):
            edges[_edge_query(kind, source, target, "uid" in props)].append(
                {"a": a, "b": b, "uid": props.get("uid"), "props": props}
            )
    return nodes, edges


def _node_query(label: str) -> str:
    return f"UNWIND $rows AS row MERGE (n:{label} {{`{key_of(label)}`: row.id}}) SET n += row.props"


def _edge_query(kind: str, source: str, target: str, recorded: bool) -> str:
    uid = " {uid: row.uid}" if recorded else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{`{key_of(source)}`: row.a}}) "
        f"MATCH (b:{target} {{`{key_of(target)}`: row.b}}) MERGE (a)-[e:{kind}{uid}]->(b) SET e += row.props"
    )


def write_bare(store: Store, groups: Rows) -> float:
    """Write the rows by bare UNWIND, 10,000 a transaction; the seconds it took."""
    begun = perf_counter()
    with store.driver.session(database=store.database) as session:
        for text, rows in groups.items():
            for first in range(0, len(rows), AT_ONCE):
                session.run(text, rows=rows[first : first + AT_ONCE]).consume()
    return perf_counter() - begun


def numbered_edges(edges: Rows) -> tuple[dict[tuple[str, str], int], list[tuple[int, int]]]:
    """The flow edges between numbers, and the number of each node by label and id."""
    numbers: dict[tuple[str, str], int] = {}
    found = []
    for text, rows in edges.items():
        kind = text.split("[e:")[1].split("]")[0].split(" ")[0]
        if kind in FLOW:
            source, target = text.split("(a:")[1].split(" ")[0], text.split("(b:")[1].split(" ")[0]
            for row in rows:
                a = numbers.setdefault((source, row["a"]), len(numbers))
                b = numbers.setdefault((target, row["b"]), len(numbers))
                found.append((a, b))
    return numbers, found


def batch_of_reach(store: Store, wanted: int, seed: int = 1) -> tuple[str, int]:
    """The received batch whose downstream scope is nearest to `wanted` batches, and how many it is."""
    keys = received_batches(store)
    tried = random.Random(seed).sample(keys, min(len(keys), 2000))
    sizes = ((key, len(bare_scope(store, key)[0])) for key in tried)
    return min(sizes, key=lambda found: abs(found[1] - wanted))


def received_batches(store: Store) -> list[str]:
    """The keys of all batches that were received, in order."""
    with store.driver.session(database=store.database) as session:
        rows = session.run("MATCH (:Receipt)-[:RECEIVED]->(b:Batch) RETURN DISTINCT b.key ORDER BY 1")
        return [key for (key,) in rows]


def bare_scope(store: Store, key: str) -> tuple[list[str], list[int]]:
    """Keys and hops of one traversal, database to Python."""
    keys, hops = store.read("scope.keys_downstream", key=key).one()
    return keys, hops


def rows_in(groups: Rows) -> int:
    """How many rows there are."""
    return sum(map(len, groups.values()))


def each(edges: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The edges, one by one."""
    yield from edges

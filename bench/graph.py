"""The loaded graph read back: for the peer that loads it again, and as plain edges between numbers."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import neo4j

from bench.spool import Spool
from genealogy.schema import FLOW, key_of
from genealogy.store import Store

Pairs = Iterator[tuple[int, int]]
UNENDING = 0  # seconds: the server's own limit is for answers, and a large graph takes longer to read
# The bench writes its own bare queries: they are the peer, not the product.
NODES = "MATCH (n) RETURN head(labels(n)) AS label, properties(n) AS props"
EDGES = """
MATCH (a)-[e]->(b)
RETURN type(e), properties(e), head(labels(a)), properties(a)[$keys[head(labels(a))]],
       head(labels(b)), properties(b)[$keys[head(labels(b))]]
"""


def read_back(store: Store, keys: dict[str, str], folder: Path) -> tuple[Spool, Spool]:
    """Every node and edge, by the query that would write it, kept in that folder."""
    nodes, edges = Spool(folder / "nodes"), Spool(folder / "edges")
    with store.driver.session(database=store.database) as session:
        for label, props in session.run(neo4j.Query(NODES, timeout=UNENDING)):
            nodes.add(_node_query(label), {"id": props[key_of(label)], "props": props})
        for kind, props, source, a, target, b in session.run(neo4j.Query(EDGES, timeout=UNENDING), keys=keys):
            text = _edge_query(kind, source, target, "uid" in props)
            edges.add(text, {"a": a, "b": b, "uid": props.get("uid"), "props": props})
    nodes.flush()
    edges.flush()
    return nodes, edges


def _node_query(label: str) -> str:
    return f"UNWIND $rows AS row MERGE (n:{label} {{`{key_of(label)}`: row.id}}) SET n += row.props"


def _edge_query(kind: str, source: str, target: str, recorded: bool) -> str:
    uid = " {uid: row.uid}" if recorded else ""
    return (
        f"UNWIND $rows AS row MATCH (a:{source} {{`{key_of(source)}`: row.a}}) "
        f"MATCH (b:{target} {{`{key_of(target)}`: row.b}}) MERGE (a)-[e:{kind}{uid}]->(b) SET e += row.props"
    )


def write_bare(store: Store, rows: Spool) -> float:
    """Write the rows by bare UNWIND, each group of them a transaction; the seconds that took, without reading them."""
    seconds = 0.0
    with store.driver.session(database=store.database) as session:
        for text, some in rows.groups():
            begun = perf_counter()
            session.run(text, rows=some).consume()
            seconds += perf_counter() - begun
    return seconds


def numbered_edges(edges: Spool) -> tuple[dict[tuple[str, str], int], Pairs]:
    """The flow edges between numbers, and the number of each node by label and id."""
    numbers: dict[tuple[str, str], int] = {}
    sources, targets = array("L"), array("L")
    for text, rows in edges.groups():
        kind = text.split("[e:")[1].split("]")[0].split(" ")[0]
        if kind in FLOW:
            source, target = text.split("(a:")[1].split(" ")[0], text.split("(b:")[1].split(" ")[0]
            for row in rows:
                sources.append(numbers.setdefault((source, row["a"]), len(numbers)))
                targets.append(numbers.setdefault((target, row["b"]), len(numbers)))
    return numbers, zip(sources, targets, strict=True)


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

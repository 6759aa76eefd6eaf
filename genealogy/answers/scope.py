"""The scope of one or several batches in one direction: the traversal's columns, walked, with what is noted on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from genealogy.scope.contradictions import Doubts, find_doubts
from genealogy.scope.edges import CONTENT, PART, RUN, TRANSFER, Direction, Edges, Engine, fetch, is_batch
from genealogy.scope.walk import Reached, walk
from genealogy.store import Reads


@dataclass(frozen=True, slots=True)
class Transfer:
    """A shipment of ours that came in under another lot number."""

    node: str
    shipment: str
    document: str
    returned: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything a scope holds, before parties and quantities. `parts` and `contents` are rows of their queries."""

    direction: Direction
    seeds: tuple[str, ...]
    edges: Edges
    reached: Reached
    doubts: Doubts
    batches: list[str]
    runs: list[str]
    parts: list[dict[str, Any]]
    contents: list[dict[str, Any]]
    transfers: list[Transfer]
    names: dict[str, str]

    def name_of(self, node: str) -> str:
        """What a node between two batches is called in an answer."""
        return self.names.get(node) or f"run {node[2:]}"


def scope_of(store: Reads, keys: Sequence[str], direction: Direction, engine: Engine = "path") -> Scope:
    """The least set that holds the seeds and is closed under recorded links (rule 24)."""
    edges = fetch(store, keys, direction, engine)
    doubts = find_doubts(store, edges)
    reached = walk(edges, keys, direction, doubts.edges)
    parts = _noted(store, "scope.parts", reached, PART)
    contents = _noted(store, "scope.contents", reached, CONTENT)
    transfers = _noted(store, "answer.transfers", reached, TRANSFER)
    runs = {node[2:] for node in reached.hops if node.startswith(RUN)} | {part["run"] for part in parts}
    runs |= _carried(store, edges, reached)
    return Scope(
        direction,
        tuple(keys),
        edges,
        reached,
        doubts,
        reached.batches(),
        sorted(runs),
        parts,
        contents,
        [Transfer(TRANSFER + row["transfer"], row["shipment"], row["document"], row["returned"]) for row in transfers],
        _names(parts, contents, transfers),
    )


def _carried(store: Reads, edges: Edges, reached: Reached) -> set[str]:
    """Runs in which a batch took residue: it comes from the equipment, not through the run's inputs (rule 15)."""
    ends = zip(edges.types, edges.targets, strict=True)
    keys = {target for kind, target in ends if kind == "CARRIED_OVER" and is_batch(target)}
    rows = store.read("scope.carried", keys=sorted(keys)).rows if keys else []
    return {run for source, run in rows if source in reached.hops}


def _names(
    parts: list[dict[str, Any]], contents: list[dict[str, Any]], transfers: list[dict[str, Any]]
) -> dict[str, str]:
    kept = {True: "residue on", False: "content of"}
    return {
        **{PART + row["part"]: f"run {row['run']}" for row in parts},
        **{CONTENT + row["content"]: f"{kept[row['residue']]} {row['equipment']}" for row in contents},
        **{TRANSFER + row["transfer"]: f"shipment {row['shipment']}" for row in transfers},
    }


def _noted(store: Reads, name: str, reached: Reached, mark: str) -> list[dict[str, Any]]:
    ids = sorted(node[2:] for node in reached.hops if node.startswith(mark))
    return store.read(name, ids=ids).dicts() if ids else []

"""The nodes and edges of a trace, as a picture shows them: things with captions, edges the way material moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.steady import steady
from genealogy.errors import UsageError
from genealogy.keys import BatchKey
from genealogy.scope.edges import CERTAIN, CONTENT, PART, RUN, TRANSFER, Direction, is_batch
from genealogy.store import Reads, Store

Kind = Literal["batch", "run", "part", "content", "transfer", "receipt", "supplier", "shipment", "customer"]
_KINDS: dict[str, Kind] = {RUN: "run", PART: "part", CONTENT: "content", TRANSFER: "transfer"}
_PARTIES = ("SUPPLIED", "DELIVERED_TO")  # once for a document, whatever its lines
_WAYS: dict[str, tuple[Direction, ...]] = {
    "upstream": ("upstream",),
    "downstream": ("downstream",),
    "both": ("upstream", "downstream"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """`id` is unique in the picture; `material`, `lot` and `hops` are of batches; `verdict` is certain or potential."""

    id: str
    kind: Kind
    caption: str
    verdict: str = ""
    material: str = ""
    material_name: str = ""
    lot: str = ""
    hops: int | None = None
    seed: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """From `source` to `target`, as material moves; `quantity` in `uom`, None where it is derived or not recorded."""

    source: str
    target: str
    kind: str
    certain: bool
    quantity: float | None = None
    uom: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes by id and edges, both in a fixed order."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def picture(store: Store, keys: Sequence[str], direction: str = "both") -> Picture:
    """All that a trace of these batches reaches, with receipts, suppliers, shipments and customers. Raises
    UnknownBatchError, UsageError."""
    if direction not in _WAYS:
        raise UsageError(f"direction is {direction!r}; it must be one of {', '.join(_WAYS)}")
    return steady(store, lambda tx: _picture(tx, keys, _WAYS[direction]), "picture")


def _picture(store: Reads, keys: Sequence[str], ways: Sequence[Direction]) -> Picture:
    seeds = [seed.key for seed in checked(store, [Seed(key) for key in keys])]
    scopes = [scope_of(store, seeds, way) for way in ways]
    nodes: dict[str, Node] = {}
    edges: Counter[Edge] = Counter()  # two lines that say the same are two
    batches = sorted({key for scope in scopes for key in scope.batches})
    materials = sorted({BatchKey.parse(key).material for key in batches})
    names = {row[0]: row[1] or "" for row in store.read("answer.materials", materials=materials).rows}
    for scope in scopes:
        for node in _flow_nodes(scope, names, frozenset(seeds)):
            known = nodes.get(node.id)
            if known is None or (node.verdict == "certain" and known.verdict != "certain"):
                nodes[node.id] = node
        edges |= Counter(_flow_edges(scope, nodes))  # what lies on a circle is in both directions
    documents = [*_arrivals(store, batches), *_departures(store, batches)]
    nodes = {node.id: node for node, _ in documents} | nodes
    lines = {edge for _, edge in documents if edge.kind in _PARTIES}
    ordered = [*edges.elements(), *(edge for _, edge in documents if edge.kind not in _PARTIES), *lines]
    ordered.sort(key=lambda e: (e.source, e.target, e.kind, e.at, e.quantity or 0.0))
    return Picture(tuple(nodes[id_] for id_ in sorted(nodes)), tuple(ordered))


def _flow_nodes(scope: Scope, names: dict[str, str], seeds: frozenset[str]) -> Iterator[Node]:
    for id_, hops in scope.reached.hops.items():
        verdict = scope.reached.verdict(id_)
        if is_batch(id_):
            key = BatchKey.parse(id_)
            name = names.get(key.material, "")
            yield Node(id_, "batch", id_, verdict, key.material, name, key.lot, hops, id_ in seeds)
        else:
            yield Node(id_, _KINDS[id_[:2]], scope.name_of(id_), verdict)


def _flow_edges(scope: Scope, nodes: dict[str, Node]) -> Iterator[Edge]:
    edges = scope.edges
    columns = zip(edges.sources, edges.targets, edges.types, edges.quantities, edges.uoms, strict=True)
    for number, (source, target, kind, quantity, uom) in enumerate(columns):
        if source in nodes and target in nodes:
            sure = kind in CERTAIN and number not in scope.doubts.edges
            known = quantity if quantity >= 0 else None
            yield Edge(source, target, kind, sure, known, uom if known is not None else "")


def _arrivals(store: Reads, keys: Sequence[str]) -> Iterator[tuple[Node, Edge]]:
    for key, receipt, supplier, name, quantity, uom, at in store.read("picture.arrived", keys=list(keys)).rows:
        node = Node(f"receipt {receipt}", "receipt", receipt)
        yield node, Edge(node.id, key, "RECEIVED", True, quantity, uom or "", at or "")
        if supplier:
            who = Node(f"supplier {supplier}", "supplier", name or supplier)
            yield who, Edge(who.id, node.id, "SUPPLIED", True)


def _departures(store: Reads, keys: Sequence[str]) -> Iterator[tuple[Node, Edge]]:
    for key, shipment, customer, name, quantity, uom, at in store.read("picture.left", keys=list(keys)).rows:
        node = Node(f"shipment {shipment}", "shipment", shipment)
        yield node, Edge(key, node.id, "SHIPPED", True, quantity, uom or "", at or "")
        if customer:
            who = Node(f"customer {customer}", "customer", name or customer)
            yield who, Edge(node.id, who.id, "DELIVERED_TO", True)

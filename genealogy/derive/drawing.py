"""Derived nodes and edges as values, and the one way they are written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from genealogy.schema import key_of
from genealogy.store import Tx

Ref = tuple[str, str]  # label, id


@dataclass(slots=True)
class Drawing:
    """New nodes by reference, and edges between nodes of the graph, old or new."""

    nodes: dict[Ref, dict[str, Any]] = field(default_factory=dict)
    edges: list[tuple[Ref, str, Ref, dict[str, Any]]] = field(default_factory=list)

    def node(self, label: str, id_: str, **properties: Any) -> Ref:
        """Add a node; gives back the reference to it."""
        self.nodes[label, id_] = {}
        self.note((label, id_), **properties)
        return label, id_

    def note(self, ref: Ref, **properties: Any) -> None:
        """Say more of a new node; what is None or empty is left out."""
        self.nodes[ref].update({name: value for name, value in properties.items() if value not in (None, [], ())})

    def edge(self, source: Ref, kind: str, target: Ref, **properties: Any) -> None:
        """Add an edge."""
        said = {name: value for name, value in properties.items() if value is not None}
        self.edges.append((source, kind, target, said))


def draw(tx: Tx, drawing: Drawing) -> None:
    """Write a drawing. Its nodes must not be there yet."""
    nodes = defaultdict(list)
    for (label, id_), properties in drawing.nodes.items():
        nodes[label].append({**properties, key_of(label): id_})
    for label, rows in nodes.items():
        tx.run(f"draw.{label.lower()}", rows=rows)
    edges = defaultdict(list)
    for (source, a), kind, (target, b), properties in drawing.edges:
        edges[f"draw.{source}_{target}".lower()].append({"a": a, "b": b, "type": kind, "props": properties})
    for name, rows in edges.items():
        tx.run(name, rows=rows)

"""The recall of one batch by structure, and what single cuts would spare of it: read by one traversal."""

from __future__ import annotations

from genealogy.answers.facts import facts_of
from genealogy.answers.sent import sent_of
from genealogy.scope.closure import closure
from genealogy.scope.edges import Edges, is_batch
from genealogy.store import Reads
from genealogy.worst.cuts import Cut, Gone, Hit, hit_of, spared_by
from genealogy.worst.places import places_of


def cut_off(store: Reads, key: str) -> tuple[Hit, dict[Cut, Hit]]:
    """What a recall of the batch hits, exactly, and what each cut spares of it, where that is anything."""
    edges = closure(store, [key], "downstream")
    gone = _gone(store, key, edges)
    return hit_of(edges, key, gone), spared_by(edges, key, gone, places_of(store, edges))


def _gone(store: Reads, key: str, edges: Edges) -> Gone:
    """The shipments and customers of each batch in scope."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    facts = facts_of(store, sorted({key} | {node for node in edges.targets if is_batch(node)}), edges)
    for line in sent_of(store, facts):
        shipments, customers = found.setdefault(line.key, (set(), set()))
        shipments.add(line.shipment.shipment)
        if line.shipment.customer:
            customers.add(line.shipment.customer)
    for returned, customer in facts.returners():
        found.setdefault(returned, (set(), set()))[1].add(customer)
    return found

"""What every chain from a seed reaches only through a kill step (rule 23): listed apart, never deleted."""

from __future__ import annotations

from typing import Any

from genealogy.answers.excluded import onward, shown, spread
from genealogy.answers.parties import Deliveries
from genealogy.answers.scope import Scope
from genealogy.scope.edges import is_batch
from genealogy.store import Reads

# The rest left before anything came in that had not: through batches that are in scope for what came in later.
IN_TIME = "all that can have reached it in time had gone through a kill step"


def mitigated_of(store: Reads, scope: Scope, deliveries: Deliveries) -> list[dict[str, Any]]:
    """The `mitigated` list of contract 3: batches, then the shipments and the customers that got only such."""
    narrowing = scope.narrowing
    keys = sorted(node for node in scope.mitigated if is_batch(node))
    if narrowing is None or not keys:
        return []
    reasons: dict[str, list[str]] = {}
    edges, reached = narrowing.whole, scope.reached.hops
    out = onward(edges, reached)
    # First what is made there itself, then what left a batch in scope before anything came in without a kill step.
    passing = sorted(narrowing.killed, key=lambda number: (edges.targets[number] in reached, number))
    for number in passing:
        spread(out, edges.targets[number], narrowing.killed[number], reasons, "mitigated")
    called = {row["customer"] for row in deliveries.customers}
    shipments: dict[str, list[str]] = {}
    customers: dict[str, list[str]] = {}
    for row in store.read("answer.shipments", keys=keys).dicts():
        if row["shipment"] not in deliveries.ids():
            shipments.setdefault(row["shipment"], []).append(f"it carries {row['key']}, which is mitigated")
        if row["customer"] and row["customer"] not in called:
            customers.setdefault(row["customer"], []).append(f"got {row['key']} with shipment {row['shipment']}")
    return [
        *({"key": key, "reasons": shown(reasons.get(key, [IN_TIME]))} for key in keys),
        *({"shipment": shipment, "reasons": shown(shipments[shipment])} for shipment in sorted(shipments)),
        *({"customer": customer, "reasons": shown(customers[customer])} for customer in sorted(customers)),
    ]

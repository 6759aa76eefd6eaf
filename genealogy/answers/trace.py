"""What is upstream or downstream of a batch: all recorded links, doubtful ones marked potential."""

from __future__ import annotations

from typing import Any, get_args

from genealogy.answers.facts import facts_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.parties import Arrivals, Deliveries, arrivals_of, deliveries_of
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.sent import sent_of
from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.errors import UsageError
from genealogy.keys import BatchKey
from genealogy.scope.edges import Direction
from genealogy.store import Reads, Store, Tx

DIRECTIONS = ("upstream", "downstream", "both")
SYNONYMS = {"backward": "upstream", "forward": "downstream", "up": "upstream", "down": "downstream"}


def trace(store: Store | Tx, key: str, direction: str = "downstream") -> dict[str, Any]:
    """The trace of contract 3, as JSON values. Raises UnknownBatchError, UsageError."""
    direction = SYNONYMS.get(direction, direction)
    if direction not in DIRECTIONS:
        raise UsageError(f"direction is {direction!r}; it must be one of {', '.join(DIRECTIONS)}")
    return steady(store, lambda tx: _trace(tx, key, direction), "trace")


def _trace(store: Reads, key: str, direction: str) -> dict[str, Any]:
    (seed,) = checked(store, [Seed(key)])
    ways = [way for way in get_args(Direction) if direction in (way, "both")]
    return _answer(store, seed.key, direction, [scope_of(store, [seed.key], way) for way in ways])


def _answer(store: Reads, key: str, direction: str, scopes: list[Scope]) -> dict[str, Any]:
    gaps = Gaps()
    deliveries, arrivals = Deliveries(), Arrivals()
    for scope in scopes:
        facts = facts_of(store, scope.batches, scope.edges)
        gaps.of_scope(store, scope, facts.odd)
        gaps.of_materials(store, scope.batches)
        if scope.direction == "downstream":
            deliveries = deliveries_of(store, scope, facts, sent_of(store, facts), gaps)
        else:
            arrivals = arrivals_of(store, scope, gaps)
    transfers = [transfer for scope in scopes for transfer in scope.transfers]
    came = {transfer.document for transfer in transfers if not transfer.returned}
    return {
        "schema_version": SCHEMA_VERSION,
        "batch": key,
        "direction": direction,
        "complete": True,
        "batches": _batches(scopes),
        "runs": [{"run": run} for run in sorted({run for scope in scopes for run in scope.runs})],
        "receipts": [{"receipt": id_} for id_ in sorted(arrivals.receipts | came)],
        "suppliers": [{"supplier": id_, "name": name} for id_, name in sorted(arrivals.suppliers.items())],
        "shipments": [{"shipment": id_} for id_ in sorted(deliveries.ids() | {t.shipment for t in transfers})],
        "customers": [{"customer": row["customer"], "name": row["name"]} for row in deliveries.customers],
        "gaps": gaps.listed(),
    }


def _batches(scopes: list[Scope]) -> list[dict[str, Any]]:
    """Each batch once: its shortest way, its strongest verdict."""
    hops: dict[str, int] = {}
    certain: set[str] = set()
    for scope in scopes:
        for key in scope.batches:
            hops[key] = min(scope.reached.hops[key], hops.get(key, scope.reached.hops[key]))
        certain |= scope.reached.certain
    return [
        {
            **{"key": key, "material": parsed.material, "lot": parsed.lot},
            **{"assigner": parsed.assigner or None, "serial": parsed.serial or None},
            "hops": hops[key],
            "verdict": "certain" if key in certain else "potential",
        }
        for key in sorted(hops, key=lambda key: (hops[key], key))
        for parsed in (BatchKey.parse(key),)
    ]

"""What derived things a change touches. Marked in the transaction of the change, made again by `genealogy.derive`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from genealogy.events import Event
from genealogy.events.care import Cleaning
from genealogy.events.flow import Receipt, Return, Shipment, Shipped
from genealogy.events.master import Equipment
from genealogy.keys import BatchKey
from genealogy.record.rows import batches_named
from genealogy.store import Tx

VESSEL_RUNS = ("charge", "draw")
RUN_EVENTS = frozenset({"run", "used", "mapped", "produced", "consumed"})


def mark_touched(tx: Tx, events: Sequence[Event]) -> None:
    """Mark what these newly recorded events touch."""
    ids = of_runs(tx, {event.__dict__["run"] for event in events if event.kind_of_event in RUN_EVENTS})
    ids |= set(_of_equipment(events))
    ids |= set(_of_shipments(tx, events))
    bare = {str(key.bare) for key in _batches(events)}
    ids |= {f"bare:{key}" for (key,) in tx.run("stale.bare", keys=sorted(bare)).rows} if bare else set()
    mark(tx, ids)


def mark(tx: Tx, ids: Iterable[str]) -> None:
    """Mark these things, written `kind:id`."""
    if wanted := sorted(ids):
        tx.run("stale.mark", ids=wanted)


def _batches(events: Sequence[Event]) -> Iterable[BatchKey]:
    return {key for event in events for key in batches_named(event)}


def of_runs(tx: Tx, runs: set[str]) -> set[str]:
    """What follows from these runs: their parts, their vessels, the residue on their equipment."""
    if not runs:
        return set()
    found = dict(zip(("run", "vessel", "line"), tx.run("stale.runs", runs=sorted(runs)).one(), strict=True))
    return {f"{kind}:{id_}" for kind, ids in found.items() for id_ in ids}


def of_equipment(equipment: str) -> tuple[str, str]:
    """What follows from the cleans of this equipment: what it held, and what stayed on it."""
    return f"vessel:{equipment}", f"line:{equipment}"


def _of_equipment(events: Sequence[Event]) -> Iterable[str]:
    for event in events:
        if isinstance(event, Equipment | Cleaning):
            yield from of_equipment(event.equipment)


def _of_shipments(tx: Tx, events: Sequence[Event]) -> Iterable[str]:
    answered = {event.shipment for event in events if isinstance(event, Receipt | Return) and event.shipment}
    yield from (f"shipment:{shipment}" for shipment in answered)
    if shipped := {event.shipment for event in events if isinstance(event, Shipment | Shipped)} - answered:
        yield from (f"shipment:{shipment}" for (shipment,) in tx.run("stale.shipments", ids=sorted(shipped)).rows)

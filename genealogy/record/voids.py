"""Corrections (rule 6): a void record leaves the graph, and what left is remembered, so that it never comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genealogy.events import Event
from genealogy.events.care import CleanName, Correction
from genealogy.keys import BatchKey
from genealogy.record.past import document_of
from genealogy.record.rows import record_id
from genealogy.record.stale import mark, of_equipment, of_runs
from genealogy.store import Tx


@dataclass(slots=True)
class Voids:
    """The void records that a chunk of events belongs to, with the identities and events already retired."""

    retired: dict[str, dict[str, str]] = field(default_factory=dict)

    def record_of(self, event: Event) -> str | None:
        """The void record this event is part of, or None."""
        record = document_of(event)
        return record if record in self.retired else None

    def known(self, record: str, uid: str) -> str | None:
        """The event already retired under this identity."""
        return self.retired[record].get(uid)


def find_voids(tx: Tx, events: Sequence[Event]) -> Voids:
    """Which of the records these events belong to are void."""
    ids = {record for event in events if (record := document_of(event))}
    answer = tx.run("ledger.retired", ids=sorted(ids))
    return Voids({id_: dict(zip(uids or [], events or [], strict=True)) for id_, uids, events in answer.rows})


def retire(tx: Tx, lines: dict[str, list[tuple[str, str]]]) -> None:
    """Remember (uid, event) pairs of void records."""
    rows = [
        {"id": record, "uids": [uid for uid, _ in pairs], "events": [event for _, event in pairs]}
        for record, pairs in sorted(lines.items())
    ]
    if rows:
        tx.run("ledger.retire", rows=rows)


def apply_correction(tx: Tx, correction: Correction) -> list[int]:
    """Take the corrected record out of the graph and mark what was derived from it; the numbers of what left."""
    kind, record = correction.record_kind, correction.record
    _mark_before(tx, kind, record)
    left: list[int] = []
    for _, what in tx.run(f"void.{kind}", ids=[record]).rows:
        once = dict.fromkeys((uid, event) for uid, event, _ in what)  # what a run used may be two edges of one line
        retire(tx, {record_id(kind, record): list(once)})
        left += [seq for _, _, seq in what]
    return left


def _mark_before(tx: Tx, kind: str, record: str) -> None:
    if kind == "cleaning":
        mark(tx, of_equipment(CleanName.parse(record).equipment))
    if kind == "run":
        mark(tx, of_runs(tx, {record}) - {f"run:{record}"})
    keys, shipments = tx.run("void.touches", kind=kind, record=record).one()
    batches = [BatchKey.parse(key) for key in keys]
    mark(tx, (f"bare:{batch.bare}" for batch in batches))
    mark(tx, (f"alike:{batch.alike}" for batch in batches))  # a batch that nothing names any more leaves its twin alone
    mark(tx, (f"shipment:{shipment}" for shipment in shipments))

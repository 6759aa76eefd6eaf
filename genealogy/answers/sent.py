"""Shipment lines of batches, with the shipments they belong to."""

from __future__ import annotations

from typing import NamedTuple

from genealogy.answers.facts import Facts
from genealogy.store import Reads


class Shipment(NamedTuple):
    """A shipment; times in microseconds since 1970. `undescribed` are places it names that nothing describes."""

    shipment: str
    shipped_at: int | None
    shipped_at_end: int | None
    delivered_at: int | None
    to_location: str | None
    customer: str | None
    from_location: str | None
    undescribed: list[str]

    @property
    def left_by(self) -> int | None:
        """The last millisecond at which the goods left; None where it is not known."""
        if self.shipped_at_end is not None:
            return (self.shipped_at_end - 1) // 1000
        return None if self.shipped_at is None else self.shipped_at // 1000


class Sent(NamedTuple):
    """A line. A `candidate` named the batch without its assigner, and may mean another (rule 3)."""

    key: str
    candidate: bool
    quantity: float | None
    uom: str | None
    shipment: Shipment


def sent_of(store: Reads, facts: Facts) -> list[Sent]:
    """Every shipment line of these batches, in the order of their keys."""
    lines = [(line.key, False, line.quantity, line.uom, line.other or "") for line in facts.shipped]
    if facts.meant:
        rows = store.read("answer.meant", keys=sorted(facts.meant)).rows
        lines += [(key, True, quantity, uom, shipment) for key, quantity, uom, shipment in rows]
    ids = sorted({line[4] for line in lines})
    shipments = {row[0]: Shipment(*row) for row in store.read("answer.sent", ids=ids).rows} if ids else {}
    return [Sent(*line[:4], shipments[line[4]]) for line in lines]

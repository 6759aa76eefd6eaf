"""What the recall says of a target that no chain leads to: excluded, mitigated, or out of scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.answers.excluded import excluded_of
from genealogy.answers.mitigated import mitigated_of
from genealogy.explain.target import SHIPMENT, Target, Web
from genealogy.store import Reads

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Spared:
    """A verdict; of what no chain leads to with the reasons that the recall gives, the kind of its cut, and the node
    before which that lies."""

    verdict: str
    kind: str | None = None
    reasons: list[str] = field(default_factory=list)
    node: str | None = None


def spared(store: Reads, web: Web, target: Target) -> Spared:
    """From the lists `excluded` and `mitigated` of the recall."""
    scope = web.scope
    excluded = excluded_of(store, scope, web.facts, web.sent, web.deliveries.excluded, web.gaps)
    mitigated = mitigated_of(store, scope, web.deliveries)
    # Of a shipment with lines of both kinds the wider word counts.
    for verdict, rows in (("mitigated", mitigated), ("excluded", excluded)):
        if own := _own(store, rows, target):
            kind = "kill_step" if verdict == "mitigated" else own[0]["cut"]
            reasons = [_said(row, reason, target) for row in own for reason in row["reasons"]]
            return Spared(verdict, kind, reasons, _node(store, web, rows, own[0]))
    return Spared("out_of_scope")


def _own(store: Reads, rows: Rows, target: Target) -> list[Mapping[str, Any]]:
    """The rows about the target; about a customer, else those about its shipments."""
    (name, value), *_ = target.as_dict().items()
    if own := [row for row in rows if row.get(name) == value]:
        return own
    if target.customer is None:
        return []
    ids = [row["shipment"] for row in rows if "shipment" in row]
    sent = {row[0] for row in store.read("answer.sent", ids=ids).rows if row[5] == target.customer} if ids else set()
    return [row for row in rows if row.get("shipment") in sent]


def _said(row: Mapping[str, Any], reason: str, target: Target) -> str:
    return f"shipment {row['shipment']}: {reason}" if target.customer and "shipment" in row else str(reason)


def _node(store: Reads, web: Web, rows: Rows, row: Mapping[str, Any]) -> str | None:
    """A batch, or a shipment that left too early; else a batch of the list that is on it."""
    if "key" in row:
        return str(row["key"])
    early = {shipment for shipment, _, _ in web.deliveries.excluded}
    if row.get("cut") == "time" and row.get("shipment") in early:
        return f"{SHIPMENT}{row['shipment']}"
    keys = [one["key"] for one in rows if "key" in one]
    name = "shipment" if "shipment" in row else "customer"
    lines = store.read("answer.shipments", keys=keys).dicts() if keys else []
    found: list[str] = [line["key"] for line in lines if line[name] == row[name]]
    return found[0] if found else None

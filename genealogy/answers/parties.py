"""Whom goods went to and came from: shipments with their lines, customers, receipts, suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.answers.facts import Facts
from genealogy.answers.gaps import Gaps
from genealogy.answers.scope import Scope
from genealogy.answers.sent import Sent, Shipment
from genealogy.scope.contradictions import earliest_of
from genealogy.scope.in_time import Stand
from genealogy.stock.units import decimal_text
from genealogy.store import Reads
from genealogy.store.moments import from_micros


@dataclass(slots=True)
class Deliveries:
    """Shipments and customers of a scope, in the shapes of contract 3; lines that left too early stand apart."""

    shipments: list[dict[str, Any]] = field(default_factory=list)
    customers: list[dict[str, Any]] = field(default_factory=list)
    excluded: list[tuple[str, str, int]] = field(default_factory=list)  # shipment, batch, latest moment in ms

    def ids(self) -> set[str]:
        """The shipments' ids."""
        return {shipment["shipment"] for shipment in self.shipments}


@dataclass(slots=True)
class Arrivals:
    """Receipts and suppliers (with their names) of a scope."""

    receipts: set[str] = field(default_factory=set)
    suppliers: dict[str, str | None] = field(default_factory=dict)


def deliveries_of(store: Reads, scope: Scope, facts: Facts, sent: Sequence[Sent], gaps: Gaps) -> Deliveries:
    """Every shipment of a batch in scope, and every consignee of those; the strongest verdict of their lines."""
    doubtful = shipped_before_it_was_there(store, scope, sent, gaps)
    found: dict[str, dict[str, Any]] = {}
    lines: dict[tuple[str, str, str | None, bool], dict[str, Any]] = {}
    stands = _in_time(scope, sent, gaps)
    spared: list[tuple[str, str, int]] = []
    certain = scope.reached.certain
    for number, line in enumerate(sent):
        if stands[number] == "excluded":
            spared.append((line.shipment.shipment, line.key, line.shipment.left_by or 0))
            continue
        shipment = found.get(line.shipment.shipment)
        if shipment is None:
            shipment = found[line.shipment.shipment] = _shipment(line.shipment)
            for location in line.shipment.undescribed:
                gaps.add_stub("location", location)
        sure = line.key in certain and not line.candidate and number not in doubtful and stands[number] == "stands"
        _add_line(shipment, lines, line, sure)
    shipments = [_finished(found[id_]) for id_ in sorted(found)]
    customers = _customers(store, scope, facts, shipments, _without_suspect(sent, stands), gaps)
    return Deliveries(shipments, customers, spared)


def _in_time(scope: Scope, sent: Sequence[Sent], gaps: Gaps) -> Sequence[Stand]:
    """How each line stands in time; a trace leaves all of them as the records connect them."""
    if scope.in_time is None:
        return ["stands"] * len(sent)
    stands = scope.in_time.judged([(line.key, line.shipment.left_by) for line in sent])
    for line, stand in zip(sent, stands, strict=True):
        if stand in ("close", "doubted"):
            shipment = line.shipment.shipment
            gaps.add_left_early(line.key, f"shipment {shipment}", shipment, stand == "close")
    return stands


def _without_suspect(sent: Sequence[Sent], stands: Sequence[Stand]) -> set[tuple[str, str | None]]:
    """Batches and customers of which every shipment is excluded: what such a customer gave back is so too."""
    if "excluded" not in stands:
        return set()
    pairs: dict[tuple[str, str | None], bool] = {}
    for line, stand in zip(sent, stands, strict=True):
        pair = (line.key, line.shipment.customer)
        pairs[pair] = pairs.get(pair, True) and stand == "excluded"
    return {pair for pair, every in pairs.items() if every}


def _shipment(shipment: Shipment) -> dict[str, Any]:
    return {
        "shipment": shipment.shipment,
        "customer": shipment.customer,
        "verdict": "potential",
        "shipped_at": moment_text(shipment.shipped_at),
        "delivered_at": moment_text(shipment.delivered_at),
        "to_location": shipment.to_location,
        "lines": [],
    }


def _add_line(
    shipment: dict[str, Any],
    lines: dict[tuple[str, str, str | None, bool], dict[str, Any]],
    sent: Sent,
    sure: bool,
) -> None:
    """Lines of one batch in one unit are one line of the answer; a candidate's quantity is not its own."""
    place = (shipment["shipment"], sent.key, sent.uom, sent.candidate)
    line = lines.get(place)
    if line is None:
        line = lines[place] = {"key": sent.key, "quantity": None, "uom": sent.uom, "verdict": "potential"}
        shipment["lines"].append(line)
    if sent.quantity is not None and not sent.candidate:
        line["quantity"] = (line["quantity"] or 0.0) + sent.quantity
    if sure:
        line["verdict"] = shipment["verdict"] = "certain"


def _finished(shipment: dict[str, Any]) -> dict[str, Any]:
    shipment["lines"].sort(key=lambda line: (line["key"], line["uom"] or ""))
    for line in shipment["lines"]:
        line["quantity"] = decimal_text(line["quantity"])
    return shipment


def shipped_before_it_was_there(store: Reads, scope: Scope, sent: Sequence[Sent], gaps: Gaps) -> set[int]:
    """Positions of shipment lines that certainly lie before anything came into their batch (rule 20)."""
    came = scope.doubts.came
    suspects = {
        n: end
        for n, line in enumerate(sent)
        if (end := line.shipment.left_by) is not None and end < came.get(line.key, end + 1)
    }
    earliest = earliest_of(store, {sent[n].key for n in suspects})
    doubtful = {n for n, end in suspects.items() if end < earliest.get(sent[n].key, 0)}
    for n in sorted(doubtful):
        gaps.add_shipped_early(sent[n].key, sent[n].shipment.shipment)
    return doubtful


def _customers(
    store: Reads,
    scope: Scope,
    facts: Facts,
    shipments: list[dict[str, Any]],
    spared: set[tuple[str, str | None]],
    gaps: Gaps,
) -> list[dict[str, Any]]:
    """Every consignee of a batch in scope, those included who gave it back without a shipment on record."""
    mine: dict[str, list[dict[str, Any]]] = {}
    for shipment in shipments:
        if shipment["customer"]:
            mine.setdefault(shipment["customer"], []).append(shipment)
        elif not shipment["to_location"]:
            gaps.add_no_consignee(shipment["shipment"])
    returned: dict[str, set[str]] = {}
    for key, customer in facts.returners():
        if (key, customer) not in spared:
            returned.setdefault(customer, set()).add(key)
    ids = sorted(mine.keys() | returned.keys())
    rows = store.read("answer.customers", ids=ids).dicts() if ids else []
    return [
        _customer(scope, row, mine.get(row["customer"], []), returned.get(row["customer"], set()), gaps) for row in rows
    ]


def _customer(
    scope: Scope, row: dict[str, Any], shipments: list[dict[str, Any]], returned: set[str], gaps: Gaps
) -> dict[str, Any]:
    if not row.pop("described"):
        gaps.add_stub("customer", row["customer"])
    sure = any(shipment["verdict"] == "certain" for shipment in shipments) or returned & scope.reached.certain
    keys = {line["key"] for shipment in shipments for line in shipment["lines"]} | returned
    return {
        **row,
        "verdict": "certain" if sure else "potential",
        "shipments": [shipment["shipment"] for shipment in shipments],
        "batches": sorted(keys),
    }


def arrivals_of(store: Reads, scope: Scope, gaps: Gaps) -> Arrivals:
    """Every receipt of a batch in scope, and its suppliers."""
    found = Arrivals()
    for _, receipt, supplier, name, _, described in store.read("answer.receipts", keys=scope.batches).rows:
        found.receipts.add(receipt)
        if supplier:
            found.suppliers[supplier] = name
            if not described:
                gaps.add_stub("supplier", supplier)
    return found


def moment_text(micros: int | None) -> str | None:
    """A point in time (microseconds since 1970) as ISO 8601 in UTC."""
    return None if micros is None else from_micros(micros).isoformat().replace("+00:00", "Z")

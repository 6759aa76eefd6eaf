"""Whom goods went to and came from: shipments with their lines, customers, receipts, suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.answers.gaps import Gaps
from genealogy.answers.scope import Scope, Stand
from genealogy.scope.contradictions import earliest_of
from genealogy.stock.units import decimal_text
from genealogy.store import Reads
from genealogy.store.moments import from_micros


@dataclass(slots=True)
class Deliveries:
    """Shipments and customers of a scope, in the shapes of contract 3; lines that left too early stand apart."""

    shipments: list[dict[str, Any]] = field(default_factory=list)
    customers: list[dict[str, Any]] = field(default_factory=list)
    rows: Sequence[Sequence[Any]] = ()
    excluded: list[tuple[str, str, int]] = field(default_factory=list)  # shipment, batch, latest moment in ms

    def ids(self) -> set[str]:
        """The shipments' ids."""
        return {shipment["shipment"] for shipment in self.shipments}


@dataclass(slots=True)
class Arrivals:
    """Receipts and suppliers (with their names) of a scope."""

    receipts: set[str] = field(default_factory=set)
    suppliers: dict[str, str | None] = field(default_factory=dict)


def deliveries_of(store: Reads, scope: Scope, gaps: Gaps) -> Deliveries:
    """Every shipment of a batch in scope, and every consignee of those; the strongest verdict of their lines."""
    answer = store.read("answer.shipments", keys=scope.batches)
    rows = answer.dicts()
    doubtful = _shipped_before_it_was_there(store, scope, rows, gaps)
    found: dict[str, dict[str, Any]] = {}
    lines: dict[tuple[str, str, bool], dict[str, Any]] = {}
    stands = _in_time(scope, rows, gaps)
    spared: list[tuple[str, str, int]] = []
    for number, row in enumerate(rows):
        if stands[number] == "excluded":
            spared.append((row["shipment"], row["key"], _end(row) or 0))
            continue
        shipment = found.setdefault(row["shipment"], _shipment(row))
        sure = scope.reached.verdict(row["key"]) == "certain" and not row["candidate"] and number not in doubtful
        sure = sure and stands[number] == "stands"
        _add_line(shipment, lines, row, "certain" if sure else "potential")
    shipments = [_finished(found[id_]) for id_ in sorted(found)]
    for (location,) in store.read("gaps.shipments", ids=sorted(found)).rows if found else ():
        gaps.add_stub("location", location)
    customers = _customers(store, scope, shipments, _without_suspect(rows, stands), gaps)
    return Deliveries(shipments, customers, answer.rows, spared)


def _in_time(scope: Scope, rows: Sequence[dict[str, Any]], gaps: Gaps) -> Sequence[Stand]:
    """How each line stands in time; a trace leaves all of them as the records connect them."""
    if scope.in_time is None:
        return ["stands"] * len(rows)
    stands = scope.in_time.judged([(row["key"], _end(row)) for row in rows])
    for row, stand in zip(rows, stands, strict=True):
        if stand == "doubted":
            gaps.add_left_early(row["key"], f"shipment {row['shipment']}", row["shipment"])
    return stands


def _without_suspect(rows: Sequence[dict[str, Any]], stands: Sequence[Stand]) -> set[tuple[str, str]]:
    """Batches and customers of which every shipment is excluded: what such a customer gave back is so too."""
    pairs: dict[tuple[str, str], bool] = {}
    for row, stand in zip(rows, stands, strict=True):
        pair = (row["key"], row["customer"])
        pairs[pair] = pairs.get(pair, True) and stand == "excluded"
    return {pair for pair, every in pairs.items() if every}


def _shipment(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "shipment": row["shipment"],
        "customer": row["customer"],
        "verdict": "potential",
        "shipped_at": moment_text(row["shipped_at"]),
        "delivered_at": moment_text(row["delivered_at"]),
        "to_location": row["to_location"],
        "lines": [],
    }


def _add_line(
    shipment: dict[str, Any], lines: dict[tuple[str, str, bool], dict[str, Any]], row: dict[str, Any], verdict: str
) -> None:
    """Lines of one batch in one unit are one line of the answer; a candidate's quantity is not its own."""
    place = (shipment["shipment"], f"{row['key']} {row['uom']}", row["candidate"])
    line = lines.get(place)
    if line is None:
        line = lines[place] = {"key": row["key"], "quantity": None, "uom": row["uom"], "verdict": "potential"}
        shipment["lines"].append(line)
    if row["quantity"] is not None and not row["candidate"]:
        line["quantity"] = (line["quantity"] or 0.0) + row["quantity"]
    if verdict == "certain":
        line["verdict"] = shipment["verdict"] = verdict


def _finished(shipment: dict[str, Any]) -> dict[str, Any]:
    shipment["lines"].sort(key=lambda line: (line["key"], line["uom"] or ""))
    for line in shipment["lines"]:
        line["quantity"] = decimal_text(line["quantity"])
    return shipment


def _shipped_before_it_was_there(store: Reads, scope: Scope, rows: Sequence[dict[str, Any]], gaps: Gaps) -> set[int]:
    """Positions of shipment lines that certainly lie before anything came into their batch (rule 20)."""
    ends = {n: end for n, row in enumerate(rows) if (end := _end(row)) is not None}
    came = scope.doubts.came
    suspects = [n for n, end in ends.items() if end < came.get(rows[n]["key"], end + 1)]
    earliest = earliest_of(store, {rows[n]["key"] for n in suspects})
    doubtful = {n for n in suspects if ends[n] < earliest.get(rows[n]["key"], 0)}
    for n in sorted(doubtful):
        gaps.add_shipped_early(rows[n]["key"], rows[n]["shipment"])
    return doubtful


def _end(row: dict[str, Any]) -> int | None:
    """The last millisecond at which the goods left; None where it is not known."""
    if row["shipped_at_end"] is not None:
        return int((row["shipped_at_end"] - 1) // 1000)
    return None if row["shipped_at"] is None else int(row["shipped_at"] // 1000)


def _customers(
    store: Reads, scope: Scope, shipments: list[dict[str, Any]], spared: set[tuple[str, str]], gaps: Gaps
) -> list[dict[str, Any]]:
    """Every consignee of a batch in scope, those included who gave it back without a shipment on record."""
    mine: dict[str, list[dict[str, Any]]] = {}
    for shipment in shipments:
        if shipment["customer"]:
            mine.setdefault(shipment["customer"], []).append(shipment)
        elif not shipment["to_location"]:
            gaps.add_no_consignee(shipment["shipment"])
    returned: dict[str, set[str]] = {}
    for key, customer in store.read("answer.returners", keys=scope.batches).rows:
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

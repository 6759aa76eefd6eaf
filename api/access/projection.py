"""What an outside party may see of an answer: pure functions. Whatever is not named here is not shown.

A recall is calculated on the whole graph and then cut down to what the party delivered, or was sent. Reasons, gaps,
hashes, quantities and counts of anything else are left out: each could tell of others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.access.caller import Party
from genealogy.answers.parties import moment_text
from genealogy.keys import BatchKey
from genealogy.stock.units import decimal_text

CARD = ("schema_version", "key", "material", "lot", "assigner", "serial", "name", "uom")
RECEIPT = ("receipt", "key", "supplier_lot", "uom", "document")
SHIPMENT = ("shipment", "verdict", "shipped_at", "delivered_at")
LINE = ("key", "quantity", "uom", "verdict")


@dataclass(frozen=True, slots=True)
class Own:
    """What records connect with a party: receipt lines from a supplier, and the shipment lines (shipment, batch key)
    to a customer that name the batch itself."""

    party: Party
    receipts: Sequence[Mapping[str, Any]] = ()
    sent: frozenset[tuple[str, str]] = frozenset()

    @property
    def keys(self) -> set[str]:
        """The batches of the party."""
        return {row["key"] for row in self.receipts} | {key for _, key in self.sent}


def project(answer: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """A recall answer in the shape of contract 3, with the party's own batches, receipts and shipments only."""
    verdicts = {row["key"]: row["verdict"] for row in answer["batches"]}
    keys = own.keys
    receipts = [_receipt(row) for row in own.receipts if row["key"] in verdicts]
    sent = answer["shipments"] if own.party.role == "customer" else ()
    shipments = [_shipment(row, own) for row in sent if row["customer"] == own.party.id]
    mine = {row["key"]: verdicts[row["key"]] for row in receipts} | _strongest(shipments)
    return {
        **{name: answer[name] for name in ("schema_version", "complete", "computed_at")},
        "projected": {"role": own.party.role, "party": own.party.id},
        "seeds": [{"key": row["key"], "from": None, "to": None} for row in answer["seeds"] if row["key"] in keys],
        "set_hash": None,
        "batches": [_batch(key, mine[key]) for key in sorted(mine)],
        **{name: [] for name in ("excluded", "mitigated", "vessels")},
        "receipts": sorted(receipts, key=lambda row: (row["receipt"], row["key"], row["supplier_lot"] or "")),
        "shipments": shipments,
        "customers": [],
        "totals": {"batches": len(mine), "receipts": len(receipts), "shipments": len(shipments), "by_material": []},
        "gaps": [],
    }


def project_card(card: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """The card of a batch of the party: what it is, and the party's own receipts or shipments of it."""
    return {
        **{name: card[name] for name in CARD},
        "receipts": [_receipt(row) for row in own.receipts if row["key"] == card["key"]],
        "shipments": sorted(shipment for shipment, key in own.sent if key == card["key"]),
    }


def _batch(key: str, verdict: str) -> dict[str, Any]:
    parsed = BatchKey.parse(key)
    optional = {"assigner": parsed.assigner or None, "serial": parsed.serial or None}
    return {"key": key, "material": parsed.material, "lot": parsed.lot, **optional, "verdict": verdict}


def _receipt(row: Mapping[str, Any]) -> dict[str, Any]:
    more = {"quantity": decimal_text(row["quantity"]), "received_at": moment_text(row["received_at"])}
    return {**{name: row[name] for name in RECEIPT}, **more}


def _shipment(row: Mapping[str, Any], own: Own) -> dict[str, Any]:
    """Lines that named a batch without its assigner are shown as they named it: whose lots they may mean is no matter
    of the customer's (rule 3)."""
    lines: dict[tuple[str, str | None], dict[str, Any]] = {}
    for line in row["lines"]:
        key = line["key"] if (row["shipment"], line["key"]) in own.sent else str(BatchKey.parse(line["key"]).bare)
        shown = {**{name: line[name] for name in LINE}, "key": key}
        known = lines.setdefault((key, line["uom"]), shown)
        if known["verdict"] != "certain":
            known["verdict"] = line["verdict"]
        known["quantity"] = known["quantity"] or line["quantity"]
    return {**{name: row[name] for name in SHIPMENT}, "lines": [lines[place] for place in lines]}


def _strongest(shipments: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    verdicts: dict[str, str] = {}
    for line in (line for shipment in shipments for line in shipment["lines"]):
        if verdicts.get(line["key"]) != "certain":
            verdicts[line["key"]] = line["verdict"]
    return verdicts

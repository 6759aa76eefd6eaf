"""What each party is told: pure functions of a recall answer. A pack holds its party's own, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genealogy.answers.parties import moment_text
from genealogy.keys import BatchKey
from genealogy.stock.units import decimal_text

PARTY = ("name", "contact", "email", "phone", "address")
RECEIPT = ("receipt", "supplier_lot", "uom", "document")


@dataclass(frozen=True, slots=True)
class Pack:
    """One party's pack: `kind` is customer or supplier, `document` all that it is told, as JSON values."""

    kind: str
    id: str
    document: dict[str, Any]


def customer_packs(answer: Mapping[str, Any], notice: Mapping[str, Any]) -> Iterator[Pack]:
    """One per customer of the recall, with its own shipments and batches only."""
    names = _names(answer)
    mine: dict[str, list[dict[str, Any]]] = {}
    for shipment in answer["shipments"]:
        mine.setdefault(shipment["customer"], []).append(shipment)
    verdicts = {batch["key"]: batch["verdict"] for batch in answer["batches"]}
    for customer in answer["customers"]:
        shipments = mine.get(customer["customer"], [])
        lines = [_line(names, line, shipment) for shipment in shipments for line in shipment["lines"]]
        shipped = {line["key"] for line in lines}
        # Given back without a shipment on record: it was there, and more of it may be.
        back = [key for key in customer["batches"] if key not in shipped]
        lines += [_line(names, {"key": key, "quantity": None, "uom": None, "verdict": verdicts[key]}) for key in back]
        to = {"customer": customer["customer"], **{name: customer[name] for name in PARTY}}
        yield Pack("customer", customer["customer"], {"to": to, **notice, "lines": lines})


def supplier_packs(
    answer: Mapping[str, Any],
    suppliers: Sequence[Mapping[str, Any]],
    receipts: Sequence[Mapping[str, Any]],
    names: Mapping[str, str | None],
    notice: Mapping[str, Any],
) -> Iterator[Pack]:
    """One per supplier, with what it delivered, and how much of ours is concerned as counts; no customer, no batch of
    ours and nothing of another supplier."""
    counts = {"batches": len(answer["batches"]), "materials": len({row["material"] for row in answer["batches"]})}
    for supplier in suppliers:
        own = [row for row in receipts if row["supplier"] == supplier["supplier"]]
        lines = [
            _product(names, row["key"])
            | {name: row[name] for name in RECEIPT}
            | {"quantity": decimal_text(row["quantity"]), "received_at": moment_text(row["received_at"])}
            for row in sorted(own, key=lambda row: (row["receipt"], row["key"], row["supplier_lot"] or ""))
        ]
        document = {"to": dict(supplier), **notice, "lines": lines, "went_into": counts}
        yield Pack("supplier", supplier["supplier"], document)


def _names(answer: Mapping[str, Any]) -> dict[str, str | None]:
    return {row["material"]: row["name"] for row in answer["totals"]["by_material"]}


def _line(
    names: Mapping[str, str | None], line: Mapping[str, Any], shipment: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    sent = shipment or {"shipment": None, "shipped_at": None, "delivered_at": None}
    return {
        **_product(names, line["key"]),
        **{name: line[name] for name in ("quantity", "uom", "verdict")},
        **{name: sent[name] for name in ("shipment", "shipped_at", "delivered_at")},
    }


def _product(names: Mapping[str, str | None], text: str) -> dict[str, Any]:
    key = BatchKey.parse(text)
    return {
        "key": text,
        "material": key.material,
        "name": names.get(key.material),
        "lot": key.lot,
        "serial": key.serial or None,
    }

"""The score of a drill: pure functions of a recall answer. Shares are in percent; None is "cannot be told"."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

CAME = ("produced", "received", "returned")
WENT = ("on_hand", "in_transit", "shipped", "returned_to_supplier", "consumed", "scrapped", "sampled")
FULL = Decimal(100)


def score(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Of the recall of one batch.

    `traced`: of what came into the batch, the share whose place is known: on hand, on the way, shipped to a consignee,
    used, given back, scrapped or sampled. `unknown` is the rest. `mass_balance`: of what came into the whole scope, the
    share found again, per unit the lowest. `contactable`: customers with a phone number or an e-mail address.
    """
    batch = next(row for row in answer["batches"] if row["key"] == answer["seeds"][0]["key"])
    traced = _text(_traced(batch, _lost(answer, batch)))
    return {
        "traced": traced,
        "unknown": None if traced is None else _text(max(Decimal(0), FULL - Decimal(traced))),
        "mass_balance": _text(_whole(answer["totals"]["balance"])),
        "contactable": _text(_contactable(answer["customers"])),
    }


def _traced(batch: Mapping[str, Any], lost: Decimal | None) -> Decimal | None:
    """Adjustments stand on the side they belong to; a quantity that is not known makes all unknown."""
    if batch["on_hand"] is None or lost is None:
        return None
    adjusted = Decimal(batch["adjusted"])
    came = sum((Decimal(batch[item]) for item in CAME), max(adjusted, Decimal(0)))
    went = sum((Decimal(batch[item]) for item in WENT), max(-adjusted, Decimal(0)))
    return (went - lost) / came * FULL if came > 0 else None


def _lost(answer: Mapping[str, Any], batch: Mapping[str, Any]) -> Decimal | None:
    """How much left with shipments that name nobody; None where that is not known in the batch's unit."""
    lost = Decimal(0)
    for shipment in answer["shipments"]:
        for line in shipment["lines"] if not (shipment["customer"] or shipment["to_location"]) else ():
            if line["key"] == batch["key"]:
                if line["quantity"] is None or line["uom"] not in (None, batch["uom"]):
                    return None
                lost += Decimal(line["quantity"])
    return lost


def _whole(rows: list[Mapping[str, Any]]) -> Decimal | None:
    shares = [row["accounted"] for row in rows]
    return None if not shares or None in shares else min(map(Decimal, shares)) * FULL


def _contactable(customers: list[Mapping[str, Any]]) -> Decimal | None:
    if not customers:
        return None
    return Decimal(sum(bool(row["phone"] or row["email"]) for row in customers)) / len(customers) * FULL


def _text(share: Decimal | None) -> str | None:
    """To one place, cut and not rounded below 100: 99.96 is not all."""
    if share is None:
        return None
    cut = share.quantize(Decimal("0.1"), "ROUND_DOWN" if share < FULL else "ROUND_UP")
    return f"{cut.normalize():f}"


def passed(scores: Mapping[str, Any], seconds: float, hours: float) -> bool:
    """All of it traced, neither less nor more, everybody to call can be called, in time."""
    return scores["traced"] == "100" and scores["contactable"] in (None, "100") and seconds <= hours * 3600

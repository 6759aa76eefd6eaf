"""The mass balance of a recall as a whole, per unit. Pure calculation on the balances of its batches.

Rule 28 summed over the batches of the scope, with what runs made and what they used taken against each other: a split
or a relabel then counts as nothing, and what was produced is never summed (rule 30). A transfer whose receipt is in
counts on both sides, shipped and received, as it does in the balance of its batch.

received + returned + adjusted + made less used = on hand + in transit + shipped + returned to supplier + scrapped +
sampled + unaccounted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text

CAME = ("received", "returned", "adjusted")
WENT = ("on_hand", "in_transit", "shipped", "returned_to_supplier", "scrapped", "sampled")
ITEMS = (*CAME, "made_less_used", *WENT, "unaccounted")
_SUMMED = (*CAME, *WENT, "unaccounted", "produced", "consumed")
_amounts = attrgetter(*_SUMMED)


def whole_balance(groups: Iterable[tuple[Sequence[Balance], str | None, float]]) -> list[dict[str, Any]]:
    """One row per unit, from (balances, unit to sum in, factor to it): quantities of different units are never added
    (rule 25). `accounted` is the share of what came in that is found again; null where nothing came or a part of it is
    not known: `unknown` is the number of such batches, which are left out of the sums."""
    rows: dict[str | None, dict[str, float]] = {}
    counts: dict[str | None, list[int]] = {}
    for some, uom, factor in groups:
        known = [balance for balance in some if balance.on_hand is not None and "quantity_missing" not in balance.gaps]
        count, row = counts.setdefault(uom, [0, 0]), rows.setdefault(uom, dict.fromkeys(_SUMMED, 0.0))
        count[0] += len(some)
        count[1] += len(some) - len(known)
        for item, column in zip(_SUMMED, zip(*map(_amounts, known), strict=True), strict=False):
            row[item] += factor * sum(filter(None, column))
    for row in rows.values():
        row["made_less_used"] = row.pop("produced") - row.pop("consumed")
    return [_row(uom, rows[uom], *counts[uom]) for uom in sorted(rows, key=lambda uom: uom or "")]


def _row(uom: str | None, sums: Mapping[str, float], batches: int, unknown: int) -> dict[str, Any]:
    came = sum(sums[item] for item in (*CAME, "made_less_used"))
    found = sum(sums[item] for item in WENT)
    share = found / came if came > 0 and not unknown else None
    amounts = {item: decimal_text(sums[item]) for item in ITEMS}
    return {"uom": uom, "batches": batches, "unknown": unknown, **amounts, "accounted": decimal_text(share)}

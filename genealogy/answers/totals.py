"""Totals by material: stock and where it went, never what was produced or consumed (rule 30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.answers.scope import Scope
from genealogy.answers.stock import Stocks
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text

SUMMED = ("on_hand", "in_transit", "shipped", "returned", "scrapped")


def totals_by_material(scope: Scope, stocks: Stocks, balances: Mapping[str, Balance]) -> list[dict[str, Any]]:
    """One row per material and unit. Quantities are converted to the material's unit where a factor is declared, and
    otherwise kept apart (rule 25); a sum of which a part is not known is null."""
    rows: dict[tuple[str, str | None], dict[str, Any]] = {}
    for key in scope.batches:
        described = stocks.described[key]
        uom, factor = unit_of(stocks, key)
        row = rows.setdefault((described["material"], uom), _empty(stocks.materials[described["material"]], uom))
        row["batches"] += 1
        row[scope.reached.verdict(key)] += 1
        for item in SUMMED:
            amount = getattr(balances[key], item)
            row[item] = None if amount is None or row[item] is None else row[item] + amount * factor
    ordered = [rows[place] for place in sorted(rows, key=lambda place: (place[0], place[1] or ""))]
    return [row | {item: decimal_text(row[item]) for item in SUMMED} for row in ordered]


def unit_of(stocks: Stocks, key: str) -> tuple[str | None, float]:
    """The unit a batch is summed in, its material's where a factor is declared, and that factor."""
    material, own = stocks.described[key]["material"], stocks.by_key[key].uom
    target = stocks.materials[material][2]
    factor = stocks.units.factor(material, own, target)
    return (own, 1.0) if target is None or factor is None else (target, factor)


def _empty(material: Sequence[Any], uom: str | None) -> dict[str, Any]:
    names = {"material": material[0], "name": material[1], "uom": uom}
    return names | {"batches": 0, "certain": 0, "potential": 0} | dict.fromkeys(SUMMED, 0.0)

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
    groups: dict[tuple[str, str | None], list[str]] = {}
    for key in scope.batches:
        groups.setdefault((stocks.described[key]["material"], stocks.by_key[key].uom), []).append(key)
    rows: dict[tuple[str, str | None], dict[str, Any]] = {}
    for (material, own), keys in groups.items():
        uom, factor = unit_of(stocks, material, own)
        row = rows.setdefault((material, uom), _empty(stocks.materials[material], uom))
        certain = sum(key in scope.reached.certain for key in keys)
        row["batches"] += len(keys)
        row["certain"] += certain
        row["potential"] += len(keys) - certain
        for item in SUMMED:
            amounts = [getattr(balances[key], item) for key in keys]
            row[item] = None if row[item] is None or None in amounts else row[item] + sum(amounts) * factor
    ordered = [rows[place] for place in sorted(rows, key=lambda place: (place[0], place[1] or ""))]
    return [row | {item: decimal_text(row[item]) for item in SUMMED} for row in ordered]


def unit_of(stocks: Stocks, material: str, own: str | None) -> tuple[str | None, float]:
    """The unit in which quantities of the material are summed, its own where a factor is declared, and that factor."""
    target = stocks.materials[material][2]
    factor = stocks.units.factor(material, own, target)
    return (own, 1.0) if target is None or factor is None else (target, factor)


def _empty(material: Sequence[Any], uom: str | None) -> dict[str, Any]:
    names = {"material": material[0], "name": material[1], "uom": uom}
    return names | {"batches": 0, "certain": 0, "potential": 0} | dict.fromkeys(SUMMED, 0.0)

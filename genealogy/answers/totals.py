"""Totals by material: stock and where it went, never what was produced or consumed (rule 30)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from genealogy.answers.scope import Scope
from genealogy.answers.stock import Stocks
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text

SUMMED = ("on_hand", "in_transit", "shipped", "returned", "scrapped")
_amounts = attrgetter(*SUMMED)


class Group(NamedTuple):
    """The batches of one material in one unit; the unit in which they are summed, and the factor to that."""

    material: str
    uom: str | None
    factor: float
    keys: list[str]


def groups_of(scope: Scope, stocks: Stocks) -> list[Group]:
    """The batches of a scope. Quantities are summed in the material's unit where a factor is declared, and otherwise
    kept apart (rule 25)."""
    groups: dict[tuple[str, str | None], list[str]] = {}
    for key in scope.batches:
        groups.setdefault((stocks.described[key]["material"], stocks.by_key[key].uom), []).append(key)
    return [Group(material, *_summed_in(stocks, material, own), keys) for (material, own), keys in groups.items()]


def totals_by_material(
    scope: Scope, stocks: Stocks, balances: Mapping[str, Balance], groups: Iterable[Group]
) -> list[dict[str, Any]]:
    """One row per material and unit; a sum of which a part is not known is null."""
    rows: dict[tuple[str, str | None], dict[str, Any]] = {}
    for material, uom, factor, keys in groups:
        row = rows.setdefault((material, uom), _empty(stocks.materials[material], uom))
        certain = len(scope.reached.certain.intersection(keys))
        row["batches"] += len(keys)
        row["certain"] += certain
        row["potential"] += len(keys) - certain
        for item, amounts in zip(SUMMED, zip(*(_amounts(balances[key]) for key in keys), strict=True), strict=True):
            row[item] = None if row[item] is None or None in amounts else row[item] + sum(amounts) * factor
    ordered = [rows[place] for place in sorted(rows, key=lambda place: (place[0], place[1] or ""))]
    return [row | {item: decimal_text(row[item]) for item in SUMMED} for row in ordered]


def _summed_in(stocks: Stocks, material: str, own: str | None) -> tuple[str | None, float]:
    target = stocks.materials[material][2]
    factor = stocks.units.factor(material, own, target)
    return (own, 1.0) if target is None or factor is None else (target, factor)


def _empty(material: Sequence[Any], uom: str | None) -> dict[str, Any]:
    names = {"material": material[0], "name": material[1], "uom": uom}
    return names | {"batches": 0, "certain": 0, "potential": 0} | dict.fromkeys(SUMMED, 0.0)

"""What the recorded lines of one batch contradict: pure calculation on the rows of `scope.ledger`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.stock.units import Units, decimal_text

ROUNDING = 1e-9


@dataclass(slots=True)
class Ledger:
    """Lines of one batch in one unit: amount (negative: it left), earliest and latest moment (ms since 1970)."""

    uom: str | None
    lines: list[tuple[float, int | None, int | None]] = field(default_factory=list)
    unknown: bool = False  # a line has no usable quantity: nothing is concluded


def ledgers(
    rows: Iterable[Sequence[Any]], opening: Mapping[str, tuple[float | None, str | None]], units: Units
) -> dict[str, Ledger]:
    """Per batch; `opening` is its opening stock, if any, and its unit."""
    found: dict[str, Ledger] = {}
    for key, material, inflow, quantity, uom, earliest, latest in rows:
        if key not in found:
            stock, own = opening.get(key, (None, None))
            found[key] = Ledger(own or uom, [] if stock is None else [(stock, None, None)])
        ledger = found[key]
        factor = units.factor(material, uom, ledger.uom)
        if quantity is None or factor is None:
            ledger.unknown = True
        else:
            ledger.lines.append((quantity * factor if inflow else -quantity * factor, earliest, latest))
    return found


def shortfalls(ledger: Ledger) -> list[tuple[str, str]]:
    """(code, how much) of what the lines contradict: more left than came, now or at some moment before. Of what
    never came in at all, other gaps tell."""
    if ledger.unknown or not any(amount > 0 for amount, _, _ in ledger.lines):
        return []
    scale = ROUNDING * max(1.0, sum(abs(amount) for amount, _, _ in ledger.lines))
    end = sum(amount for amount, _, _ in ledger.lines)
    if end < -scale:
        return [("negative_stock", amount_text(-end, ledger.uom))]
    least = lowest(ledger)
    return [("negative_for_a_time", amount_text(-least, ledger.uom))] if least < -scale else []


def lowest(ledger: Ledger) -> float:
    """The least stock there can have been: at each moment all that may have come by then, less all that certainly
    left. Times that are not known never speak for a shortfall (rule 17)."""
    left = sorted((latest, -amount) for amount, _, latest in ledger.lines if amount < 0 and latest is not None)
    came = sorted((earliest or 0, amount) for amount, earliest, _ in ledger.lines if amount > 0)
    stock, least, position = 0.0, 0.0, 0
    for moment, amount in left:
        while position < len(came) and came[position][0] <= moment:
            stock += came[position][1]
            position += 1
        stock -= amount
        least = min(least, stock)
    return least


def amount_text(quantity: float, uom: str | None) -> str:
    """A quantity with its unit."""
    return f"{decimal_text(quantity)} {uom or ''}".rstrip()

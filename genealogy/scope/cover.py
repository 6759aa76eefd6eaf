"""Whether what came into a batch by a moment covers all that left it by then (rule 18): without that, a record of an
earlier entry may be missing, and nothing is excluded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from genealogy.stock.units import Units
from genealogy.store import Reads

ROUNDING = 1e-9


@dataclass(slots=True)
class _Lines:
    """Inflows by their latest moment, withdrawals by their earliest (ms since 1970), in one unit."""

    came: list[tuple[int, float]] = field(default_factory=list)
    left: list[tuple[int, float | None]] = field(default_factory=list)


class Cover:
    """The recorded lines of some batches; more are fetched when asked for."""

    def __init__(self, store: Reads) -> None:
        self._store = store
        self._lines: dict[str, _Lines] = {}

    def fetch(self, keys: Collection[str]) -> None:
        """Read the lines of batches not read yet."""
        wanted = sorted(set(keys) - self._lines.keys())
        if not wanted:
            return
        rows = self._store.read("scope.ledger", keys=wanted).rows
        materials = sorted({row[1] for row in rows})
        units = Units.of(self._store.read("answer.conversions", materials=materials).rows) if materials else Units({})
        self._lines |= {key: _Lines() for key in wanted}
        first = {row[0]: row[4] for row in reversed(rows) if row[4]}
        for key, material, inflow, quantity, uom, start, end in rows:
            target = first.get(key)
            factor = 1.0 if uom is None or uom == target else units.factor(material, uom, target)
            amount = None if quantity is None or factor is None else quantity * factor
            lines = self._lines[key]
            if amount is not None and amount < 0:
                inflow, amount = not inflow, -amount  # a negative adjustment takes away
            if not inflow:
                lines.left.append((start or 0, amount))
            elif amount is not None and end is not None:
                lines.came.append((end, amount))

    def covers(self, key: str, moment: int) -> bool:
        """Whether the inflows that were in by `moment` make up for every withdrawal that had begun."""
        lines = self._lines.get(key)
        if lines is None:
            return False
        left = [amount for start, amount in lines.left if start <= moment]
        if any(amount is None for amount in left):
            return False
        taken = sum(amount for amount in left if amount is not None)
        came = sum(amount for end, amount in lines.came if end <= moment)
        return came > 0 and came - taken >= -ROUNDING * max(1.0, taken)

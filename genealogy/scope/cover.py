"""Whether what came into a batch by a moment covers all that left it by then (rule 18): without that, a record of an
earlier entry may be missing, and nothing is excluded."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from genealogy.stock.units import Units
from genealogy.store import Reads

ROUNDING = 1e-9


# key, material, whether it came in, quantity, unit, earliest and latest moment (ms since 1970, None not known)
Row = tuple[str, str, bool, float | None, str | None, int | None, int | None]


@dataclass(slots=True)
class Ledger:
    """Inflows by their latest moment, withdrawals by their earliest (ms since 1970), in one unit."""

    came: list[tuple[int, float]] = field(default_factory=list)
    left: list[tuple[int, float | None]] = field(default_factory=list)


class Cover:
    """The recorded lines of some batches; more are fetched when asked for, by the function given."""

    def __init__(self, ledgers: Callable[[Sequence[str]], dict[str, Ledger]]) -> None:
        self._ledgers = ledgers
        self._known: dict[str, Ledger] = {}

    def fetch(self, keys: Collection[str]) -> None:
        """Read the lines of batches not read yet."""
        if wanted := sorted(set(keys) - self._known.keys()):
            self._known |= self._ledgers(wanted)

    def covers(self, key: str, moment: int) -> bool:
        """Whether the inflows that were in by `moment` make up for every withdrawal that had begun."""
        return key in self._known and covers(self._known[key], moment)


def covers(lines: Ledger, moment: int) -> bool:
    """Whether the inflows that were in by `moment` make up for every withdrawal that had begun."""
    left = [amount for start, amount in lines.left if start <= moment]
    if any(amount is None for amount in left):
        return False
    taken = sum(amount for amount in left if amount is not None)
    came = sum(amount for end, amount in lines.came if end <= moment)
    return came > 0 and came - taken >= -ROUNDING * max(1.0, taken)


def read_ledgers(store: Reads, keys: Sequence[str]) -> dict[str, Ledger]:
    """What is recorded of these batches."""
    rows = store.read("scope.ledger", keys=list(keys)).rows
    materials = sorted({row[1] for row in rows})
    return ledgers_of(keys, rows, Units.of(store.read("answer.conversions", materials=materials).rows if rows else ()))


def ledgers_of(keys: Iterable[str], rows: Sequence[Row], units: Units) -> dict[str, Ledger]:
    """The lines of each batch in one unit: the first that any of its rows has."""
    found = {key: Ledger() for key in keys}
    first = {row[0]: row[4] for row in reversed(rows) if row[4]}
    for key, material, inflow, quantity, uom, start, end in rows:
        target = first.get(key)
        factor = units.factor(material, uom, target)
        amount = None if quantity is None or factor is None else quantity * factor
        if amount is not None and amount < 0:
            inflow, amount = not inflow, -amount  # a negative adjustment takes away
        if not inflow:
            found[key].left.append((start or 0, amount))
        elif amount is not None and end is not None:
            found[key].came.append((end, amount))
    return found

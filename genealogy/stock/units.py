"""Units of measure: added only where they are the same, converted only by declared factors (rule 25)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache


@lru_cache(maxsize=10_000)
def decimal_text(number: float | None) -> str | None:
    """A quantity as the decimal string of an answer, rounded to six places; None stays None."""
    if number is None:
        return None
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(slots=True)
class Units:
    """Declared factors per material: how many `to` one `from` is, usable in both directions and in chains. `own` is the
    unit of a material, in which a line is that names none."""

    factors: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str, str, str], float | None] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str | None, str, float]]) -> Units:
        """From (material, from_uom, to_uom, factor); without `from_uom` the other is the unit of the material."""
        units = cls()
        for material, source, target, factor in rows:
            if source is None:
                units.own[material] = target
                continue
            table = units.factors.setdefault(material, {})
            table.setdefault(source, {})[target] = factor
            table.setdefault(target, {}).setdefault(source, 1 / factor)
        return units

    def factor(self, material: str, source: str | None, target: str | None) -> float | None:
        """What a quantity in `source` is multiplied by to be in `target`; None where no factor is declared."""
        source, target = source or self.own.get(material), target or self.own.get(material)
        if source is None or target is None or source == target:
            return 1.0
        asked = (material, source, target)
        if asked not in self._known:
            self._known[asked] = self._search(*asked)
        return self._known[asked]

    def _search(self, material: str, source: str, target: str) -> float | None:
        table = self.factors.get(material, {})
        found = {source: 1.0}
        queue = deque([source])
        while queue:
            unit = queue.popleft()
            for other, factor in sorted(table.get(unit, {}).items()):
                if other not in found:
                    found[other] = found[unit] * factor
                    queue.append(other)
        return found.get(target)

"""What comes out of runs against what goes in, where all of it has a common unit (rule 25). Pure calculation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from genealogy.errors import UsageError
from genealogy.stock.units import Units, decimal_text
from genealogy.store import Reads

ROUNDING = 1e-9
Line = tuple[bool, str, float | None, str | None]  # inward, material, quantity, unit


@dataclass(frozen=True, slots=True)
class Band:
    """Yields that raise no question: from `low` to `high`, both included."""

    low: float = 0.0
    high: float = 1.0

    @classmethod
    def parse(cls, text: str) -> Band:
        """From `LOW:HIGH`; raises UsageError."""
        try:
            low, high = (float(part) for part in text.split(":"))
        except ValueError:
            raise UsageError(f"{text!r} is not a yield band; write LOW:HIGH, such as 0.8:1.05") from None
        if not 0 <= low <= high < float("inf"):
            raise UsageError(f"{text!r} is not a yield band: 0 <= LOW <= HIGH is needed")
        return cls(low, high)

    def verdict(self, share: float) -> str | None:
        """`low`, `high`, or None where it lies within."""
        if share < self.low - ROUNDING:
            return "low"
        return "high" if share > self.high + ROUNDING else None


@dataclass(frozen=True, slots=True)
class Yield:
    """One run: what went in and came out in a common unit."""

    run: str
    input: float
    output: float
    uom: str | None

    @property
    def share(self) -> float:
        """Output by input."""
        return self.output / self.input

    def as_dict(self, band: Band) -> dict[str, Any]:
        """In the shape of an answer."""
        return {
            "run": self.run,
            "input": decimal_text(self.input),
            "output": decimal_text(self.output),
            "uom": self.uom,
            "yield": decimal_text(self.share),
            "flag": band.verdict(self.share),
        }


def yields_of(store: Reads, runs: Sequence[str]) -> list[Yield]:
    """The yields of those of the runs whose inputs and outputs convert to a common unit; the others are left out."""
    rows = store.read("finder.run_lines", runs=list(runs)).rows if runs else []
    materials = sorted({row[2] for row in rows})
    units = Units.of(store.read("answer.conversions", materials=materials).rows) if materials else Units()
    by_run: dict[str, list[Line]] = {}
    for run, *line in rows:
        by_run.setdefault(run, []).append(tuple(line))
    return [found for run in sorted(by_run) if (found := yield_of(run, by_run[run], units))]


def yield_of(run: str, lines: Sequence[Line], units: Units) -> Yield | None:
    """The yield of one run, None where a quantity or a factor is missing, or nothing went in or came out."""
    if any(quantity is None for _, _, quantity, _ in lines) or len({inward for inward, *_ in lines}) < 2:
        return None
    for uom in sorted({uom or "" for *_, uom in lines}):
        sums = _sums(lines, uom or None, units)
        if sums and sums[0] > 0:
            return Yield(run, *sums, uom or None)
    return None


def _sums(lines: Iterable[Line], uom: str | None, units: Units) -> tuple[float, float] | None:
    sums = [0.0, 0.0]
    for inward, material, quantity, own in lines:
        # Unlike a batch, which has one unit of its own, a run's lines without a unit are no quantity of any other.
        factor = (1.0 if own == uom else None) if own is None or uom is None else units.factor(material, own, uom)
        if factor is None or quantity is None:
            return None
        sums[0 if inward else 1] += quantity * factor
    return sums[0], sums[1]


def flagged(store: Reads, runs: Sequence[str], band: Band | None) -> list[dict[str, Any]]:
    """The runs whose yield lies outside a chosen band, in the shape of an answer; none where none is chosen."""
    if band is None:
        return []
    return [found.as_dict(band) for found in yields_of(store, runs) if band.verdict(found.share)]

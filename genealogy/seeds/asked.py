"""What a seed is asked by: deliveries, runs or failed inspections, narrowed by whatever else is known of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal
from zoneinfo import ZoneInfo

from genealogy.errors import UsageError
from genealogy.keys import normal
from genealogy.times import Clock, Interval, parse_time

Family = Literal["deliveries", "runs", "inspections"]
FAMILIES: dict[Family, tuple[str, ...]] = {
    "deliveries": ("receipt", "supplier", "supplier_lot"),
    "runs": ("run", "equipment", "operator", "shift", "run_kind", "parameter", "below", "above"),
    "inspections": ("material", "failed", "characteristic", "defect"),
}
# One of these must be said: what else there is only narrows it.
STARTS: dict[Family, tuple[str, ...]] = {
    "deliveries": ("receipt", "supplier"),
    "runs": ("run", "equipment", "operator", "shift", "parameter"),
    "inspections": ("material",),
}


@dataclass(frozen=True, slots=True)
class SeedQuery:
    """A seed that is looked for. All that is said must hold, and all of it must be of one family.

    Deliveries: `receipt`, `supplier`, `supplier_lot`. Runs: `run`, `equipment`, `operator`, `shift`, `run_kind`,
    `parameter` with `below` or `above` (a reading less than the one or more than the other). Inspections: `material`
    with `failed`, perhaps `characteristic` and `defect`. `from_` and `to` (ISO times, kept as given) are the period in
    which it may have happened: what may lie in it counts.
    """

    receipt: str | None = None
    supplier: str | None = None
    supplier_lot: str | None = None
    run: str | None = None
    equipment: str | None = None
    operator: str | None = None
    shift: str | None = None
    run_kind: str | None = None
    parameter: str | None = None
    below: float | None = None
    above: float | None = None
    material: str | None = None
    failed: bool = False
    characteristic: str | None = None
    defect: str | None = None
    from_: str | None = None
    to: str | None = None

    @property
    def family(self) -> Family:
        """What is looked for. Raises UsageError where the words do not go together."""
        said = self.as_dict().keys() - {"from", "to"}
        found: list[Family] = [family for family, names in FAMILIES.items() if said & set(names)]
        if len(found) != 1:
            raise UsageError(f"a seed is looked for among {_and(FAMILIES)}: ask for one of them, not {_listed(said)}")
        family = found[0]
        if not said & set(STARTS[family]):
            raise UsageError(f"a seed among {family} needs {' or '.join(STARTS[family])} beside {_listed(said)}")
        self._check(family)
        return family

    def _check(self, family: Family) -> None:
        if family == "inspections" and not self.failed:
            raise UsageError(f"material {self.material} alone is no seed: ask for its failed inspections (failed)")
        ranged = self.below is not None or self.above is not None
        if (self.parameter is not None) != ranged:
            raise UsageError(
                "a parameter is out of range below one value or above another: say parameter and one of both"
            )

    def period(self, zone: ZoneInfo) -> Interval:
        """From the first to the last moment of the period; open where nothing is said. Raises UsageError."""
        try:
            first, last = (parse_time(text or "", Clock(zone)) for text in (self.from_, self.to))
        except ValueError as error:
            raise UsageError(f"the period of the seed ({self.text()}): {error}") from None
        if last.certainly_before(first):
            raise UsageError(f"the period of the seed ({self.text()}) ends before it begins")
        return Interval(first.start, last.end)

    def normalised(self) -> SeedQuery:
        """The same with its names compared as those of the records are (rule 1)."""
        texts: dict[str, Any] = {
            field.name: normal(value)
            for field in fields(self)
            if field.name not in ("from_", "to") and isinstance(value := getattr(self, field.name), str)
        }
        return replace(self, **texts)

    def as_dict(self) -> dict[str, Any]:
        """What is said, by name, in the order of the fields."""
        pairs = ((field.name.rstrip("_"), getattr(self, field.name)) for field in fields(self))
        return {name: value for name, value in pairs if value not in (None, False)}

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> SeedQuery:
        """The query that `as_dict` says."""
        names = {"from": "from_"}
        return cls(**{names.get(name, name): value for name, value in said.items()})

    def text(self) -> str:
        """What is said, for a sentence."""
        return ", ".join(
            name.replace("_", " ") if value is True else f"{name.replace('_', ' ')} {value}"
            for name, value in self.as_dict().items()
        )


def _and(names: dict[Family, tuple[str, ...]]) -> str:
    return ", ".join(f"{family} ({', '.join(words)})" for family, words in names.items())


def _listed(said: set[str]) -> str:
    return ", ".join(sorted(said)) or "nothing"

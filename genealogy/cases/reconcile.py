"""Shipped against found, returned and destroyed, of one batch at one consignee; summed by material, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["found", "returned", "destroyed", "came back"]
NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Told:
    """On a day a quantity was found, returned or destroyed as a notice says, or came back as a return says."""

    day: dt.date
    kind: Kind
    quantity: float


@dataclass(slots=True)
class Line:
    """A batch at a consignee, in the batch's unit; `shipped` is None where it is not known."""

    customer: str
    key: str
    material: str
    uom: str | None
    shipped: float | None = 0.0
    told: list[Told] = field(default_factory=list)

    def until(self, day: dt.date) -> Sums:
        """What was known at the end of a day."""
        sums = Sums(self.shipped)
        for one in self.told:
            if one.day <= day:
                sums.add(one)
        return sums


@dataclass(slots=True)
class Sums:
    """Quantities of a line up to a day."""

    shipped: float | None
    found: float = 0.0
    stated: float = 0.0  # returned, as notices say
    received: float = 0.0  # returned, as returns say
    destroyed: float = 0.0

    def add(self, told: Told) -> None:
        """Count one more statement."""
        name = {"found": "found", "returned": "stated", "came back": "received", "destroyed": "destroyed"}[told.kind]
        setattr(self, name, getattr(self, name) + told.quantity)

    @property
    def returned(self) -> float:
        """Both ways tell of the same goods: the larger counts."""
        return max(self.stated, self.received)

    @property
    def accounted(self) -> float:
        """What came back and what was destroyed was found before, whether that was said or not."""
        return max(self.found, self.returned + self.destroyed)

    @property
    def missing(self) -> float | None:
        """What is still out there; None where it is not known how much was shipped."""
        return None if self.shipped is None else max(0.0, self.shipped - self.accounted)

    @property
    def excess(self) -> float:
        """More than was shipped: some record is wrong."""
        over = self.accounted - (self.shipped or 0.0)
        return over if self.shipped is not None and over > NOTHING else 0.0


Missing = dict[tuple[str, str | None], float | None]


def missing_by_day(lines: Iterable[Line], first: dt.date, last: dt.date) -> Iterator[tuple[dt.date, Missing]]:
    """For each day from `first` to `last` what is missing at its end, by material and unit; None where a part of it is
    not known. A line is looked at again only on days that tell of it."""
    lines = list(lines)
    present = {number: line.until(first) for number, line in enumerate(lines)}
    on_day: dict[dt.date, set[int]] = {}
    for number, line in enumerate(lines):
        for told in line.told:
            if first < told.day <= last:
                on_day.setdefault(told.day, set()).add(number)
    totals = _totals(lines, present)
    day = first
    while day <= last:
        if day in on_day:
            present |= {number: lines[number].until(day) for number in on_day[day]}
            totals = _totals(lines, present)
        yield day, totals
        day += dt.timedelta(days=1)


def _totals(lines: list[Line], present: Mapping[int, Sums]) -> Missing:
    totals: Missing = {}
    for number, line in enumerate(lines):
        place, missing = (line.material, line.uom), present[number].missing
        so_far = totals.get(place, 0.0)
        totals[place] = None if missing is None or so_far is None else so_far + missing
    return totals


def to_check(consignees: int, share: float) -> int:
    """How many consignees a share in percent is: rounded up, for a part of one cannot be asked."""
    return -int(-(consignees * share / 100 - NOTHING) // 1)

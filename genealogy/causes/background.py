"""What bad batches are compared with: good ones that are named, or others of the same materials and time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.store import Reads
from genealogy.store.moments import EPOCH

WIDENED = dt.timedelta(days=7)  # before and after: a shift pattern or a delivery schedule most often repeats in a week
_MS = dt.timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Background:
    """Keys to compare with. `undated` batches of the same materials were left out, for nobody knows their time;
    `related` ones, because they have a bad batch upstream or downstream."""

    source: str  # given, period, none
    keys: list[str]
    materials: list[str] = field(default_factory=list)
    first: dt.datetime | None = None
    last: dt.datetime | None = None
    undated: int = 0
    related: int = 0

    def as_dict(self, compared: int) -> dict[str, Any]:
        """In the shape of the answer; `compared` is how many took part."""
        return {
            "source": self.source,
            "batches": compared,
            "materials": self.materials,
            "from": self.first and self.first.isoformat().replace("+00:00", "Z"),
            "to": self.last and self.last.isoformat().replace("+00:00", "Z"),
            "widened_days": WIDENED.days if self.first else None,
            "text": self._text(compared),
        }

    def _text(self, compared: int) -> str:
        if self.source == "given":
            return f"the {compared:,} good batches named"
        others = f"{compared:,} other batches of {', '.join(self.materials)}"
        if not self.first or not self.last:
            return f"{others} of any time, for nobody knows when the bad ones were made"
        days = f"{self.first:%Y-%m-%d} to {self.last:%Y-%m-%d}"
        return f"{others} made from {days}: the time of the bad ones and {WIDENED.days} days on either side (UTC)"


def find_background(store: Reads, bad: Sequence[str], good: Sequence[str], upstream: Collection[str]) -> Background:
    """The good batches where some are named; else all other batches of the same materials made about the same time.

    `upstream` are batches of which the bad ones were made: those are suspects themselves, and no background.
    """
    made = store.read("causes.made", keys=list(bad)).dicts()
    materials = sorted({row["material"] for row in made})
    if good:
        return Background("given", list(good), materials)
    moments = [EPOCH + row["made"] * _MS for row in made if row["made"] is not None]
    first, last = (min(moments) - WIDENED, max(moments) + WIDENED) if moments else (None, None)
    span = (_millis(first, 0), _millis(last, 1 << 60))
    rows = store.read("causes.background", materials=materials, **{"from": span[0], "to": span[1]}).rows
    left_out = {*bad, *upstream}
    undated = sum(when is None for key, when in rows if key not in left_out) if moments else 0
    keys = sorted(key for key, when in rows if key not in left_out and (when is not None or not moments))
    related = sum(key in upstream and key not in bad for key, _ in rows)
    return Background("period", keys, materials, first, last, undated, related)


def _millis(moment: dt.datetime | None, otherwise: int) -> int:
    return otherwise if moment is None else (moment - EPOCH) // _MS

"""What a pull says of itself: counts by type of document, and whatever did not go in, with what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import orjson

from loaders.report import SHOWN

_COUNTS = ("documents", "events", "new", "repeated", "corrected", "voided", "rejected", "conflicts")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was not recorded: of which document, which field, its value, why and what to do."""

    type: str
    document: str
    field: str
    value: str
    text: str

    def __str__(self) -> str:
        what = f"{self.field} {self.value!r}" if self.value else self.field
        return (
            f"{self.type} {self.document}, {what}: {self.text}" if what else f"{self.type} {self.document}: {self.text}"
        )


@dataclass(slots=True)
class TypeReport:
    """One type of document. `open` are not done yet (they come when they are), `without_lot` lines of what is not
    tracked by lot; `cursor` is how far it was pulled, `notes` name what is not as it was."""

    type: str
    documents: int = 0
    events: int = 0
    new: int = 0
    repeated: int = 0
    corrected: int = 0
    voided: int = 0
    rejected: int = 0
    conflicts: int = 0
    open: int = 0
    without_lot: int = 0
    since: str = ""
    cursor: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PullReport:
    """One pull of one source. In a dry run nothing is recorded, so new, repeated and conflicts stay 0."""

    load: str
    source: str
    kind: str
    dry_run: bool
    started_at: dt.datetime
    finished_at: dt.datetime
    types: list[TypeReport] = field(default_factory=list)
    rejected: list[Fault] = field(default_factory=list)
    conflicts: list[Fault] = field(default_factory=list)
    alarms: int = 0

    @property
    def clean(self) -> bool:
        """True when everything that is done in the source is recorded here as it is there."""
        return not any(one.rejected or one.conflicts for one in self.types)

    @property
    def totals(self) -> dict[str, int]:
        """The counts of all types together."""
        return {name: sum(getattr(one, name) for one in self.types) for name in _COUNTS}

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it; the first 200 of what was rejected, and of conflicts."""
        found: dict[str, Any] = orjson.loads(orjson.dumps(self))
        shown = {name: found[name][:SHOWN] for name in ("rejected", "conflicts")}
        return {**found, **shown, "totals": self.totals, "clean": self.clean}

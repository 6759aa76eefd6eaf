"""What a case asks, and asking it again in the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from genealogy.answers import Seed, recall
from genealogy.errors import UsageError
from genealogy.store import Store


@dataclass(frozen=True, slots=True)
class Question:
    """Seeds and switches as the recall answer echoes them, and the settings that the answer depends on."""

    seeds: Sequence[Mapping[str, Any]]
    switches: Mapping[str, Any] | None
    tolerance: dt.timedelta
    zone: ZoneInfo

    @classmethod
    def of_revision(cls, row: Mapping[str, Any]) -> Question:
        """The question of a recorded revision."""
        switches = orjson.loads(row["switches"]) if row.get("switches") else None
        tolerance = dt.timedelta(seconds=row["clock_tolerance"])
        return cls(orjson.loads(row["seeds"]), switches, tolerance, ZoneInfo(row["timezone"]))


def ask(store: Store, question: Question) -> dict[str, Any]:
    """The recall answer of now to that question; raises what `recall` raises."""
    if question.switches:
        raise UsageError("this version does not know switches of a recall; ask with the version that froze the case")
    seeds = [Seed(str(seed["key"]), seed.get("from"), seed.get("to")) for seed in question.seeds]
    return recall(store, seeds, tolerance=question.tolerance, zone=question.zone)

"""What a case asks, and asking it again in the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from genealogy.answers import Seed, SeedQuery, Switches, recall
from genealogy.errors import UsageError
from genealogy.store import Store, Tx


@dataclass(frozen=True, slots=True)
class Question:
    """Seeds as `said_of` gives them, switches as the recall answer echoes them, and the settings that the answer
    depends on."""

    seeds: Sequence[Mapping[str, Any]]
    switches: Mapping[str, Any] | None
    tolerance: dt.timedelta
    zone: ZoneInfo

    def said(self) -> list[dict[str, Any]]:
        """The seeds in one form, as a case keeps them."""
        return [said_of(_seed(said)) for said in self.seeds]

    @classmethod
    def of_document(cls, text: bytes, tolerance: dt.timedelta, zone: ZoneInfo) -> Question:
        """The question of a recall answer, or of a body of `POST /recalls/preview`: JSON with `seeds` and `switches`.

        A seed that a query found stands for the query. Raises UsageError.
        """
        try:
            found = orjson.loads(text)
            seeds = [said_of(_seed(row.get("by") or row)) for row in found["seeds"]]
            switches = Switches.of(found.get("switches") or {}).as_dict()
        except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError, ValueError):
            raise UsageError("a question is JSON with seeds and switches, such as `recall --json` prints") from None
        unique = [said for number, said in enumerate(seeds) if said not in seeds[:number]]
        return cls(unique, switches, tolerance, zone)

    @classmethod
    def of_revision(cls, row: Mapping[str, Any]) -> Question:
        """The question of a recorded revision."""
        switches = orjson.loads(row["switches"]) if row.get("switches") else None
        tolerance = dt.timedelta(seconds=row["clock_tolerance"])
        return cls(orjson.loads(row["seeds"]), switches, tolerance, ZoneInfo(row["timezone"]))


def said_of(seed: Seed | SeedQuery) -> dict[str, Any]:
    """A seed as a case keeps it."""
    if isinstance(seed, SeedQuery):
        return seed.as_dict()
    return {"key": seed.key, "from": seed.from_, "to": seed.to}


def ask(store: Store | Tx, question: Question) -> dict[str, Any]:
    """The recall answer of now to that question; raises what `recall` raises."""
    switches = Switches.of(question.switches or {})
    seeds = [_seed(said) for said in question.seeds]
    return recall(store, seeds, switches=switches, tolerance=question.tolerance, zone=question.zone)


def _seed(said: Mapping[str, Any]) -> Seed | SeedQuery:
    if "key" in said:
        return Seed(str(said["key"]), said.get("from"), said.get("to"))
    return SeedQuery.of(said)

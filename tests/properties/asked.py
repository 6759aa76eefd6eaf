"""A plant asked without a database: what it draws is walked and judged in time by the product's own calculation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial

from genealogy.answers.recall import TOLERANCE
from genealogy.scope.contradictions import Doubts, doubts_among
from genealogy.scope.cover import Cover
from genealogy.scope.edges import Direction, Edges
from genealogy.scope.in_time import InTime
from genealogy.scope.readings import Readings, readings_of
from genealogy.scope.walk import Reached, walk, walk_standing
from tests.oracle.plant import Plant
from tests.oracle.rows import key
from tests.oracle.shipments import left
from tests.oracle.times import BEGIN
from tests.properties.drawn import EPOCH, drawn, latest
from tests.properties.told import add_inferred, first_moments, ledgers, readings_rows

Verdicts = dict[str, tuple[int, str]]  # batch -> hops, verdict
MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Recalled:
    """What is in scope, and the shipments that bear it, each with the strongest verdict of its lines."""

    batches: Verdicts
    shipments: dict[str, str]


class Asked:
    """A plant whose links are drawn once and may be asked often."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        found = drawn(plant)
        add_inferred(plant, found)
        self.edges: Edges = found.edges
        self._doubts: Doubts = doubts_among(found.edges, partial(first_moments, plant))
        self._readings: Readings = readings_of(found.edges, list(readings_rows(plant, found)))

    def trace(self, seeds: Sequence[str], direction: Direction) -> Verdicts:
        """The batches upstream or downstream of the seeds, whatever the time."""
        return verdicts(walk(self.edges, seeds, direction, self._doubts.edges))

    def recall(self, seeds: Mapping[str, datetime]) -> Recalled:
        """What is suspect downstream of seeds, each suspect from a moment on (rules 18 to 22)."""
        suspect = {name: 0 if since == BEGIN else (since - EPOCH) // MILLISECOND for name, since in seeds.items()}
        cover = Cover(partial(ledgers, self._plant))
        in_time = InTime(self.edges, suspect, self._doubts, TOLERANCE // MILLISECOND, cover, self._readings)
        reached = walk(self.edges, list(seeds), "downstream", self._doubts.edges)
        if in_time.entered:
            reached = walk_standing(self.edges, list(seeds), in_time.entered.standing, in_time.entered.certain)
        return Recalled(verdicts(reached), self._shipments(reached, in_time))

    def _shipments(self, reached: Reached, in_time: InTime) -> dict[str, str]:
        lines = [line for line in self._sent if line[0] in reached.hops]
        found: dict[str, str] = {}
        stands = in_time.judged([(name, moment) for name, _, _, moment in lines])
        for (name, shipment, certain, _), stand in zip(lines, stands, strict=True):
            if stand != "excluded":
                sure = certain and stand == "stands" and name in reached.certain
                found[shipment] = min("certain" if sure else "potential", found.get(shipment, "potential"))
        return found

    @cached_property
    def _sent(self) -> list[tuple[str, str, bool, int | None]]:
        """Batch, shipment, whether the line means it for certain, and when that left at the latest (rule 20)."""
        lines: list[tuple[str, str, bool, int | None]] = []
        for row in self._plant.files["shipped"]:
            name, when = key(row), left(self._plant, row["shipment"])
            gone = latest(when) or None
            first = first_moments(self._plant, [name]).get(name, 0)
            lines.append((name, row["shipment"], not (gone and gone < first), gone))
            others = sorted(self._plant.candidates.get(name, ()))
            lines += [(other, row["shipment"], False, gone) for other in others]
        return lines


def verdicts(reached: Reached) -> Verdicts:
    """The batches with hops and verdict."""
    return {name: (reached.hops[name], reached.verdict(name)) for name in reached.batches()}

"""What time says about a recall: which edges carry suspect material, and which lines that left do (rules 18 to 22)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from genealogy.scope.contradictions import Doubts
from genealogy.scope.cover import Cover
from genealogy.scope.edges import Edges, is_batch
from genealogy.scope.entry import EVER, Entered, came_by, early, enter, latest_entries, left_by
from genealogy.scope.readings import Readings

# Whether a line that left carries suspect material: it does with the verdict of its batch, perhaps, perhaps though it
# left before (by no more than clocks may differ, or its batch's records do not add up), or it does not.
Stand = Literal["stands", "potential", "close", "doubted", "excluded"]


class InTime:
    """What time says about the closure of a recall: calculated where some withdrawal may have been too early."""

    def __init__(
        self,
        edges: Edges,
        seeds: Mapping[str, int],
        doubts: Doubts,
        tolerance: int,
        cover: Cover,
        readings: Readings,
    ) -> None:
        self.tolerance = tolerance
        self._edges, self.seeds, self._doubts = edges, seeds, doubts
        self._cover, self._readings = cover, readings
        self._latest = latest_entries(edges, seeds, self._readings)
        suspects = early(edges, self._latest, 0, self._readings)
        # What clocks may account for stands, whatever the records of stock say.
        apart = early(edges, self._latest, tolerance, self._readings) if suspects else []
        self._cover.fetch({edges.sources[number] for number in apart if is_batch(edges.sources[number])})
        self._course: Entered | None = None
        self.entered = self._enter() if suspects else None

    def judged(self, lines: Sequence[tuple[str, int | None]]) -> list[Stand]:
        """How each line that left (batch, latest moment, None unknown) stands in time (rule 22)."""
        suspects = [
            number for number, (key, moment) in enumerate(lines) if moment and moment < self._latest.get(key, EVER)
        ]
        said: list[Stand] = ["stands"] * len(lines)
        moments = [(key, moment or EVER) for key, moment in (lines[number] for number in suspects)]
        self._cover.fetch({key for key, moment in moments if moment + self.tolerance < self._latest[key]})
        for number, (key, moment) in zip(suspects, moments, strict=True):
            said[number] = self._stand(key, moment)
        return said

    def _stand(self, key: str, moment: int) -> Stand:
        entered = self._enter()
        if moment < entered.since.get(key, EVER):
            if self.is_close(moment, entered.since[key]):
                return "close"
            return "excluded" if self._cover.covers(key, moment) else "doubted"
        return "potential" if moment < entered.sure_since.get(key, EVER) else "stands"

    def is_close(self, moment: int, entry: int) -> bool:
        """Whether what left at that moment, before an entry, did so by no more than clocks may differ."""
        return moment + self.tolerance >= entry

    def since(self) -> dict[str, int]:
        """When suspect material may first have come into each node."""
        return self._enter().since

    def bringer(self, node: str) -> int | None:
        """The edge that brought it then."""
        return self._enter().by.get(node)

    def left(self, number: int) -> int:
        """The latest moment at which that edge took anything."""
        return left_by(self._edges, self._readings, number)

    def came(self, number: int) -> int:
        """The earliest moment at which that edge brings anything into a batch, or into a run with readings."""
        return came_by(self._edges, self._readings, number)

    def covered(self, node: str, moment: int) -> bool:
        """Whether what had come in by a moment makes up for all that had left by then; asked of early withdrawals."""
        return (self._cover if is_batch(node) else self._readings).covers(node, moment)

    def _enter(self) -> Entered:
        if self._course is None:
            doubtful = self._doubts.edges
            self._course = enter(self._edges, self.seeds, doubtful, self.tolerance, self.covered, self._readings)
        return self._course

"""When suspect material came into each batch, and what had certainly left it before (rules 18 to 22).

Pure functions of the closure's columns, linear in their length but for sorting; exact on cycles. Moments are
milliseconds since 1970, as in `Edges`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from genealogy.scope.edges import Edges, is_batch, unsure_of
from genealogy.scope.readings import NONE, Readings

EVER = 0  # the moment is not known: suspect since ever
Covered = Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class Entered:
    """What is reached in time. `since` is when suspect material may first have come into a node, `by` the edge that
    brought it then (a seed has none); `cut` are positions of edges that left too early to carry it, `kept` of those
    that did as well, but by no more than clocks may differ, or whose batch has records that do not add up; `standing`
    and `certain` of the edges left; `sure_since` is `since` over certain edges alone."""

    since: dict[str, int]
    by: dict[str, int]
    standing: list[int]
    certain: list[int]
    sure_since: dict[str, int]
    cut: list[int]
    kept: frozenset[int]


def latest_entries(edges: Edges, seeds: Mapping[str, int], readings: Readings = NONE) -> dict[str, int]:
    """The latest moment at which anything in the closure comes into each batch, or each run with readings: what left
    before none is in time."""
    latest = dict(seeds)
    for number, moment in readings.entered.items():
        latest[edges.targets[number]] = max(moment, latest.get(edges.targets[number], EVER))
    for target, moment in zip(edges.targets, edges.moments, strict=True):
        if moment > latest.get(target, EVER) and is_batch(target):
            latest[target] = moment
    return latest


def early(edges: Edges, latest: Mapping[str, int], tolerance: int, readings: Readings = NONE) -> list[int]:
    """Positions of the withdrawals that may have left before suspect material came; most scopes have none."""
    gave = [
        number
        for number, moment in readings.left.items()
        if moment + tolerance < latest.get(edges.sources[number], EVER)
    ]
    return gave + [
        number
        for number, (source, moment) in enumerate(zip(edges.sources, edges.moments, strict=True))
        if moment and moment + tolerance < latest.get(source, EVER) and is_batch(source)
    ]


def enter(
    edges: Edges,
    seeds: Mapping[str, int],
    doubtful: Collection[int],
    tolerance: int,
    covered: Covered,
    readings: Readings = NONE,
) -> Entered:
    """Follow suspect material in time from the seeds (each with the moment it became suspect).

    A withdrawal that ended more than `tolerance` before the earliest entry is cut, where `covered` says that what came
    in by then accounts for all that left; else it stays, potential: only over certain edges does whatever left before
    at all carry nothing. A batch may be entered again and earlier: its withdrawals wait in order of time, so that each
    edge is looked at once.
    """
    out: dict[str, list[int]] = {}
    for number, source in enumerate(edges.sources):
        out.setdefault(source, []).append(number)
    spread = _Spread(edges, out, tolerance, covered, readings).run(seeds)
    sure = _Spread(edges, out, 0, None, readings, unsure_of(edges, doubtful)).run(seeds)
    return Entered(spread.since, spread.by, spread.standing, sure.standing, sure.since, spread.left(), spread.early())


def left_by(edges: Edges, readings: Readings, number: int) -> int:
    """The latest moment at which an edge took anything out of a batch, or out of a run with readings."""
    if is_batch(edges.sources[number]):
        return edges.moments[number]
    return readings.left.get(number, EVER)


def came_by(edges: Edges, readings: Readings, number: int) -> int:
    """The earliest moment at which an edge brings anything into a batch, or into a run with readings."""
    if is_batch(edges.targets[number]):
        return edges.moments[number]
    return readings.entered.get(number, EVER)


class _Spread:
    """One pass. Without `covered` an early withdrawal never stands; edges in `without` are not there."""

    def __init__(
        self,
        edges: Edges,
        out: Mapping[str, list[int]],
        tolerance: int,
        covered: Covered | None,
        readings: Readings,
        without: Collection[int] = (),
    ) -> None:
        self._edges, self._out, self._tolerance = edges, out, tolerance
        self._covered, self._readings, self._without = covered, readings, without
        self._waiting: dict[str, list[int]] = {}
        self.since: dict[str, int] = {}
        self.by: dict[str, int] = {}
        self.standing: list[int] = []

    def run(self, seeds: Mapping[str, int]) -> _Spread:
        """Spread from the seeds until nothing changes."""
        self.since = dict(seeds)
        queue = deque(seeds)
        while queue:
            for number in self._released(queue.popleft()):
                self.standing.append(number)
                target = self._edges.targets[number]
                came = self._came(number)
                if came < self.since.get(target, came + 1):
                    self.since[target] = came
                    self.by[target] = number
                    queue.append(target)
        return self

    def left(self) -> list[int]:
        """The withdrawals that never stood."""
        return [number for numbers in self._waiting.values() for number in numbers]

    def early(self) -> frozenset[int]:
        """Those that stand though they left before anything suspect came."""
        return frozenset(number for number in self.standing if self._is_early(number, 0))

    def _released(self, node: str) -> list[int]:
        """The edges that carry suspect material from now on, given the present moment of entry."""
        if node not in self._waiting:
            mine = [number for number in self._out.get(node, ()) if number not in self._without]
            held = [number for number in mine if self._is_early(number, self._tolerance) and not self._doubted(number)]
            self._waiting[node] = sorted(held, key=self._gone)
            return [number for number in mine if number not in held] if held else mine
        waiting, free = self._waiting[node], []
        while waiting and not self._is_early(waiting[-1], self._tolerance):
            free.append(waiting.pop())
        return free

    def _is_early(self, number: int, tolerance: int) -> bool:
        moment = self._gone(number)
        return bool(moment) and moment + tolerance < self.since[self._edges.sources[number]]

    def _doubted(self, number: int) -> bool:
        covered = self._covered
        return covered is not None and not covered(self._edges.sources[number], self._gone(number))

    def _came(self, number: int) -> int:
        return came_by(self._edges, self._readings, number)

    def _gone(self, number: int) -> int:
        """The latest moment at which the edge took anything out of one."""
        return left_by(self._edges, self._readings, number)

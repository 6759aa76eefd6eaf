"""The clockwork of the simulator: a queue of things to do in time order, numbers, chance, and the pace."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from loaders.simulate.bundle import Bundle
from loaders.simulate.clock import DAY, Calendar
from loaders.simulate.plant import Catalogue, Material
from loaders.simulate.truth import Truth

Action = Callable[[int], None]
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Sim:
    """One simulation under way."""

    catalogue: Catalogue
    bundle: Bundle
    truth: Truth
    rng: Random
    calendar: Calendar
    days: int
    target: int
    progress: Progress | None = None
    late: bool = False
    batches: int = 0
    promised: float = 0.0
    numbers: Counter[str] = field(default_factory=Counter)
    queue: list[tuple[int, int, Action]] = field(default_factory=list)
    queued: int = 0

    @property
    def end(self) -> int:
        """The minute at which the plant-year is over."""
        return self.days * DAY

    def number(self, prefix: str) -> str:
        """The next document number under a prefix."""
        self.numbers[prefix] += 1
        return f"{prefix}-{self.numbers[prefix]:06}"

    def lot(self, material: Material, at: int) -> str:
        """A lot number of our own, unlike any other of the material."""
        self.numbers[material.code] += 1
        return f"{material.prefix}{self.calendar.compact(at)}-{self.numbers[material.code]:02}"

    def chance(self, share: float) -> bool:
        """True in this share of all cases."""
        return self.rng.random() < share

    def made_one(self) -> None:
        """Count a new batch and report progress now and then."""
        self.batches += 1
        if self.progress is not None and not self.batches % 1000:
            self.progress(min(self.batches, self.target), self.target)


def later(sim: Sim, at: int, action: Action) -> None:
    """Do something at a minute to come; what is due at the same minute keeps its order."""
    sim.queued += 1
    heapq.heappush(sim.queue, (at, sim.queued, action))


def work(sim: Sim) -> None:
    """Do everything that is due, in time order, until nothing is left to do."""
    while sim.queue:
        at, _, action = heapq.heappop(sim.queue)
        action(at)


def every(sim: Sim, start: int, step: int, action: Action) -> None:
    """Repeat an action until the plant-year ends."""

    def again(at: int) -> None:
        action(at)
        if at + step < sim.end:
            later(sim, at + step, again)

    later(sim, start, again)


def release(sim: Sim, batches_per_order: float, action: Action) -> None:
    """Release work orders so that the batches come out evenly over the year and add up to the target.

    An order counts with `batches_per_order` from its release until it calls `settle`; so the pace corrects itself.
    """
    step = max(1, int(batches_per_order * sim.end / sim.target / 2))

    def tick(at: int) -> None:
        due = sim.target * min(1.0, (at + step) / sim.end)
        while sim.batches + sim.promised + batches_per_order / 2 < due:
            sim.promised += batches_per_order
            action(at)
        if at < sim.end or sim.promised > 0.5 or sim.batches + batches_per_order < sim.target:
            later(sim, at + step, tick)

    later(sim, DAY // 4, tick)


def settle(sim: Sim, batches_per_order: float) -> None:
    """An order is done: what it made is counted, what it promised no longer."""
    sim.promised -= batches_per_order

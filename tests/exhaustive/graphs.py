"""Plain graphs of batches and runs, and what a breadth-first search finds in them. Nothing here knows the product."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from itertools import product
from random import Random

SIZE = 4
ALL = 2 ** (SIZE * SIZE)
NUMERALS = "零一二三四五六七八九"

Rows = dict[str, list[dict[str, str]]]
Hops = dict[str, int]


@dataclass(frozen=True)
class Run:
    """What went in and what came out, by lot number."""

    name: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """Lots and the runs between them."""

    lots: tuple[str, ...]
    runs: tuple[Run, ...]

    def rows(self) -> Rows:
        """The graph as a bundle; all lots are of one material."""

        def lines(side: str) -> list[dict[str, str]]:
            return [{"run": run.name, "material": "M", "lot": lot} for run in self.runs for lot in getattr(run, side)]

        batches = [{"material": "M", "lot": lot} for lot in self.lots]
        return {"batches": batches, "produced": lines("outputs"), "consumed": lines("inputs")}

    def search(self, start: str, direction: str) -> Hops:
        """How many runs lie between the start and each lot it reaches."""
        ahead = direction == "downstream"
        steps = [(run.inputs, run.outputs) if ahead else (run.outputs, run.inputs) for run in self.runs]
        hops = {start: 0}
        queue = deque([start])
        while queue:
            lot = queue.popleft()
            for near, far in steps:
                for other in far if lot in near else ():
                    if other not in hops:
                        hops[other] = hops[lot] + 1
                        queue.append(other)
        return hops


def small(number: int) -> Graph:
    """The directed graph on four lots of which bit 4a+b of the number says whether a run leads from a to b."""
    lots = tuple(f"{number}-{index}" for index in range(SIZE))
    ends = [pair for bit, pair in enumerate(product(lots, lots)) if number >> bit & 1]
    return Graph(lots, tuple(Run(f"{one}>{other}", (one,), (other,)) for one, other in ends))


def large(seed: int) -> Graph:
    """A random graph of 50 to 500 lots with loops, diamonds, runs of several inputs and outputs, and long chains."""
    random = Random(seed)
    lots = tuple(
        f"批{seed}号{''.join(NUMERALS[int(digit)] for digit in str(n))}" for n in range(random.randint(50, 500))
    )
    runs = []
    for number in range(int(len(lots) * random.uniform(0.3, 0.9))):
        middle = random.randrange(len(lots))
        reach = random.choice((3, 10, len(lots)))
        inputs = {lots[(middle - random.randrange(reach)) % len(lots)] for _ in range(random.choice((1, 1, 2, 3, 5)))}
        outputs = {lots[(middle + random.randrange(reach)) % len(lots)] for _ in range(random.choice((1, 1, 2, 4)))}
        runs.append(Run(f"{seed}/{number}", tuple(sorted(inputs)), tuple(sorted(outputs))))
    return Graph(lots, tuple(runs))


def ladder(stages: int, width: int) -> Graph:
    """In each stage every lot of the one before goes into each of the runs, and each run makes one lot."""
    levels = [[f"{level}-{place}" for place in range(width)] for level in range(stages + 1)]
    runs = [
        Run(f"R{level}-{place}", tuple(levels[level]), (levels[level + 1][place],))
        for level in range(stages)
        for place in range(width)
    ]
    return Graph(tuple(lot for level in levels for lot in level), tuple(runs))


def chunks(numbers: list[int], size: int) -> list[list[int]]:
    """The numbers in parts."""
    return [numbers[first : first + size] for first in range(0, len(numbers), size)]

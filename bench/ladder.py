"""`python -m bench.ladder`: a ladder of 10 to 80 stages, each mixing eight batches and splitting them into eight.

The number of paths grows eightfold with each stage, that of batches by eight. What a traversal costs must follow the
batches: the peer of each length is the time of ten stages, scaled by the number of batches.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.home import open_store, settings
from bench.result import Result, alternating, by_time, show
from genealogy import server
from genealogy.answers import Seed, recall
from genealogy.derive import settle
from genealogy.events import Event
from genealogy.events.flow import Consumed, Produced
from genealogy.record.writer import Source, record
from genealogy.store import Store

WIDTH = 8
STAGES = (10, 20, 40, 80)


def main() -> int:
    """Measure every length; 1 where one grows faster than its batches."""
    server.stop(settings())
    shutil.rmtree(settings().home, ignore_errors=True)
    with open_store() as store:
        for stages in STAGES:
            record(store, list(events(stages)), Source("bench", "ladder"), ZoneInfo("UTC"))
        settle(store)
        results = list(measured(store))
    server.stop(settings())
    lines = sum(len(list(events(stages))) for stages in STAGES)
    every = sum(map(batches, STAGES))
    scale: dict[str, object] = {"batches": every, "nodes": every + WIDTH * sum(STAGES), "edges": lines}
    return 0 if show(results, scale, Path("build/ladder.json")) else 1


def events(stages: int) -> Iterator[Event]:
    """In each stage every batch of the one before goes into each of eight runs; the first stage has one batch."""
    for stage in range(stages):
        for number in range(WIDTH):
            run = f"L{stages}-{stage}-{number}"
            for source in range(WIDTH if stage else 1):
                yield Consumed(run=run, material="LADDER", lot=f"{stages}-{stage}-{source}", quantity="1", uom="kg")
            yield Produced(run=run, material="LADDER", lot=f"{stages}-{stage + 1}-{number}", quantity="1", uom="kg")


def batches(stages: int) -> int:
    """How many a ladder has."""
    return 1 + WIDTH * stages


def measured(store: Store) -> Iterator[Result]:
    """The bare scope, and the whole answer, of each length beside the shortest."""
    asks: dict[str, Callable[[str], object]] = {
        "ladder": lambda key: store.read("scope.keys_downstream", key=key),
        "ladder_answer": lambda key: recall(store, [Seed(key)]),
    }
    for name, ask in asks.items():
        times = {stages: _time(ask, f"LADDER/{stages}-0-0") for stages in STAGES}
        for stages in STAGES:
            peer = times[STAGES[0]] * batches(stages) / batches(STAGES[0])
            remark = f"{batches(stages)} batches; the time of {STAGES[0]} stages, scaled by batches"
            yield by_time(f"{name}_{stages}", times[stages], peer, 0.8, remark)


def _time(ask: Callable[[str], object], key: str) -> float:
    """The least of many runs, in seconds."""
    return min(alternating(lambda: ask(key), lambda: ask(key)))


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench.large`: recalls of up to 100,000 batches, and a hundred seeds at once.

Takes the database that `python -m bench` left; where there is none, simulates and loads BENCH_BATCHES (200,000).
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.graph import bare_scope, batch_of_reach
from bench.home import open_store, settings, simulated
from bench.result import Result, alternating, by_time, show
from genealogy import server
from genealogy.answers import Seed, recall
from genealogy.scope.edges import by_frontier, is_batch
from genealogy.store import Store
from loaders.load import load

WANTED = (1_000, 10_000, 100_000)
SEEDS = 100
RUNS = 3


def main() -> int:
    """Run both measurements; 1 where a ratio is not what is wanted."""
    batches = int(os.environ.get("BENCH_BATCHES", "200000"))
    kept = settings().home.exists()
    with open_store() as store:
        if not kept:
            load(store, simulated(batches), ZoneInfo("UTC"))
        times = {size: seconds for wanted in WANTED for size, seconds in [_answer(store, wanted)]}
        results = [linear(times), _hundred(store)]
        scale: dict[str, object] = {"batches": batches, **_counted(store)}
    server.stop(settings())
    return 0 if show(results, scale, Path("build/large.json")) else 1


def linear(times: Mapping[int, float]) -> Result:
    """The largest answer beside the smallest scaled by its batches; `times` is seconds by number of batches.

    Raises ValueError where all answers are of one size, for then nothing can be said.
    """
    least, most = min(times), max(times)
    if least == most:
        raise ValueError(f"all answers have {most} batches; raise BENCH_BATCHES, so that scopes differ in size")
    sizes = ", ".join(f"{size}: {times[size]:.2f} s" for size in sorted(times))
    remark = f"{most} batches beside {least}, scaled by batches ({sizes})"
    return by_time("answer_linear", times[most], times[least] * most / least, 0.8, remark)


def drawn(keys: Collection[str], count: int = SEEDS, seed: int = 1) -> list[str]:
    """So many different keys, the same ones each time; all of them where there are fewer."""
    ordered = sorted(set(keys))
    return sorted(random.Random(seed).sample(ordered, min(count, len(ordered))))


def _answer(store: Store, wanted: int) -> tuple[int, float]:
    """The size of the scope nearest to `wanted`, and the seconds its whole answer takes."""
    key, size = batch_of_reach(store, wanted)
    return size, alternating(lambda: recall(store, [Seed(key)]), lambda: None, RUNS)[0]


def _counted(store: Store) -> dict[str, int]:
    texts = {"nodes": "MATCH (n) RETURN count(n)", "edges": "MATCH ()-->() RETURN count(*)"}
    with store.driver.session(database=store.database) as session:
        return {name: session.run(text).single(strict=True)[0] for name, text in texts.items()}


def _hundred(store: Store) -> Result:
    """A hundred batches of a scope as seeds, beside one seed that reaches as many batches."""
    key, _ = batch_of_reach(store, WANTED[1])
    seeds = drawn(bare_scope(store, key)[0])
    reach = _reach(store, seeds)
    one, size = batch_of_reach(store, reach)
    ours, peer = alternating(
        lambda: by_frontier(store, seeds, "downstream"), lambda: by_frontier(store, [one], "downstream"), RUNS
    )
    remark = f"{len(seeds)} seeds, {reach} batches; one seed of {size}, scaled by batches"
    return by_time("seeds_100", ours, peer * reach / size, 0.5, remark)


def _reach(store: Store, seeds: list[str]) -> int:
    """How many batches these seeds reach together, themselves included."""
    return len({*seeds, *filter(is_batch, by_frontier(store, seeds, "downstream").targets)})


if __name__ == "__main__":
    sys.exit(main())

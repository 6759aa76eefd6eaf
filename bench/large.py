"""`python -m bench.large`: recalls of up to 100,000 batches, a hundred seeds at once, and the worst cases of a plant.

Takes the database that `python -m bench` left; where there is none, simulates and loads BENCH_BATCHES (200,000).
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from bench.graph import bare_scope, batch_of_reach, received_batches
from bench.home import open_store, say, settings, simulated
from bench.result import Result, alternating, by_time, peak_mib, show
from genealogy import server
from genealogy.answers import Seed, recall
from genealogy.scope.closure import closure
from genealogy.scope.edges import by_frontier, is_batch
from genealogy.store import Store
from genealogy.worst import worst_case
from genealogy.worst.plant import read_plant
from loaders.load import load

WANTED = (1_000, 10_000, 100_000)
SEEDS = 100
RUNS = 3
BOUND = 2048  # MiB for an answer of 100,000 batches
TRIED = 200  # batches traversed one by one, beside the one pass for all


def main() -> int:
    """Run both measurements; 1 where a ratio is not what is wanted."""
    batches = int(os.environ.get("BENCH_BATCHES", "200000"))
    kept = settings().home.exists()
    with open_store() as store:
        if not kept:
            load(store, simulated(batches), ZoneInfo("UTC"))
        asked = dict(_answer(store, wanted) for wanted in WANTED)
        results = [linear({size: seconds for size, (seconds, _) in asked.items()})]
        results += [memory({size: peak for size, (_, peak) in asked.items()}), _hundred(store), _worst(store)]
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


def memory(peaks: Mapping[int, float]) -> Result:
    """The peak of this process after the largest answer beside what it may be; `peaks` is MiB by number of batches."""
    most = max(peaks)
    remark = ", ".join(f"{size}: {peaks[size]:.0f} MiB" for size in sorted(peaks))
    return Result(
        "answer_memory", round(peaks[most]), BOUND, round(BOUND / peaks[most], 3), "MiB", 1.0, f"peak after {remark}"
    )


def drawn(keys: Collection[str], count: int = SEEDS, seed: int = 1) -> list[str]:
    """So many different keys, the same ones each time; all of them where there are fewer."""
    ordered = sorted(set(keys))
    return sorted(random.Random(seed).sample(ordered, min(count, len(ordered))))


def _answer(store: Store, wanted: int) -> tuple[int, tuple[float, float]]:
    """The size of a scope near to `wanted`, the seconds its whole answer takes, and the peak of this process so far."""
    seeds, size = _seeds_of_reach(store, wanted)
    asked = [Seed(key) for key in seeds]
    say(f"asking for {len(seeds)} batches that reach {size}")
    seconds = alternating(lambda: recall(store, asked), lambda: None, RUNS)[0]
    return size, (seconds, peak_mib())


def _seeds_of_reach(store: Store, wanted: int) -> tuple[list[str], int]:
    """One batch that reaches about so many; where none reaches half of it, as many received batches as do together."""
    key, size = batch_of_reach(store, wanted)
    if 2 * size >= wanted:
        return [key], size
    received = drawn(received_batches(store), wanted)
    few, many = 1, len(received)
    while few < many:  # the fewest that reach it, for more seeds never reach less
        middle = (few + many) // 2
        few, many = (few, middle) if _reach(store, received[:middle]) >= wanted else (middle + 1, many)
    return received[:few], _reach(store, received[:few])


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


def _worst(store: Store) -> Result:
    """The worst cases of all batches in one pass, beside a traversal for each, as a sample of them says.

    Raises RuntimeError where a number of the one pass is not that of the traversal, or an estimate beyond 5 % of it.
    """
    begun = perf_counter()
    rows = worst_case(store, top=TRIED, cuts=0, every=True)["batches"]
    ours = perf_counter() - begun
    say(f"worst cases: {len(rows)} of {ours:.0f} s, peak {peak_mib():.0f} MiB; the same by traversals")
    plant = read_plant(store)
    tried = drawn(plant.keys, TRIED)
    begun = perf_counter()
    for key in tried:
        bare_scope(store, key)
    peer = (perf_counter() - begun) / len(tried) * len(plant.keys)
    errors = [_error(row["hits"]["batches"], _closed(store, row["key"])) for row in rows]
    remark = f"{len(plant.keys)} batches; the {len(rows)} largest at most {max(errors):.2%} beside their traversals"
    return by_time("worst_case", ours, peer, 1.0, remark)


def _closed(store: Store, key: str) -> int:
    """How many batches a traversal reaches, candidates of consumptions without a lot included; itself counted."""
    return len({key, *filter(is_batch, closure(store, [key], "downstream").targets)})


def _error(hit: Mapping[str, Any], found: int) -> float:
    error: float = abs(hit["number"] - found) / found
    if error > (0 if hit["exact"] else 0.05):
        raise RuntimeError(f"worst cases say {hit}, the traversal {found} batches")
    return error


if __name__ == "__main__":
    sys.exit(main())

"""`python -m bench`: simulate, load, ask; print a table and write `build/bench.json`.

BENCH_BATCHES (200,000) sets the scale. PostgreSQL stands beside where its binaries are installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from api import home
from bench import graph, http, postgres
from bench.home import BUILD, open_store, say, settings, simulated
from bench.result import Result, alternating, by_time, show
from bench.spool import Spool
from genealogy import server
from genealogy.answers import Seed, recall
from genealogy.schema import KEY_OF
from genealogy.store import Store

ROWS = BUILD / "rows"


def main() -> int:
    """Run every measurement; 1 where a ratio is not what is wanted."""
    batches = int(os.environ.get("BENCH_BATCHES", "200000"))
    bundle = simulated(batches)
    server.stop(settings())
    shutil.rmtree(settings().home, ignore_errors=True)
    say(f"loading {batches} simulated batches")
    with open_store() as store:
        loaded = _load(bundle)
        nodes, edges = graph.read_back(store, KEY_OF, ROWS)
        results = [*_answers(store), *_beside_postgres(store, edges)]
    results.insert(0, _load_rate(loaded, nodes, edges))
    results += [_memory(loaded), _initial(bundle, loaded)]
    shutil.rmtree(ROWS)  # gigabytes, of a large plant
    server.stop(settings())
    scale: dict[str, object] = {"batches": batches, "nodes": nodes.rows, "edges": edges.rows}
    return 0 if show(results, scale, Path("build/bench.json")) else 1


def _load(bundle: Path, *options: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.loading", str(bundle), *options], stdout=subprocess.PIPE, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def _initial(bundle: Path, loaded: dict[str, float]) -> Result:
    """The first load through the importer beside the ordinary load of the same bundle."""
    say("loading the same bundle with --initial")
    server.stop(settings())
    shutil.rmtree(settings().home, ignore_errors=True)
    seconds, ordinary = _load(bundle, "--initial")["seconds"], loaded["seconds"]
    remark = "load --initial beside the ordinary load, two starts of the server included"
    return Result("load_initial", round(seconds, 1), round(ordinary, 1), round(ordinary / seconds, 3), "s", 2.0, remark)


def _load_rate(loaded: dict[str, float], nodes: Spool, edges: Spool) -> Result:
    """The load's rate beside that of bare UNWIND of the same nodes and edges into an empty database."""
    say("loading the same nodes and edges by the driver alone")
    rows = nodes.rows + edges.rows
    server.stop(settings())
    shutil.rmtree(settings().home, ignore_errors=True)
    with open_store() as store:
        seconds = graph.write_bare(store, nodes) + graph.write_bare(store, edges)
    ours, peer = rows / loaded["seconds"], rows / seconds
    remark = f"bare UNWIND MERGE, {seconds:.0f} s; ours {loaded['seconds']:.0f} s"
    return Result("load_driver", round(ours), round(peer), round(ours / peer, 3), "rows/s", 0.5, remark)


def _memory(loaded: dict[str, float]) -> Result:
    peak = loaded["peak_mib"]
    return Result("load_memory", round(peak), 400, round(400 / peak, 3), "MiB", 1.0, "peak of the loading process")


def _answers(store: Store) -> list[Result]:
    """The recall answer beside the bare scope, with exposure beside without, and over HTTP beside in process."""
    key, size = graph.batch_of_reach(store, 5000)
    say(f"asking for {key} ({size} batches)")
    plain, bare = alternating(lambda: recall(store, [Seed(key)], exposure=False), lambda: graph.bare_scope(store, key))
    answer = by_time("answer_scope", plain, bare, 1 / 12, f"recall of {size} batches beside the bare scope")
    full, plain = alternating(lambda: recall(store, [Seed(key)]), lambda: recall(store, [Seed(key)], exposure=False))
    exposed = by_time("answer_exposure", full, plain, 1 / 3, "the same with exposure, beside it without")
    with http.serving(settings()) as url:
        api_key = home.api_key(settings())
        over, within = alternating(lambda: http.recall(url, key, api_key), lambda: http.in_process(store, key))
    return [
        answer,
        exposed,
        by_time("http_process", over, within, 1 / 1.5, f"recall of {size} batches over HTTP and in process"),
    ]


def _beside_postgres(store: Store, edges: Spool) -> list[Result]:
    tools = postgres.binaries()
    if tools is None:
        say("PostgreSQL is not installed: its measurements are left out")
        return []
    numbers, flow = graph.numbered_edges(edges)
    names = {number: name for name, number in numbers.items()}
    results = []
    with postgres.running(BUILD.resolve() / "postgres", tools) as connection:
        postgres.fill(connection, flow)
        for wanted, least in ((5000, 1.5), (50, 1 / 3)):
            key, size = graph.batch_of_reach(store, wanted)
            seed = numbers["Batch", key]
            theirs = {names[n][1] for n in postgres.reach(connection, seed) if names[n][0] == "Batch"}
            if theirs != set(graph.bare_scope(store, key)[0]):
                raise RuntimeError(f"the two databases do not agree on the scope of {key}")
            ours, peer = alternating(
                lambda key=key: graph.bare_scope(store, key),  # type: ignore[misc]
                lambda seed=seed: postgres.reach(connection, seed),  # type: ignore[misc]
            )
            results.append(by_time(f"scope_{wanted}_cte", ours, peer, least, f"{size} batches; recursive CTE"))
    return results


if __name__ == "__main__":
    sys.exit(main())

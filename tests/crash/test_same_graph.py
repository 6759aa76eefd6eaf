"""The same records give the same graph: in any order of files, in any chunks, twice, and from the events alone."""

from __future__ import annotations

from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from loaders.options import Options
from loaders.simulate import simulate
from tests.support.campaign import size
from tests.support.servers import wipe

pytestmark = pytest.mark.timeout(size(600, 3600))
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module", params=size(["example", "chemical"], ["example", "chemical", "dairy", "electronics"]))
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "example":
        return BUNDLE
    return simulate(tmp_path_factory.mktemp(request.param), request.param, 500, 11, missing=0.05).bundle


def test_the_order_of_files_makes_no_difference(store: Store, bundle: Path) -> None:
    load(store, bundle, SHANGHAI)
    known = graph_hash(store)
    for seed in range(size(1, 10)):
        wipe(store)
        random = Random(seed)
        for file in random.sample(sorted(bundle.glob("*.csv")), k=len(list(bundle.glob("*.csv")))):
            load(store, file, SHANGHAI, Options(chunk=random.choice([70, 500, 10_000])))

        assert graph_hash(store) == known, f"order {seed}"


def test_loading_again_in_other_chunks_and_rebuilding_make_no_difference(store: Store, bundle: Path) -> None:
    first = load(store, bundle, SHANGHAI, Options(chunk=150))
    known = graph_hash(store)

    again = load(store, bundle, SHANGHAI, Options(chunk=1000))

    assert first.totals["rows"] == first.totals["new"] == again.totals["repeated"]
    assert graph_hash(store) == known
    rebuilt = rebuild(store, SHANGHAI)
    said = {"events": first.totals["rows"], "before": known, "after": known, "equal": True}
    assert rebuilt == said | {"timezone": SHANGHAI.key}
    assert graph_hash(store) == known


def test_the_hash_sees_every_change(store: Store) -> None:
    load(store, BUNDLE, SHANGHAI)
    seen = {graph_hash(store)}
    for change in (
        "MATCH (b:Batch) WITH b ORDER BY b.key LIMIT 1 SET b.x_note = 'changed'",
        "MATCH ()-[e:CONSUMED]->() WITH e ORDER BY e.uid LIMIT 1 SET e.quantity = e.quantity + 1",
        "MATCH ()-[e:CARRIED_OVER|MAYBE_CONSUMED|CUT]->() WITH e LIMIT 1 DELETE e",
        "MATCH (c:Content) WITH c ORDER BY c.content LIMIT 1 DETACH DELETE c",
        "CREATE (:Location {location: 'NOWHERE'})",
    ):
        store.run_text(change)
        seen.add(graph_hash(store))

    assert len(seen) == 6


def test_the_hash_does_not_see_where_things_came_from(store: Store) -> None:
    load(store, BUNDLE, SHANGHAI)
    known = graph_hash(store)

    store.run_text("MATCH (n:Page|Load|Person) DETACH DELETE n")
    store.run_text("MATCH (n) WHERE n.seq IS NOT NULL SET n.seq = n.seq + 1000")

    assert graph_hash(store) == known

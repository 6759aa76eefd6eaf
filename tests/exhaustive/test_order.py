"""The graph follows from what is recorded, not from when: whole, in two halves in any order, or made again."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.exhaustive.test_plants import record
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

SEEDS = range(1, size(80, 800), 2)  # odd ones: those are dealt out into two loads


def test_the_order_of_records_makes_no_difference(store: Store) -> None:
    plants = {seed: plant(seed, f"p{seed}-") for seed in SEEDS}
    record_bundles(store, plants.values())
    whole = graph_hash(store)

    assert rebuild(store, ZoneInfo("UTC"))["equal"]
    wipe(store)
    record(store, plants)

    assert graph_hash(store) == whole

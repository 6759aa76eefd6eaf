"""The graph follows from what is recorded, not from when: whole, in two halves in any order, or made again."""

from __future__ import annotations

from random import Random
from zoneinfo import ZoneInfo

from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.exhaustive.test_plants import cut_in_two, record
from tests.exhaustive.zoned import zoned
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

ZONE = "Europe/Berlin"
SEEDS = range(1, size(80, 800), 2)  # odd ones: those are dealt out into two loads


def test_the_order_of_records_makes_no_difference(store: Store) -> None:
    plants = {seed: plant(seed, f"p{seed}-") for seed in SEEDS}
    record_bundles(store, plants.values())
    whole = graph_hash(store)

    assert rebuild(store, ZoneInfo("UTC"))["equal"]
    wipe(store)
    record(store, plants)

    assert graph_hash(store) == whole


def test_clocks_may_come_after_the_times_they_read(store: Store) -> None:
    plants = {seed: zoned(seed, f"p{seed}-") for seed in SEEDS}
    record_bundles(store, plants.values(), ZONE)
    whole = graph_hash(store)
    assert rebuild(store, ZoneInfo(ZONE))["equal"]

    parts = [cut_in_two(Random(seed), rows) for seed, rows in plants.items()]
    for chunk in (10_000, 150):
        wipe(store)
        record_bundles(store, [part[0] for part in parts], ZONE, chunk=chunk)
        record_bundles(store, [part[1] for part in parts], ZONE, chunk=chunk)

        assert graph_hash(store) == whole
        assert rebuild(store, ZoneInfo(ZONE))["equal"]


def test_clocks_that_come_last_of_all(store: Store) -> None:
    plants = [zoned(seed, f"p{seed}-") for seed in SEEDS]
    record_bundles(store, plants, ZONE)
    whole = graph_hash(store)
    wipe(store)
    clocks = ("runs", "equipment", "locations")
    others = [{file: rows for file, rows in plant.items() if file not in clocks} for plant in plants]
    record_bundles(store, others, ZONE)
    for file in clocks:
        record_bundles(store, [{file: plant.get(file, [])} for plant in plants], ZONE)

    assert graph_hash(store) == whole

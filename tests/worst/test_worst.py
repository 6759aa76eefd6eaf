"""Worst cases on a real database: against traces of random plants, and cuts that are made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from genealogy.answers import Seed, recall, trace
from genealogy.store import Store
from genealogy.worst import worst_case
from genealogy.worst.cuts import Cut
from genealogy.worst.plant import read_plant
from genealogy.worst.reach import KINDS, hits_of
from genealogy.worst.single import cut_off
from tests.exhaustive.graphs import large
from tests.exhaustive.plants import plant
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.worst.cleaned import busy_plant

Numbers = tuple[int, ...]


def counted(store: Store) -> dict[str, Numbers]:
    read = read_plant(store)
    hits = hits_of(read)
    assert all(getattr(hits, kind).exact.all() for kind in KINDS)
    columns = zip(*(getattr(hits, kind).numbers.tolist() for kind in KINDS), strict=True)
    return dict(zip(read.keys, columns, strict=True))


def test_what_time_rules_out_counts_all_the_same(store: Store) -> None:
    """糖/1 was shipped before 糖/0 could come into it: a recall is smaller then, and nobody knows when that will be."""
    text = """
receipts receipt=G1 supplier=S1 batch=糖/0 quantity=9 uom=kg received_at=1T06:00
receipts receipt=G2 supplier=S1 batch=糖/1 quantity=9 uom=kg received_at=1T06:00
shipments shipment=发1 customer=C1 shipped_at=2T08:00
shipped shipment=发1 batch=糖/1 quantity=5 uom=kg
runs run=混 kind=produce started_at=3T08:00 ended_at=3T09:00
consumed run=混 batch=糖/0 quantity=9 uom=kg
produced run=混 batch=糖/1 quantity=9 uom=kg
"""
    record_bundles(store, [rows_of(text)])
    assert recall(store, [Seed("糖/0")])["totals"]["shipments"] == 0
    assert counted(store)["糖/0"] == (2, 1, 1)


def test_random_plants_and_graphs_as_their_traces(store: Store) -> None:
    """Vessels, residue, loops, parts, transfers, candidates of lines without an assigner or a lot."""
    plants = [plant(seed, f"p{seed}-") for seed in range(size(10, 400))]
    record_bundles(store, [*plants, large(1).rows()])
    found = counted(store)
    asked = sorted(found)[:: size(8, 1)]
    wrong = []
    for key in asked:
        answer = trace(store, key)
        shipments = {row["shipment"] for row in answer["shipments"]}
        if found[key] != (len(answer["batches"]), len(shipments), len(answer["customers"])):
            wrong.append((key, found[key], answer))
    assert len(asked) > 15
    assert wrong == []


# A silo that is never empty: each charge meets what the one before left. Later draws are packed and shipped.
SILO = """
equipment equipment=筒仓 kind=vessel
customers customer=C1 name=东方
customers customer=C2 name=西方
receipts receipt=G1 supplier=S1 batch=糖/1 quantity=100 uom=kg received_at=1T06:00
receipts receipt=G2 supplier=S1 batch=糖/2 quantity=100 uom=kg received_at=1T06:00
receipts receipt=G3 supplier=S1 batch=糖/3 quantity=100 uom=kg received_at=1T06:00
runs run=装1 kind=charge equipment=筒仓 started_at=1T08:00 ended_at=1T09:00
consumed run=装1 batch=糖/1 quantity=80 uom=kg
runs run=取1 kind=draw equipment=筒仓 started_at=1T10:00 ended_at=1T11:00
produced run=取1 batch=糖液/1 quantity=60 uom=kg
runs run=装2 kind=charge equipment=筒仓 started_at=2T08:00 ended_at=2T09:00
consumed run=装2 batch=糖/2 quantity=100 uom=kg
runs run=取2 kind=draw equipment=筒仓 started_at=2T10:00 ended_at=2T11:00
produced run=取2 batch=糖液/2 quantity=60 uom=kg
runs run=装3 kind=charge equipment=筒仓 started_at=3T08:00 ended_at=3T09:00
consumed run=装3 batch=糖/3 quantity=100 uom=kg
runs run=取3 kind=draw equipment=筒仓 started_at=3T10:00 ended_at=3T11:00
produced run=取3 batch=糖液/3 quantity=60 uom=kg
shipments shipment=发1 customer=C1 shipped_at=4T08:00
shipped shipment=发1 batch=糖液/1 quantity=60 uom=kg
shipments shipment=发2 customer=C1 shipped_at=4T08:00
shipped shipment=发2 batch=糖液/2 quantity=60 uom=kg
shipments shipment=发3 customer=C2 shipped_at=4T08:00
shipped shipment=发3 batch=糖液/3 quantity=60 uom=kg
"""
CLEAN = "cleanings equipment=筒仓 cleaned_at=2T07:00 validated=true\n"


def short(answer: dict[str, Any]) -> dict[str, Numbers]:
    return {row["key"]: tuple(row["hits"][kind]["number"] for kind in KINDS) for row in answer["batches"]}


def cuts(answer: dict[str, Any]) -> list[tuple[str, Numbers]]:
    return [(cut["text"], tuple(cut["spares"][kind] for kind in KINDS)) for cut in answer["cuts"]]


def test_the_cheapest_cut_spares_what_it_says_once_it_is_made(store: Store) -> None:
    record_bundles(store, [rows_of(SILO)])
    before = worst_case(store, every=True)
    assert short(before) == {
        "糖/1": (4, 3, 2),
        "糖/2": (3, 2, 2),
        "糖/3": (2, 1, 1),
        "糖液/1": (1, 1, 1),
        "糖液/2": (1, 1, 1),
        "糖液/3": (1, 1, 1),
    }
    assert cuts(before) == [("clean 筒仓 before run 装3", (2, 2, 2)), ("clean 筒仓 before run 装2", (2, 2, 1))]
    assert before["cuts"][1]["of"] == [{"key": "糖/1", "batches": 2, "shipments": 2, "customers": 1}]
    record_bundles(store, [rows_of(CLEAN)])
    after = worst_case(store, every=True)
    assert short(after)["糖/1"] == (2, 1, 1)
    assert short(after)["糖/2"] == short(before)["糖/2"]


def test_cleans_that_are_made_spare_what_was_said(store: Store) -> None:
    """On vessels and lines, with residue and without: one clean in each plant, a minute before the run it is for."""
    plants = [busy_plant(seed) for seed in range(size(12, 60))]
    record_bundles(store, plants)
    said: list[tuple[str, int, int]] = []
    cleanings = []
    for seed, rows in enumerate(plants):
        started = {row["run"]: row["started_at"] for row in rows["runs"]}
        tried = ((f"M/{row['lot']}", cut) for row in rows.get("consumed", ()) for cut in cleans_of(store, row["lot"]))
        for key, (cut, spared, whole) in islice(tried, seed % 3, seed % 3 + 1):
            said.append((key, spared, whole))
            before = datetime.fromisoformat(started[cut.runs[0]]) - timedelta(minutes=1)
            cleanings.append({"equipment": cut.equipment, "cleaned_at": before.isoformat(), "validated": "true"})
    record_bundles(store, [{"cleanings": cleanings}])
    found = counted(store)
    assert len(said) > 4
    assert [(key, whole - found[key][0], whole) for key, _, whole in said] == said


def cleans_of(store: Store, lot: str) -> Iterator[tuple[Cut, int, int]]:
    """Cleans in the scope of a batch, what each would spare, and the whole number."""
    hits, spared = cut_off(store, f"M/{lot}")
    for cut in sorted(spared):
        if cut.kind == "clean":
            yield cut, spared[cut].batches, hits.batches


def test_both_chains_of_a_vessel_are_one_cut(store: Store) -> None:
    """A draw that may lie before or after a charge makes a second, possible chain; one clean cuts both."""
    record_bundles(store, [rows_of(SILO.replace("started_at=2T10:00 ended_at=2T11:00", "started_at=2 ended_at=2"))])
    answer = worst_case(store, every=True)
    assert short(answer)["糖/1"] == (4, 3, 2)
    assert [cut["kind"] for cut in answer["cuts"]] == ["clean", "clean"]
    assert ("clean 筒仓 before run 装3", (2, 2, 2)) in cuts(answer)


# Rework into the next day's lot, two lots of one material in a run, and a lot that two runs fill.
MIXING = """
equipment equipment=线 kind=line carry_over=true
receipts receipt=G1 supplier=S1 batch=粉/1 quantity=100 uom=kg received_at=1T06:00
receipts receipt=G2 supplier=S1 batch=粉/2 quantity=100 uom=kg received_at=1T06:00
runs run=一 kind=produce equipment=线 started_at=1T08:00 ended_at=1T09:00
consumed run=一 batch=粉/1 quantity=50 uom=kg
produced run=一 batch=饼/1 quantity=50 uom=kg
runs run=二 kind=produce started_at=2T08:00 ended_at=2T09:00
consumed run=二 batch=饼/1 quantity=5 uom=kg
consumed run=二 batch=粉/2 quantity=50 uom=kg
produced run=二 batch=饼/2 quantity=55 uom=kg
runs run=三 kind=produce equipment=线 started_at=3T08:00 ended_at=3T09:00
consumed run=三 batch=粉/2 quantity=20 uom=kg
produced run=三 batch=饼/3 quantity=20 uom=kg
runs run=四 kind=produce started_at=4T08:00 ended_at=4T09:00
consumed run=四 batch=饼/2 quantity=50 uom=kg
produced run=四 batch=盒/1 quantity=50 uom=pcs
runs run=五 kind=produce started_at=5T08:00 ended_at=5T09:00
produced run=五 batch=盒/1 quantity=50 uom=pcs
runs run=六 kind=produce started_at=6T08:00
consumed run=六 batch=盒/1 quantity=50 uom=pcs
produced run=六 batch=箱/1 quantity=5 uom=pcs
"""


def test_segregations_lots_and_residue_on_a_line(store: Store) -> None:
    record_bundles(store, [rows_of(MIXING)])
    answer = worst_case(store, cuts=1)
    assert answer["batches"][0]["key"] == "粉/1"
    assert cuts(answer) == [
        ("keep 饼/1 out of run 二", (3, 0, 0)),
        ("clean 线 before run 三", (1, 0, 0)),
        ("give what run 四 put into 盒/1 a lot number of its own", (1, 0, 0)),
    ]


def test_on_hand_and_open(store: Store) -> None:
    """Used up: 饼/2 to 5 kg, 盒/1 whole but in a run that goes on; 饼/3 is all there."""
    orders = "orders order=单1 kind=sales batch=饼/2 quantity=5 uom=kg status=open\n"
    scrap = "movements movement=M1 batch=饼/2 kind=scrap quantity=5 uom=kg at=4T10:00\n"
    record_bundles(store, [rows_of(MIXING + orders + scrap)])
    rows = {row["key"]: row for row in worst_case(store)["batches"]}
    said = {key: (row["on_hand"], row["orders"], row["runs"]) for key, row in rows.items()}
    assert said["饼/2"] == ("0", ["单1"], [])
    assert said["粉/1"] == ("50", [], [])
    assert said["箱/1"] == ("5", [], ["六"])
    assert said["盒/1"] == ("50", [], ["六"])
    done = "consumed run=四 batch=饼/1 quantity=45 uom=kg\n"
    record_bundles(store, [rows_of(done)])
    assert "饼/1" not in short(worst_case(store))
    assert "饼/1" in short(worst_case(store, every=True))
    first = worst_case(store, top=2, by="customers", cuts=0)
    assert (len(first["batches"]), first["cuts"], first["totals"]["batches"]) == (2, [], 7)


def test_what_may_have_been_taken_without_a_lot_counts(store: Store) -> None:
    text = """
materials material=胶 uom=kg
receipts receipt=G1 supplier=S1 batch=胶/1 quantity=9 uom=kg received_at=1T06:00
runs run=贴 kind=produce started_at=2T08:00 ended_at=2T09:00
consumed run=贴 material=胶 quantity=1 uom=kg
produced run=贴 batch=板/1 quantity=1 uom=pcs
"""
    record_bundles(store, [rows_of(text)])
    assert counted(store) == {"胶/1": (2, 0, 0), "板/1": (1, 0, 0)}


def test_an_empty_graph_has_none(store: Store) -> None:
    answer = worst_case(store)
    assert (answer["batches"], answer["cuts"], answer["totals"]["batches"]) == ([], [], 0)

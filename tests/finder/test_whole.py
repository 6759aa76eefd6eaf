"""The balance of a recall as a whole, and runs outside a band, worked out by hand on a real database."""

from __future__ import annotations

from typing import Any

from genealogy.answers import Seed, recall
from genealogy.answers.whole import CAME, WENT, whole_balance
from genealogy.answers.yields import Band
from genealogy.stock.balance import Balance
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

# 100 kg come in, 80 are used, 76 kg made; those are split in two of 38, relabelled once; 30 ship, 2 are scrapped.
PLANT = """
materials material=面粉 uom=kg
materials material=饼干 uom=kg
materials material=券 uom=pcs
receipts receipt=G1 supplier=S1 batch=面粉/甲 quantity=100 uom=kg received_at=1
runs run=烤 kind=produce started_at=2T08:00 ended_at=2T09:00
consumed run=烤 batch=面粉/甲 quantity=80 uom=kg
produced run=烤 batch=饼干/1 quantity=76 uom=kg
runs run=分 kind=split started_at=3T08:00 ended_at=3T09:00
consumed run=分 batch=饼干/1 quantity=76 uom=kg
produced run=分 batch=饼干/2 quantity=38 uom=kg
produced run=分 batch=饼干/3 quantity=38 uom=kg
runs run=改 kind=relabel started_at=4T08:00 ended_at=4T09:00
consumed run=改 batch=饼干/3 quantity=38 uom=kg
produced run=改 batch=饼干/4 quantity=38 uom=kg
shipments shipment=发1 customer=C1 shipped_at=5
shipped shipment=发1 batch=饼干/4 quantity=30 uom=kg
movements movement=M1 batch=饼干/2 kind=scrap quantity=2 uom=kg
"""


def numbers(row: dict[str, Any]) -> dict[str, float]:
    return {name: float(value) for name, value in row.items() if isinstance(value, str) and name != "uom"}


def test_a_split_and_a_relabel_count_once(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    (row,) = recall(store, [Seed("面粉/甲")])["totals"]["balance"]
    found = numbers(row)
    assert (row["uom"], row["batches"], row["unknown"]) == ("kg", 5, 0)
    expected = {"received": 100.0, "made_less_used": -4.0, "on_hand": 64.0, "shipped": 30.0, "scrapped": 2.0}
    assert {name: amount for name, amount in found.items() if amount and name != "accounted"} == expected
    came = sum(found[item] for item in (*CAME, "made_less_used"))
    assert came == sum(found[item] for item in WENT) + found["unaccounted"] == 96.0
    assert found["accounted"] == 1.0


def test_what_a_count_does_not_find_is_unaccounted(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT + "counts count=K batch=饼干/2 quantity=30 uom=kg counted_at=6\n")])
    (row,) = recall(store, [Seed("面粉/甲")])["totals"]["balance"]
    assert (row["unaccounted"], row["on_hand"], row["accounted"]) == ("6", "58", "0.9375")


def test_units_are_kept_apart_and_the_unknown_is_counted() -> None:
    full = Balance(received=4.0, on_hand=4.0)
    rows = whole_balance([([full], "kg", 1.0), ([full], "kg", 25.0), ([full, Balance(received=1.0)], "pcs", 1.0)])
    short = [(row["uom"], row["batches"], row["unknown"], row["on_hand"], row["accounted"]) for row in rows]
    assert short == [("kg", 2, 0, "104", "1"), ("pcs", 2, 1, "4", None)]


def test_runs_outside_the_band_are_listed(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    assert recall(store, [Seed("面粉/甲")])["yields"] == []
    flagged = recall(store, [Seed("面粉/甲")], band=Band(0.96, 1.0))["yields"]
    assert flagged == [{"run": "烤", "input": "80", "output": "76", "uom": "kg", "yield": "0.95", "flag": "low"}]

"""Mock recalls on a real database, the scores worked out by hand; only the clock is a stand-in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.drills import draw, drill, get_drill, list_drills, report_of
from genealogy.drills.report import clock_text
from genealogy.drills.score import passed
from genealogy.errors import NotFoundError, UnknownBatchError, UsageError
from genealogy.paper import pdf_bytes
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.notices.reading import fonts_of, text_of
from tests.support.bundles import record_bundles

# 饼干/1: 200 kg made, 80 to a customer with a phone, 40 to one without, 20 scrapped, 60 left.
PLANT = """
materials material=面粉 name=小麦粉 kind=raw uom=kg
materials material=饼干 name=芝麻饼干 kind=finished uom=kg
suppliers supplier=S1 name=磨坊
customers customer=C1 name=东方超市 phone=111
customers customer=C2 name=西域商行
receipts receipt=G1 supplier=S1 batch=面粉/甲 quantity=200 uom=kg received_at=1T08:00
runs run=烤 kind=produce started_at=2T08:00 ended_at=2T09:00
consumed run=烤 batch=面粉/甲 quantity=200 uom=kg
produced run=烤 batch=饼干/1 quantity=200 uom=kg
shipments shipment=发1 customer=C1 shipped_at=5T08:00
shipped shipment=发1 batch=饼干/1 quantity=80 uom=kg
shipments shipment=发2 customer=C2 shipped_at=6T08:00
shipped shipment=发2 batch=饼干/1 quantity=40 uom=kg
movements movement=M1 batch=饼干/1 kind=scrap quantity=20 uom=kg at=6T08:00
"""
COUNTED = "counts count=K batch=饼干/1 quantity=49.5 uom=kg counted_at=7\n"
LOOSE = "shipments shipment=无主 shipped_at=6T08:00\nshipped shipment=无主 batch=饼干/1 quantity=10 uom=kg\n"
SHARES = ("traced", "unknown", "mass_balance", "contactable")


def ticking(seconds: float) -> Callable[[], dt.datetime]:
    """A clock that stands at noon, and that much later when it is read again."""
    moments = [dt.datetime(2026, 3, 9, 12, tzinfo=dt.UTC) + dt.timedelta(seconds=n * seconds) for n in (0, 1)]
    return lambda: moments.pop(0)


def scores(record: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(record[name] for name in SHARES)


def test_all_is_accounted_for_but_one_customer_cannot_be_called(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    record = drill(store, "饼干/1", clock=ticking(75.2))
    assert scores(record) == ("100", "0", "100", "50")
    assert (record["seconds"], record["started_at"], record["passed"]) == (75.2, "2026-03-09T12:00:00.000Z", False)
    counts = {"traced_batches": 2, "traced_runs": 1, "traced_receipts": 1, "traced_suppliers": 1}
    assert record["counts"] == {**counts, "batches": 1, "shipments": 2, "customers": 2, "gaps": 0}
    assert record["findings"] == [{"code": "no_contact", "number": 1, "example": "C2"}]


def test_a_count_that_finds_less_and_a_shipment_to_nobody_are_not_traced(store: Store) -> None:
    """10.5 kg of 200 were not found; then 10 kg went to nobody knows whom, and 0.5 kg are missing."""
    record_bundles(store, [rows_of(PLANT + COUNTED)])
    assert scores(drill(store, "饼干/1")) == ("94.7", "5.3", "94.7", "50")
    record_bundles(store, [rows_of(LOOSE)])
    record = drill(store, "饼干/1")
    assert scores(record) == ("94.7", "5.3", "99.7", "50")
    assert {"no_consignee", "not_traced"} <= {finding["code"] for finding in record["findings"]}


def test_what_is_not_known_is_no_number(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT + "produced run=烤 batch=饼干/1 line=2\n")])
    record = drill(store, "饼干/1")
    assert scores(record) == (None, None, None, "50")
    assert record["passed"] is False


def test_the_target() -> None:
    full = {"traced": "100", "contactable": "100"}
    assert passed(full, 14_400, 4)
    assert passed(full | {"contactable": None}, 0, 4)
    assert not passed(full, 14_401, 4)
    assert not passed(full | {"traced": "100.1"}, 0, 4)
    assert not passed(full | {"contactable": "99.9"}, 0, 4)
    assert [clock_text(seconds) for seconds in (0, 0.2, 59.0, 59.1, 125)] == ["0:00", "0:01", "0:59", "1:00", "2:05"]


def test_the_draw_is_the_same_for_the_same_seed(store: Store) -> None:
    more = "".join(f"batches batch=饼干/{n} quantity=1 uom=kg\n" for n in range(2, 30))
    record_bundles(store, [rows_of(PLANT + more)])
    drawn = [draw(store, seed, "finished") for seed in range(12)]
    assert drawn == [draw(store, seed, "finished") for seed in range(12)]
    assert len(set(drawn)) > 3
    assert {key.partition("/")[0] for key in drawn} == {"饼干"}
    assert draw(store, 5, "raw") == "面粉/甲"
    with pytest.raises(UsageError):
        draw(store, 1, "packaging")
    with pytest.raises(UsageError, match="64 bits"):
        draw(store, 10**30, "finished")


@pytest.mark.parametrize("hours", [float("inf"), float("nan"), -1.0])
def test_a_target_is_a_number_of_hours(store: Store, hours: float) -> None:
    with pytest.raises(UsageError, match="0 or more"):
        drill(store, "饼干/1", hours=hours)


def test_without_kinds_it_is_drawn_from_what_came_and_went(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT.replace(" kind=raw", "").replace(" kind=finished", ""))])
    assert (draw(store, 1, "raw"), draw(store, 1, "finished")) == ("面粉/甲", "饼干/1")


def test_history_survives_a_rebuild_and_is_not_part_of_the_graph(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    first = drill(store, "饼干/1", clock=ticking(1))
    second = drill(store, "面粉/甲", drawn={"seed": 5, "kind": "raw"}, hours=2)
    assert list_drills(store) == [second, first]
    assert rebuild(store, ZoneInfo("UTC"))["equal"]
    assert list_drills(store) == [second, first]
    assert get_drill(store, first["drill"]) == first
    assert list_drills(store, 1) == [second]
    assert get_drill(store, "latest") == second


def test_the_report_prints_in_both_languages(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT + COUNTED)])
    record = drill(store, "饼干/1", drawn={"seed": 7, "kind": "finished"}, hours=2, clock=ticking(75.2))
    content = pdf_bytes(report_of(record, "both"))
    said = text_of("report.pdf", content)
    shown = (
        "MOCK RECALL",
        "模拟召回与追溯演练报告",
        "饼干/1",
        "94.7 %",
        "1:16",
        "within 2 h",
        "target NOT met",
        "未达到目标",
    )
    assert [word for word in (*shown, "seed 7", "质量负责人", "no_contact", "成品") if word not in said] == []
    assert all(fonts_of(content).values())
    assert "模拟" not in text_of("report.pdf", pdf_bytes(report_of(record, "en")))


def test_what_is_not_there(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no finished batch"):
        draw(store, 1, "finished")
    with pytest.raises(NotFoundError, match="no drill 'x'"):
        get_drill(store, "x")
    with pytest.raises(NotFoundError, match="no drill 'latest'"):
        get_drill(store, "latest")
    with pytest.raises(UnknownBatchError):
        drill(store, "饼干/无")
    assert list_drills(store) == []

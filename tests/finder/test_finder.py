"""Gaps of a small plant with Chinese names, worked out by hand, on a real database."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.yields import Band
from genealogy.finder import find_gaps
from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

PLANT = """
materials material=面粉 uom=kg
materials material=饼干 uom=kg
materials material=盒 uom=kg
conversions material=面粉 from_uom=袋 to_uom=kg factor=25
customers customer=C1 name=东方
equipment equipment=L1 kind=line carry_over=true
cleanings equipment=L1 cleaned_at=4
receipts receipt=G1 supplier=S1 batch=面粉/甲 quantity=4 uom=袋 received_at=1T08:00
suppliers supplier=S1 name=磨坊
runs run=烤1 kind=produce started_at=2T08:00 ended_at=2T09:00 equipment=L1
consumed run=烤1 batch=面粉/甲 quantity=50 uom=kg
produced run=烤1 batch=饼干/1 quantity=60 uom=kg
runs run=包1 kind=repack started_at=3T08:00 ended_at=3T09:00
consumed run=包1 batch=饼干/1 quantity=50 uom=kg
produced run=包1 batch=盒/1 quantity=50 uom=kg
runs run=空出 kind=produce started_at=3T08:00 ended_at=3T09:00
produced run=空出 batch=面粉/乙 quantity=100 uom=kg
runs run=空入 kind=produce started_at=2T10:00 ended_at=2T11:00
consumed run=空入 batch=面粉/乙 quantity=10 uom=kg
shipments shipment=无主 shipped_at=5T08:00
shipped shipment=无主 batch=盒/1 quantity=10 uom=kg
shipments shipment=幽灵 customer=C1 shipped_at=5T08:00
shipped shipment=幽灵 batch=盒/9 quantity=1 uom=kg
shipments shipment=空单 customer=C1 shipped_at=5T08:00
shipments shipment=多 customer=C1 shipped_at=5T08:00
shipped shipment=多 batch=盒/1 quantity=45 uom=kg
batches batch=盒/01
corrections record_kind=cleaning record=L1/2026-03-05 action=void reason=never
"""
FOUND = {
    ("clean_unset", "L1", 2, "downstream"),
    ("consumed_before_it_existed", "面粉/乙", 1, "downstream"),
    ("correction_of_nothing", "cleaning:L1/2026-03-05", 0, "downstream"),
    ("look_alike", "盒/01", 2, "downstream"),
    ("negative_for_a_time", "面粉/乙", 1, "downstream"),
    ("negative_stock", "盒/1", 1, "downstream"),
    ("no_consignee", "无主", 3, "upstream"),
    ("run_without_inputs", "空出", 1, "downstream"),
    ("run_without_outputs", "空入", 1, "upstream"),
    ("shipment_without_lines", "空单", 0, "upstream"),
    ("shipped_without_origin", "盒/9", 1, "downstream"),
    ("undescribed_batch", "盒/9", 1, "downstream"),
    ("yield_high", "烤1", 2, "downstream"),
}


def short(answer: dict[str, Any]) -> set[tuple[str, str, int, str]]:
    return {(gap["code"], gap["records"][0], gap["hides"]["batches"], gap["hides"]["side"]) for gap in answer["gaps"]}


def test_every_kind_of_gap_is_found_and_ranked(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    answer = find_gaps(store)
    assert short(answer) == FOUND
    sizes = [gap["hides"]["batches"] for gap in answer["gaps"]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(gap["hides"]["exact"] for gap in answer["gaps"])
    assert answer["totals"]["gaps"] == answer["totals"]["ranked"] == len(FOUND)
    (text,) = [gap["text"] for gap in answer["gaps"] if gap["code"] == "yield_high"]
    assert text == "60 kg came out of run 烤1, and only 50 kg went in: an input may be missing"


def test_the_band_and_the_length_are_chosen(store: Store) -> None:
    record_bundles(store, [rows_of(PLANT)])
    wide = find_gaps(store, band=Band(1.0, 1.3))
    assert {gap["code"] for gap in wide["gaps"]} & {"yield_high", "yield_low"} == set()
    high = find_gaps(store, band=Band(1.1, 1.3))
    assert [gap["records"][0] for gap in high["gaps"] if gap["code"] == "yield_low"] == ["包1"]
    one = find_gaps(store, top=1)
    assert [gap["records"] for gap in one["gaps"]] == [["无主"]]
    assert one["totals"]["gaps"] == len(FOUND)


def test_a_drawing_vessel_and_parts_of_a_mapped_run_count(store: Store) -> None:
    """What stands in the flow as a part is found by its run."""
    text = """
equipment equipment=罐 kind=vessel
runs run=出 kind=draw equipment=罐 started_at=2T08:00 ended_at=2T09:00
produced run=出 batch=奶/1 quantity=5 uom=kg
runs run=分 kind=split started_at=3T08:00 ended_at=3T09:00
consumed run=分 batch=奶/1 quantity=5 uom=kg
produced run=分 batch=奶/2 quantity=4 uom=kg
produced run=分 batch=奶/3 quantity=4 uom=kg
mapped run=分 in=奶/1 out=奶/2
materials material=奶 uom=kg
"""
    record_bundles(store, [rows_of(text)])
    found = short(find_gaps(store))
    assert ("draw_without_charge", "罐", 3, "downstream") in found
    assert ("yield_high", "分", 2, "downstream") in found
    assert not {code for code, *_ in found} & {"run_without_inputs", "vessel_unknown"}


def test_conflicts_of_loads_are_listed(store: Store, tmp_path: Path) -> None:
    for number, name in enumerate(("面粉", "别的")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "materials.csv").write_text(f"material,name\nM1,{name}\n", encoding="utf-8")
        load(store, folder, ZoneInfo("UTC"), Options(load_id=f"load-{number}"))
    (gap,) = find_gaps(store)["gaps"]
    assert (gap["code"], gap["records"]) == ("conflict", ["M1", "load-1, materials.csv row 2"])


def test_an_empty_graph_has_none(store: Store) -> None:
    answer = find_gaps(store)
    assert (answer["gaps"], answer["totals"]["gaps"], answer["totals"]["by_code"]) == ([], 0, [])

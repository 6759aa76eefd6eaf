"""Causes from recorded events to the answer, on a real database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
import pytest

from genealogy.causes import causes
from genealogy.errors import UnknownBatchError, UsageError
from genealogy.store import Store
from tests.causes.test_statistics import WAFERS
from tests.support.bundles import record_bundles

Bundle = dict[str, list[dict[str, str]]]


def batch(lot: str, day: int, *inputs: str, run: dict[str, str] | None = None) -> Bundle:
    """A batch of 饼干 from a run of its own on that day of March, with lots of 面粉 as inputs."""
    return {
        "runs": [{"run": f"R-{lot}", "kind": "produce", "started_at": f"2026-03-{day:02}T08:00:00Z", **(run or {})}],
        "consumed": [{"run": f"R-{lot}", "material": "面粉", "lot": name} for name in inputs],
        "produced": [{"run": f"R-{lot}", "material": "饼干", "lot": lot}],
    }


def plant(store: Store, made: Sequence[Bundle], **more: list[dict[str, str]]) -> None:
    files: Bundle = {name: [] for name in ("materials", "equipment", "receipts", "runs", "consumed", "produced")}
    for one in (*made, more):
        for name, rows in one.items():
            files.setdefault(name, []).extend(rows)
    record_bundles(store, [files])


def ranks(answer: dict[str, Any]) -> list[set[str]]:
    return [{factor["id"] for factor in entry["factors"]} for entry in answer["factors"]]


def codes(answer: dict[str, Any], what: str = "warnings") -> set[str]:
    return {one["code"] for one in answer[what]}


def test_the_bad_lot_is_found_with_its_supplier_against_others_of_the_time(store: Store) -> None:
    """Three bad of flour 1, five others of flour 2; what is too old, of unknown time or related does not count."""
    bad = [batch(f"坏{n}", 10 + n, "甲") for n in range(3)]
    good = [batch(f"好{n}", 9 + n, "乙") for n in range(5)]
    split = {"runs": [{"run": "S", "kind": "split", "started_at": "2026-03-13"}], "consumed": [], "produced": []}
    split["consumed"] = [{"run": "S", "material": "饼干", "lot": "坏0"}]
    split["produced"] = [{"run": "S", "material": "饼干", "lot": "坏0-a"}]
    undated = batch("何时", 1, "乙")
    undated["runs"][0]["started_at"] = ""
    plant(
        store,
        [*bad, *good, batch("旧", 1, "乙"), split, undated],
        materials=[{"material": "面粉", "name": "小麦粉"}],
        receipts=[
            {"receipt": "G1", "supplier": "东方", "material": "面粉", "lot": "甲"},
            {"receipt": "G2", "supplier": "西方", "material": "面粉", "lot": "乙"},
        ],
    )
    answer = causes(store, [f"饼干/坏{n}" for n in range(3)])
    assert answer["compared"] == {"bad": 3, "good": 5}
    background = {name: answer["background"][name] for name in ("source", "batches", "materials", "widened_days")}
    assert background == {"source": "period", "batches": 5, "materials": ["饼干"], "widened_days": 7}
    assert (answer["background"]["from"], answer["background"]["to"]) == (
        "2026-03-03T08:00:00Z",
        "2026-03-19T08:00:00Z",
    )
    assert codes(answer) == {"related_left_out", "undated_left_out"}
    (first,) = answer["factors"]
    assert [(f["kind"], f["id"], f["name"], f["hops"]) for f in first["factors"]] == [
        ("batch", "面粉/甲", "小麦粉", 1),
        ("supplier", "东方", None, 1),
    ]
    assert (first["bad"]["share"], first["good"]["share"]) == (1.0, 0.0)
    assert (first["p"], first["p_adjusted"], first["odds_ratio"]) == (round(1 / 56, 7), round(1 / 56, 7), 77.0)
    tables = {table["kind"]: table for table in answer["tables"]}
    assert (tables["supplier"]["chi_square"], tables["supplier"]["degrees"]) == (8.0, 1)
    assert [level["ids"] for level in tables["supplier"]["levels"]] == [["东方"], ["西方"]]
    assert b"NaN" not in orjson.dumps(answer)


def test_wafer_defects_by_shift_are_those_of_the_handbook(store: Store) -> None:
    """309 batches in three shifts with four kinds of defect: chi-square 19.178 with 6 degrees of freedom."""
    runs, produced, inspections = [], [], []
    for shift, counts in zip("123", WAFERS, strict=True):
        for defect, count in zip("ABCD", counts, strict=True):
            for number in range(count):
                lot = f"{shift}{defect}{number}"
                runs.append({"run": lot, "kind": "produce", "shift": shift})
                produced.append({"run": lot, "material": "WAFER", "lot": lot})
                row = {"inspection": lot, "material": "WAFER", "lot": lot, "result": "fail", "defect": defect}
                inspections.append(row)
    record_bundles(store, [{"runs": runs, "produced": produced, "inspections": inspections}])
    answer = causes(store, [f"WAFER/{row['lot']}" for row in produced])
    (table,) = answer["tables"]
    assert (table["kind"], table["material"], table["defects"]["kinds"]) == ("shift", "WAFER", ["A", "B", "C", "D"])
    assert [tuple(level["defects"]) for level in table["levels"]] == WAFERS
    assert (round(table["defects"]["chi_square"], 3), table["defects"]["degrees"]) == (19.178, 6)
    assert (table["chi_square"], answer["tested"], codes(answer)) == (None, 0, {"no_background"})


def test_everything_about_a_run_is_a_factor(store: Store) -> None:
    hot = {"equipment": "烤炉", "operator": "P1", "shift": "夜班"}
    cold = {"equipment": "L2", "operator": "P2", "shift": "白班"}
    lots = [(f"b{n}", hot) for n in range(4)] + [(f"g{n}", cold) for n in range(4)]
    parameters = [
        {"run": f"R-{lot}", "parameter": name, "value": value, "unit": unit}
        for n, (lot, run) in enumerate(lots)
        for name, value, unit in (
            ("温度", f"{190 + n if run is hot else 180 + n / 10}", "°C"),
            ("气氛", "N2" if run is hot else "air", ""),
        )
    ]
    plant(
        store,
        [batch(lot, 10, run=run) for lot, run in lots],
        equipment=[{"equipment": "烤炉", "kind": "line"}, {"equipment": "L2", "kind": "line"}],
        used=[{"run": f"R-b{n}", "equipment": "TOOL"} for n in range(4)],
        parameters=parameters,
    )
    answer = causes(store, [f"饼干/b{n}" for n in range(4)], [f"饼干/g{n}" for n in range(4)])
    first, second = answer["factors"]
    found = {(factor["kind"], factor["id"], factor["value"]) for factor in first["factors"]}
    run = {("line", "烤炉", None), ("operator", "P1", None), ("shift", "夜班", None)}
    assert found == run | {("equipment", "TOOL", None), ("parameter", "气氛", "N2")}
    (measured,) = second["factors"]
    assert (measured["id"], measured["value"], second["test"]) == ("温度", "> 185.35 °C", "mann_whitney")
    assert (first["p"], second["p"], second["p_adjusted"]) == (0.0285714, 0.0285714, 0.0285714)


def test_a_shift_is_told_apart_by_what_was_made_in_it(store: Store) -> None:
    """Every batch has some run of the night upstream; only the bad ones were baked then."""
    batches = [batch(f"b{n}", 10, f"F{n}", run={"shift": "夜"}) for n in range(3)]
    batches += [batch(f"g{n}", 10, f"F{n}", run={"shift": "昼"}) for n in range(3)]
    mill = [{"run": f"M{n}", "shift": "夜", "started_at": "2026-03-01"} for n in range(3)]
    ground = [{"run": f"M{n}", "material": "面粉", "lot": f"F{n}"} for n in range(3)]
    plant(store, [*batches, {"runs": mill, "produced": ground}])
    answer = causes(store, [f"饼干/b{n}" for n in range(3)], [f"饼干/g{n}" for n in range(3)])
    first = answer["factors"][0]
    assert [(f["id"], f["material"]) for f in first["factors"]] == [("夜", "饼干")]
    assert (first["bad"]["carriers"], first["good"]["carriers"]) == (3, 0)


def test_a_potential_link_counts_and_is_flagged(store: Store) -> None:
    plant(
        store,
        [batch("b1", 10), batch("b2", 10), batch("g1", 10, "乙"), batch("g2", 10, "乙")],
        batches=[{"material": "面粉", "lot": "甲", "assigner": "S"}],
        consumed=[{"run": f"R-b{n}", "material": "面粉", "lot": "甲"} for n in (1, 2)],
    )
    answer = causes(store, ["饼干/b1", "饼干/b2"])
    verdicts = {f["id"]: (f["verdict"], f["potential"]) for entry in answer["factors"] for f in entry["factors"]}
    assert verdicts["面粉/甲@S"] == ("potential", 2)


def test_a_batch_without_records_is_a_gap_and_takes_no_part(store: Store) -> None:
    plant(
        store,
        [batch("b1", 10, "甲"), batch("b2", 10, "甲"), batch("g", 10, "乙")],
        batches=[{"material": "饼干", "lot": lot, "produced_at": "2026-03-10"} for lot in ("b3", "g2")],
    )
    answer = causes(store, ["饼干/b1", "饼干/b2", "饼干/b3"])
    assert answer["compared"] == {"bad": 2, "good": 1}
    gaps = {gap["code"]: gap["records"] for gap in answer["gaps"]}
    assert (gaps["no_upstream"], gaps["background_without_upstream"]) == (["饼干/b3"], ["饼干/g2"])
    alone = causes(store, ["饼干/b3"], ["饼干/g"])
    assert (alone["factors"], alone["compared"]["bad"]) == ([], 0)


def test_one_bad_batch_needs_no_support_and_says_so(store: Store) -> None:
    plant(store, [batch("b", 10, "甲"), batch("g", 10, "乙")])
    answer = causes(store, ["饼干/b"])
    assert (answer["min_support"], ranks(answer)) == (1, [{"面粉/甲"}])
    assert codes(answer) == {"support_of_one", "one_bad_batch"}
    assert causes(store, ["饼干/b"], min_support=2)["factors"] == []


def test_a_failed_batch_in_the_background_is_said(store: Store) -> None:
    inspected = [{"inspection": "Q", "material": "饼干", "lot": "g", "result": "fail", "defect": "裂纹"}]
    plant(store, [batch("b", 10, "甲"), batch("g", 10, "乙")], inspections=inspected)
    assert "failed_in_background" in codes(causes(store, ["饼干/b"]))


def test_the_order_of_the_keys_changes_nothing(store: Store) -> None:
    plant(
        store, [batch(f"b{n}", 10, "甲", "丙") for n in range(3)] + [batch(f"g{n}", 10, "乙", "丙") for n in range(4)]
    )
    keys = [f"饼干/b{n}" for n in range(3)]
    one, other = causes(store, keys), causes(store, [*reversed(keys), keys[0]])
    assert one | {"bad": []} == other | {"bad": []}


def test_wrong_questions(store: Store) -> None:
    plant(store, [batch("b", 10, "甲")])
    with pytest.raises(UnknownBatchError):
        causes(store, ["饼干/b", "饼干/无"])
    with pytest.raises(UnknownBatchError):
        causes(store, ["饼干/b"], ["饼干/无"])
    with pytest.raises(UsageError, match="both bad and good"):
        causes(store, ["饼干/b"], ["饼干/ b"])
    with pytest.raises(UsageError):
        causes(store, [])
    with pytest.raises(UsageError):
        causes(store, ["饼干/b"], min_support=0)

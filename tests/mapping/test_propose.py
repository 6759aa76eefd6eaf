"""What is proposed for tables as people and programs write them, and that it holds for their rows."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml

import loaders.example
from genealogy.errors import UsageError
from genealogy.events import BY_KIND
from loaders.files import raw_tabs
from loaders.kinds import FILES
from loaders.mapping import propose
from loaders.mapping.preview import preview
from loaders.mapping.words import COLUMNS, GENERAL, OF_FILE, TABS
from tests.support.workbooks import write_workbook


def proposed(path: Path) -> str:
    with ExitStack() as held:
        return propose(raw_tabs(path, held)).text


def tables(text: str) -> dict[str, dict[str, Any]]:
    return {table["into"]: table["columns"] for table in yaml.safe_load(text)["tables"]}


CASES: list[tuple[str, list[str], list[object], dict[str, dict[str, Any]]]] = [
    (
        "采购入库",
        ["单号", "日期", "供应商", "物料编码", "批号", "数量", "单位", "仓库"],
        ["RK1", "2026/3/4", "S1", "M1", "B1", "5", "公斤", "W1"],
        {
            "receipts": {
                **{
                    "receipt": "单号",
                    "received_at": "日期",
                    "supplier": "供应商",
                    "material": "物料编码",
                    "lot": "批号",
                },
                **{
                    "quantity": "数量",
                    "uom": {"column": "单位", "lookup": "units", "missing": "keep"},
                    "location": "仓库",
                },
            }
        },
    ),
    (
        "Sheet1",
        ["GRN", "Receipt Date", "Vendor", "Item No", "Batch", "Vendor Lot", "Received Qty (kg)"],
        ["G1", "25/03/2026", "V1", "I1", "B1", "X9", "1,200.5"],
        {
            "receipts": {
                **{
                    "receipt": "GRN",
                    "supplier": "Vendor",
                    "material": "Item No",
                    "lot": "Batch",
                    "supplier_lot": "Vendor Lot",
                },
                **{"received_at": {"column": "Receipt Date", "date": "%d/%m/%Y"}, "uom": {"value": "kg"}},
                **{"quantity": {"column": "Received Qty (kg)", "thousands": ","}},
            }
        },
    ),
    (
        "投料产出",
        ["生产任务号", "开始时间", "机台号", "投入物料", "投入批号", "投料数量", "产出物料", "产出批号", "产出数量"],
        ["R1", "2026-03-04 08:00", "L1", "M1", "B1", "5", "P1", "L1", "4"],
        {
            "runs": {"run": "生产任务号", "started_at": "开始时间", "equipment": "机台号"},
            "consumed": {"run": "生产任务号", "material": "投入物料", "lot": "投入批号", "quantity": "投料数量"},
            "produced": {"run": "生产任务号", "material": "产出物料", "lot": "产出批号", "quantity": "产出数量"},
        },
    ),
    (
        "Deliveries",
        ["Delivery Note", "Ship Date", "Customer No", "SKU", "Lot Number", "Shipped Qty"],
        ["D1", "2026-03-04", "C1", "P1", "L1", "4 pcs"],
        {
            "shipments": {"shipment": "Delivery Note", "shipped_at": "Ship Date", "customer": "Customer No"},
            "shipped": {
                **{"shipment": "Delivery Note", "material": "SKU", "lot": "Lot Number"},
                **{
                    "quantity": {"column": "Shipped Qty", "take": "number"},
                    "uom": {"column": "Shipped Qty", "take": "unit"},
                },
            },
        },
    ),
    (
        "来料检验",
        ["检验单号", "检验日期", "料号", "批次", "检验项目", "实测值", "判定"],
        ["Q1", "2026-03-04", "M1", "B1", "粘度", "12.5", "合格"],
        {
            "inspections": {
                **{
                    "inspection": "检验单号",
                    "material": "料号",
                    "lot": "批次",
                    "result": {"column": "判定", "lookup": "results"},
                },
                **{"inspected_at": "检验日期", "characteristic": "检验项目", "value": "实测值"},
            }
        },
    ),
]


@pytest.mark.parametrize(("tab", "header", "row", "expected"), CASES, ids=[case[0] for case in CASES])
def test_the_tables_of_a_plant(
    tmp_path: Path, tab: str, header: list[str], row: list[object], expected: dict[str, dict[str, Any]]
) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {tab: [["title"], header, row]})  # type: ignore[list-item]
    text = proposed(path)
    assert tables(text) == expected
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    shown = preview(path, tmp_path / "m.yaml")
    assert [one.errors for one in shown] == [()] * len(expected)


def test_a_date_that_may_be_read_in_two_ways_is_left_to_people(tmp_path: Path) -> None:
    rows = [["入库单号", "到货日期", "料号", "批号"], ["R1", "03/04/2026", "M1", "B1"]]
    text = proposed(write_workbook(tmp_path / "x.xlsx", {"来料": rows}))
    assert "day or month first? '03/04/2026' may be either" in text
    assert tables(text)["receipts"]["received_at"] == "到货日期"


def test_a_bundle_of_our_own_is_recognised_whole(tmp_path: Path) -> None:
    bundle = Path(loaders.example.__file__).parent / "bundle"
    for file in sorted(bundle.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as source:
            header = next(csv.reader(source))
        found = tables(proposed(file))[file.stem]
        assert found.keys() == set(header), file.name


def test_what_is_not_recognised_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table of records was recognised in 食堂"):
        proposed(write_workbook(tmp_path / "x.xlsx", {"食堂": [["菜", "价"], ["饭", 3]]}))


def test_every_name_is_of_a_column_that_is_there() -> None:
    columns = {
        name.removesuffix(".csv"): {info.alias or field for field, info in BY_KIND[kind].model_fields.items()}
        for name, kind in FILES.items()
    }
    everywhere = set().union(*columns.values())
    assert set(COLUMNS) | set(GENERAL) <= everywhere | {"name"}
    assert TABS.keys() <= columns.keys()
    for file, names in OF_FILE.items():
        assert names.keys() <= columns[file], file

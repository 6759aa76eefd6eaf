"""Foreign workbooks and texts through a mapping: what loads, what is refused, and what is said of the rest."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import loaders.example
from genealogy.errors import UsageError
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from loaders.load import load
from loaders.mapping import parsed
from loaders.mapping.preview import Shown, preview
from loaders.options import Options
from loaders.report import LoadReport
from tests.support.commands import Address, inside
from tests.support.servers import wipe
from tests.support.workbooks import Cell, write_workbook

UTC = ZoneInfo("UTC")
HEAD = ["序号", "入库单号", "到货日期", "供应商", "料号", "批号", "数量（kg）", "备注"]
MAPPING = """\
tables:
- from: 来料*
  into: receipts
  columns:
    receipt: {column: 入库单号, fill: true}
    received_at: 到货日期
    supplier: {column: 供应商, lookup: 供应商}
    material: 料号
    lot: {columns: [料号, 批号], join: "-"}
    quantity: {column: 数量(KG), factor: 1000}
    uom: {value: g}
  keep: [备注]
  without: {料号: [合计, ""]}
lookups:
  供应商: {华南化工: SUP-01, 华北化工: SUP-02}
"""
DAY = dt.date(2026, 3, 4)


def said(folder: Path, text: str = MAPPING) -> Path:
    path = folder / "plant.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def book(folder: Path, *rows: list[object], tab: str = "来料登记") -> Path:
    return write_workbook(folder / "来料.xlsx", {tab: [["2026年来料登记表"], [], HEAD, *rows]})  # type: ignore[list-item]


def rows_of(path: Path, mapping: Path) -> list[Shown]:
    return preview(path, mapping, 100)


def test_the_mapping_of_the_page_is_the_one_tried_here() -> None:
    page = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text("utf-8")
    shown = page.split("```yaml\n")[1].split("```")[0]
    assert parsed(shown.encode(), "page") == parsed(MAPPING.encode(), "tests")


def test_a_registers_rows_become_receipts(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [1, "RK-1", DAY, "华南化工", "M-01", "A7", 25.5, "急"],
        [2, None, DAY, "华北化工", "M-02", "0012", 0.3, None],
        [None, None, None, None, "合计", None, 25.8, None],
    )
    first, second = rows_of(path, said(tmp_path))

    assert first.event is not None
    assert {name: first.event[name] for name in ("receipt", "lot", "supplier", "uom", "备注")} == {
        **{"receipt": "RK-1", "lot": "M-01-A7", "supplier": "SUP-01", "uom": "g", "备注": "急"}
    }
    assert (first.row, first.sheet, first.file) == (4, "来料登记", "receipts.csv")
    assert second.event is not None
    assert (second.event["receipt"], second.event["lot"]) == ("RK-1", "M-02-0012")

    report = load(None, path, UTC, mapping=said(tmp_path))
    assert report.clean
    (file,) = report.files
    assert file.rows == 2
    assert file.notes == (
        "1 rows left out, as the mapping says: 料号 is '合计'",
        "columns that the mapping does not take: 序号",
        "2 rows above the header were not read",
    )


def test_faults_bear_the_names_of_the_source(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [1, "RK-1", "04.03.26", "华南化工", "M-01", "A1", 25.5, None],
        [2, "RK-1", DAY, "华东化工", "M-01", "A2", 25.5, None],
        [3, "RK-1", DAY, "华南化工", "M-01", 1234567890123456.0, 25.5, None],
        [4, "RK-1", DAY, "华南化工", "M-01", DAY, 25.5, None],
        [5, "RK-1", DAY, "华南化工", "M-01", "A5", "很多", None],
        [6, "RK-1", DAY, "华南化工", "M-01", "A6", 1, 1234567890123456.0],
    )
    shown = rows_of(path, said(tmp_path))
    found = {one.row: one.errors[0] for one in shown if one.errors}

    assert set(found) == {4, 5, 6, 7, 8, 9}
    assert "到货日期 (received_at) '04.03.26'" in found[4]
    assert "供应商 (supplier) '华东化工': is not in the list '供应商' of the mapping" in found[5]
    assert "批号 '1234567890123456': is a number of more than 15 digits" in found[6]
    assert "批号 '2026-03-04': is a date" in found[7]
    assert "数量(KG) (quantity) '很多': is no number" in found[8]
    assert "备注" in found[9], "what is kept is not taken wrongly either"
    assert all("sheet 来料登记 row" in text for text in found.values())


def test_merged_cells_may_be_filled_where_the_mapping_says_so(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [*HEAD],
        [1, "RK-1", DAY, "华南化工", "M-01", "A1", 1],
        [2, None, DAY, "华南化工", "M-01", "A2", 2],
    ]
    path = write_workbook(tmp_path / "m.xlsx", {"来料": rows}, merged={"来料": ["B2:B3"]})
    assert [one.event and one.event["receipt"] for one in rows_of(path, said(tmp_path))] == ["RK-1", "RK-1"]
    plain = said(tmp_path, MAPPING.replace("{column: 入库单号, fill: true}", "入库单号"))
    assert all("merged" in one.errors[0] for one in rows_of(path, plain))


@pytest.mark.parametrize(
    ("header", "refused"),
    [
        (HEAD[:5], "names all columns the mapping takes; the nearest lacks 批号"),
        ([*HEAD, "批号"], "has column '批号' twice"),
    ],
)
def test_a_tab_that_is_refused_says_why(tmp_path: Path, header: list[str], refused: str) -> None:
    path = write_workbook(tmp_path / "x.xlsx", {"来料": [header, *[["1"] * len(header)] * 3]})
    report = load(None, path, UTC, mapping=said(tmp_path))
    assert not report.clean
    assert refused in report.files[0].refused


def test_a_tab_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"takes receipts from '来料\*', which is not there; found: 出货"):
        load(None, book(tmp_path, tab="出货"), UTC, mapping=said(tmp_path))


def test_texts_folders_and_zips_are_read_through_the_mapping_that_lies_with_them(tmp_path: Path) -> None:
    folder = tmp_path / "drop"
    folder.mkdir()
    line = "1;RK-9;2026/3/4;华南化工;M-01;A9;1,5;x\n"
    text = ("title\n" + ";".join(HEAD) + "\n" + line).encode("gb18030")
    (folder / "来料.csv").write_bytes(text)
    mapping = MAPPING.replace("factor: 1000}", "decimal: ','}").replace("{value: g}", "{value: kg}")
    (folder / "mapping.yaml").write_text(mapping, encoding="utf-8")
    shutil.copy(book(tmp_path, [1, "RK-1", DAY, "华南化工", "M-01", "A7", 2.5, "急"]), folder / "b.xlsx")

    shown = {one.sheet: one.event for one in preview(folder)}
    assert {name: float((event or {})["quantity"]) for name, event in shown.items()} == {
        "来料.csv": 1.5,
        "来料登记": 2.5,
    }

    packed = tmp_path / "drop.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("来料.csv", "mapping.yaml"):
            archive.write(folder / name, name)
    (one,) = preview(packed)
    assert one.event == shown["来料.csv"]


def foreign(folder: Path) -> tuple[Path, Path]:
    """The example plant's bundle under other names: each column called as a stranger might, each file a tab."""
    import csv

    bundle = Path(loaders.example.__file__).parent / "bundle"
    tabs, tables = {}, []
    for file in sorted(bundle.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as text:
            header, *rows = csv.reader(text)
        tabs[f"表 {file.stem}"] = [["from another program"], [f"他的 {name}" for name in header], *rows]
        columns = "\n".join(f"    {name}: '他的{name}'" for name in header)
        tables.append(f"- from: 表{file.stem}\n  into: {file.stem}\n  columns:\n{columns}\n")
    path = write_workbook(folder / "foreign.xlsx", tabs)
    return path, said(folder, "tables:\n" + "".join(tables))


def test_a_plant_under_other_names_is_the_same_graph(store: Store, tmp_path: Path) -> None:
    bundle = Path(loaders.example.__file__).parent / "bundle"
    from_csv = load(store, bundle, UTC)
    expected = graph_hash(store)
    path, mapping = foreign(tmp_path)

    again = load(store, path, UTC, mapping=mapping)
    assert again.totals == from_csv.totals | {"new": 0, "repeated": from_csv.totals["rows"]}

    wipe(store)
    alone: LoadReport = load(store, path, UTC, mapping=mapping)
    assert alone.totals == from_csv.totals
    assert graph_hash(store) == expected


def test_rejected_rows_are_corrected_and_loaded_without_the_mapping(store: Store, tmp_path: Path) -> None:
    path = book(
        tmp_path,
        [1, "RK-1", DAY, "华南化工", "M-01", "A1", 1, "=1+1"],
        [2, "RK-1", DAY, "华南化工", "M-01", "A2", -5, None],
    )
    rejected = tmp_path / "rejected"
    report = load(store, path, UTC, Options(rejected_dir=rejected), mapping=said(tmp_path))
    assert report.totals == {"rows": 2, "new": 1, "repeated": 0, "rejected": 1, "conflicts": 0}
    file = rejected / "receipts.csv"
    text = file.read_text("utf-8-sig")
    assert "M-01-A2" in text
    file.write_text(text.replace("'-5000", "5000"), encoding="utf-8")
    assert load(store, rejected, UTC).totals["new"] == 1


def test_a_mapping_is_proposed_and_tried_by_command(server_address: Address, tmp_path: Path) -> None:
    path = book(tmp_path, [1, "RK-1", DAY, "S1", "M-01", "A1", 1, None])
    made = tmp_path / "made.yaml"
    assert inside(server_address, tmp_path, "mapping", "propose", path, "--out", made).exit_code == 0
    again = inside(server_address, tmp_path, "mapping", "propose", path, "--out", made)
    assert again.exit_code == 2
    assert "made.yaml is there already" in str(again.exception)
    shown = inside(server_address, tmp_path, "mapping", "preview", path, "--mapping", made, "--json")
    assert shown.exit_code == 0
    (row,) = json.loads(shown.stdout)["rows"]
    assert (row["row"], row["event"]["kind"], row["event"]["lot"]) == (4, "receipt", "A1")
    broken = made.read_text("utf-8").replace("received_at: 到货日期", "received_at: 备注\n      location: 序号")
    made.write_text(broken.replace("from: 来料登记", "from: '*'"), encoding="utf-8")
    assert inside(server_address, tmp_path, "mapping", "preview", path, "--mapping", made).exit_code == 0

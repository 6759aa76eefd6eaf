"""A bundle as a workbook: the same graph as from CSV, and no cell that says something else than what was typed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

import loaders.example
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from loaders.report import LoadReport
from tests.loaders.graph import ask
from tests.support.servers import wipe
from tests.support.workbooks import Cell, Formula, altered, workbook_of, write_workbook

EXAMPLE = Path(loaders.example.__file__).parent / "bundle"
UTC = ZoneInfo("UTC")
SHEET = "xl/worksheets/sheet1.xml"
LOTS = ["material", "lot", "quantity", "produced_at"]


def checked(path: Path) -> LoadReport:
    return load(None, path, UTC)


def batches(folder: Path, *rows: list[Cell]) -> Path:
    return write_workbook(folder / "book.xlsx", {"batches": [LOTS, *rows]})


def test_the_example_plant_as_a_workbook_is_the_same_graph(store: Store, tmp_path: Path) -> None:
    from_csv = load(store, EXAMPLE, UTC)
    expected = graph_hash(store)
    book = workbook_of(tmp_path / "plant.bin", EXAMPLE)

    again = load(store, book, UTC)
    assert again.clean
    assert again.totals == from_csv.totals | {"new": 0, "repeated": from_csv.totals["rows"]}, "the same events"

    wipe(store)
    alone = load(store, book, UTC, Options(chunk=61))
    assert alone.clean
    assert alone.totals == from_csv.totals
    assert graph_hash(store) == expected


def test_cells_say_what_was_typed(store: Store, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["铜", "007", 7.5, dt.date(2026, 3, 4)],
        ["铜", "1E5", 0.1 + 0.2, dt.datetime(2026, 3, 4, 8, 15, 1)],
        ["铜", 20260225, 100, "2026-03-04T08:15:00+08:00"],
        ["铜", "批 1\n", Formula("=1/4", 0.25), dt.datetime(2026, 3, 4)],
        ["铜", Formula('="A"&"7"', "A7"), 0.00001, None],
        [None, None, None, None],
        ["铜", "=1+1", 12345678901.25, "2026-03-04/2026-03-05"],
    ]
    report = load(store, batches(tmp_path, *rows), ZoneInfo("Asia/Shanghai"))

    assert report.clean, [str(error) for error in report.errors]
    assert ask(store, "MATCH (b:Batch) RETURN b.lot, b.quantity, b.produced_at_text ORDER BY b.seq") == [
        ("007", 7.5, "2026-03-04"),
        ("1E5", 0.3, "2026-03-04T08:15:01"),
        ("20260225", 100.0, None),
        ("批 1", 0.25, "2026-03-04"),
        ("A7", 0.00001, None),
        ("=1+1", 12345678901.25, "2026-03-04/2026-03-05"),
    ]
    assert report.files[0].notes == (
        "1 cells of lot are numbers, not text: zeros in front of them are lost, if there were any",
    )


def test_times_of_a_workbook_are_read_by_the_clock_of_their_place(store: Store, tmp_path: Path) -> None:
    book = write_workbook(
        tmp_path / "book.xlsx",
        {
            "locations": [["location", "timezone", "day_start"], ["厂", "Asia/Shanghai", dt.time(6)]],
            "movements": [
                ["movement", "material", "lot", "to_location", "at"],
                ["M1", "铜", "1", "厂", dt.datetime(2026, 3, 4, 8, 15)],
                ["M2", "铜", "1", "厂", dt.date(2026, 3, 4)],
            ],
        },
    )
    assert load(store, book, UTC).clean
    assert ask(store, "MATCH (m:Movement) RETURN toString(m.at), toString(m.at_end) ORDER BY m.movement") == [
        ("2026-03-04T00:15:00Z", None),
        ("2026-03-03T16:00:00Z", "2026-03-04T22:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (["A", 1234567890123456, 1, None], "lot '1234567890123456': is a number of more than 15 digits, of which the"),
        (["A", dt.date(2026, 4, 3), 1, None], "lot '2026-04-03': is a date or time to the spreadsheet, whatever was"),
        (["A", True, 1, None], "lot 'true': is true or false to the spreadsheet, whatever was typed; format the"),
        (
            ["A", "1", 1 / 3, None],
            "quantity '0.3333333333333333': is a calculated number of more than 15 digits",
        ),
        (["A", "1", dt.time(6), None], "quantity '06:00:00': is a date or time to the spreadsheet"),
        (["A", "1", Formula("=NA()", "#N/A"), None], "quantity '#N/A': holds the error #N/A; correct it, or clear the"),
        (["A", Formula("=Z!A1", "#REF!"), 1, None], "lot '#REF!': holds the error #REF!"),
        (["A", "1", Formula("=1+1", ""), None], "quantity: is a formula whose result is not in the file; open it in a"),
        (["A", "1", "1,5", None], "quantity '1,5': is not a number"),
        (["A", "1", 1, dt.timedelta(hours=30, minutes=5)], "produced_at '30:05:00': is not a time; write"),
        (["A", "1", 1, 46085], "produced_at '46085': is not a time; write"),
        (["A", None, 1, None], "lot: is empty, but required; fill it in"),
        (["A", "1", 1, None, None, "also"], "column F 'also': has no name in the header; name the column, or clear"),
    ],
)
def test_a_cell_that_is_not_what_was_typed_rejects_its_row(tmp_path: Path, row: list[Cell], text: str) -> None:
    report = checked(batches(tmp_path, ["A", "0", 1, None], row, ["A", "2", 1, None]))

    assert report.totals | {"rows": 3, "rejected": 1} == report.totals
    assert len(report.errors) == 1
    assert str(report.errors[0]).startswith(f"sheet batches row 3, {text}")


def test_true_and_false_are_what_they_are_where_they_are_asked_for(tmp_path: Path) -> None:
    """TRUE typed into a cell is no text to a spreadsheet, but a truth value."""
    sheets: dict[str, list[list[Cell]]] = {
        "equipment": [["equipment", "carry_over"], ["涂覆机", True], ["炉", False], ["槽", "是"]],
        "cleanings": [["equipment", "cleaned_at", "validated", "empty"], ["槽", dt.date(2026, 3, 4), True, 0]],
        "runs": [["run", "timed"], ["R1", True]],
    }
    report = checked(write_workbook(tmp_path / "book.xlsx", sheets))
    assert report.clean, [str(error) for error in report.errors]
    assert report.totals["rows"] == 5


def test_what_is_wrong_in_one_row_is_said_at_once(tmp_path: Path) -> None:
    report = checked(batches(tmp_path, [dt.date(2026, 4, 3), 1e15, Formula("=A1/0", "#DIV/0!"), None]))

    assert [(error.column, error.value) for error in report.errors] == [
        ("quantity", "#DIV/0!"),
        ("material", "2026-04-03"),
        ("lot", "1000000000000000"),
    ]


def test_merged_cells_are_not_guessed_at(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*LOTS], ["A", "1", 5, None], [None, "2", 6, None], ["B", "3", 7, None]]
    report = checked(write_workbook(tmp_path / "book.xlsx", {"batches": rows}, merged={"batches": ["A2:A3"]}))

    assert [str(error).partition(";")[0] for error in report.errors] == [
        "sheet batches row 2, material: is merged with other cells (A2:A3)",
        "sheet batches row 3, material: is merged with other cells (A2:A3)",
    ]
    assert (report.totals["rows"], report.totals["rejected"]) == (3, 2)


def test_rows_and_columns_that_are_empty_or_stand_apart(store: Store, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [],
        [None, "Material", " LOT ", "颜色", "_error", None],
        [],
        [None, "A", "1", "红", "lot: is empty", None],
        [None, "A", "2", dt.date(2026, 3, 4), None, "   "],
    ]
    report = load(store, write_workbook(tmp_path / "book.xlsx", {"batches": rows}), UTC)

    assert report.clean, [str(error) for error in report.errors]
    assert report.files[0].unknown_columns == ("颜色",)
    assert ask(store, "MATCH (b:Batch) RETURN b.lot, b.`颜色` ORDER BY b.lot") == [("1", "红"), ("2", "2026-03-04")]


def test_sheets_are_found_by_the_names_of_files(tmp_path: Path) -> None:
    head: list[list[Cell]] = [["material"], ["A"]]
    sheets: dict[str, list[list[Cell]]] = {
        "说明": [["read me"]],
        " Materials ": head,
        "runs.csv": [["run"], ["R"]],
        "Con sumed": [["run"]],
    }
    report = checked(write_workbook(tmp_path / "book.xlsx", sheets))

    assert [(file.file, file.sheet, file.encoding, file.rows) for file in report.files] == [
        ("materials.csv", " Materials ", "xlsx", 1),
        ("runs.csv", "runs.csv", "xlsx", 1),
        ("consumed.csv", "Con sumed", "xlsx", 0),
    ]
    assert report.unknown_files == ("说明",)
    assert report.files[2].refused.startswith("lacks the required column material; it has: run; rename")


def test_rejected_rows_are_csv_to_be_filled_in(store: Store, tmp_path: Path) -> None:
    book = batches(tmp_path, ["铜", 1234567890123456, 5, None], ["铜", "2", "many", None])
    load(store, book, UTC, Options(rejected_dir=tmp_path / "out"))

    rejected = tmp_path / "out" / "batches.csv"
    lines = rejected.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].endswith('enter it again: 铜,1234567890123456,5,",,,,'), "nothing that would load as it is"
    assert lines[2].endswith('thousands separators",铜,2,many,')
    assert load(store, tmp_path / "out", UTC).totals["rejected"] == 2
    filled = "material,lot,quantity\n铜,1234567890123456789,5\n铜,2,6\n"
    rejected.write_text(filled, encoding="utf-8-sig")
    assert load(store, tmp_path / "out", UTC).totals["new"] == 2


def test_the_same_twice_and_the_same_with_other_content(store: Store, tmp_path: Path) -> None:
    book = batches(tmp_path, ["A", "1", 5, None], ["A", 1, 5.0, None], ["A", "1", 6, None])
    report = load(store, book, UTC)

    assert report.totals == {"rows": 3, "new": 1, "repeated": 1, "rejected": 0, "conflicts": 1}
    assert str(report.conflicts[0]).startswith("sheet batches row 4, A 1: differs from")


def test_texts_of_every_make(tmp_path: Path) -> None:
    """Other programs write texts into the cell, dates as ISO texts, and leave places out."""
    book = batches(tmp_path, ["A", "x", 5, "y"])
    altered(
        *(book, SHEET),
        lambda xml: (
            xml.replace(b'<c r="B2" t="s"><v>5</v>', '<c t="inlineStr"><is><t>批7</t></is>'.encode())
            .replace(b'<c r="D2" t="s"><v>6</v>', b'<c t="d"><v>2026-03-04T08:15:00</v>')
            .replace(b'<row r="2" spans="1:4">', b"<row>")
        ),
    )
    assert checked(book).clean


def test_the_dates_of_old_macintosh_workbooks(store: Store, tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[*LOTS], ["A", "1", 5, dt.date(2026, 3, 4)]]
    load(store, write_workbook(tmp_path / "book.xlsx", {"batches": rows}, date_1904=True), UTC)

    assert ask(store, "MATCH (b:Batch) RETURN b.produced_at_text") == [("2026-03-04",)]


def test_what_is_hidden_is_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as book:
        book.add_worksheet("readme")
        sheet = book.add_worksheet("batches")
        sheet.write_row(0, 0, LOTS[:2])
        sheet.write_row(1, 0, ["A", "1"])
        sheet.write_row(2, 0, ["A", ""])
        sheet.set_row(2, options={"hidden": True})
        sheet.set_column(1, 1, options={"hidden": True})
        sheet.hide()

    assert [str(error) for error in checked(tmp_path / "book.xlsx").errors] == [
        "sheet batches row 3, lot: is empty, but required; fill it in"
    ]

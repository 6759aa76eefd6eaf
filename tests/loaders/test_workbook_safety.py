"""What calls itself a workbook and is none, is damaged, or would take all memory: a message, and the process lives."""

from __future__ import annotations

import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.errors import TooLargeError, UsageError
from loaders.load import load
from loaders.report import FileReport
from loaders.workbook import container, scan
from tests.support.workbooks import altered, write_workbook

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def book(folder: Path) -> Path:
    return write_workbook(folder / "book.xlsx", {"materials": [["material", "name"], ["A", "铜"], ["B", "铁"]]})


def checked(path: Path) -> FileReport:
    return load(None, path, ZoneInfo("UTC")).files[0]


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("book.xls", OLE + bytes(1000), r"book\.xls is a document of an old office program \(such as \.xls\); save it"),
        ("book.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), r"book\.xlsx is protected with a password; remove"),
        ("book.xlsx", b"material\nA\n", r"book\.xlsx is not a workbook, .* name it as in the bundle"),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, content: bytes, text: str) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(UsageError, match=text):
        checked(tmp_path / name)


def test_an_open_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "")

    with pytest.raises(UsageError, match=r"book\.ods is an OpenDocument file \(\.ods\); save it as a workbook"):
        checked(tmp_path / "book.ods")


def test_a_workbook_without_a_sheet_of_a_bundle(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"book\.xlsx holds no file of a bundle .*; found: Sheet1\. Known names"):
        checked(write_workbook(tmp_path / "book.xlsx", {"Sheet1": [["material"]]}))


def test_a_sheet_that_is_there_twice(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds materials\.csv twice \(materials and Materials\.csv\)"):
        checked(write_workbook(tmp_path / "book.xlsx", {"materials": [["material"]], "Materials.csv": [["material"]]}))


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (b'r="B3"', b'r="B1048576"', "is damaged (cell B1048576 in row 3 is out of order)"),
        (b'r="B3"', b'r="A3"', "is damaged (cell A3 in row 3 is out of order)"),
        (b'r="B3"', b'r="ZZZ3"', "is damaged (cell ZZZ3 in row 3 is out of order)"),
        (b'<row r="3"', b'<row r="2"', "is damaged (row 2 after row 2)"),
        (b'<row r="3"', b'<row r="1048577"', "is damaged (row 1048577 after row 2)"),
        (b"</sheetData>", b"", "is damaged (mismatched tag"),
        (b"<worksheet ", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet ", "is damaged (it declares a document type)"),
        (b"<v>5</v>", b"<v>77</v>", "is damaged (row 3 has text 77 of 6)"),
        (b"<v>5</v>", b"<v>-1</v>", "is damaged (row 3 has text -1 of 6)"),
    ],
)
def test_a_damaged_sheet_is_refused(tmp_path: Path, old: bytes, new: bytes, text: str) -> None:
    report = checked(altered(book(tmp_path), SHEET, lambda xml: xml.replace(old, new)))

    assert report.refused.startswith(text)


def test_merged_cells_over_each_other(tmp_path: Path) -> None:
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:B1048576"/>' * 2000 + b"</mergeCells>"
    end = b"</sheetData>"
    report = checked(altered(book(tmp_path), SHEET, lambda xml: xml.replace(end, end + merged)))

    assert report.refused.startswith("is damaged (merged cells lie over each other at row 2)")


def test_two_cells_far_apart_do_not_take_all_memory(tmp_path: Path) -> None:
    far = b'</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    report = checked(altered(book(tmp_path), SHEET, lambda xml: xml.replace(b"</row></sheetData>", far)))

    assert report.refused == (
        "has cells from A1 to XFD1048576, more than 5,000,000 in all; save it as a CSV UTF-8 file, "
        "or clear what lies apart"
    )


def test_more_texts_announced_than_there_are(tmp_path: Path) -> None:
    path = altered(
        book(tmp_path), "xl/sharedStrings.xml", lambda xml: xml.replace(b'uniqueCount="6"', b'uniqueCount="4000000000"')
    )
    with pytest.raises(UsageError, match=r"book\.xlsx is a damaged workbook .*announces more texts than it holds"):
        checked(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = altered(book(tmp_path), SHEET, lambda xml: xml + b" " * (9 << 20))

    with pytest.raises(TooLargeError, match=r"sheet1\.xml unpacks to \d+ bytes, more than 250 times its packed size"):
        checked(path)


def test_a_part_that_is_larger_than_it_says(tmp_path: Path) -> None:
    """Its reader would go on to the end of what is packed."""
    path = book(tmp_path)
    with zipfile.ZipFile(path) as archive:
        said = archive.getinfo(SHEET).file_size
    raw = path.read_bytes()
    path.write_bytes(raw.replace(said.to_bytes(4, "little"), (said - 40).to_bytes(4, "little")))

    with pytest.raises(UsageError, match=r"book\.xlsx is a damaged workbook \(Bad CRC-32"):
        checked(path)


def test_more_than_is_taken_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_BYTES", 100)

    with pytest.raises(TooLargeError, match="unpacks to more than"):
        checked(book(tmp_path))


def test_more_faults_than_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MOST_FAULTS", 1)
    path = altered(book(tmp_path), SHEET, lambda xml: xml.replace(b't="s"', b't="e"'))

    assert checked(path).refused.startswith("has more than 1 cells like B1: holds the error 1; correct it")


@pytest.mark.parametrize(
    ("part", "old", "text"),
    [
        ("xl/_rels/workbook.xml.rels", b"rId2", "a relation is there twice"),
        ("xl/workbook.xml", b"</sheets>", "mismatched tag"),
    ],
)
def test_a_damaged_list_of_sheets(tmp_path: Path, part: str, old: bytes, text: str) -> None:
    with pytest.raises(UsageError, match=f"is a damaged workbook .*{text}"):
        checked(altered(book(tmp_path), part, lambda xml: xml.replace(old, b"rId1")))


def test_a_chart_is_named_and_not_read(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as made:
        sheet = made.add_worksheet("materials")
        sheet.write_column(0, 0, ["material", "A"])
        chart = made.add_chart({"type": "line"})
        chart.add_series({"values": "=materials!$A$1:$A$2"})
        made.add_chartsheet("runs").set_chart(chart)

    report = load(None, tmp_path / "book.xlsx", ZoneInfo("UTC"))
    assert report.unknown_files == ("runs",)
    assert report.totals["rows"] == 1

# ruff: noqa: E501 - the table is easier to read with one case a line
"""Workbooks that explode when they are read, reach for other files, or say what no spreadsheet program would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.case import Hostile, Make
from tests.support.workbooks import Cell, Formula, altered, write_workbook

SHEET, STRINGS, BOOK = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
GOOD: list[list[Cell]] = [["material", "name"], ["A", "铜"]]
ROWS: list[list[Cell]] = [["material", "lot", "quantity"], ["A", "1", 5], ["B", "2", 6]]
LAUGHS = b"<!DOCTYPE a [<!ENTITY l0 'ha'>" + b"".join(
    b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10) for level in range(1, 10)
)
ENTITY = b"<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
OUTSIDE = b"<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'>"


def rows(*cells: list[Cell], **sheets: list[list[Cell]]) -> Make:
    """A workbook with the good sheet, and one of batches."""
    return lambda folder: write_workbook(
        folder / "in.xlsx", {"materials": GOOD, "batches": [*ROWS[:1], *cells], **sheets}
    )


def changed(part: str, old: bytes, new: bytes, then: Mapping[str, tuple[bytes, bytes]] | None = None) -> Make:
    """The workbook of two batches, with parts written over."""

    def make(folder: Path) -> Path:
        path = altered(rows(*ROWS[1:])(folder), part, lambda xml: xml.replace(old, new, 1))
        for other, (was, becomes) in (then or {}).items():
            altered(path, other, lambda xml, was=was, becomes=becomes: xml.replace(was, becomes, 1))  # type: ignore[misc]
        return path

    return make


def _declared(part: str, doctype: bytes, use: bytes = b"") -> Make:
    """A document type before the root of a part, and something of it used in the first text."""
    root = {
        SHEET: b"<worksheet",
        STRINGS: b"<sst",
        BOOK: b"<workbook",
        RELATIONS: b"<Relationships",
        "xl/styles.xml": b"<styleSheet",
    }
    more = {STRINGS: (b"<t>B</t>", b"<t>" + use + b"</t>")} if use else {}
    return changed(part, root[part], doctype + root[part], more)


def _sheet(data: bytes | Callable[[], bytes]) -> Make:
    """The sheet of batches with these rows after its own."""

    def make(folder: Path) -> Path:
        more = data if isinstance(data, bytes) else data()
        return changed(SHEET, b"</sheetData>", more + b"</sheetData>")(folder)

    return make


def _value(xml: bytes) -> Make:
    """The quantity of the first batch, as this XML."""
    return changed(SHEET, b'<c r="C2"><v>5</v></c>', xml)


def _day(value: bytes) -> Make:
    """A batch whose day of production is this number to the spreadsheet."""

    def make(folder: Path) -> Path:
        dated: list[list[Cell]] = [["material", "lot", "produced_at"], ["A", "1", dt.date(2026, 3, 4)]]
        path = write_workbook(folder / "in.xlsx", {"materials": GOOD, "batches": dated})
        return altered(path, SHEET, lambda xml: xml.replace(b"<v>46085</v>", b"<v>" + value + b"</v>"))

    return make


def _repeated_text() -> bytes:
    return b"".join(b'<row r="%d"><c r="A%d" t="s"><v>7</v></c></row>' % (row, row) for row in range(5, 60_005))


def _long_text(folder: Path) -> Path:
    """One text of 32,767 characters, that 60,000 cells refer to."""
    path = rows(*ROWS[1:], ["C", "".join(chr(33 + at * at % 91) for at in range(32_767)).replace("<", "x"), 1])(folder)
    return altered(
        path,
        SHEET,
        lambda xml: xml.replace(
            b"</sheetData>", _repeated_text().replace(b"<v>7</v>", b"<v>%d</v>" % _last(path)) + b"</sheetData>"
        ),
    )


def _last(path: Path) -> int:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return archive.read(STRINGS).count(b"<si>") - 1


def _cut(folder: Path) -> Path:
    path = rows(*ROWS[1:])(folder)
    path.write_bytes(path.read_bytes()[:-200])
    return path


_EMPTY = b"".join(b'<row r="%d"/>' % row for row in range(4, 1_048_577))
CASES = (
    Hostile("entities that multiply, in the texts", _declared(STRINGS, LAUGHS + b"]>", b"&l9;"), 4, "document type", 0),
    Hostile("entities that multiply, in the sheet", _declared(SHEET, LAUGHS + b"]>"), 4, "document type", 1),
    Hostile("entities that multiply, in the list of sheets", _declared(BOOK, LAUGHS + b"]>"), 2, "document type"),
    Hostile("entities that multiply, in the relations", _declared(RELATIONS, LAUGHS + b"]>"), 2, "document type"),
    Hostile("entities that multiply, in the list of sheets, used", changed(BOOK, b"<workbook", LAUGHS + b"]><workbook", {BOOK: (b'name="batches"', b'name="&l9;"')}), 2, "document type"),
    Hostile("a file for a text", _declared(STRINGS, ENTITY, b"&e;"), 4, "document type", 0),
    Hostile("a file for a cell", changed(SHEET, b"<worksheet", ENTITY + b"<worksheet", {SHEET: (b"<v>5</v>", b"<v>&e;</v>")}), 4, "document type", 1),
    Hostile("a file for the name of a sheet", changed(BOOK, b"<workbook", ENTITY + b"<workbook", {BOOK: (b"<sheets>", b"<sheets>&e;")}), 2, "document type"),
    Hostile("a document type from elsewhere", _declared(BOOK, OUTSIDE), 2, "document type"),
    Hostile("a document type from elsewhere, of a sheet", _declared(SHEET, OUTSIDE), 4, "document type", 1),
    Hostile("an entity nobody declared", changed(STRINGS, b"<t>B</t>", b"<t>&b;</t>"), 4, "", 0),
    Hostile("a document type among the styles", _declared("xl/styles.xml", LAUGHS + b"]>"), 0, "", 3),
    Hostile("one long text in each of 60,000 cells", _long_text, 4, "characters of text", 1),
    Hostile("1,048,576 empty rows", _sheet(lambda: _EMPTY), 0, "", 3),
    Hostile("a formatted cell at the end of the sheet", _sheet(b'<row r="1048576"><c r="XFD1048576" s="1"/></row>'), 0, "", 3),
    Hostile("300,000 tags in each other", _sheet(lambda: b"<x>" * 300_000 + b"</x>" * 300_000), 0, "", 3),
    Hostile("300,000 tags in the list of sheets", changed(BOOK, b"<sheets>", b"<x>" * 300_000 + b"</x>" * 300_000 + b"<sheets>"), 0, "", 3),
    Hostile("a number beyond all", _value(b'<c r="C2"><v>1e999</v></c>'), 4, "quantity", 2),
    Hostile("no number", _value(b'<c r="C2"><v>NaN</v></c>'), 4, "quantity", 2),
    Hostile("infinity", _value(b'<c r="C2"><v>Infinity</v></c>'), 4, "quantity", 2),
    Hostile("less than nothing", _value(b'<c r="C2"><v>-0</v></c>'), 0, "", 3),
    Hostile("next to nothing", _value(b'<c r="C2"><v>1E-300</v></c>'), 0, "", 3),
    Hostile("words for a number", _value(b'<c r="C2"><v>many</v></c>'), 4, "quantity", 2),
    Hostile("16 digits", rows(["A", 1234567890123456, 5]), 4, "of which the spreadsheet has lost some", 1),
    Hostile("a lot that was 0.1 + 0.2", rows(["A", 0.1 + 0.2, 5]), 0, "are numbers, not text", 2),
    Hostile("neither true nor false", _value(b'<c r="C2" t="b"><v>7</v></c>'), 4, "boolean", 1),
    Hostile("a date that is none", _value(b'<c r="C2" t="d"><v>2026-99-99</v></c>'), 4, "quantity", 2),
    Hostile("a text that is not there", _value(b'<c r="C2" t="s"><v>99999999999999999999</v></c>'), 4, "row 2 has text 9999999999999999", 1),
    Hostile("a text before the first", _value(b'<c r="C2" t="s"><v>-1</v></c>'), 4, "row 2 has text -1 of", 1),
    Hostile("a formula that calls a program", rows(["A", Formula("=cmd|' /C calc'!A0", "#REF!"), 5]), 4, "lot", 1),
    Hostile("a formula without a result", _value(b'<c r="C2"><f>1+1</f></c>'), 4, "is a formula whose result is not in the file", 2),
    Hostile("a formula into another workbook", rows(["A", Formula("=[1]Sheet1!A1", "7"), 5]), 0, "", 2),
    Hostile("a sheet elsewhere on the disk", changed(RELATIONS, b"worksheets/sheet2.xml", b"../../../../etc/passwd"), 0, "batches", 1),
    Hostile("a sheet on another machine", changed(RELATIONS, b'Target="worksheets/sheet2.xml"', b'Target="http://192.0.2.1/a.xml" TargetMode="External"'), 0, "batches", 1),
    Hostile("one sheet under two names", changed(RELATIONS, b"worksheets/sheet2.xml", b"worksheets/sheet1.xml"), 4, "lacks the required column", 1),
    Hostile("a sheet in UTF-7", changed(SHEET, b'encoding="UTF-8"', b'encoding="UTF-7"'), 0, "", 3),
    Hostile("a list of sheets in UTF-16 that is none", changed(BOOK, b'encoding="UTF-8"', b'encoding="UTF-16"'), 2, "damaged"),
    Hostile("a workbook cut off", _cut, 2, "damaged"),
    Hostile("control characters in a lot", rows(["A", "1\x1b[2J", 5]), 4, "control character", 1),
    Hostile("a day after the last", _day(b"2958466"), 4, "produced_at", 1),
    Hostile("a day beyond all", _day(b"99999999"), 4, "produced_at", 1),
    Hostile("a day before the first", _day(b"-5"), 4, "produced_at", 1),
    Hostile("the day that never was", _day(b"60"), 4, "produced_at", 1),
    Hostile("no day", _day(b"NaN"), 4, "produced_at", 1),
    Hostile("a day without end", _day(b"1e300"), 4, "produced_at", 1),
    Hostile("half a second before midnight", _day(b"46085.999999"), 0, "", 2),
)  # fmt: skip

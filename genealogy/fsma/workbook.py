"""The electronic sortable spreadsheet (21 CFR 1.1455(c)(3)(ii)): a sheet for each critical tracking event, a column for
each key data element; then places, products, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

import xlsxwriter

from genealogy.fsma.kdes import EVENTS, Value
from genealogy.fsma.records import Records

# Text is text: a lot keeps its zeros, and what begins like a formula is none.
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
_MOST_ROWS = 1_048_575  # of a sheet, below its header
_CELL = 32_767
_PLACES = ("kind", "id", "name", "phone", "address", "gln", "contact", "email")
_PRODUCTS = ("id", "name", "brand", "commodity", "variety", "packaging", "kind", "uom", "gtin")
Row = Sequence[Value]


def workbook(records: Records, into: BinaryIO) -> None:
    """Write it; a sheet that is full goes on in another. Raises OSError where the disk does not take it."""
    book = xlsxwriter.Workbook(into, _PLAIN)
    try:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        _sheet(book, bold, "About", ("", ""), _about(records))
        for event, kdes in EVENTS.items():
            head = ("Record", *(kde.title for kde in kdes), "Missing")
            rows = ((one.record, *one.values, "; ".join(one.missing)) for one in records.by_event[event])
            _sheet(book, bold, event, head, rows)
        _sheet(book, bold, "Locations", _PLACES, ([one.get(name) for name in _PLACES] for one in records.places))
        _sheet(book, bold, "Products", _PRODUCTS, ([one.get(name) for name in _PRODUCTS] for one in records.products))
        _sheet(book, bold, "Missing", ("Event", "Record", "Key data element", "21 CFR"), _missing(records))
    finally:
        book.close()


def _about(records: Records) -> Iterable[Row]:
    yield "Asked for", records.asked
    for event, found in records.by_event.items():
        short = sum(bool(one.missing) for one in found)
        yield event, f"{len(found)} rows, {short} of them with key data elements missing"
    for kind, count in sorted(records.undated.items()):
        yield f"Lines of a {kind} without any date", f"{count}, listed whatever the period"
    yield "Key data elements", "21 CFR 1.1325 to 1.1350; each has a column; what is not recorded is empty"


def _missing(records: Records) -> Iterable[Row]:
    for event, found in records.by_event.items():
        paragraph = {kde.title: kde.paragraph for kde in EVENTS[event]}
        for one in found:
            for title in one.missing:
                yield event, one.record, title, paragraph[title]


def _sheet(book: Any, bold: Any, name: str, head: Sequence[str], rows: Iterable[Row]) -> None:
    number, sheet = 0, None
    for at, row in enumerate(rows):
        if sheet is None or at % _MOST_ROWS == 0:
            number += 1
            sheet = _begin(book, bold, name if number == 1 else f"{name} {number}", head)
        for column, value in enumerate(row):
            if isinstance(value, float | int):
                sheet.write_number(at % _MOST_ROWS + 1, column, value)
            elif value:
                sheet.write_string(at % _MOST_ROWS + 1, column, str(value)[:_CELL])
    if sheet is None:
        _begin(book, bold, name, head)


def _begin(book: Any, bold: Any, name: str, head: Sequence[str]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(head) - 1, 20)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    return sheet

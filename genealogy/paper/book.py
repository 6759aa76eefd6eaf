"""A paper as a workbook: every cell is text, so that lot numbers keep their zeros and nothing is a formula."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import xlsxwriter

from genealogy.paper.model import Paper, Table

# Each paper of the same content has the same bytes; when it was made stands in it.
MADE = dt.datetime(2000, 1, 1)
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDEST = 48
CELL = 32_767  # characters a cell can hold


def book_bytes(paper: Paper) -> bytes:
    """The first sheet has what is said and the lines to fill in; each table is a sheet of its own."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, PLAIN)
    book.set_properties({"title": paper.title, "created": MADE})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    bold = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bold": True})
    _front(book.add_worksheet("1"), paper, text, bold)
    for number, table in enumerate(paper.tables, 2):
        _sheet(book.add_worksheet(str(number)), table, text, bold)
    book.close()
    return stream.getvalue()


def _front(sheet: Any, paper: Paper, text: Any, bold: Any) -> None:
    sheet.set_column(0, 0, 36, text)
    sheet.set_column(1, 1, 80, text)
    sheet.write_string(0, 0, paper.title, bold)
    rows = [
        *paper.facts,
        *(("", said) for said in paper.texts),
        ("", ""),
        (paper.form, ""),
        *((b, "") for b in paper.blanks),
    ]
    for line, (label, value) in enumerate(rows, 2):
        sheet.write_string(line, 0, _cell(label), bold)
        sheet.write_string(line, 1, _cell(value), text)


def _sheet(sheet: Any, table: Table, text: Any, bold: Any) -> None:
    sheet.write_string(0, 0, table.title, bold)
    for line, row in enumerate((table.heads, *table.rows), 2):
        for column, value in enumerate(row):
            sheet.write_string(line, column, _cell(value), bold if line == 2 else text)
    for column, head in enumerate(table.heads):
        longest = max((len(row[column] or "") for row in table.rows), default=0)
        sheet.set_column(column, column, min(WIDEST, max(len(head), longest, 8) + 2), text)
    sheet.freeze_panes(3, 0)


def _cell(value: str | None) -> str:
    """What does not fit into a cell ends in an ellipsis; XlsxWriter would leave it out."""
    said = value or ""
    return said if len(said) <= CELL else said[: CELL - 1] + "…"

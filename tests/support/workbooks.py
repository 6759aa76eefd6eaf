"""Workbooks as a person or a program may have written them, with every kind of cell."""

from __future__ import annotations

import csv
import datetime as dt
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter


@dataclass(frozen=True)
class Formula:
    """A calculated cell: what the program that saved the workbook last had worked out."""

    text: str
    result: str | float


Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | Formula | None
_FORMATS = ((dt.datetime, "yyyy-mm-dd hh:mm:ss"), (dt.date, "yyyy-mm-dd"), (dt.timedelta, "[h]:mm"), (dt.time, "hh:mm"))


def write_workbook(
    path: Path,
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    **options: object,
) -> Path:
    """A workbook with these rows on these sheets; texts are text, numbers are numbers."""
    book = xlsxwriter.Workbook(str(path), options)
    forms = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS}
    for title, rows in sheets.items():
        sheet = book.add_worksheet(title)
        for area in (merged or {}).get(title, ()):
            sheet.merge_range(area, "")  # its first cell is written afterwards
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                _write(sheet, at, column, cell, forms)
    book.close()
    return path


def _write(sheet: Any, row: int, column: int, cell: Cell, forms: Mapping[Any, object]) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, cell.text, None, cell.result)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell is not None:
        form = next(forms[kind] for kind, _ in _FORMATS if isinstance(cell, kind))
        sheet.write_datetime(row, column, cell, form)


def workbook_of(path: Path, bundle: Path) -> Path:
    """The CSV files of a folder as the sheets of one workbook, every cell a text."""
    found = {}
    for file in sorted(bundle.glob("*.csv")):
        with file.open(encoding="utf-8-sig", newline="") as text:
            found[file.stem] = list(csv.reader(text))
    return write_workbook(path, found)


def altered(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed, which no spreadsheet program would do."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    changed = change(parts[part])
    assert changed != parts[part]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in (parts | {part: changed}).items():
            archive.writestr(name, body)
    return path

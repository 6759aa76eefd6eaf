"""A table as CSV that spreadsheets read as it is: UTF-8 with BOM, and no cell that one would take for a formula."""

from __future__ import annotations

import csv
import io

from genealogy.paper.model import Table

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_bytes(table: Table) -> bytes:
    """The table; a cell that begins like a formula gets an apostrophe before it, as spreadsheets themselves do."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_safe(cell) for cell in row] for row in (table.heads, *table.rows))
    return (BOM + text.getvalue()).encode("utf-8")


def _safe(cell: str | None) -> str:
    said = cell or ""
    return f"'{said}" if said.startswith(FORMULA) else said

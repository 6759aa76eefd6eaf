"""A table as CSV that spreadsheets read as it is: UTF-8 with BOM, and no cell that one would take for a formula."""

from __future__ import annotations

import csv
import io

from genealogy.guard import guarded
from genealogy.paper.model import Table

BOM = "\ufeff"


def csv_bytes(table: Table) -> bytes:
    """The table; a cell that begins like a formula gets an apostrophe before it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([guarded(cell or "") for cell in row] for row in (table.heads, *table.rows))
    return (BOM + text.getvalue()).encode("utf-8")

"""Cells of a CSV that a spreadsheet program would take for a formula, and run: written so that it takes them for text.

An apostrophe before such a cell, as OWASP's page on CSV injection asks for. The way back takes off just that one, for a
cell that has apostrophes before such a sign gets one more.
"""

from __future__ import annotations

import re

# Chinese and Japanese programs take the wide forms as well.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")


def guarded(cell: str) -> str:
    """The cell as it may stand in a CSV that people open with a spreadsheet program."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

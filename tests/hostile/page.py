"""docs/bad-input.md, written by trying each file: `python -m tests.hostile.page docs/bad-input.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.errors import GenealogyError
from loaders.load import load
from loaders.report import RowError
from tests.hostile import archives, books, texts, untidy
from tests.hostile.case import Hostile

LONGEST, MOST_OF_VALUE = 220, 40  # characters
GROUPS = {
    "Texts with columns (CSV)": (*texts.CASES, *texts.VALUES),
    "Workbooks": books.CASES,
    "Archives": archives.CASES,
    "Untidy files, mappings and documents": untidy.CASES,
}
HEAD = """# Bad input, and what is said of it

<!-- Written by trying each file: `python -m tests.hostile.page docs/bad-input.md`; a test compares. -->

Each line is a file that the tests load, beside a good one where the form allows it: good rows are taken whatever else
the bundle holds. *Exit* is that of `genealogy load`: 0 taken, 1 refused for its size, 2 refused as a whole, 4 taken
without the rows or files that are named. Rejected rows lie in a file of their own, to be corrected and loaded again.
Values are shown as they may be printed, long ones cut here.
"""


def cases() -> Iterator[Hostile]:
    """Every case there is a line of."""
    return chain.from_iterable(GROUPS.values())


def page() -> str:
    """The page, from what the program says now."""
    lines = [HEAD]
    for title, group in GROUPS.items():
        lines += [f"## {title}", "", "| file | exit | said |", "|---|---|---|"]
        lines += [line(case, _tried(case)) for case in group]
        lines.append("")
    return "\n".join(lines)


def _tried(case: Hostile) -> str:
    with TemporaryDirectory() as folder:
        try:
            report = load(None, case.make(Path(folder)), ZoneInfo("UTC"))
        except GenealogyError as error:
            return str(error)
    return told(report.as_dict())


def line(case: Hostile, said: str) -> str:
    """A line of the page."""
    cells = (case.name, str(case.code), said[:LONGEST] + ("..." if said[LONGEST:] else "") or "taken")
    return "| " + " | ".join(map(_cell, cells)) + " |"


def told(report: Mapping[str, Any]) -> str:
    """The first thing that a report says of what it did not take as it stands, and how many more there are."""
    said = [*_told(report)]
    return said[0] + (f" (and {len(said) - 1} more)" if said[1:] else "") if said else ""


def _told(report: Mapping[str, Any]) -> Iterable[str]:
    for file in report["files"]:
        if file["refused"]:
            yield f"{'sheet ' + file['sheet'] if file['sheet'] else file['file']} {file['refused']}"
    for error in report["errors"]:
        short = error["value"][:MOST_OF_VALUE]
        yield str(RowError(**error | {"value": short + "..." if short != error["value"] else short}))
    for file in report["files"]:
        yield from (f"{file['file']}, noted: {note}" for note in file["notes"])
    for name in report["unknown_files"]:
        yield f"{name}, noted: is no file of a bundle"


def _cell(text: str) -> str:
    """Text in a table of Markdown, where nothing of it is markup."""
    for sign in "\\`*_|<>[]":
        text = text.replace(sign, "\\" + sign)
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")

"""What a load says of itself: counts per file, and each row that did not go in with the reason."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import orjson

SHOWN = 200  # errors and conflicts kept for display; the rejected files hold all
SHOWN_CHARS = 200


def shown(name: str) -> str:
    """A name from outside as it may be printed: what a terminal would obey is escaped, and no name fills a screen."""
    some = name[:SHOWN_CHARS]
    return "".join(
        char if char.isprintable() or char == "\u3000" else char.encode("unicode_escape").decode() for char in some
    )


QUERY, DOCUMENT = "query ", "document "  # begin what stands in place of a tab's name, where rows come from elsewhere


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows come from: a file of the bundle, and its tab where it is a workbook (or its query or document)."""

    file: str
    sheet: str = ""

    def __str__(self) -> str:
        if self.sheet.startswith((QUERY, DOCUMENT)):
            return self.sheet
        return f"sheet {self.sheet}" if self.sheet else self.file


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row was not taken. `row` counts as a spreadsheet does, `line` as a text editor; the header is 1."""

    file: str
    row: int
    line: int
    column: str
    value: str
    text: str
    sheet: str = ""

    def __str__(self) -> str:
        where = f"{Place(self.file, self.sheet)} row {self.row}" + (
            f" (line {self.line})" if self.line != self.row else ""
        )
        what = f"{self.column} {self.value!r}" if self.value else self.column
        return f"{where}, {what}: {self.text}" if what else f"{where}: {self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A row that bears the identity of a record with other content (rule 5)."""

    file: str
    row: int
    line: int
    identity: str
    text: str
    sheet: str = ""

    def __str__(self) -> str:
        return f"{Place(self.file, self.sheet)} row {self.row}, {self.identity}: {self.text}"


@dataclass(slots=True)
class FileReport:
    """One file of the bundle. `refused` says why the whole file was left out, and is empty where it was read.

    `sheet` is its tab where the bundle is a workbook; `notes` name what was taken, and may not be what was meant.
    """

    file: str
    kind: str
    encoding: str = ""
    rows: int = 0
    new: int = 0
    repeated: int = 0
    rejected: int = 0
    conflicts: int = 0
    unknown_columns: tuple[str, ...] = ()
    refused: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """Where its rows come from."""
        return Place(self.file, self.sheet)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One load. In a dry run nothing is recorded, so new, repeated and conflicts stay 0."""

    load: str
    source: str
    sha256: str
    started_at: dt.datetime
    finished_at: dt.datetime
    dry_run: bool
    files: tuple[FileReport, ...]
    unknown_files: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    totals: dict[str, int] = field(default_factory=dict)
    alarms: int = 0  # how often it touches what an open recall case covers, and brings something into scope

    @property
    def clean(self) -> bool:
        """True when every row of every file of the bundle is in: no rejected row, no conflict, no refused file."""
        return not any(file.rejected or file.conflicts or file.refused for file in self.files)

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {**orjson.loads(orjson.dumps(self)), "clean": self.clean}


def totals_of(files: tuple[FileReport, ...]) -> dict[str, int]:
    """The counts of all files together."""
    names = ("rows", "new", "repeated", "rejected", "conflicts")
    return {name: sum(getattr(file, name) for file in files) for name in names}

"""One sheet as rows of text, each with what is wrong with it."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self, cast

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from genealogy.events import Event
from loaders.encoding import Examined, FileRefusedError
from loaders.header import MOST_ABOVE, NoHeaderError
from loaders.rows import Fault, Row, without_empty_tail
from loaders.workbook.cells import Cell, Takes, fault_of, takes, written
from loaders.workbook.scan import Scanned, letters, scan
from loaders.workbook.texts import lengths

_SHARED = "xl/sharedStrings.xml"
MERGED = "is merged with other cells"
MOST_MERGED = 1000  # areas that cross one row
IsHeader = Callable[[Sequence[str]], bool]
_Merged = tuple[tuple[int, int], tuple[int, int]]


class Book:
    """The copy of a workbook, open for reading while its sheets are read; a context manager."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_reader" in self.__dict__:
            self._reader.close()

    @cached_property
    def _reader(self) -> CalamineWorkbook:
        return CalamineWorkbook.from_path(self._path)

    @cached_property
    def _texts(self) -> list[int]:
        with zipfile.ZipFile(self._path) as archive:
            if _SHARED not in archive.namelist():
                return []
            with archive.open(_SHARED) as part:
                return lengths(cast(BinaryIO, part))

    def scan(self, part: str) -> Scanned:
        """The pass over the XML of a sheet, after one over the texts it shares with others; raises FileRefusedError."""
        with zipfile.ZipFile(self._path) as archive:
            name = next(name for name in archive.namelist() if name.casefold() == part)
            with archive.open(name) as sheet:
                return scan(cast(BinaryIO, sheet), self._texts)

    def sheet(self, title: str) -> CalamineSheet:
        """The sheet as its reader gives it; raises FileRefusedError."""
        try:
            return self._reader.get_sheet_by_name(title)
        except CalamineError as error:
            raise FileRefusedError(f"cannot be read ({error}); save the workbook again as .xlsx") from None


@dataclass(slots=True)
class Sheet:
    """A tab of a workbook; without a `part` there are no cells in it, but a chart or the like."""

    book: Book
    title: str
    part: str
    scanned: Scanned = field(default_factory=Scanned)
    numbers: Counter[str] = field(default_factory=Counter)

    def examine(self) -> Examined:
        """The first pass; raises FileRefusedError where the sheet cannot be read as a whole."""
        self.scanned = self.book.scan(self.part)
        return Examined("xlsx", self.scanned.rows, self.scanned.sha256)

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """Every row that is not blank, the header first, numbered as the spreadsheet does."""
        columns = takes(model)
        return self.table(examined, lambda name: columns.get(name.casefold(), "anything"))

    def table(
        self, examined: Examined, taking: Callable[[str], Takes], is_header: IsHeader | None = None
    ) -> Iterator[Row]:
        """The same for a header by other names, which may stand below some rows of title."""
        sheet = self.book.sheet(self.title)
        left = sheet.start[1] if sheet.start else 0
        merged = _Merges(sheet.merged_cell_ranges or [])
        header: list[str] = []
        for number, cells in enumerate(sheet.iter_rows(), 1):
            texts = without_empty_tail([written(cell) for cell in cells], len(header))
            if not any(texts) and number not in self.scanned.faults:
                continue
            if not header:
                if is_header and not is_header(texts):
                    if number > MOST_ABOVE:
                        break
                    continue
                header = [text.strip() for text in texts]
                yield Row(number, number, texts, self._faults(number, texts, left, header))
                continue
            faults = self._faults(number, texts, left, header) + merged.faults(number, left, header)
            faults += self._cells(cells, texts, left, header, taking)
            yield Row(number, number, texts[: len(header)], faults)
        if is_header and not header:
            raise NoHeaderError

    @property
    def called(self) -> dict[str, str]:
        """Nothing: its columns bear our names."""
        return {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What was taken, and may not be what was typed."""
        return tuple(
            f"{times} cells of {column} are numbers, not text: zeros in front of them are lost, if there were any"
            for column, times in self.numbers.items()
        )

    def _faults(self, number: int, texts: Sequence[str], left: int, header: Sequence[str]) -> tuple[Fault, ...]:
        """What the pass over the XML found in this row, and what stands beyond the header."""
        found = [
            Fault(text, _column(at - left, left, header), value)
            for at, value, text in self.scanned.faults.get(number, ())
        ]
        beyond = [at for at in range(len(header), len(texts)) if texts[at]]
        found += [
            Fault("has no name in the header; name the column, or clear the cell", _letters(at, left), texts[at])
            for at in beyond
        ]
        return tuple(found)

    def _cells(
        self, cells: Sequence[Cell], texts: list[str], left: int, header: Sequence[str], taking: Callable[[str], Takes]
    ) -> tuple[Fault, ...]:
        found = []
        for at, (name, cell) in enumerate(zip(header, cells, strict=False)):
            if isinstance(cell, str):
                continue
            column = taking(name)
            if text := fault_of(cell, column):
                found.append(Fault(text, _column(at, left, header), texts[at]))
            elif column == "name" and not isinstance(cell, bool):
                self.numbers[name] += 1
        return tuple(found)


class _Merges:
    """Merged cells, row after row: only the first of them has the text."""

    def __init__(self, ranges: Sequence[_Merged]) -> None:
        self._coming = sorted(ranges, reverse=True)
        self._open: list[_Merged] = []

    def faults(self, number: int, left: int, header: Sequence[str]) -> tuple[Fault, ...]:
        """What is wrong with row `number`; rows are asked for in order."""
        while self._coming and self._coming[-1][0][0] < number:
            self._open.append(self._coming.pop())
        self._open = [one for one in self._open if one[1][0] >= number - 1]
        if len(self._open) > MOST_MERGED:
            raise FileRefusedError(f"is damaged (merged cells lie over each other at row {number}); save it again")
        return tuple(
            Fault(f"{MERGED} ({_range(one)}); undo that, and fill in each", _column(at, left, header))
            for one in self._open
            if (at := max(one[0][1] - left, 0)) < len(header)
        )


def _range(merged: _Merged) -> str:
    return ":".join(f"{letters(column + 1)}{row + 1}" for row, column in merged)


def _letters(at: int, left: int) -> str:
    return f"column {letters(at + left + 1)}"


def _column(at: int, left: int, header: Sequence[str]) -> str:
    """The name in the header, else that of the spreadsheet; `at` counts from the sheet's first column."""
    return header[at] if 0 <= at < len(header) and header[at] else _letters(at, left)

"""A pass over the XML of one sheet for what its reader does not say: its extent, errors, formulas without a result."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import BinaryIO

from loaders.encoding import FileRefusedError
from loaders.workbook.texts import DAMAGED, parse, parser

MOST_CELLS = 5_000_000  # of the rectangle around all cells, for the reader keeps every one of it
MOST_FAULTS = 100_000
MOST_TEXT = 1 << 28  # characters; the reader makes a text anew for each cell that shares it
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_TOO_LARGE = "has cells from {} to {}, more than {:,} in all; save it as a CSV UTF-8 file, or clear what lies apart"
_TOO_LONG = "has more than {:,} characters of text by row {}; save it as a CSV UTF-8 file, or shorten its texts"
_NO_RESULT = "is a formula whose result is not in the file; open it in a spreadsheet program and save it again"


@dataclass(slots=True)
class Scanned:
    """Hash and last row of a sheet; by row, the columns (from 0) that cannot be taken, with text and reason."""

    sha256: str = ""
    rows: int = 0
    faults: dict[int, list[tuple[int, str, str]]] = field(default_factory=dict)


def scan(sheet: BinaryIO, texts: Sequence[int]) -> Scanned:
    """Read a sheet's XML; `texts` are the lengths of the texts it may share with others. Raises FileRefusedError where
    it is damaged, or larger than can be read."""
    pass_, digest, reader = _Pass(texts), sha256(), parser()
    reader.StartElementHandler = pass_.start
    reader.EndElementHandler = pass_.end
    reader.CharacterDataHandler = pass_.characters
    parse(sheet, reader, digest.update)
    pass_.found.sha256 = digest.hexdigest()
    return pass_.found


class _Pass:
    """Where the parser is, and what it has found."""

    def __init__(self, texts: Sequence[int]) -> None:
        self.found = Scanned()
        self._texts, self._characters = texts, 0
        self._row = self._column = 0
        self._top, self._left, self._right = 0, LAST_COLUMN, 0
        self._faults = 0
        self._kind, self._text = "", ""
        self._in_value = self._filled = self._formula = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._begin(attributes)
        elif tag == "v":
            self._in_value = self._filled = True
        elif tag == "row":
            self._next_row(attributes.get("r"))
        elif tag == "f":
            self._formula = self._filled = True
        elif tag == "is":
            self._filled = True

    def end(self, name: str) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._finish()
        elif tag == "v":
            self._in_value = False

    def characters(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def _next_row(self, number: str | None) -> None:
        row = int(number) if number and number.isdecimal() and len(number) < 8 else self._row + 1
        if row <= self._row or row > LAST_ROW:
            raise FileRefusedError(DAMAGED.format(f"row {number} after row {self._row}"))
        self._row, self._column = row, 0

    def _begin(self, attributes: Mapping[str, str]) -> None:
        place = attributes.get("r")
        column = self._column + 1 if place is None else self._placed(place)
        if column <= self._column or column > LAST_COLUMN or not self._row:
            raise FileRefusedError(DAMAGED.format(f"cell {place} in row {self._row} is out of order"))
        self._column = column
        self._kind, self._text = attributes.get("t", "n"), ""
        self._filled = self._formula = False

    def _placed(self, place: str) -> int:
        match = _PLACE.fullmatch(place)
        return column_number(match[1]) if match and int(match[2]) == self._row else 0

    def _finish(self) -> None:
        if not self._filled:
            return  # formatted, and empty
        self._grow()
        if self._kind == "e":
            self._fault(self._text[:20], f"holds the error {self._text[:20]}; correct it, or clear the cell")
        elif self._formula and not self._text and self._kind != "str":
            self._fault("", _NO_RESULT)
        elif self._kind == "s":
            self._share(self._text)

    def _share(self, number: str) -> None:
        """The reader takes the first text for one that is not there, which would be somebody else's."""
        if not (number.isdecimal() and len(number) < 10 and int(number) < len(self._texts)):
            raise FileRefusedError(DAMAGED.format(f"row {self._row} has text {number[:20]} of {len(self._texts)}"))
        self._characters += self._texts[int(number)]
        if self._characters > MOST_TEXT:
            raise FileRefusedError(_TOO_LONG.format(MOST_TEXT, self._row))

    def _grow(self) -> None:
        self._top = self._top or self._row
        self._left, self._right = min(self._left, self._column), max(self._right, self._column)
        self.found.rows = self._row
        if (self._row - self._top + 1) * (self._right - self._left + 1) > MOST_CELLS:
            first, last = f"{letters(self._left)}{self._top}", f"{letters(self._right)}{self._row}"
            raise FileRefusedError(_TOO_LARGE.format(first, last, MOST_CELLS))

    def _fault(self, value: str, text: str) -> None:
        self._faults += 1
        if self._faults > MOST_FAULTS:
            at = f"{letters(self._column)}{self._row}"
            raise FileRefusedError(f"has more than {MOST_FAULTS:,} cells like {at}: {text}")
        self.found.faults.setdefault(self._row, []).append((self._column - 1, value, text))


def column_number(name: str) -> int:
    """A is 1, Z 26, AA 27."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number: int) -> str:
    """The name of a column as the spreadsheet shows it."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name

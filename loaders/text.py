"""One CSV file of a bundle: bytes -> rows."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from genealogy.events import Event
from loaders.encoding import Examined, Open, examine
from loaders.header import delimiter_of
from loaders.rows import Row, read_rows


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text with delimiters, which may be opened several times."""

    open: Open
    notes: tuple[str, ...] = ()

    def examine(self) -> Examined:
        """The one encoding that reads all of it; raises FileRefusedError where there is none."""
        return examine(self.open)

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """Every row that is not blank, the header first."""
        with self._text(examined) as text:
            first = next((line for line in text if line.strip()), "")
        with self._text(examined) as text:
            yield from read_rows(text, delimiter_of(first))

    def _text(self, examined: Examined) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.open(), encoding=examined.encoding, newline="")

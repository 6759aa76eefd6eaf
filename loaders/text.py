"""One CSV file of a bundle: bytes -> rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from genealogy.events import Event
from loaders.encoding import Examined, Open, examine
from loaders.header import MOST_ABOVE, NoHeaderError, delimiter_of
from loaders.rows import Row, read_rows


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text with delimiters, which may be opened several times."""

    open: Open
    notes: tuple[str, ...] = ()

    @property
    def called(self) -> dict[str, str]:
        """Nothing: its columns bear our names."""
        return {}

    def examine(self) -> Examined:
        """The one encoding that reads all of it; raises FileRefusedError where there is none."""
        return examine(self.open)

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """Every row that is not blank, the header first."""
        with self._text(examined) as text:
            first = next((line for line in text if line.strip()), "")
        with self._text(examined) as text:
            yield from read_rows(text, delimiter_of(first))

    def table(self, examined: Examined, taking: object, is_header: Callable[[Sequence[str]], bool]) -> Iterator[Row]:
        """The same for a header by other names, which may stand below some lines of title; text is text whatever a
        column takes (`taking`)."""
        with self._text(examined) as text:
            for above, line in enumerate(islice(text, MOST_ABOVE)):
                sign = delimiter_of(line)
                if is_header(next(csv.reader([line], delimiter=sign), [])):
                    rows = read_rows(chain([line], text), sign)
                    yield from (row._replace(number=row.number + above, line=row.line + above) for row in rows)
                    return
        raise NoHeaderError

    def _text(self, examined: Examined) -> io.TextIOWrapper:
        return io.TextIOWrapper(self.open(), encoding=examined.encoding, newline="")

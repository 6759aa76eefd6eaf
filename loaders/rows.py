"""Lines of text -> rows of cells, with the place of each; a malformed row is marked and the next ones still read."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

MOST_LINES = 200  # a quoted text over more lines than this is a quote that was never closed


class Fault(NamedTuple):
    """Why a row cannot be taken as it is; `column` is empty where the whole of it is meant."""

    text: str
    column: str = ""
    value: str = ""


class Row(NamedTuple):
    """`number` counts rows as a spreadsheet does, `line` is where it starts in a text editor; both from 1.

    With `faults`, `cells` are what could be read of it.
    """

    number: int
    line: int
    cells: list[str]
    faults: tuple[Fault, ...] = ()


class _OpenQuoteError(Exception):
    pass


class _Feed:
    """Hands lines to the csv reader and holds those of the present record, so that they can be read anew."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self.line = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.held) >= MOST_LINES:
            raise _OpenQuoteError
        # Where files were joined, the mark at the start of the second is no part of what stands there.
        line = self._again.popleft() if self._again else next(self._lines).removeprefix("\ufeff")
        self.held.append(line)
        return line

    def begin(self) -> None:
        """The record so far is done; the next line starts another."""
        self.line += len(self.held)
        self.held.clear()

    def only_first(self) -> str:
        """Take the first line for the whole record and read the others again."""
        first, *others = self.held
        self._again.extendleft(reversed(others))
        self.held[:] = [first]
        return first


def read_rows(lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    """Every row that is not blank, the header first; its width is what the others are held against."""
    feed = _Feed(lines)
    reader = None
    width = number = 0
    while True:
        reader = reader or csv.reader(feed, delimiter=delimiter, strict=True)
        feed.begin()
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _OpenQuoteError) as error:
            reader = None  # it is in the middle of a text; another takes over
            yield _broken(feed, number, error)
            continue
        if len(cells) != width:
            cells = without_empty_tail(cells, width)
        if not any(cells):
            continue
        width = width or len(cells)
        if len(cells) == width:
            yield Row(number, feed.line, cells)
        elif len(feed.held) == 1:
            yield Row(number, feed.line, cells, (Fault(_miscounted(len(cells), width)),))
        else:
            reader = None
            yield _broken(feed, number)


def without_empty_tail(cells: list[str], width: int) -> list[str]:
    """Spreadsheets pad rows with empty cells; those beyond the header say nothing."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _miscounted(found: int, width: int) -> str:
    return (
        f"the row has {found} fields, the header has {width}; "
        'put quotes (") around a text that holds the delimiter, and leave no field out'
    )


def _broken(feed: _Feed, number: int, error: Exception | None = None) -> Row:
    """A row whose quotes do not pair. Only its first line is given up: a quote may not swallow good rows."""
    several = len(feed.held) > 1 or isinstance(error, _OpenQuoteError)
    text = feed.only_first().rstrip("\r\n")
    if several or "end of data" in str(error):
        fault = 'a quote (") opens in this line and is not closed; close it, or write "" for a quote inside a text'
    elif "field limit" in str(error):
        fault = f"a field is longer than {csv.field_size_limit()} characters; shorten it"
    else:
        fault = 'text follows a closing quote ("); write "" for a quote inside a quoted text'
    return Row(number, feed.line, [text], (Fault(fault),))

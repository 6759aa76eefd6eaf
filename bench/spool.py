"""Rows kept in files, by the query that writes them: a large graph read back takes more memory than there is."""

from __future__ import annotations

import pickle
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

AT_ONCE = 10_000  # rows in a transaction
Row = dict[str, Any]


class Spool:
    """Fill it with `add`, then `flush`; `groups` reads it, as often as you like."""

    def __init__(self, folder: Path) -> None:
        """In that folder, which is emptied."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._waiting: dict[str, list[Row]] = defaultdict(list)
        self.rows = 0

    def add(self, text: str, row: Row) -> None:
        """Keep a row for the query of that text."""
        self.rows += 1
        self._waiting[text].append(row)
        if len(self._waiting[text]) == AT_ONCE:
            self._write(text)

    def flush(self) -> None:
        """Put all that waits into the files."""
        for text in list(self._waiting):
            self._write(text)

    def _write(self, text: str) -> None:
        file = self._files.setdefault(text, self._folder / str(len(self._files)))
        with file.open("ab") as out:
            pickle.dump(self._waiting.pop(text), out, pickle.HIGHEST_PROTOCOL)

    def groups(self) -> Iterator[tuple[str, list[Row]]]:
        """Each query with its rows, so many at once as go into a transaction."""
        for text, file in self._files.items():
            size = file.stat().st_size
            with file.open("rb") as kept:
                while kept.tell() < size:
                    yield text, pickle.load(kept)

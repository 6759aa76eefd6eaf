"""The bundle being written: one open CSV file per kind, rows straight to disk."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from loaders.simulate.columns import COLUMNS

Row = Sequence[object]
Spoil = Callable[[str, Row], Row | None]


class Bundle:
    """All files of the contract, opened with their header; a context manager that closes them."""

    def __init__(self, folder: Path, spoil: Spoil | None = None) -> None:
        """`spoil(file, row)` may return another row, or None to drop it: how records go missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self.rows = dict.fromkeys(COLUMNS, 0)
        self._spoil = spoil
        self._files = ExitStack()
        self._put = {}
        for name, columns in COLUMNS.items():
            file = self._files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            self._put[name] = csv.writer(file, lineterminator="\n").writerow
            self._put[name](columns)

    def write(self, file: str, row: Row) -> None:
        """Append one row, its cells in the order of COLUMNS[file]."""
        if self._spoil is not None:
            spoilt = self._spoil(file, row)
            if spoilt is None:
                return
            row = spoilt
        self.rows[file] += 1
        self._put[file](row)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

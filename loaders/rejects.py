"""Rows that did not go in, written out so that they can be corrected and loaded again."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from genealogy.errors import UsageError
from loaders.files import FILES
from loaders.header import ERROR_COLUMN, Header
from loaders.rows import Row


class Rejects:
    """One file per file of the bundle, with the reason in front of each row. Without a folder nothing is written.

    The reason comes first and not last because a malformed row has no last column to count on.
    """

    def __init__(self, folder: Path | None) -> None:
        """Raises UsageError where the folder holds files of a bundle: they might be the source, or an older load's."""
        self._folder = folder
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        if folder and (there := sorted(name for name in FILES if (folder / name).exists())):
            raise UsageError(f"{folder} holds {there[0]} already; name an empty folder for rejected rows")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.close()

    def write(self, file: str, header: Header, rows: Iterable[tuple[Row, str]]) -> None:
        """Append rows, each with its reason."""
        if self._folder is None:
            return
        for row, reason in rows:
            writer = self._writers.get(file) or self._begin(self._folder, file, header)
            writer.writerow([reason, *_own_cells(header, row.cells)])

    def _begin(self, folder: Path, file: str, header: Header) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        # With a byte order mark: without it Excel shows Chinese as noise. The loader takes it off again.
        handle = self._files.enter_context((folder / file).open("w", encoding="utf-8-sig", newline=""))
        writer = self._writers[file] = csv.writer(handle, lineterminator="\n")
        writer.writerow([ERROR_COLUMN, *_own_cells(header, header.written)])
        return writer


def _own_cells(header: Header, cells: Sequence[str]) -> list[str]:
    """Without the reasons of an earlier load."""
    old = header.ignored
    return [cell for position, cell in enumerate(cells) if position != old] if len(cells) > 1 else list(cells)

"""Rows that did not go in, written out so that they can be corrected and loaded again.

No cell is one that a spreadsheet program would run; loading takes the guard off again (`loaders.header.opened`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from genealogy.errors import GenealogyError, UsageError
from genealogy.guard import guarded
from loaders.header import ERROR_COLUMN, Header
from loaders.kinds import FILES
from loaders.rows import Row


class Rejects:
    """One file per file of the bundle, with the reason in front of each row. Without a folder nothing is written."""

    def __init__(self, folder: Path | None) -> None:
        """Raises UsageError where the folder holds files of a bundle: they might be the source, or an older load's."""
        self._folder = folder
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        if folder and (there := [name for name in FILES if (folder / name).exists()]):
            raise UsageError(f"{folder} holds {there[0]} already; name an empty folder for rejected rows")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._disk():
            self._files.close()

    def write(self, file: str, header: Header, rows: Iterable[tuple[Row, str]]) -> None:
        """Append rows, each with its reason; raises GenealogyError where the disk does not take them."""
        if self._folder is None:
            return
        with self._disk():
            for row, reason in rows:
                writer = self._writers.get(file) or self._begin(self._folder, file, header)
                writer.writerow(map(guarded, _line(header, row, reason)))

    def _begin(self, folder: Path, file: str, header: Header) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        # With a byte order mark: without it Excel shows Chinese as noise. The loader takes it off again.
        handle = self._files.enter_context((folder / file).open("w", encoding="utf-8-sig", newline=""))
        writer = self._writers[file] = csv.writer(handle, lineterminator="\n")
        writer.writerow(map(guarded, [ERROR_COLUMN, *_without_reason(header, header.written)]))
        return writer

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise GenealogyError(
                f"rejected rows cannot be written to {self._folder}: {error.strerror or error}"
            ) from error


def _line(header: Header, row: Row, reason: str) -> list[str]:
    """A malformed row stands beside its reason and its cells are left empty: to be filled in by a person, for a
    spreadsheet would pad what is there to the right width, and wrong cells would load.
    """
    if row.faults:
        return [f"{reason}: {','.join(row.cells)}", *_without_reason(header, [""] * len(header.written))]
    cells = _without_reason(header, row.cells)
    if header.ignored is not None and not any(cells):
        reason = row.cells[header.ignored]  # still not filled in
    return [reason, *cells]


def _without_reason(header: Header, cells: Sequence[str]) -> list[str]:
    return [cell for position, cell in enumerate(cells) if position != header.ignored]

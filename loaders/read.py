"""A bundle's files -> chunks of checked rows, file by file, in constant memory."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import TypeVar

from genealogy.errors import GenealogyError
from genealogy.events import RECORDED_BY_KIND
from genealogy.progress import Progress
from loaders.archive import DAMAGED
from loaders.check import Checked, check
from loaders.encoding import Examined, FileRefusedError
from loaders.files import Bundle, BundleFile
from loaders.header import Header, opened, read_header
from loaders.report import FileReport

T = TypeVar("T")
_UNREADABLE = (OSError, *DAMAGED)


@dataclass(frozen=True, slots=True)
class Table:
    """A file after its first pass, with the report that fills as it is read."""

    file: BundleFile
    report: FileReport
    examined: Examined | None


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of one file, checked; `line` is the last one read, of `lines`."""

    report: FileReport
    header: Header
    checked: Checked
    line: int
    lines: int


def first_pass(bundle: Bundle, say: Progress) -> list[Table]:
    """Examine every file before any is loaded; one that cannot be read is marked as refused."""
    tables = []
    for number, file in enumerate(bundle.files):
        say("examine", number, len(bundle.files))
        report, examined = FileReport(file.name, file.kind, sheet=file.sheet), None
        try:
            examined = file.content.examine()
            report.encoding = examined.encoding.removesuffix("-sig")
        except FileRefusedError as error:
            report.refused = str(error)
        except _UNREADABLE as error:
            report.refused = f"cannot be read ({error}); is it damaged?"
        tables.append(Table(file, report, examined))
    return tables


def hash_of(tables: list[Table]) -> str:
    """One hash for the content of all readable files, however they are packed."""
    parts = (f"{table.file.name} {table.examined.sha256}\n" for table in tables if table.examined)
    return sha256("".join(parts).encode()).hexdigest()


def chunks(tables: list[Table], size: int) -> Generator[Chunk]:
    """Every row of every file, the next chunk always being made while the present one is used."""
    return _ahead(chunk for table in tables if table.examined for chunk in _chunks_of(table, table.examined, size))


def _chunks_of(table: Table, examined: Examined, size: int) -> Iterator[Chunk]:
    content, report, model = table.file.content, table.report, RECORDED_BY_KIND[table.file.kind]
    try:
        rows = opened(content.rows(examined, model))
        header = replace(read_header(next(rows, None), model), called=content.called)
        report.unknown_columns = header.unknown
        while some := list(islice(rows, max(size, 1))):
            checked = check(report.place, model, header, some)
            report.notes = content.notes
            yield Chunk(report, header, checked, some[-1].line, examined.lines)
        report.refused = table.file.refused
    except FileRefusedError as error:
        report.refused = str(error)
    except _UNREADABLE as error:  # it was readable a moment ago
        raise GenealogyError(f"{report.place} could not be read to its end ({error}); load it again") from error


def _ahead(items: Iterator[T]) -> Generator[T]:
    """The database is the slow part, so reading and checking go on in a thread beside it, one item ahead."""
    end = object()
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, items, end)
        while (item := coming.result()) is not end:
            coming = pool.submit(next, items, end)
            yield item  # type: ignore[misc]

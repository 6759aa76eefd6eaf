"""The first rows of foreign tables as the events they would be: a mapping seen at work before it loads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from genealogy.events import BY_KIND, Event
from loaders.check import check
from loaders.encoding import FileRefusedError
from loaders.files import open_bundle
from loaders.header import read_header
from loaders.read import Table, first_pass


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of a tab, the event that it is, or what is wrong with it; `row` is 0 where the whole tab is refused."""

    file: str
    sheet: str
    row: int
    event: dict[str, Any] | None
    errors: tuple[str, ...] = ()


def preview(path: Path, mapping: Path | None = None, rows: int = 5) -> list[Shown]:
    """The first `rows` rows of each table, in the order in which they would load. Raises UsageError, NotFoundError."""
    with open_bundle(path, mapping=mapping) as bundle:
        return [shown for table in first_pass(bundle, lambda *_: None) for shown in _of(table, rows)]


def _of(table: Table, most: int) -> list[Shown]:
    report = table.report
    if table.examined is None:
        return [Shown(report.file, report.sheet, 0, None, (report.refused,))]
    content, model = table.file.content, BY_KIND[table.file.kind]
    try:
        rows = content.rows(table.examined, model)
        header = replace(read_header(next(rows, None), model), called=content.called)
        checked = check(report.place, model, header, list(islice(rows, most)))
    except FileRefusedError as error:
        return [Shown(report.file, report.sheet, 0, None, (str(error),))]
    good = [
        Shown(report.file, report.sheet, row.number, _said(event))
        for row, event in zip(checked.rows, checked.events, strict=True)
    ]
    bad = [
        Shown(report.file, report.sheet, row.number, None, tuple(map(str, errors))) for row, errors in checked.rejected
    ]
    return sorted([*good, *bad], key=lambda one: one.row)


def _said(event: Event) -> dict[str, Any]:
    values = event.model_dump(mode="json", by_alias=True)
    return {"kind": event.kind_of_event} | {
        name: value for name, value in values.items() if value not in (None, "", {})
    }

"""Rows -> events, in bulk; a row that is not one keeps its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from genealogy.events import Event
from genealogy.events.fields import unfit
from loaders.header import Header
from loaders.report import SHOWN_CHARS, Place, RowError
from loaders.rows import Fault, Row
from loaders.words import explain


@dataclass(slots=True)
class Checked:
    """Events with the row each came from, and the rows that are none, each with its errors."""

    events: list[Event] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    rejected: list[tuple[Row, list[RowError]]] = field(default_factory=list)


@cache
def _adapter(model: type[Event]) -> TypeAdapter[list[Event]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]


def check(place: Place, model: type[Event], header: Header, rows: Sequence[Row]) -> Checked:
    """Validate rows of one file."""
    checked = Checked()
    whole: list[Row] = []
    for row in rows:
        if faults := row.faults or _repeats(row, header) or (_unfit(row) if header.unknown else ()):
            checked.rejected.append((row, [_error(place, row, one.column, one.value, one.text) for one in faults]))
        else:
            whole.append(row)
    values = [_values(header, row) for row in whole]
    try:
        checked.events = _adapter(model).validate_python(values)
        checked.rows = whole
    except ValidationError as error:
        _sort_out(place, model, header, whole, values, error, checked)
    return checked


def _values(header: Header, row: Row) -> dict[str, str]:
    """Empty cells are left out: empty means unknown."""
    return {name: text for name, cell in zip(header.names, row.cells, strict=True) if (text := cell.strip()) and name}


def _repeats(row: Row, header: Header) -> tuple[Fault, ...]:
    again = tuple(row.cells) == header.written
    return (Fault("this is the header again; were two files joined?"),) if again else ()


def _unfit(row: Row) -> tuple[Fault, ...]:
    """Known columns are looked at by the event model; what is kept as an attribute only here."""
    fault = next(filter(None, map(unfit, row.cells)), "")
    return (Fault(fault),) if fault else ()


def _sort_out(
    place: Place,
    model: type[Event],
    header: Header,
    rows: list[Row],
    values: list[dict[str, str]],
    error: ValidationError,
    into: Checked,
) -> None:
    by_row: dict[int, list[RowError]] = {}
    for detail in error.errors(include_url=False):
        position = int(detail["loc"][0])
        by_row.setdefault(position, []).append(_of_detail(place, header, rows[position], detail))
    into.rejected += [(rows[position], errors) for position, errors in by_row.items()]
    into.rejected.sort(key=lambda pair: pair[0].line)
    good = [position for position in range(len(rows)) if position not in by_row]
    into.events = _adapter(model).validate_python([values[position] for position in good])
    into.rows = [rows[position] for position in good]


def _of_detail(place: Place, header: Header, row: Row, detail: ErrorDetails) -> RowError:
    column = str(detail["loc"][1]) if len(detail["loc"]) > 1 else ""
    column = f"{header.called[column]} ({column})" if column in header.called else column
    value: Any = detail["input"]
    return _error(place, row, column, value if isinstance(value, str) else "", explain(detail))


def _error(place: Place, row: Row, column: str, value: str, text: str) -> RowError:
    return RowError(place.file, row.number, row.line, column, value[:SHOWN_CHARS], text, place.sheet)

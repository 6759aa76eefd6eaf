"""A pull from a database: what its queries give, loaded as a bundle through the mapping; cursors move afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.store import Store
from loaders.erp import state
from loaders.erp.state import Cursor
from loaders.files import Bundle, bundle_through
from loaders.load import load_bundle
from loaders.mapping.spec import Mapping
from loaders.options import USUAL, Options
from loaders.report import QUERY, LoadReport
from loaders.sql import cursor
from loaders.sql.answer import Answer, connected
from loaders.sql.source import SqlSource


@dataclass(frozen=True, slots=True)
class QueryReport:
    """One query: how many rows it gave, from where they were asked for, and how far it is read now. `note` says why a
    cursor did not move."""

    query: str
    rows: int
    since: str
    cursor: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class SqlReport:
    """One pull: the load that it was, and its queries."""

    load: LoadReport
    queries: tuple[QueryReport, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {**self.load.as_dict(), "kind": "sql", "queries": [asdict(one) for one in self.queries]}


def pull_sql(
    store: Store,
    name: str,
    source: SqlSource,
    secret: str,
    mapping: Mapping,
    zone: ZoneInfo,
    options: Options = USUAL,
    *,
    dry_run: bool = False,
    full: bool = False,
) -> SqlReport:
    """Record what the queries of a source give since their cursors, or all of it (`full`).

    Raises PullError where the database fails, UsageError where the mapping does not fit its queries; then no cursor
    moves, and what was recorded stays.
    """
    before = state.cursors(store, name)
    with connected(source, secret) as connection:
        answers = []
        for title, query in source.queries.items():
            at = "" if full else before.get(title, Cursor()).at
            since = cursor.since(at, source.overlap_minutes, source.overlap_numbers)
            answers.append(Answer(connection, title, query, since, source.zone))
        report = load_bundle(None if dry_run else store, _bundle(name, mapping, answers), zone, options)
    queries = tuple(_moved(store, name, before, answer, report) for answer in answers)
    return SqlReport(report, queries)


@contextmanager
def _bundle(name: str, mapping: Mapping, answers: list[Answer]) -> Iterator[Bundle]:
    yield bundle_through(f"pull {name}", mapping, [(answer.name, answer) for answer in answers], QUERY)


def _moved(store: Store, name: str, before: dict[str, Cursor], answer: Answer, report: LoadReport) -> QueryReport:
    """Move the cursor of a query, unless some of its rows are not in: they are asked for again until they are."""
    at, note = before.get(answer.name, Cursor()).at, ""
    files = [file for file in report.files if file.sheet == QUERY + answer.name]
    seen = [one.value for one in answer.cursors]
    lowest = min((value for value in seen if value is not None), default=None)
    if any(file.rejected or file.refused for file in files):
        note = "rows were rejected; the cursor stays until they are in" if answer.query.cursor else ""
    elif lowest is not None and not report.dry_run:
        now = cursor.kept(lowest)
        at = now if not at or _later(now, at) else at
        state.advance(store, name, answer.name, Cursor(at))
    since = "" if answer.since is None else str(answer.since)
    return QueryReport(answer.name, answer.rows, since, at, note)


def _later(now: str, at: str) -> bool:
    """Whether one cursor is beyond another; one of another kind is, for the column is another."""
    try:
        return cursor.since(now, 0, 0) > cursor.since(at, 0, 0)  # type: ignore[operator]
    except TypeError:
        return True

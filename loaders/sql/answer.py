"""The answer of a query as a table that a mapping reads, row by row as it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from genealogy.errors import PullError, UsageError
from loaders.encoding import Examined, FileRefusedError
from loaders.mapping.convert import UnfitError
from loaders.report import SHOWN_CHARS, shown
from loaders.rows import Fault, Row
from loaders.sql.cells import written
from loaders.sql.cursor import Highest, Value
from loaders.sql.source import Query, SqlSource
from loaders.workbook.cells import Takes
from loaders.workbook.sheet import IsHeader

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.sql import Executable

AT_ONCE = 1000  # rows held here of an answer that is still coming
# What makes a transaction one that cannot write; where a database has no such thing, only its user's rights do.
_OPTIONS: dict[str, dict[str, Any]] = {
    "postgresql": {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
}
_SESSION = {"mysql": "SET SESSION TRANSACTION READ ONLY", "mariadb": "SET SESSION TRANSACTION READ ONLY"}
_FIRST = {"sqlite": "PRAGMA query_only = ON", "oracle": "SET TRANSACTION READ ONLY"}


@contextmanager
def connected(source: SqlSource, secret: str) -> Iterator[Connection]:
    """A connection in a transaction that only reads, and is rolled back. Raises UsageError where the library or the
    driver is missing, PullError where the database refuses."""
    try:
        import sqlalchemy
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    except ImportError:
        raise UsageError("SQL needs a library that is not installed: pip install 'genealogy[sql]'") from None
    try:
        url = sqlalchemy.make_url(source.url)
        engine = sqlalchemy.create_engine(url.set(password=secret) if secret else url, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        raise UsageError(f"the url of the source is none that SQLAlchemy knows: {error}") from None
    except ImportError as error:
        raise UsageError(f"the driver of this database is not installed: {error}") from None
    try:
        with trouble(), engine.connect() as connection:
            yield _reading(connection)
            connection.rollback()
    finally:
        engine.dispose()


def _reading(connection: Connection) -> Connection:
    dialect = connection.dialect.name
    connection.execution_options(**_OPTIONS.get(dialect, {}))
    if statement := _SESSION.get(dialect):
        connection.exec_driver_sql(statement)
        connection.rollback()  # it holds for the transactions that come
    if statement := _FIRST.get(dialect):
        connection.exec_driver_sql(statement)
    return connection


@contextmanager
def trouble() -> Iterator[None]:
    """What the database says when it fails, as an error of ours; without statement and parameters."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        said = " ".join(str(getattr(error, "orig", None) or error).split())[:500]
        raise PullError(f"the database refuses: {said}") from error


@dataclass(slots=True)
class Answer:
    """What one query gives, read anew each time it is asked for; rows are counted from 1."""

    connection: Connection
    name: str
    query: Query
    since: Value | None
    zone: ZoneInfo | None
    rows: int = 0
    cursors: list[Highest] = field(default_factory=list)  # one for each time it was read to its end

    @property
    def notes(self) -> tuple[str, ...]:
        """Cursors that are times to come."""
        if ahead := max((one.ahead for one in self.cursors), default=0):
            return (f"{ahead} rows have a {self.query.cursor} that is still to come; the cursor does not follow them",)
        return ()

    def examine(self) -> Examined:
        """Nothing is read ahead: what it is known by is what is asked."""
        asked = f"{self.name} {self.query.model_dump_json()} {self.since}"
        return Examined("", 0, sha256(asked.encode()).hexdigest())

    def table(self, examined: Examined, taking: Callable[[str], Takes], is_header: IsHeader) -> Iterator[Row]:
        """Every row of it; raises FileRefusedError where its columns are not those that are mapped, and PullError."""
        with trouble():
            result = self.connection.execution_options(yield_per=AT_ONCE).execute(statement(self.query, self.since))
            try:
                names = list(map(str, result.keys()))
                self._check(names, is_header)
                yield Row(1, 1, names)
                yield from self._rows(result, names, [taking(name) for name in names])
            finally:
                result.close()

    def _check(self, names: Sequence[str], is_header: IsHeader) -> None:
        seen = f"its columns are {', '.join(map(shown, names))}"
        if not is_header(names):
            raise FileRefusedError(f"has not all columns that the mapping takes; {seen}")
        if self.query.cursor and self.query.cursor not in names:
            raise FileRefusedError(f"has no column {self.query.cursor!r}, which is to be the cursor; {seen}")

    def _rows(self, result: Any, names: Sequence[str], takes: Sequence[Takes]) -> Iterator[Row]:
        highest = Highest(self.query.cursor, dt.datetime.now(dt.UTC))
        place = names.index(self.query.cursor) if self.query.cursor else None
        number = 0
        for number, values in enumerate(result, 1):
            if place is not None:
                highest.see(values[place])
            yield self._row(number, values, names, takes)
        self.rows = number
        self.cursors.append(highest)

    def _row(self, number: int, values: Sequence[Any], names: Sequence[str], takes: Sequence[Takes]) -> Row:
        cells, faults = [], []
        for value, name, use in zip(values, names, takes, strict=True):
            try:
                cells.append(written(value, use, self.zone))
            except UnfitError as error:
                cells.append("")
                faults.append(Fault(str(error), name, repr(value)[:SHOWN_CHARS]))
        return Row(number, number, cells, tuple(faults))


def statement(query: Query, since: Value | None) -> Executable:
    """What is asked: a query is itself, unless it begins at a cursor; rows without a cursor come with every pull."""
    import sqlalchemy as sa

    said = query.query.rstrip().rstrip(";").replace(":", "\\:")  # no colon names a parameter
    if query.table:
        found = sa.select(sa.text("*")).select_from(sa.table(query.table, schema=query.schema_ or None))
    elif since is None:
        return sa.text(said)
    else:
        found = sa.select(sa.text("*")).select_from(sa.text(f"({said}) answer"))
    if not query.cursor:
        return found
    column: Any = sa.column(query.cursor)
    if since is not None:
        found = found.where(sa.or_(column >= sa.bindparam("since", since), column.is_(None)))
    return found.order_by(column)

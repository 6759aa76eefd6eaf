"""The one place that talks to the Neo4j driver: sessions, timeouts, retries, errors in the product's words."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from random import random
from time import perf_counter, sleep
from typing import Any, Protocol, TypeVar

import neo4j
from neo4j.exceptions import (
    AuthError,
    ClientError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
    TransientError,
)

from genealogy import telemetry
from genealogy.errors import DatabaseStoppedError, DatabaseUnreachableError, GenealogyError, TimedOutError
from genealogy.queries import LANGUAGE, query

T = TypeVar("T")
TRIES = 7
BESIDE = 8  # queries at once, of all answers that are being made
_UNENDING = 0  # seconds, as the server takes them
# What Neo4j says from the first write on that its disk does not take, until it is started again.
_STOPPED = (
    *("TransactionLogError", "TransactionStartFailed", "TransactionCommitFailed"),
    *("DatabaseUnavailable", "ReadOnlyDatabase"),
)
_SAYS = (
    "Neo4j cannot write: its disk is full or failed, or it starts or stops ({}). Free space where its data lies, and"
    " start it again (the embedded one: `genealogy down`, then `up`). Then send this again; what is there counts once"
)
_TIMEOUTS = ("TransactionTimedOut", "TransactionTerminated", "LockAcquisitionTimeout", "LockClientStopped")


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of one query (tuples or lists), in the order and under the names its header declares."""

    columns: tuple[str, ...]
    rows: list[Any]

    def dicts(self) -> list[dict[str, Any]]:
        """Each row under its column names."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def one(self) -> Any:
        """The only row; a query of aggregates has exactly one."""
        (row,) = self.rows
        return row


class Reads(Protocol):
    """Whatever named queries can be read from: a store, a transaction each; or one transaction for many."""

    def read(self, name: str, **params: Any) -> Answer:
        """One reading query."""


@dataclass(frozen=True, slots=True)
class Tx:
    """One open transaction that runs named queries; `beside` is there where it only reads."""

    raw: neo4j.ManagedTransaction
    beside: Store | None = None

    def run(self, name: str, **params: Any) -> Answer:
        """Run the query of that name to its end."""
        return _collect(name, lambda: self.raw.run(query(name).sent, params))

    def read(self, name: str, **params: Any) -> Answer:
        """The same, by the name it has in `Reads`."""
        return self.run(name, **params)

    def run_text(self, text: str) -> None:
        """Run one statement of a migration, which has no name."""
        self.raw.run(f"{LANGUAGE}\n{text}").consume()


def aside(reads: Reads, name: str, **params: Any) -> Callable[[], Answer] | None:
    """A reading query whose answer is wanted later: it runs meanwhile, on a connection of its own, for each statement
    reads what is committed when it runs, whatever transaction it is in. A transaction that writes runs it itself, when
    it is wanted. None where something else reads."""
    if isinstance(reads, Tx) and reads.beside is None:
        return lambda: reads.read(name, **params)
    store = reads.beside if isinstance(reads, Tx) else reads
    return store.aside(name, **params) if isinstance(store, Store) else None


def _collect(name: str, run: Callable[[], neo4j.Result]) -> Answer:
    """All rows of the query of that name, timed."""
    wanted = query(name)
    begun = perf_counter()
    with telemetry.span(f"query {name}", **{"db.system.name": "neo4j", "db.operation.name": name}):
        rows: list[Any] = [tuple(record.values()) for record in run()]
    if wanted.packed:
        rows = rows[0][0]
    telemetry.query_ran(name, perf_counter() - begun)
    return Answer(wanted.columns, rows)


class Store:
    """A driver, a database, and the rules of using them. Close it, or use it as a context manager."""

    def __init__(self, driver: neo4j.Driver, database: str, read_timeout: float, write_timeout: float) -> None:
        self.driver = driver
        self.database = database
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._bookmarks = neo4j.GraphDatabase.bookmark_manager()
        self._beside = ThreadPoolExecutor(BESIDE, "beside")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give all connections back; a query aside that nobody waits for any more ends with them."""
        self._beside.shutdown(wait=False, cancel_futures=True)
        self.driver.close()

    def aside(self, name: str, **params: Any) -> Callable[[], Answer]:
        """Begin a reading query; the answer is waited for where it is called for."""
        return self._beside.submit(copy_context().run, partial(self.read, name, **params)).result

    def read(self, name: str, **params: Any) -> Answer:
        """One reading query in a transaction of its own: sent in one message, which saves two of three ways to the
        server and back; where that fails and may be tried again, as a transaction that the driver repeats."""
        unit = neo4j.Query(query(name).sent, {"name": name}, self._read_timeout)
        with _translated():
            try:
                with self._session(neo4j.READ_ACCESS) as session:
                    return _collect(name, lambda: session.run(unit, params))
            except (TransientError, ServiceUnavailable, SessionExpired):
                return self.reading(lambda tx: tx.run(name, **params), name)

    def reading(self, work: Callable[[Tx], T], name: str = "reading") -> T:
        """Several reads in one transaction; `work` may run more than once."""
        unit = neo4j.unit_of_work(metadata={"name": name}, timeout=self._read_timeout)

        def attempt() -> T:
            with self._session(neo4j.READ_ACCESS) as session:
                return session.execute_read(unit(lambda raw: work(Tx(raw, self))))

        with _translated():
            return _persist(attempt, IncompleteCommit)

    def stream(self, name: str, **params: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a large reading query, one at a time, in constant memory and without a limit of time: neither the
        reader's nor the server's own, which cuts off what reads a large graph."""
        wanted = query(name)
        with _translated(), self._session(neo4j.READ_ACCESS) as session:
            for record in session.run(neo4j.Query(f"{LANGUAGE}\n{wanted.text}", {"name": name}, _UNENDING), params):
                yield tuple(record.values())

    def write(self, name: str, **params: Any) -> Answer:
        """One writing query in a transaction of its own; it must be idempotent."""
        return self.writing(lambda tx, _: tx.run(name, **params), name=name)

    def writing(self, work: Callable[[Tx, str], T], *, name: str = "writing", probe: str | None = None) -> T:
        """Run `work(tx, batch)` in one transaction, retried until it is known to be committed or to have failed.

        `work` must be idempotent. `batch` is an id for what it writes: where a commit's fate is unknown, the reading
        query `probe` is asked whether a node with that `$batch` is there before the work is repeated.
        """
        batch = uuid.uuid4().hex
        unit = neo4j.unit_of_work(metadata={"name": name, "batch": batch}, timeout=self._write_timeout)
        kept: list[T] = []

        def once(raw: neo4j.ManagedTransaction) -> None:
            kept[:] = [work(Tx(raw), batch)]

        def attempt() -> None:
            try:
                with self._session(neo4j.WRITE_ACCESS) as session:
                    session.execute_write(unit(once))
            except IncompleteCommit:
                if not (probe and self.read(probe, batch=batch).one()[0]):
                    raise

        with _translated():
            _persist(attempt, IncompleteCommit)
        return kept[0]

    def run_text(self, text: str) -> None:
        """Run one statement that is not a named query, in a transaction of its own: a schema command."""

        def attempt() -> None:
            try:
                with self._session(neo4j.WRITE_ACCESS) as session:
                    session.run(f"{LANGUAGE}\n{text}").consume()
            except ClientError as error:
                if "EquivalentSchemaRuleAlreadyExists" not in (error.code or ""):
                    raise  # else another program was quicker

        with _translated():
            _persist(attempt, TransientError)

    def lend(self, work: Callable[[neo4j.Driver], None]) -> None:
        """Let another library use our driver, again where the server says so; `work` must be idempotent."""
        with _translated():
            _persist(lambda: work(self.driver), TransientError)

    def _session(self, access: str) -> neo4j.Session:
        return self.driver.session(database=self.database, default_access_mode=access, bookmark_manager=self._bookmarks)


def connect(
    uri: str,
    user: str,
    password: str,
    database: str = "neo4j",
    *,
    read_timeout: float = 60,
    write_timeout: float = 600,
    patience: float = 30,
) -> Store:
    """A store on the server at `uri` (bolt:// or neo4j://); raises DatabaseUnreachableError when it does not answer.
    Times in seconds; `patience` is for how long a lost connection is sought again."""
    with _translated():
        driver = neo4j.GraphDatabase.driver(
            uri,
            auth=(user, password),
            # A plan's remarks concern us, not the user; tests/queries reads them from EXPLAIN.
            notifications_min_severity="OFF",
            connection_timeout=10,
            max_transaction_retry_time=patience,
        )
        try:
            driver.verify_connectivity()
        except BaseException:
            driver.close()
            raise
    return Store(driver, database, read_timeout, write_timeout)


def _persist(work: Callable[[], T], failure: type[Exception]) -> T:
    """Do it again, some times, where it fails in a way that the driver does not repeat by itself."""
    for tried in range(TRIES - 1):
        try:
            return work()
        except failure:
            sleep(random() * 2**tried / 5)  # apart from whoever was in the way
    return work()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (Neo4jError, DriverError, OSError) as error:
        raise _own(error) from error


def _own(error: Exception) -> GenealogyError:
    """The product's error for one of the driver's."""
    if isinstance(error, AuthError):
        return DatabaseUnreachableError("Neo4j refuses the user or password; check GENEALOGY_NEO4J_USER and _PASSWORD")
    if isinstance(error, Neo4jError) and any(word in (error.code or "") for word in _TIMEOUTS):
        return TimedOutError(
            "the query ran out of time; nothing partial is shown. Raise GENEALOGY_QUERY_TIMEOUT"
            " (or _WRITE_TIMEOUT) to wait"
        )
    if isinstance(error, Neo4jError) and any(word in (error.code or "") for word in _STOPPED):
        return DatabaseStoppedError(_SAYS.format(error.message))
    if isinstance(error, ServiceUnavailable | DriverError | OSError):
        return DatabaseUnreachableError(f"Neo4j does not answer: {error}")
    if isinstance(error, TransientError):
        return DatabaseUnreachableError(f"Neo4j is busy or out of memory; try again: {error.message}")
    if isinstance(error, ClientError) and "DatabaseNotFound" in (error.code or ""):
        return DatabaseUnreachableError(f"{error.message}; check GENEALOGY_NEO4J_DATABASE")
    return GenealogyError(f"Neo4j reports {getattr(error, 'code', '')}: {getattr(error, 'message', error)}")

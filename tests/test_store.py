"""Queries run on a real Neo4j; what goes wrong comes back in the product's words, and a write happens once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from zoneinfo import ZoneInfo

import pytest
from neo4j.exceptions import Neo4jError

from genealogy.errors import DatabaseUnreachableError, GenealogyError, NotFoundError, TimedOutError
from genealogy.events.master import Material
from genealogy.migrate import current_version, open_schema
from genealogy.record.writer import Outcome, Source, record
from genealogy.store import Answer, Store, Tx, aside, connect
from genealogy.store.driver import _own
from genealogy.store.moments import from_micros, moment
from tests.loaders.graph import ask
from tests.support.proxy import When, breaking

Address = tuple[str, str, str]
SLOW = "UNWIND range(1, 2000000000) AS i RETURN count(i)"
PAGE = b"CREATE (p:Page)"


def test_a_query_runs_on_a_real_server(store: Store) -> None:
    assert tuple(store.read("schema.version").one()) == (current_version(), 0)


def test_unknown_query_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no\.such"):
        store.read("no.such")


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(GenealogyError, match="read access mode"):
        store.read("stale.mark", ids=["run:1"])
    assert store.read("stale.count").one()[0] == 0


def test_rows_can_be_streamed(store: Store) -> None:
    store.write("stale.mark", ids=["run:1", "run:2"])
    assert list(store.stream("stale.list")) == [("run:1",), ("run:2",)]


def test_a_query_can_run_aside(store: Store) -> None:
    def mark_and_count(tx: Tx, _: str) -> int:
        tx.run("stale.mark", ids=["run:2"])
        return count(tx)

    def count(reads: Store | Tx) -> int:
        asked = aside(reads, "stale.count")
        assert asked
        return int(asked().one()[0])

    store.write("stale.mark", ids=["run:1"])
    assert (count(store), store.reading(count)) == (1, 1)
    assert store.writing(mark_and_count) == 2, "what a transaction wrote itself is seen by nobody else yet"


def test_a_query_aside_fails_where_it_is_wanted(store: Store) -> None:
    asked = aside(store, "no.such")
    assert asked
    with pytest.raises(NotFoundError, match=r"no\.such"):
        asked()


def test_what_reads_in_its_own_way_is_not_gone_round(store: Store) -> None:
    class Telling:
        def read(self, name: str, **params: object) -> Answer:
            return store.read(name, **params)

    assert aside(Telling(), "stale.count") is None


@pytest.mark.parametrize("year", [1, 1582, 1969, 1970, 2026, 9999])
def test_a_moment_is_the_time_the_driver_would_have_written(store: Store, year: int) -> None:
    # Before 1970 `epochSeconds` rounds a fraction up, so there the way back is only right for whole seconds.
    at = dt.datetime(year, 3, 4, 23, 59, 59, 123_456 if year >= 1970 else 0, tzinfo=dt.UTC)
    with store.driver.session(database=store.database) as session:
        question = """RETURN $theirs = $ours AS same, toString($ours) AS text,
            $ours.epochSeconds * 1000000 + $ours.microsecond AS micros"""
        record = session.run(question, theirs=at, ours=moment(at)).single(strict=True)

    assert record["same"]
    assert dt.datetime.fromisoformat(record["text"]) == at
    assert from_micros(record["micros"]) == at


# --- addresses


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DatabaseUnreachableError, match="does not answer"):
        connect("bolt://127.0.0.1:9", "neo4j", "x")


FULL = {
    "DatabaseError.Transaction.TransactionLogError": "Could not append transaction: No space left on device",
    "DatabaseError.Transaction.TransactionStartFailed": "The database has encountered a critical error",
    "TransientError.General.DatabaseUnavailable": "Database 'neo4j' is unavailable.",
    "ClientError.General.ForbiddenOnReadOnlyDatabase": "No write operations are allowed on this database.",
}


@pytest.mark.parametrize("code", FULL)
def test_a_disk_that_is_full_is_told_as_such(code: str) -> None:
    """By the codes that Neo4j 2026.08 gives on a full disk; tests/crash fills one."""
    told = _own(Neo4jError._hydrate_neo4j(code=f"Neo.{code}", message=FULL[code]))
    assert (told.code, told.status, told.exit_code) == ("database_stopped", 503, 5)
    assert FULL[code] in str(told)
    assert "Free space where its data lies" in str(told)


def test_a_user_that_is_refused(server_address: Address) -> None:
    # A user of its own: wrong passwords lock out the user they are tried for.
    with pytest.raises(DatabaseUnreachableError, match="GENEALOGY_NEO4J_USER and _PASSWORD"):
        connect(server_address[0], "nobody", "wrong")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_database_that_does_not_exist(server_address: Address, scheme: str) -> None:
    uri, user, password = server_address
    with (
        connect(f"{scheme}://{uri.partition('://')[2]}", user, password, "plant-7") as store,
        pytest.raises(DatabaseUnreachableError, match=r"plant-7.*GENEALOGY_NEO4J_DATABASE"),
    ):
        open_schema(store)


def test_the_same_code_works_with_routing(store: Store, server_address: Address) -> None:
    uri, user, password = server_address
    with connect(f"neo4j://{uri.partition('://')[2]}", user, password, "neo4j") as routed:
        assert open_schema(routed) == current_version()
        assert recorded(routed) == Outcome(new=[0], first_seq=1)
        assert list(routed.read("answer.conversions", materials=["M"]).rows) == []
        assert list(routed.stream("stale.list")) == []
    assert pages(store) == 1


# --- time


@pytest.fixture
def hasty(store: Store, server_address: Address) -> Iterator[Store]:
    """A store that waits half a second for anything."""
    with connect(*server_address, read_timeout=0.5, write_timeout=0.5) as found:
        yield found


def test_a_read_out_of_time_is_an_error(hasty: Store) -> None:
    with pytest.raises(TimedOutError, match="nothing partial is shown"):
        hasty.reading(lambda tx: tx.raw.run(SLOW).consume())
    assert hasty.read("stale.count").one()[0] == 0


def test_a_write_out_of_time_is_an_error_and_no_write(hasty: Store) -> None:
    def work(tx: Tx, _: str) -> None:
        tx.run("stale.mark", ids=["run:1"])
        tx.raw.run(SLOW).consume()

    with pytest.raises(TimedOutError):
        hasty.writing(work)
    assert hasty.read("stale.count").one()[0] == 0


def test_a_lock_that_is_not_given(store: Store, hasty: Store) -> None:
    held, enough = Event(), Event()

    def hold(tx: Tx, _: str) -> None:
        tx.run("ledger.open")
        held.set()
        assert enough.wait(60)

    with ThreadPoolExecutor(1) as pool:
        holder = pool.submit(store.writing, hold)
        assert held.wait(60)
        with pytest.raises(TimedOutError):
            hasty.write("ledger.open")
        enough.set()
        holder.result(60)


# --- writes happen once


def recorded(store: Store) -> Outcome:
    return record(store, [Material(material="M", name="Milk")], Source("load", "file"), ZoneInfo("UTC"))


def pages(store: Store) -> int:
    (((number,)),) = ask(store, "MATCH (p:Page) RETURN count(p)")
    return int(number)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("cuts", [1, 3])
def test_a_commit_of_unknown_fate(store: Store, server_address: Address, when: When, cuts: int) -> None:
    """Lost before the server heard of it, it is repeated; lost after, the probe finds it. Either way: new, and once."""
    uri, user, password = server_address
    with breaking(uri, PAGE, when, cuts) as proxy, connect(proxy.uri, user, password) as broken:
        assert recorded(broken) == Outcome(new=[0], first_seq=1)
        assert proxy.done == cuts
    assert (pages(store), store.read("schema.version").one()[1]) == (1, 1)


def test_a_commit_that_never_arrives(store: Store, server_address: Address) -> None:
    uri, user, password = server_address
    with (
        breaking(uri, PAGE, "before", cuts=1000) as proxy,
        connect(proxy.uri, user, password, patience=3) as broken,
        pytest.raises(DatabaseUnreachableError),
    ):
        recorded(broken)
    assert pages(store) == 0


def test_writers_take_turns_and_none_is_sent_away(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    def work(number: int) -> Outcome:
        return record(store, [Material(material=f"M{number}")], Source("load", "file"), ZoneInfo("UTC"))

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(work, range(80)))
    assert sorted(outcome.first_seq or 0 for outcome in outcomes) == list(range(1, 81))
    assert "will be retried" not in caplog.text


def test_two_writers_in_each_others_way(store: Store) -> None:
    """Each holds what the other wants: the server lets one go, which tries again."""
    for load in "ab":
        store.write("load.start", load=load, source="s", sha256=load, started_at=dt.datetime.now(dt.UTC), by=None)
    both, tries = Barrier(2), list[str]()

    def work(tx: Tx, order: str) -> None:
        tries.append(order)
        tx.run("load.finish", load=order[0], props={order: True})
        if len(tries) <= 2:
            both.wait(60)
        tx.run("load.finish", load=order[1], props={order: True})

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(store.writing, lambda tx, _, order=order: work(tx, order)) for order in ("ab", "ba")]
        for writer in writers:
            writer.result(120)
    assert len(tries) > 2
    assert ask(store, "MATCH (l:Load) RETURN l.ab AND l.ba") == [(True,), (True,)]

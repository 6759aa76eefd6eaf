"""A query runs on a real Neo4j, and errors come back in the product's words."""

from __future__ import annotations

import datetime as dt

import pytest

from genealogy.errors import DatabaseUnreachableError, NotFoundError
from genealogy.migrate import current_version
from genealogy.store import Store, connect
from genealogy.store.moments import from_micros, moment


def test_a_query_runs_on_a_real_server(store: Store) -> None:
    assert store.read("schema.version").one() == (current_version(), 0)


def test_unknown_query_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no\.such"):
        store.read("no.such")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DatabaseUnreachableError):
        connect("bolt://127.0.0.1:9", "neo4j", "x")


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

"""A query runs on a real Neo4j, and errors come back in the product's words."""

from __future__ import annotations

import pytest

from genealogy.errors import DatabaseUnreachableError, NotFoundError
from genealogy.migrate import current_version
from genealogy.store import Store, connect


def test_a_query_runs_on_a_real_server(store: Store) -> None:
    assert store.read("schema.version").one() == (current_version(), 0)


def test_unknown_query_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match=r"no\.such"):
        store.read("no.such")


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(DatabaseUnreachableError):
        connect("bolt://127.0.0.1:9", "neo4j", "x")

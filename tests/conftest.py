"""One real Neo4j for the whole run; each test that asks for `store` finds it empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from genealogy.store import Store
from tests.support.servers import chosen, open_store, wipe


@pytest.fixture(scope="session")
def server_store() -> Iterator[Store]:
    with open_store(chosen()) as store:
        yield store


@pytest.fixture
def store(server_store: Store) -> Store:
    wipe(server_store)
    return server_store

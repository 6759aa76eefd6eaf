"""One database with one of everything, for all tests that only look."""

from __future__ import annotations

import pytest

from genealogy.store import Store
from tests.queries.everything import fill
from tests.support.servers import wipe


@pytest.fixture(scope="module")
def everything(server_store: Store) -> Store:
    """A store on a database that holds one of everything; do not write to it."""
    wipe(server_store)
    fill(server_store)
    return server_store

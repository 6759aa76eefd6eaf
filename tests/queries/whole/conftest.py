"""One database with one of everything, filled once for all tests here: they only look."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from genealogy.events.master import Material
from genealogy.record.writer import Source, record
from genealogy.store import Store
from tests.queries.everything import fill
from tests.support.servers import wipe


@pytest.fixture(scope="package")
def everything(server_store: Store) -> Store:
    """A store on a database that holds one of everything; do not write to it."""
    wipe(server_store)
    fill(server_store)
    more = record(server_store, [Material(material="M2")], Source("load-1", "events"), ZoneInfo("UTC")).first_seq
    server_store.write("ledger.remove_bytes", pages=[{"first": more, "last": more, "rows": b"1"}])
    server_store.run_text("CALL db.clearQueryCaches()")  # so that plans are those of this database
    return server_store

"""One real Neo4j for the whole run (or for each process, with `-n`); each test that asks for `store` finds it empty."""

from __future__ import annotations

from collections.abc import Iterator

import psutil
import pytest

from genealogy.store import Store, connect
from tests.support.servers import chosen, claim, processes, served, wipe


@pytest.hookimpl(optionalhook=True)  # a run without pytest-xdist knows no such hook
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` means: processes that each have a server of their own."""
    return processes(chosen(), psutil.cpu_count() or 1, psutil.virtual_memory().available)


@pytest.fixture(scope="session")
def server_address() -> Iterator[tuple[str, str, str]]:
    """Address, user and password, for tests that start a process of their own."""
    with served(chosen()) as address:
        yield address


@pytest.fixture(scope="session")
def server_store(server_address: tuple[str, str, str]) -> Iterator[Store]:
    with connect(*server_address) as store:
        claim(store, chosen().may_wipe)
        yield store


@pytest.fixture
def store(server_store: Store) -> Store:
    wipe(server_store)
    return server_store

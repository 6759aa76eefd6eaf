"""One real Neo4j for the whole run (or for each process, with `-n`); each test that asks for `store` finds it empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psutil
import pytest

from genealogy.store import Store, connect
from tests.support.servers import chosen, claim, processes, served, wipe

# Folders whose files share what is filled once.
_TOGETHER = ("tests/queries/whole/", "tests/client/", "tests/hostile/")
# Few tests that take long: begun first, so that no process waits for another at the end.
_LONG = ("tests/crash/", "tests/exhaustive/", "tests/ledger/", "tests/server/", "tests/initial/", "tests/api/test_demo")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(optionalhook=True)  # a run without pytest-xdist knows no such hooks
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file's tests stay in one process, and so do those of a folder that shares what is filled."""
    from xdist.scheduler import LoadFileScheduling

    class ByFolder(LoadFileScheduling):  # type: ignore[misc]  # a library without types
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in _TOGETHER if nodeid.startswith(folder)), super()._split_scope(nodeid))

    return ByFolder(config, log)


@pytest.hookimpl(optionalhook=True)
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

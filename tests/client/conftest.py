"""The example plant and a service on it, once for all tests of the client: those that record come last."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest

from api.examples import LOAD
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from loaders.options import Options
from tests.api.conftest import serving
from tests.support.servers import wipe


@pytest.fixture(scope="package")
def plant(server_store: Store) -> Store:
    wipe(server_store)
    load(server_store, BUNDLE, ZoneInfo("Asia/Shanghai"), Options(load_id=LOAD))
    return server_store


@pytest.fixture(scope="package")
def service(plant: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with serving(Settings(home=tmp_path_factory.mktemp("home"), requests_per_minute=1_000_000), plant) as client:
        yield client

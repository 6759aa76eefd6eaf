"""The service over the test database: in process, and behind a real HTTP server."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx2 as httpx
import pytest
import uvicorn
from starlette.testclient import TestClient

from api import home, logs
from api.app import create_app
from api.examples import LOAD
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from loaders.options import Options
from tests.support.servers import wipe


def write_bundle(folder: Path, **files: str) -> Path:
    """A bundle of small files: `runs="run,kind\\nR1,produce\\n"`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", max_upload_mb=2, requests_per_minute=1_000_000)


def key_of(settings: Settings) -> dict[str, str]:
    """The header that sends the home's own key."""
    return {"Authorization": f"Bearer {home.api_key(settings)}"}


def client_of(settings: Settings, store: Store) -> TestClient:
    """A client of a service in this process, with the home's own key; the service runs while it is entered."""
    return TestClient(create_app(settings, store), base_url="http://127.0.0.1", headers=key_of(settings))


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    with client_of(settings, store) as found:
        yield found


@contextmanager
def serving(settings: Settings, store: Store) -> Iterator[httpx.Client]:
    """A real server on a free port, and a client for it."""
    config = uvicorn.Config(create_app(settings, store), log_config=None, access_log=False)
    server = uvicorn.Server(config)
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()  # so that the first request waits for the server rather than being refused
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            url = f"http://127.0.0.1:{sock.getsockname()[1]}"
            with httpx.Client(base_url=url, timeout=120, headers=key_of(settings)) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def live(store: Store, settings: Settings) -> Iterator[httpx.Client]:
    with serving(settings, store) as client:
        yield client


@pytest.fixture
def loaded(store: Store, tmp_path: Path) -> Callable[..., None]:
    """Load files that are written out in the test."""

    def write_and_load(**files: str) -> None:
        assert load(store, write_bundle(tmp_path / "bundle", **files), ZoneInfo("UTC")).clean

    return write_and_load


@pytest.fixture(scope="module")
def plant(server_store: Store) -> Store:
    """The example plant, loaded once for a module whose tests only read."""
    wipe(server_store)
    load(server_store, BUNDLE, ZoneInfo("Asia/Shanghai"), Options(load_id=LOAD))
    return server_store


@pytest.fixture(scope="module")
def service(plant: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service on the example plant, for a module whose tests only ask."""
    with serving(Settings(home=tmp_path_factory.mktemp("home"), requests_per_minute=1_000_000), plant) as client:
        yield client


@pytest.fixture
def log_file(settings: Settings) -> Iterator[Path]:
    """This process's log, as the service writes it."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    logs.configure(settings, to_stderr=False)
    yield home.root(settings) / home.LOGS / "api.log"
    for handler in root.handlers:
        handler.close()
    root.handlers[:] = kept
    root.setLevel(level)

"""`genealogy demo` as a user meets it: an embedded server in a home of its own, twice, and everything put away."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import orjson
import pytest

from api.examples import RECALL
from genealogy import server
from genealogy.queries import query
from genealogy.settings import Settings, load_settings
from genealogy.store import Store, connect
from loaders.example import BAD_LOT


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    home = tmp_path_factory.mktemp("demo") / "home"
    chosen = load_settings().model_copy(update={"home": home, "heap_mb": 512, "pagecache_mb": 64})
    yield chosen
    genealogy(chosen, "down")


def genealogy(settings: Settings, *args: str) -> subprocess.CompletedProcess[str]:
    own = {"HOME": settings.home, "CACHE": settings.cache, "HEAP_MB": settings.heap_mb, "PAGECACHE_MB": 64}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GENEALOGY_")}
    env = kept | {f"GENEALOGY_{name}": str(value) for name, value in own.items()}
    command = [sys.executable, "-m", "api.cli", *args]
    # Pipes, as a script has them: a server that holds one of them open would keep this from ever returning.
    return subprocess.run(command, capture_output=True, text=True, env=env, check=False, timeout=500)


@pytest.fixture(scope="module")
def first(settings: Settings) -> subprocess.CompletedProcess[str]:
    return genealogy(settings, "demo")


def status(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(genealogy(settings, "status", "--json").stdout)
    return found


def state_of(store: Store) -> tuple[Any, ...]:
    return (*store.read("schema.version").one(), *store.read("schema.count").one())


def test_the_report_says_what_to_do(first: subprocess.CompletedProcess[str]) -> None:
    assert first.returncode == 0, first.stderr
    for words in (BAD_LOT, "WH-FG", "CUST-AURORA", "+00 000 0000 0051", "Gaps in the records", "complete"):
        assert words in first.stdout
    (told,) = [line for line in first.stdout.splitlines() if "need not be told" in line]
    assert all(customer in told for customer in ("CUST-NORTH", "CUST-SHILI"))
    assert "CUST-AURORA" not in told


def test_the_addresses_it_names_answer(first: subprocess.CompletedProcess[str], settings: Settings) -> None:
    found = status(settings)
    assert (found["neo4j"]["state"], found["api"]["state"]) == ("running", "running")
    for url in (found["neo4j"]["browser"], found["api"]["url"], found["api"]["docs"]):
        assert url in first.stdout
    assert httpx.get(found["neo4j"]["browser"]).status_code == 200
    assert httpx.get(found["api"]["docs"]).status_code == 200
    key_file = Path(found["api"]["key_file"])
    assert str(key_file) in first.stdout
    key = {"Authorization": f"Bearer {key_file.read_text().strip()}"}
    answer = httpx.post(found["api"]["url"] + "/recalls/preview", json=RECALL, timeout=60, headers=key).json()
    assert answer["totals"]["customers"] == 2
    assert found["neo4j"]["password_file"] in first.stdout
    assert Path(found["neo4j"]["password_file"]).stat().st_mode & 0o777 == 0o600


def test_the_first_query_shows_the_bad_lot(first: subprocess.CompletedProcess[str], settings: Settings) -> None:
    (line,) = [line for line in first.stdout.splitlines() if "first query" in line]
    assert BAD_LOT in line
    assert "$" not in line
    with opened(settings) as store:
        rows = store.read("demo.first_look", key=BAD_LOT).rows
    assert 10 < len(rows) <= 300
    assert (
        line.partition("first query")[2].split()
        == query("demo.first_look").text.replace("$key", f'"{BAD_LOT}"').split()
    )


def opened(settings: Settings) -> Store:
    found = server.ensure(settings)
    return connect(found.uri, found.user, found.password)


def test_a_second_run_changes_nothing(first: subprocess.CompletedProcess[str], settings: Settings) -> None:
    with opened(settings) as store:
        before = state_of(store)
        again = genealogy(settings, "demo")
        assert state_of(store) == before
    assert again.returncode == 0, again.stderr
    assert "0 records new" in again.stderr
    assert without_moment(again.stdout) == without_moment(first.stdout)


def without_moment(text: str) -> list[str]:
    return [line for line in text.splitlines() if "computed" not in line]


def test_down_stops_both(first: subprocess.CompletedProcess[str], settings: Settings) -> None:
    addresses = status(settings)
    done = genealogy(settings, "down")
    assert done.returncode == 0
    found = status(settings)
    assert (found["neo4j"]["state"], found["api"]["state"]) == ("stopped", "stopped")
    for url in (addresses["neo4j"]["browser"], addresses["api"]["url"]):
        with pytest.raises(httpx.ConnectError):
            httpx.get(url)
    # A command that needs the server starts it, says so, and leaves it running.
    asked = genealogy(settings, "batch", BAD_LOT, "--json")
    assert orjson.loads(asked.stdout)["key"] == BAD_LOT
    assert "was started and stays running" in asked.stderr
    assert status(settings)["neo4j"]["state"] == "running"

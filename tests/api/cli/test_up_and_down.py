"""The service as the command line starts and ends it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2 as httpx
import orjson
import pytest

from tests.api.cli.conftest import SEED, Run, document, failed


@pytest.fixture
def service(run: Run) -> Iterator[Run]:
    yield run
    run("down")


def test_up_and_down(service: Run, bundle: Path, tmp_path: Path) -> None:
    service("load", bundle)
    up = service("up")
    assert (up.returncode, up.stdout) == (0, "")
    found = document(service("status", "--json"))
    assert found["api"]["state"] == "running"
    url = found["api"]["url"]
    assert url in up.stderr
    question = {"seeds": [{"key": SEED}]}
    assert httpx.post(f"{url}/recalls/preview", json=question).status_code == 401
    key = Path(found["api"]["key_file"]).read_text().strip()
    headers = {"Authorization": f"Bearer {key}"}
    answer = httpx.post(f"{url}/recalls/preview", json=question, headers=headers)
    assert answer.status_code == 200, answer.text
    assert [batch["key"] for batch in answer.json()["batches"]] == [SEED, "B/2"]
    assert (tmp_path / "home" / "api-key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "home" / "logs" / "api.log").exists()

    assert service("up").returncode == 0
    assert document(service("status", "--json"))["api"]["url"] == url
    assert "runs already" in failed(service("serve"), 1)
    assert "stopped" in service("down").stderr
    assert document(service("status", "--json"))["api"]["state"] == "stopped"
    assert "was not running" in service("down").stderr
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_the_api_keeps_its_port_and_moves_when_it_is_taken(service: Run) -> None:
    service("up")
    first = document(service("status", "--json"))["api"]["url"]
    service("down")
    service("up")
    assert document(service("status", "--json"))["api"]["url"] == first
    service("down")
    with socket.create_server(("127.0.0.1", int(first.rpartition(":")[2]))):
        assert "taken" in service("up").stderr
        second = document(service("status", "--json"))["api"]
        assert (second["url"] != first, second["state"]) == (True, "running")


def test_two_homes_have_two_services(service: Run, tmp_path: Path) -> None:
    other = {"HOME": str(tmp_path / "other")}
    service("up")
    try:
        assert service("up", **other).returncode == 0
        urls = {document(service("status", "--json", **more))["api"]["url"] for more in ({}, other)}
        assert [httpx.get(f"{url}/health/ready").status_code for url in urls] == [200, 200]
        service("down")
        assert document(service("status", "--json", **other))["api"]["state"] == "running"
    finally:
        service("down", **other)


def test_a_port_that_is_asked_for_and_taken_is_an_error(service: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port}" in failed_last(service("up", API_PORT=port))


def failed_last(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_an_api_that_was_killed_is_replaced(service: Run, tmp_path: Path) -> None:
    service("up")
    state = orjson.loads((tmp_path / "home" / "api.json").read_bytes())
    os.kill(state["pid"], signal.SIGKILL)
    while document(service("status", "--json"))["api"]["state"] != "stopped":
        time.sleep(0.1)
    service("up")
    assert document(service("status", "--json"))["api"]["state"] == "running"


def test_another_process_with_the_same_id_is_left_alone(service: Run, tmp_path: Path) -> None:
    """The home may remember a process id that the machine has since given to something else."""
    with subprocess.Popen(["sleep", "600"]) as innocent:
        state = {"host": "127.0.0.1", "port": 8000, "pid": innocent.pid, "created": time.time() - 86400}
        (tmp_path / "home").mkdir()
        (tmp_path / "home" / "api.json").write_bytes(orjson.dumps(state))
        assert "was not running" in service("down").stderr
        assert innocent.poll() is None
        innocent.kill()

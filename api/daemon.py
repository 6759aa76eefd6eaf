"""The API as a process in the background: found again, started, stopped. One for each home."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from api import home
from api.state import ApiState, read_state, running, write_state
from genealogy.errors import ServerError
from genealogy.server.layout import locked
from genealogy.settings import Settings

FIRST_PORT = 8000
_TRIES = 100
_START_PATIENCE = 60.0
_STOP_PATIENCE = 30.0


def answers(state: ApiState) -> bool:
    """Whether the API is there and has its database; asked directly, whatever proxy the environment names."""
    connection = HTTPConnection(state.local_host, state.port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def choose_port(settings: Settings) -> int:
    """The port that is asked for, else the one the home has kept, else the first free one from 8000 on.

    Raises ServerError when the port that is asked for is taken.
    """
    if settings.api_port:
        if not _free(settings.api_host, settings.api_port):
            raise ServerError(
                f"port {settings.api_port} of {settings.api_host} is taken by another program;"
                " stop that, or choose another with GENEALOGY_API_PORT (empty: any free one)"
            )
        return settings.api_port
    kept = read_state(settings)
    wanted = ([kept.port] if kept else []) + list(range(FIRST_PORT, FIRST_PORT + _TRIES))
    for port in wanted:
        if _free(settings.api_host, port):
            return port
    raise ServerError(f"no port from {FIRST_PORT} to {FIRST_PORT + _TRIES - 1} is free; set GENEALOGY_API_PORT")


def _free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def start(settings: Settings) -> ApiState:
    """The home's API, answering: the one that runs, else a new process that outlives this one.

    Raises ServerError with the end of its log when it does not come up.
    """
    busy = "another command has been starting the API of this home for too long"
    with locked(home.make(settings) / "api.lock", busy, 2 * _START_PATIENCE):
        if (found := running(settings)) is not None:
            _await(settings, found, None)
            return found
        state = ApiState(settings.api_host, choose_port(settings))
        process = _spawn(settings, state.port)
        _await(settings, state, process)
        process.returncode = 0  # it outlives us by design: Python need not warn that it still runs
        return state


def _console(settings: Settings) -> Path:
    return home.make(settings, home.LOGS) / "api-console.log"


def _spawn(settings: Settings, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--background"]
    with _console(settings).open("wb") as console:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=console,
            cwd=home.root(settings),
            umask=0o077,
            start_new_session=True,
        )


def _await(settings: Settings, state: ApiState, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + _START_PATIENCE
    while running(settings) is None or not answers(state):  # else another home's API might answer at that port
        if process is not None and process.poll() is not None:
            raise ServerError(f"the API did not start: {_last_words(settings)}")
        if time.monotonic() > deadline:
            raise ServerError(f"the API at {state.url} does not answer; see {home.root(settings) / home.LOGS}")
        time.sleep(0.1)


def _last_words(settings: Settings) -> str:
    lines = _console(settings).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return " ".join(lines[-3:]) or f"see {home.root(settings) / home.LOGS}"


def stop(settings: Settings) -> bool:
    """Stop the home's API and wait until it is gone; False when none was running."""
    state = running(settings)
    if state is None or state.pid is None:
        return False
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(state.pid)
        process.terminate()
        try:
            process.wait(_STOP_PATIENCE)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(_STOP_PATIENCE)
    write_state(settings, ApiState(state.host, state.port))
    return True

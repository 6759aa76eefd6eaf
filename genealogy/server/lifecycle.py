"""The life of an embedded server: started, found again, stopped. One server for each home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from genealogy.progress import Progress, quiet
from genealogy.server.jars import NEO4J_VERSION
from genealogy.server.launch import USER, await_answer, launch
from genealogy.server.layout import Home, home_of, locked, prepare
from genealogy.server.password import read_password
from genealogy.server.process import end, find
from genealogy.server.replacing import settle
from genealogy.server.state import State, listens, read_state, write_state
from genealogy.settings import Settings

DATABASE = "neo4j"
START_PATIENCE = 180.0
_STOP_PATIENCE = 120.0

Activity = Literal["running", "starting", "stopped"]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where the embedded server answers and who may enter. `started`: whether this very call started it."""

    uri: str
    browser: str
    user: str
    password: str = field(repr=False)
    database: str
    started: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What is known of a home's server without starting it. The addresses are None in a home never started."""

    activity: Activity
    version: str
    uri: str | None
    browser: str | None
    database: str
    pid: int | None
    started: str | None
    home: Path


def ensure(settings: Settings, progress: Progress = quiet, patience: float = START_PATIENCE) -> Endpoint:
    """Return a server that answers for the home of these settings: install and start it where need be.

    Safe in several processes at once: one starts it and the others wait. Raises ServerError, with what to do, when it
    cannot be installed or started, does not answer within `patience` seconds, or refuses the home's password.
    """
    with exclusive(settings) as home:
        return ensure_held(settings, home, progress, patience)


def ensure_held(settings: Settings, home: Home, progress: Progress, patience: float = START_PATIENCE) -> Endpoint:
    """What `ensure` does, in a home that is held by `exclusive`."""
    state = read_state(home.state)
    pid = find(home, state.pid if state else None)
    if state is not None and pid is not None:
        await_answer(home, replace(state, pid=pid), progress, patience)
        return _endpoint(home, state, started=False)
    if pid is not None:
        progress("stopping a server whose server.json is lost: nobody knows its ports", 0, 0)
        end(home, pid, _STOP_PATIENCE)
    return _endpoint(home, launch(settings, home, state, progress, patience), started=True)


def stop(settings: Settings) -> bool:
    """Stop the home's server and wait until it is gone; False when none was running."""
    if not home_of(settings).root.exists():
        return False
    with exclusive(settings) as home:
        return stop_held(home)


def stop_held(home: Home) -> bool:
    """What `stop` does, in a home that is held by `exclusive`."""
    state = read_state(home.state)
    pid = find(home, state.pid if state else None)
    if pid is not None:
        end(home, pid, _STOP_PATIENCE)
    if state is not None and state.pid is not None:
        write_state(home.state, replace(state, pid=None, started=None))
    return pid is not None


def status(settings: Settings) -> Status:
    """What the home's server does now; starts nothing and writes nothing."""
    home = home_of(settings)
    state = read_state(home.state)
    pid = find(home, state.pid if state else None)
    if state is None:
        lost: Activity = "stopped" if pid is None else "running"
        return Status(lost, NEO4J_VERSION, None, None, DATABASE, pid, None, home.root)
    started = state.started if pid is not None else None
    activity = _activity(state, pid)
    return Status(activity, state.version, state.bolt, state.browser, DATABASE, pid, started, home.root)


def _activity(state: State, pid: int | None) -> Activity:
    if pid is None:
        return "stopped"
    return "running" if listens(state.http_port) else "starting"


def has_database(home: Home) -> bool:
    """Whether a server has run in this home, or a database was put into it."""
    return (home.data / "databases" / DATABASE).exists()


@contextmanager
def exclusive(settings: Settings) -> Iterator[Home]:
    """Make the home ready and hold it against other processes that would start or stop its server."""
    home = home_of(settings)
    prepare(home)
    busy = f"another command has been starting or stopping the server in {home.root} for too long; see {home.logs}"
    with locked(home.root / "server.lock", busy, START_PATIENCE + _STOP_PATIENCE):
        settle(home)
        yield home


def _endpoint(home: Home, state: State, started: bool) -> Endpoint:
    return Endpoint(state.bolt, state.browser, USER, read_password(home), DATABASE, started)

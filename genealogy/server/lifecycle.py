"""The life of an embedded server: installed, started, found again, stopped. One server for each home."""

from __future__ import annotations

import math
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from genealogy.errors import DatabaseUnreachableError, ServerError
from genealogy.server.config import LOOPBACK, config
from genealogy.server.jars import NEO4J_VERSION, install_jars
from genealogy.server.java import admin, java_in, runtime, server_command
from genealogy.server.layout import (
    Home,
    Progress,
    cache_of,
    disk_errors,
    home_of,
    locked,
    prepare,
    quiet,
    require_space,
    write_private,
)
from genealogy.server.memory import machine_mb, memory_for
from genealogy.server.process import alive, end, find, last_words, spawn
from genealogy.server.state import State, free_ports, is_free, read_state, write_state
from genealogy.settings import Settings
from genealogy.store.probe import probe

USER = "neo4j"
DATABASE = "neo4j"
START_PATIENCE = 180.0
_STOP_PATIENCE = 120.0
_LEAST_SPACE_MB = 100
_PORT_TAKEN = "already in use"


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

    state: Literal["running", "starting", "stopped"]
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
        state = read_state(home.state)
        pid = find(home, state.pid if state else None)
        if pid is not None and state is not None:
            _await(home, state, pid, progress, patience)
            return _endpoint(home, state, started=False)
        if pid is not None:  # its ports are lost with server.json: it cannot be reached, only replaced
            progress("replacing a server whose server.json is lost", 0, 0)
            end(home, pid, _STOP_PATIENCE)
        return _start(settings, home, state, progress, patience)


def start(settings: Settings, progress: Progress = quiet) -> Endpoint:
    """The same as `ensure`, under the name that goes with `stop`."""
    return ensure(settings, progress)


def stop(settings: Settings) -> bool:
    """Stop the home's server and wait until it is gone; False when none was running."""
    if not settings.home.exists():
        return False
    with exclusive(settings) as home:
        return halt(home)


def status(settings: Settings) -> Status:
    """What the home's server does now; starts nothing and writes nothing."""
    home = home_of(settings)
    state = read_state(home.state)
    if state is None:
        return Status("stopped", NEO4J_VERSION, None, None, DATABASE, find(home, None), None, home.root)
    pid = find(home, state.pid)
    activity: Literal["running", "starting", "stopped"] = "stopped"
    if pid is not None:
        activity = "running" if _answers(home, state) else "starting"
    started = state.started if pid is not None else None
    return Status(activity, state.version, bolt(state), browser(state), DATABASE, pid, started, home.root)


@contextmanager
def exclusive(settings: Settings) -> Iterator[Home]:
    """Make the home ready and hold it against other processes that would start or stop its server."""
    home = home_of(settings)
    prepare(home)
    busy = f"another command has been starting or stopping the server in {home.root} for too long; look at {home.logs}"
    with locked(home.root / "server.lock", busy, START_PATIENCE + _STOP_PATIENCE):
        yield home


def halt(home: Home) -> bool:
    """Stop the server of a home that is held by `exclusive`; False when none was running."""
    state = read_state(home.state)
    pid = find(home, state.pid if state else None)
    if pid is not None:
        end(home, pid, _STOP_PATIENCE)
    if state is not None and state.pid is not None:
        write_state(home.state, replace(state, pid=None, started=None))
    return pid is not None


def bolt(state: State) -> str:
    """The address for the driver."""
    return f"bolt://{LOOPBACK}:{state.bolt_port}"


def browser(state: State) -> str:
    """The address of Neo4j Browser."""
    return f"http://{LOOPBACK}:{state.http_port}/browser/"


def _endpoint(home: Home, state: State, started: bool) -> Endpoint:
    return Endpoint(bolt(state), browser(state), USER, read_password(home), DATABASE, started)


def _answers(home: Home, state: State) -> bool:
    try:
        probe(bolt(state), USER, read_password(home))
    except DatabaseUnreachableError:
        return False
    except ServerError:
        return True  # it refuses the password, or the file is gone: it runs all the same
    return True


def read_password(home: Home) -> str:
    """The server's password from the home; raises ServerError when the file is gone or empty."""
    try:
        password = home.password.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ServerError(f"{home.password} cannot be read ({error.strerror}); {_REMEDY}") from error
    if not password:
        raise ServerError(f"{home.password} is empty; {_REMEDY}")
    return password


_REMEDY = (
    "put the server's password back into it, or make a backup (`genealogy server backup FILE` needs none) and"
    " restore it into a new home"
)


def _start(settings: Settings, home: Home, kept: State | None, progress: Progress, patience: float) -> Endpoint:
    memory = memory_for(machine_mb(), settings.heap_mb, settings.pagecache_mb)
    cache = cache_of(settings)
    lib = install_jars(cache, progress)
    java = java_in(runtime(cache))
    with disk_errors(home.root):
        require_space(home.root, _LEAST_SPACE_MB)
    set_password(java, lib, home, progress)
    seconds = math.ceil(max(settings.query_timeout, settings.write_timeout))
    for attempt in (1, 2, 3):
        state = kept = _with_ports(kept, progress)
        write_private(home.conf / "neo4j.conf", config(state.bolt_port, state.http_port, memory, seconds))
        write_state(home.state, state)  # before the start: whoever finds the process must know its ports
        state = replace(state, pid=spawn(server_command(java, lib, home, memory), home), started=_now())
        write_state(home.state, state)
        try:
            _await(home, state, state.pid or 0, progress, patience)
            break
        except ServerError:
            # Between our look at the port and the server's own somebody else may have taken it.
            if attempt == 3 or _PORT_TAKEN not in last_words(home, 60):
                raise
    return _endpoint(home, state, started=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _with_ports(state: State | None, progress: Progress) -> State:
    """The state to start with: the ports the home has kept where they are free, else others."""
    if state is not None and is_free(state.bolt_port) and is_free(state.http_port):
        return State(NEO4J_VERSION, state.bolt_port, state.http_port)
    ports = free_ports()
    if state is not None:
        old = f"{state.bolt_port} or {state.http_port}"
        progress(f"port {old} is taken by another process; Neo4j now answers at {ports[0]} and {ports[1]}", 0, 0)
    return State(NEO4J_VERSION, *ports)


def set_password(java: Path, lib: Path, home: Home, progress: Progress) -> None:
    """Give a server that was never started its password, generated unless the home has one; else do nothing."""
    if (home.data / "databases").exists() or (home.data / "dbms" / "auth.ini").exists():
        return
    progress("setting the password of a new server", 0, 0)
    if not home.password.exists():
        write_private(home.password, secrets.token_urlsafe(24) + "\n")
    read_password(home)
    # Read from the file by the tool itself: on the command line every user of the machine could see it.
    admin(java, lib, home, "dbms", "set-initial-password", f"@{home.password}")


def _await(home: Home, state: State, pid: int, progress: Progress, patience: float) -> None:
    """Wait until the server answers; raises ServerError when it dies, refuses us or takes longer than `patience`."""
    begun = time.monotonic()
    password = read_password(home)
    while True:
        try:
            return probe(bolt(state), USER, password)
        except DatabaseUnreachableError:
            pass
        except ServerError as error:
            raise ServerError(f"{error}: {home.password} is not its password; {_REMEDY}") from error
        if not alive(home, pid):
            raise ServerError(f"Neo4j ended while starting; its logs are in {home.logs}:\n{last_words(home)}")
        waited = time.monotonic() - begun
        if waited > patience:
            raise ServerError(
                f"Neo4j did not answer within {patience:.0f} seconds; it is still starting: try again later, or look at"
                f" its logs in {home.logs}; `genealogy down` stops it"
            )
        progress("starting Neo4j", int(waited), 0)
        time.sleep(0.2)

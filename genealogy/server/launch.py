"""From a stopped server to one that answers."""

from __future__ import annotations

import math
import time
from codecs import BOM_UTF8
from dataclasses import replace
from datetime import UTC, datetime

from genealogy.errors import DatabaseUnreachableError, ServerError
from genealogy.progress import Progress
from genealogy.server.config import config
from genealogy.server.jars import NEO4J_VERSION
from genealogy.server.java import Tools, install, server_command
from genealogy.server.layout import Home, disk_errors, graph_mb, require_space, write_private
from genealogy.server.memory import Memory, machine_mb, memory_for
from genealogy.server.password import REMEDY, read_password, set_password
from genealogy.server.process import alive, last_words, spawn
from genealogy.server.state import State, choose_ports, listens, write_state
from genealogy.server.versions import check_not_newer
from genealogy.settings import Settings
from genealogy.store.probe import PasswordRefusedError, probe

USER = "neo4j"
_LEAST_SPACE_MB = 100
_PORT_TAKEN = "PortBindException"


def launch(settings: Settings, home: Home, kept: State | None, progress: Progress, patience: float) -> State:
    """Install what is missing, start the home's server and wait until it answers; returns its state.

    `kept` is what the home remembers of the last start. Raises ServerError as `ensure` says.
    """
    memory = memory_for(machine_mb(), settings.heap_mb, settings.pagecache_mb, graph_mb(home))
    if kept is not None:
        check_not_newer(kept.version, f"the database in {home.root}")
    tools = install(settings, progress)
    with disk_errors(home.root):
        require_space(home.root, _LEAST_SPACE_MB)
    set_password(tools, home, progress)
    for _ in range(2):
        kept = _spawn(settings, tools, home, memory, _with_ports(kept, progress))
        try:
            await_answer(home, kept, progress, patience)
            return kept
        except ServerError:
            # Between our look at the port and the server's own somebody else may have taken it.
            if _PORT_TAKEN not in last_words(home):
                raise
    raise ServerError(f"other processes keep taking the ports that Neo4j is to use; its logs are in {home.logs}")


def await_answer(home: Home, state: State, progress: Progress, patience: float) -> None:
    """Wait until the server answers; raises ServerError when it dies, refuses us or takes longer than `patience`."""
    begun = time.monotonic()
    while not answers(home, state):
        if state.pid is None or not alive(home, state.pid):
            raise ServerError(f"Neo4j ended while starting; its logs are in {home.logs}:\n{last_words(home)}")
        waited = time.monotonic() - begun
        if waited > patience:
            raise ServerError(
                f"Neo4j did not answer within {patience:.0f} seconds; it may still be starting: try again later, look"
                f" at its logs in {home.logs}, or stop it with `genealogy down`"
            )
        progress("starting Neo4j", int(waited), 0)
        time.sleep(0.2)


def answers(home: Home, state: State) -> bool:
    """Whether the server is ready on both ports; raises ServerError when it refuses the home's password."""
    password = read_password(home)
    try:
        probe(state.bolt, USER, password)
    except DatabaseUnreachableError:
        return False
    except PasswordRefusedError as error:
        raise ServerError(f"{error}: {home.password} does not hold it; {REMEDY}") from error
    return listens(state.http_port)  # the last to open: ended before that, a server would leave its log to be recovered


def _with_ports(kept: State | None, progress: Progress) -> State:
    state = State(NEO4J_VERSION, *choose_ports(kept))
    if kept is not None:
        _tell(kept.bolt_port, state.bolt_port, "Bolt", progress)
        _tell(kept.http_port, state.http_port, "HTTP", progress)
    return state


def _tell(old: int, new: int, what: str, progress: Progress) -> None:
    if old != new:
        progress(f"port {old} is taken by another process; {what} moves to port {new}", 0, 0)


def _spawn(settings: Settings, tools: Tools, home: Home, memory: Memory, state: State) -> State:
    seconds = math.ceil(max(settings.query_timeout, settings.write_timeout))
    ours = config(state.bolt_port, state.http_port, memory, seconds).encode()
    with disk_errors(home.conf):
        owners = home.own_conf.read_bytes().removeprefix(BOM_UTF8) if home.own_conf.exists() else b""
    write_private(home.conf / "neo4j.conf", ours + owners)
    write_state(home.state, state)  # before the start: whoever finds the process must know its ports
    pid = spawn(server_command(tools, home, memory), home)
    state = replace(state, pid=pid, started=datetime.now(UTC).isoformat(timespec="seconds"))
    write_state(home.state, state)
    return state

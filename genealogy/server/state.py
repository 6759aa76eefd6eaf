"""server.json: the ports a home keeps, and the process that serves it."""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from genealogy.server.config import LOOPBACK
from genealogy.server.layout import write_private


@dataclass(frozen=True, slots=True)
class State:
    """What a home remembers of its server. `pid` and `started` are those of the last start; None once stopped."""

    version: str
    bolt_port: int
    http_port: int
    pid: int | None = None
    started: str | None = None

    @property
    def bolt(self) -> str:
        """The address for the driver."""
        return f"bolt://{LOOPBACK}:{self.bolt_port}"

    @property
    def browser(self) -> str:
        """The address of Neo4j Browser."""
        return f"http://{LOOPBACK}:{self.http_port}/browser/"


def read_state(file: Path) -> State | None:
    """The state on disk, or None when there is none that can be read (it is then made anew)."""
    try:
        return State(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(file: Path, state: State) -> None:
    """Keep the state; raises ServerError when the disk does not let it."""
    write_private(file, json.dumps(asdict(state), indent=1) + "\n")


def choose_ports(kept: State | None) -> tuple[int, int]:
    """Ports for Bolt and HTTP that are free now: those the home has kept, and for one that is taken another."""
    wanted = (kept.bolt_port, kept.http_port) if kept else (0, 0)
    with ExitStack() as held:  # held together, so that the system gives two different ones
        bolt, http = (_claim(port, held) for port in wanted)
    return bolt, http


def _claim(port: int, held: ExitStack) -> int:
    """Take hold of this port of the loopback address, or of any free one where it is taken (or 0)."""
    for number in (port, 0):
        claim = held.enter_context(socket.socket())
        claim.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Java does: a port just left is free
        with suppress(OSError):
            claim.bind((LOOPBACK, number))
            claim.listen(1)
            break
    return int(claim.getsockname()[1])


def listens(port: int) -> bool:
    """Whether something on this machine takes connections at the port."""
    try:
        socket.create_connection((LOOPBACK, port), timeout=2).close()
    except OSError:
        return False
    return True

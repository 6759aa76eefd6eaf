"""server.json: the ports a home keeps, and the process that serves it."""

from __future__ import annotations

import json
import socket
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


def read_state(file: Path) -> State | None:
    """The state on disk, or None when there is none that can be read (it is then made anew)."""
    try:
        return State(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(file: Path, state: State) -> None:
    """Keep the state; raises ServerError when the disk does not let it."""
    write_private(file, json.dumps(asdict(state), indent=1) + "\n")


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback address now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as Java does: a port just left is free
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports() -> tuple[int, int]:
    """Two different ports that are free now, chosen by the system."""
    with socket.socket() as first, socket.socket() as second:
        first.bind((LOOPBACK, 0))
        second.bind((LOOPBACK, 0))
        return int(first.getsockname()[1]), int(second.getsockname()[1])

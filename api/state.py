"""What a home remembers of its API: api.json, and whether the process that it names still is the API."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from api import home
from genealogy.server.layout import write_private
from genealogy.settings import Settings

_SAME_MOMENT = 5.0  # the clock of a machine is set now and then, and start times of processes move with it


@dataclass(frozen=True, slots=True)
class ApiState:
    """What a home remembers of its API: where it listens, and the process (None once stopped)."""

    host: str
    port: int
    pid: int | None = None
    created: float | None = None

    @property
    def local_host(self) -> str:
        """Where a client on this machine finds it."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def url(self) -> str:
        """The address for a client on this machine."""
        host = self.local_host
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


def _file(settings: Settings) -> Path:
    return home.root(settings) / "api.json"


def read_state(settings: Settings) -> ApiState | None:
    """The state on disk, or None where there is none that can be read."""
    try:
        return ApiState(**json.loads(_file(settings).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_state(settings: Settings, state: ApiState) -> None:
    """Keep the state; raises ServerError when the disk does not let it."""
    home.make(settings)
    write_private(_file(settings), json.dumps(asdict(state)) + "\n")


def note_running(settings: Settings, host: str, port: int) -> None:
    """Remember that this very process serves the API."""
    me = psutil.Process()
    write_state(settings, ApiState(host, port, me.pid, me.create_time()))


def note_stopped(settings: Settings) -> None:
    """Forget this very process, and keep the port."""
    state = read_state(settings)
    if state and state.pid == os.getpid():
        write_state(settings, ApiState(state.host, state.port))


def running(settings: Settings) -> ApiState | None:
    """The home's API when its process lives; process ids are used again, so its start is compared as well."""
    state = read_state(settings)
    if state is None or state.pid is None or state.created is None:
        return None
    try:
        process = psutil.Process(state.pid)
        same = abs(process.create_time() - state.created) < _SAME_MOMENT
        return state if same and process.status() != psutil.STATUS_ZOMBIE else None
    except psutil.Error:
        return None

"""The empty database of a home made a full one in one step, by Neo4j's importer: whole, or as empty as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from genealogy.errors import ServerError
from genealogy.progress import Progress, quiet
from genealogy.server.java import admin, install
from genealogy.server.layout import Home, emptied
from genealogy.server.lifecycle import DATABASE, Endpoint, ensure_held, exclusive, has_database, stop_held
from genealogy.server.memory import machine_mb, memory_for
from genealogy.server.password import set_password
from genealogy.server.process import find
from genealogy.server.replacing import replacing
from genealogy.server.state import read_state
from genealogy.settings import Settings

T = TypeVar("T")

RUNNING = (
    "the server of {home} is running, and others may be using it: stop what uses it, then the server with"
    " `genealogy down`, and load again"
)


def fill(
    settings: Settings,
    look: Callable[[Endpoint | None], T],
    build: Callable[[T, Path], list[str]],
    progress: Progress = quiet,
) -> None:
    """Put a database made of tables in the place of the empty one; the server is stopped before and after.

    `look` sees the database as it is, on a server that only this call uses, and raises where it must stay; it gets None
    where the home has none yet. `build` gets what that gave back and an empty folder, and gives back the importer's
    arguments. The home is held all the time: no
    other command starts its server. Where anything fails, or the process is killed at any moment, the database is the
    old one. Raises ServerError where the server runs, or the importer fails.
    """
    tools = install(settings, progress)
    with exclusive(settings) as home, emptied(home.run / "initial") as stage:
        _refuse_running(home)
        arguments = build(_seen(settings, home, look, progress), stage)
        progress("importing", 0, 0)
        with replacing(home):
            set_password(tools, home, progress)
            heap = memory_for(machine_mb(), settings.heap_mb, settings.pagecache_mb).heap
            limits = ["--bad-tolerance=0", f"--report-file={stage}/import.report"]
            command = ("database", "import", "full", DATABASE, "--overwrite-destination", *limits, *arguments)
            admin(tools, home, *command, heap_mb=heap)


def _seen(settings: Settings, home: Home, look: Callable[[Endpoint | None], T], progress: Progress) -> T:
    if not has_database(home):
        return look(None)
    endpoint = ensure_held(settings, home, progress)
    try:
        return look(endpoint)
    finally:
        stop_held(home)


def _refuse_running(home: Home) -> None:
    state = read_state(home.state)
    if find(home, state.pid if state else None) is not None:
        raise ServerError(RUNNING.format(home=home.root))

"""Backup and restore of the embedded database: Neo4j's own dump, with its version and its sum; or that dump alone, for
servers of others."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from genealogy import __version__
from genealogy.errors import ServerError, UsageError
from genealogy.progress import Progress, quiet
from genealogy.server.archive import read_archive, write_archive
from genealogy.server.jars import NEO4J_VERSION
from genealogy.server.java import Tools, admin, install
from genealogy.server.layout import Home, disk_errors, emptied
from genealogy.server.lifecycle import DATABASE, ensure_held, exclusive, has_database, stop_held
from genealogy.server.password import set_password
from genealogy.server.replacing import replacing
from genealogy.server.state import State, read_state, write_state
from genealogy.server.versions import check_not_newer
from genealogy.settings import Settings

_KIND = "backup of the database"
_DUMP = f"{DATABASE}.dump"


def backup(settings: Settings, file: Path, progress: Progress = quiet) -> Path:
    """Write the home's database to `file`: stop the server, dump, start it again if it was running. Returns `file`.

    Needs no password. Raises UsageError where the file is there already, ServerError when there is no database yet, or
    it cannot be read or written.
    """
    _new(file)
    with _dumped(settings, progress) as dump:
        made = datetime.now(UTC).isoformat(timespec="seconds")
        about = {"neo4j": NEO4J_VERSION, "program": __version__, "made": made}
        write_archive(file, _KIND, about, {_DUMP: dump}, progress)
    return file


def _new(file: Path) -> None:
    if file.exists():  # it may be the backup before this one, or anything else
        raise UsageError(f"{file} is there already; name a new file")


def export_dump(settings: Settings, file: Path, progress: Progress = quiet) -> Path:
    """Write the home's database to `file` as `neo4j-admin database load` and `database upload` read it; for its owner's
    eyes only, whole or not at all. Returns `file`.

    Raises UsageError where the file is there already, ServerError as `backup` does.
    """
    _new(file)
    with _dumped(settings, progress) as dump, disk_errors(file.parent):
        unfinished = file.with_name(f".{file.name}.part")
        try:
            unfinished.touch(mode=0o600)
            shutil.copyfile(dump, unfinished)  # the home may be on another disk
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    return file


@contextmanager
def _dumped(settings: Settings, progress: Progress) -> Iterator[Path]:
    """Neo4j's dump of the home's database; the server is stopped for it, and runs again where it did."""
    tools = install(settings, progress)
    with exclusive(settings) as home, _stopped(settings, home, progress), emptied(home.run / "dump") as stage:
        if not has_database(home):
            raise ServerError(f"{home.root} holds no database yet: there is nothing to write")
        progress("dumping the database", 0, 0)
        _dump(settings, tools, home, stage, progress)
        yield stage / _DUMP


def restore(settings: Settings, file: Path, force: bool = False, progress: Progress = quiet) -> None:
    """Make the database of this home the one in `file`, whose sum and version are checked first.

    A home that holds a database is refused unless `force`; with it, the old database is let go once the new one is in
    place. The home keeps its password. A server that was running runs again. Raises ServerError on any failure, and
    the old database is then still there.
    """
    tools = install(settings, progress)
    with exclusive(settings) as home, emptied(home.run / "dump") as stage:
        if has_database(home) and not force:
            raise ServerError(f"{home.root} holds a database already; to replace it for good, restore with --force")
        manifest = read_archive(file, _KIND, stage, progress)
        check_not_newer(manifest["neo4j"], str(file))
        with _stopped(settings, home, progress), replacing(home):
            progress("loading the database", 0, 0)
            set_password(tools, home, progress)
            admin(tools, home, "database", "load", DATABASE, f"--from-path={stage}")
            _remember_version(home)


def _dump(settings: Settings, tools: Tools, home: Home, stage: Path, progress: Progress) -> None:
    try:
        admin(tools, home, "database", "dump", DATABASE, f"--to-path={stage}")
    except ServerError:
        # A server that was killed leaves a log to be recovered, which only a start can do.
        ensure_held(settings, home, progress)
        stop_held(home)
        (stage / _DUMP).unlink(missing_ok=True)
        admin(tools, home, "database", "dump", DATABASE, f"--to-path={stage}")


@contextmanager
def _stopped(settings: Settings, home: Home, progress: Progress) -> Iterator[None]:
    was_running = stop_held(home)
    try:
        yield
    finally:
        if was_running:
            ensure_held(settings, home, progress)


def _remember_version(home: Home) -> None:
    state = read_state(home.state)
    if state is not None:
        write_state(home.state, State(NEO4J_VERSION, state.bolt_port, state.http_port))

"""The server as a process of the machine: found, started, ended."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import suppress

import psutil

from genealogy.server.java import SERVER_CLASS, environment, home_option
from genealogy.server.layout import Home, disk_errors

_LOG_LIMIT = 5 * 1024 * 1024
_ENDING = 10.0  # seconds that a killed process may take to be gone
_TAIL = 64 * 1024
_START_MARK = "--- start "


def _serves(pid: int, home: Home) -> bool:
    """Whether this process is the server of this home: judged by its command line, for process ids are used again."""
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        command = process.cmdline()
    except psutil.Error:
        return False
    return SERVER_CLASS in command and home_option(home) in command


def find(home: Home, pid: int | None) -> int | None:
    """The process id of the home's server: the remembered one if it still is it, else one found by looking around."""
    if pid is not None and _serves(pid, home):
        return pid
    return next((other for other in psutil.pids() if _serves(other, home)), None)


def alive(home: Home, pid: int) -> bool:
    """Whether the server still runs."""
    with suppress(ChildProcessError):
        # Our own child is asked for; a dead one is let go. On a machine short of memory its command line may not be
        # readable for a moment, and it would be taken for dead.
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            return True
    return _serves(pid, home)


def spawn(command: list[str], home: Home) -> int:
    """Start the server in a session of its own, writing to its console log only; returns its process id."""
    with disk_errors(home.root):
        shutil.rmtree(home.scratch, ignore_errors=True)
        home.scratch.mkdir(mode=0o700)
        if home.console.exists() and home.console.stat().st_size > _LOG_LIMIT:
            home.console.replace(home.console.with_suffix(".log.1"))
        home.console.touch(mode=0o600)
        with home.console.open("ab") as console:
            console.write(f"{_START_MARK}{time.strftime('%Y-%m-%dT%H:%M:%S%z')}\n".encode())
            console.flush()
            child = subprocess.Popen(
                command,
                env=environment(home),
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                cwd=home.neo4j,
                umask=0o077,
                start_new_session=True,
            )
    child.returncode = 0  # it outlives us by design: Python need not warn that it still runs
    return child.pid


def end(home: Home, pid: int, patience: float) -> None:
    """Ask the server to end, and kill it when it has not gone after `patience` seconds."""
    for send in (psutil.Process.terminate, psutil.Process.kill):
        with suppress(psutil.NoSuchProcess):
            send(psutil.Process(pid))
        deadline = time.monotonic() + patience
        while alive(home, pid) and time.monotonic() < deadline:
            time.sleep(0.05)
        if not alive(home, pid):
            return


def end_left_behind(home: Home) -> None:
    """End what a killed command left behind filling this home's database: Neo4j's tool goes on without it, and would
    write into the one that comes back."""
    marks = tuple(f"--{option}={home.run}/" for option in ("report-file", "from-path"))
    left = [process for process in psutil.process_iter() if _is_told(process, marks)]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=_ENDING)


def _is_told(process: psutil.Process, marks: tuple[str, ...]) -> bool:
    try:
        return any(argument.startswith(marks) for argument in process.cmdline())
    except psutil.Error:
        return False


def last_words(home: Home, lines: int = 15) -> str:
    """The end of what the server said on its console since its last start, without warnings and stack traces."""
    with disk_errors(home.logs), home.console.open("rb") as console:
        console.seek(max(0, home.console.stat().st_size - _TAIL))
        text = console.read().decode("utf-8", "replace")
    said = text.rpartition(_START_MARK)[2].splitlines()
    return "\n".join([line for line in said if not line.startswith(("WARNING:", "\t"))][-lines:])

"""A process that takes in files from strangers, each in a child of its own with limits, and tells what the child did.

A line of JSON on standard input is one command line to run; a line on standard output is what came of it. What a child
opens for writing, starts or connects to is told by Python's own audit events, below every library.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

_ONCE = ("api.cli.app", "api.cli.loading", "api.home", "loaders.load", "loaders.loads", "rich.progress", "rich.table")
MEMORY = 1 << 30  # address space beyond what the process holds at its start
SECONDS = 60  # of the processor; a file that takes them is one that never ends
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_MAKES = ("os.mkdir", "os.rename", "os.link", "os.symlink", "os.truncate", "shutil.move")
_LEAVES = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind")
_STARTS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")


def main() -> None:
    """Take one command line after the other, until the input ends."""
    for name in _ONCE:
        importlib.import_module(name)
    gc.freeze()  # nor does a child's collector touch what it shares with this process
    for line in sys.stdin:
        print(json.dumps(_take(json.loads(line))), flush=True)


def _take(asked: dict[str, Any]) -> dict[str, Any]:
    """Run it in a child; gives back its exit code, memory, and what it says and did."""
    work = Path(asked["work"])
    child = os.fork()
    if child == 0:
        _be_child(asked["words"], work)
    _, status, used = os.wait4(child, 0)
    told = {name: (work / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err", "seen")}
    return {
        "code": os.waitstatus_to_exitcode(status),
        "kib": used.ru_maxrss // (1024 if sys.platform == "darwin" else 1),
        **told,
    }


def _be_child(words: list[str], work: Path) -> None:
    code = 70
    try:
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(work / name, os.O_WRONLY | os.O_CREAT), number)
        seen = os.open(work / "seen", os.O_WRONLY | os.O_CREAT)
        os.environ["TMPDIR"] = str(work / "tmp")
        os.environ["GENEALOGY_HOME"] = str(work / "home")
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        if limit := _address_space():
            resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        _watch(seen, str(work))
        code = _run(words)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _run(words: list[str]) -> int:
    from api.cli import main as command

    sys.argv = ["genealogy", *words]
    try:
        command()
    except SystemExit as done:
        return int(done.code or 0)
    except BaseException as error:  # a traceback is what no user may see
        sys.stderr.write(f"Traceback: {type(error).__name__}: {error}\n")
        return 70
    return 0


def _address_space() -> int:
    """What the process may come to hold; 0 where the system does not say what it holds, and keeps no such limit."""
    said = Path("/proc/self/statm")
    return int(said.read_text().split()[0]) * resource.getpagesize() + MEMORY if said.exists() else 0


def _watch(seen: int, work: str) -> None:
    """Write down what leaves the work folder or the process; a connection is refused as well."""

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & _WRITES and not _inside(path, work):
                os.write(seen, f"open {path}\n".encode())
        elif event in _MAKES:
            if not _inside(arguments[-2] if event == "os.mkdir" else arguments[0], work):
                os.write(seen, f"{event} {arguments}\n".encode())
        elif event in _LEAVES or event in _STARTS:
            os.write(seen, f"{event} {arguments}\n".encode())
            raise PermissionError(f"{event} while a file was read")

    sys.addaudithook(note)


def _inside(path: Any, work: str) -> bool:
    if isinstance(path, int) or path is None:
        return True
    return os.path.realpath(os.fsdecode(path)).startswith(work)


if __name__ == "__main__":
    main()

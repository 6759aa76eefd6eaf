"""What a parser may do to the world around it while it reads: write within the work folder, and nothing else.

Python tells its audit hooks of every file that is opened, every connection and every program that is started (PEP 578);
no code of the parser can get past them. A hook cannot be taken back, so there is one, which looks only inside `within`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PLACES = {  # the events that change the disk, with the places of the paths among their arguments
    **dict.fromkeys(("os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.utime"), (0,)),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink", "shutil.copyfile", "shutil.move"), (0, 1)),
    **dict.fromkeys(("shutil.rmtree", "tempfile.mkstemp", "tempfile.mkdtemp"), (0,)),
}
NEVER = (
    *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"),
    *(
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.spawn",
        "os.fork",
        "pty.spawn",
        "ctypes.dlopen",
    ),
)


class EscapedError(BaseException):
    """A parser did what no parser may; no Exception, so that nothing that handles errors hides it."""


_fences: dict[int, str] = {}  # by thread: other threads of a test run do as they like
_hooked: list[bool] = []


@contextmanager
def within(folder: Path) -> Iterator[None]:
    """Let this thread write below `folder` alone, connect to nothing and start nothing; else EscapedError is raised."""
    if not _hooked:
        sys.addaudithook(_watch)
        _hooked.append(True)
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    _fences[threading.get_ident()] = os.path.realpath(folder)
    try:
        yield
    finally:
        del _fences[threading.get_ident()]
        tempfile.tempdir = before


def _watch(event: str, args: tuple[Any, ...]) -> None:
    fence = _fences.get(threading.get_ident())
    if fence is None:
        return
    if event in NEVER:
        raise EscapedError(f"{event} {args!r}"[:300])
    writes = event == "open" and isinstance(args[2], int) and args[2] & WRITES
    for place in (0,) if writes else PLACES.get(event, ()):
        path = args[place]
        if isinstance(path, str | bytes | os.PathLike) and not _inside(_whole(os.fsdecode(path), event, args), fence):
            raise EscapedError(f"{event} {args!r}"[:300])


def _whole(path: str, event: str, args: tuple[Any, ...]) -> str:
    """A path that is meant from an open folder (`dir_fd`, the last argument of these events), from the root."""
    folder = args[-1]
    if event not in ("os.remove", "os.rmdir", "os.mkdir") or not isinstance(folder, int) or folder < 0:
        return path
    return os.path.join(os.path.realpath(f"/proc/self/fd/{folder}"), path)  # noqa: PTH118 -- no Path: this runs in a hook


def _inside(path: str, fence: str) -> bool:
    return path == os.devnull or (os.path.realpath(path) + os.sep).startswith(fence + os.sep)

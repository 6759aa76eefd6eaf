"""A PostgreSQL of our own beside the graph: the same flow edges, asked by a recursive query."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

CTE = """
WITH RECURSIVE reach(id) AS (
  SELECT %(seed)s::int
  UNION
  SELECT flow.target FROM reach JOIN flow ON flow.source = reach.id
)
SELECT id FROM reach
"""


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`, or None where PostgreSQL is not installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []
    return folders[-1].parent if folders else None


@contextmanager
def running(folder: Path, tools: Path) -> Iterator[psycopg.Connection]:
    """A new cluster in `folder`, stopped at the end. PostgreSQL refuses to run as root: then as another user."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    user = _other_user() if os.geteuid() == 0 else None
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)
        _open_way(folder)
    port = _free_port()
    data = folder / "data"
    _run(user, [tools / "initdb", "-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"])
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c shared_buffers=1GB"
    )
    _run(user, [tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"])
    try:
        with psycopg.connect(f"host=127.0.0.1 port={port} user=bench dbname=postgres", autocommit=True) as connection:
            yield connection
    finally:
        _run(user, [tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def fill(connection: psycopg.Connection, edges: Iterator[tuple[int, int]]) -> None:
    """Load the edges; an index that covers each direction."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE flow (source int NOT NULL, target int NOT NULL)")
        with cursor.copy("COPY flow FROM STDIN") as copy:
            for edge in edges:
                copy.write_row(edge)
        cursor.execute("CREATE INDEX ON flow (source, target)")
        cursor.execute("CREATE INDEX ON flow (target, source)")
        cursor.execute("VACUUM ANALYZE flow")


def reach(connection: psycopg.Connection, seed: int) -> list[int]:
    """The ids that a seed reaches, itself included."""
    return [row[0] for row in connection.execute(CTE, {"seed": seed}, prepare=True).fetchall()]


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is no user but root to run PostgreSQL as")


def _open_way(folder: Path) -> None:
    """Let the other user pass through the folders above, where they are ours to open."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _run(user: pwd.struct_passwd | None, command: list[object]) -> None:
    identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    words = [str(word) for word in command]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **identity)  # type: ignore[call-overload]
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])

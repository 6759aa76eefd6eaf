"""Where everything of the embedded server lies: the home (private, one server each) and the cache (jars, shared)."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from genealogy.errors import ServerError
from genealogy.settings import Settings

_MB = 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT}
_UNWRITABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.ENOENT}


@dataclass(frozen=True, slots=True)
class Home:
    """The files of one home."""

    root: Path

    @property
    def neo4j(self) -> Path:
        return self.root / "neo4j"

    @property
    def data(self) -> Path:
        return self.neo4j / "data"

    @property
    def conf(self) -> Path:
        return self.neo4j / "conf"

    @property
    def own_conf(self) -> Path:
        """Where the home's owner writes lines of his own for neo4j.conf."""
        return self.conf / "own.conf"

    @property
    def logs(self) -> Path:
        return self.neo4j / "logs"

    @property
    def run(self) -> Path:
        return self.neo4j / "run"

    @property
    def scratch(self) -> Path:
        """Java's folder for temporary files; emptied before each start, for a killed server leaves its own there."""
        return self.run / "tmp"

    @property
    def learning(self) -> Path:
        """Where this file is, Java writes down what it learns (`training`)."""
        return self.root / "learning"

    @property
    def learned(self) -> Path:
        """What Java wrote down."""
        return self.root / "learned"

    @property
    def console(self) -> Path:
        return self.logs / "console.log"

    @property
    def state(self) -> Path:
        return self.root / "server.json"

    @property
    def password(self) -> Path:
        return self.root / "neo4j-password"


def home_of(settings: Settings) -> Home:
    """The home as the settings name it; touches no file."""
    return Home(settings.home.expanduser().resolve())


def cache_of(settings: Settings) -> Path:
    """The cache as the settings name it; touches no file."""
    return settings.cache.expanduser().resolve()


def is_disk_error(error: Exception) -> bool:
    """Whether the error comes from the disk (and not, say, from the network)."""
    return isinstance(error, OSError) and error.errno in _FULL | _UNWRITABLE


@contextmanager
def disk_errors(place: Path) -> Iterator[None]:
    """Turn the faults of a disk under `place` into a ServerError that says what to do."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise ServerError(
                f"the disk that holds {place} is full; free some space, or choose another folder"
            ) from error
        if error.errno in _UNWRITABLE:
            raise ServerError(f"cannot write in {place}: {error.strerror}; choose a folder of your own") from error
        raise ServerError(f"cannot use {place}: {error}") from error


def free_mb(place: Path) -> int:
    """The room left on the disk that holds the existing folder `place`, in megabytes."""
    return shutil.disk_usage(place).free // _MB


def graph_mb(home: Home) -> int:
    """How much the files of the home's graph hold, in megabytes; 0 before the first start."""
    files = (file for file in (home.data / "databases" / "neo4j").rglob("*") if file.is_file())
    return sum(file.stat().st_size for file in files) // _MB


def require_space(place: Path, megabytes: int) -> None:
    """Raise ServerError unless the disk that holds the existing folder `place` has that much left."""
    free = free_mb(place)
    if free < megabytes:
        raise ServerError(f"the disk that holds {place} is full: {free} MB are free and {megabytes} MB are needed")


def prepare(home: Home) -> None:
    """Make the folders of a home, for the owner's eyes only; raises ServerError where the disk does not let it."""
    with disk_errors(home.root):
        for folder in (home.root, home.neo4j, home.data, home.conf, home.logs, home.run, home.scratch):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        home.root.chmod(0o700)


@contextmanager
def emptied(folder: Path) -> Iterator[Path]:
    """The folder, empty at first whatever an earlier command left there, and gone at the end."""
    with disk_errors(folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def write_private(path: Path, text: str | bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with disk_errors(path.parent):
        try:
            fresh.touch(mode=0o600)
            fresh.write_bytes(text if isinstance(text, bytes) else text.encode())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def locked(file: Path, busy: str, patience: float) -> Iterator[None]:
    """Hold the lock of `file` against other processes; raises ServerError with the text `busy` when out of patience."""
    with disk_errors(file.parent):
        lock = FileLock(file, timeout=patience, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise ServerError(busy) from None
    try:
        yield
    finally:
        lock.release()

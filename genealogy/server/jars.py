"""The server's jars: a recorded list with sums, fetched once into the cache and shared by all homes."""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from genealogy.errors import ServerError
from genealogy.progress import Progress, quiet
from genealogy.server.layout import disk_errors, emptied, is_disk_error, locked, require_space

NEO4J_VERSION = "2026.08.1"
_AT_ONCE = 8
_PATIENCE = 1800.0  # seconds to wait for another process that is downloading the same jars
_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Jar:
    """One Maven artifact as the list records it."""

    group: str
    artifact: str
    version: str
    classifier: str
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """Its file name."""
        return f"{self.artifact}-{self.version}{'-' if self.classifier else ''}{self.classifier}.jar"


Fetch = Callable[[Jar, Path], Path]
"""Gets one jar into a folder and returns its file."""


@cache
def jar_list() -> tuple[Jar, ...]:
    """The recorded list of jars, as the package carries it."""
    text = files("genealogy.server").joinpath("jars.tsv").read_text(encoding="utf-8")
    return tuple(
        Jar(row["group"], row["artifact"], row["version"], row["classifier"], row["sha256"], int(row["bytes"]))
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    )


def library(cache_folder: Path) -> Path:
    """The folder of the jars: all of them, and nothing else, for the class path is the whole folder."""
    return cache_folder / f"neo4j-{NEO4J_VERSION}" / "lib"


def complete(folder: Path, jars: tuple[Jar, ...]) -> bool:
    """Whether the folder holds exactly these jars in their right sizes (the sums were checked when they came in)."""
    try:
        sizes = {file.name: file.stat().st_size for file in folder.iterdir()}
    except OSError:
        return False
    return sizes == {jar.name: jar.size for jar in jars}


def right(file: Path, jar: Jar) -> bool:
    """Whether the file has the recorded size and SHA-256 sum."""
    if not file.is_file() or file.stat().st_size != jar.size:
        return False
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == jar.sha256


def install_jars(cache_folder: Path, progress: Progress = quiet, fetch: Fetch | None = None) -> Path:
    """Make sure that all jars lie in the cache, right to the last bit when they come in; returns their folder.

    Quick where they are there already: names and sizes are looked at, no network is used.
    Raises ServerError when a jar cannot be had or its sum is wrong twice.
    """
    folder, jars = library(cache_folder), jar_list()
    if complete(folder, jars):
        return folder
    with disk_errors(cache_folder):
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder.with_name("lock"), "another process is still fetching Neo4j's jars; try again later", _PATIENCE):
        if not complete(folder, jars):
            _fill(folder, jars, fetch or maven, progress)
    return folder


def place_jars(cache_folder: Path, source: Path) -> Path:
    """The same from a folder of jars in place of the network; the folder loses what the cache takes."""
    return install_jars(cache_folder, fetch=lambda jar, _: source / jar.name)


def _fill(folder: Path, jars: tuple[Jar, ...], fetch: Fetch, progress: Progress) -> None:
    names = {jar.name for jar in jars}
    with disk_errors(folder):
        for stray in [file for file in folder.iterdir() if file.name not in names]:
            shutil.rmtree(stray) if stray.is_dir() else stray.unlink()
        missing = [jar for jar in jars if not right(folder / jar.name, jar)]
        require_space(folder, 2 * sum(jar.size for jar in missing) // _MB)
        with emptied(folder.with_name("incoming")) as stage:
            _fetch_all(missing, stage, folder, fetch, progress)


def _fetch_all(missing: list[Jar], stage: Path, folder: Path, fetch: Fetch, progress: Progress) -> None:
    what = f"fetching Neo4j {NEO4J_VERSION}"
    progress(what, 0, len(missing))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        tasks = [pool.submit(_fetch_one, jar, stage, folder, fetch) for jar in missing]
        try:
            for done, task in enumerate(as_completed(tasks), start=1):
                task.result()
                progress(what, done, len(missing))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _fetch_one(jar: Jar, stage: Path, folder: Path, fetch: Fetch) -> None:
    """Fetch one jar, twice at most, and move it into the folder once its sum is right."""
    reason = ""
    for attempt in ("first", "second"):  # a folder each: half a file must not pass for a cached one
        try:
            file = fetch(jar, stage / attempt)
        except (OSError, RuntimeError) as error:  # the network's errors are OSErrors, and so are the disk's
            if is_disk_error(error):
                raise
            reason = f"it could not be fetched ({type(error).__name__})"
            continue
        if right(file, jar):
            file.replace(folder / jar.name)
            return
        file.unlink(missing_ok=True)
        reason = "its SHA-256 sum is not the recorded one"
    raise ServerError(
        f"{jar.name} was refused: {reason}. Check the network (or its proxy) and try again;"
        " without a network, `genealogy server unpack FILE` takes a pack made elsewhere"
    )


def maven(jar: Jar, stage: Path) -> Path:
    """Fetch a jar with jgo from the repository it knows by itself."""
    from jgo.maven import MavenContext  # slow to import, and needed once in the life of a machine

    component = MavenContext(repo_cache=stage, timeout=60).project(jar.group, jar.artifact).at_version(jar.version)
    artifact = component.artifact(classifier=jar.classifier) if jar.classifier else component.artifact()
    return Path(artifact.resolve())

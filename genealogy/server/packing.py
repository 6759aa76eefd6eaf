"""Neo4j and Java in one file, for machines without a network."""

from __future__ import annotations

import platform
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from genealogy.errors import ServerError
from genealogy.progress import Progress, quiet
from genealogy.server.archive import read_archive, write_archive
from genealogy.server.jars import NEO4J_VERSION, jar_list, place_jars
from genealogy.server.java import find_runtime, install, unpacked_runtime
from genealogy.server.layout import cache_of, disk_errors, require_space
from genealogy.settings import Settings

_KIND = "pack of Neo4j and Java"
_NEEDED_MB = 600
_NOTE = f"""\
This file holds programs of others, as their makers published them, packed on a machine of yours for your own use.

jars/  Neo4j Community Edition {NEO4J_VERSION} and the libraries it uses. Neo4j is licensed under the GNU General
       Public License, version 3: see neo4j-LICENSE.txt. The licences of its libraries are in
       neo4j-ThirdPartyLicenses.txt and inside each jar. It runs as a process of its own beside the program that starts
       it, and is no part of it. Its source code is published by its makers, under the same version.
jre/   A Java runtime built from OpenJDK, under the GNU General Public License, version 2, with the Classpath
       Exception: see jre/legal.

Whoever passes this file on passes these programs on, and their licences then ask for what they say.
"""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What `unpack` did: the version and number of jars now in the cache, and where Java is."""

    neo4j: str
    jars: int
    java: Path


def this_platform() -> str:
    """The kind of machine a Java runtime is made for, such as `linux-x86_64`."""
    return f"{platform.system()}-{platform.machine()}".lower()


def pack(settings: Settings, file: Path, progress: Progress = quiet) -> Path:
    """Write Neo4j's jars, the Java runtime and their licences to `file`, with sums; fetches what is not there yet.

    Returns `file`. Raises ServerError when something cannot be fetched or written.
    """
    tools = install(settings, progress)
    java_home = tools.java.parent.parent
    members = {f"jars/{jar.name}": tools.lib / jar.name for jar in jar_list()}
    members |= {
        f"jre/{path.relative_to(java_home).as_posix()}": path for path in sorted(java_home.rglob("*")) if path.is_file()
    }
    about = {"neo4j": NEO4J_VERSION, "platform": this_platform()}
    with disk_errors(file.parent), tempfile.TemporaryDirectory(dir=cache_of(settings)) as stage:
        licences = _licences(Path(stage), tools.lib)
        require_space(file.absolute().parent, _NEEDED_MB // 2)
        write_archive(file, _KIND, about, licences | members, progress)
    return file


def _licences(stage: Path, lib: Path) -> dict[str, Path]:
    (stage / "README.txt").write_text(_NOTE, encoding="utf-8")
    with zipfile.ZipFile(lib / f"neo4j-{NEO4J_VERSION}.jar") as jar:
        for name in ("LICENSE.txt", "ThirdPartyLicenses.txt"):
            (stage / f"neo4j-{name}").write_bytes(jar.read(f"META-INF/{name}"))
    return {f"licenses/{path.name}": path for path in sorted(stage.iterdir())}


def unpack(settings: Settings, file: Path, progress: Progress = quiet) -> Unpacked:
    """Put the jars of a pack into the cache, and its Java runtime where this machine has none.

    Every file is checked against the sums in the pack, and the jars against those in this program as well. Raises
    ServerError when the pack is damaged, was made for another version, or brings Java for another kind of machine
    where this one has none.
    """
    cache = cache_of(settings)
    with disk_errors(cache):
        cache.mkdir(parents=True, exist_ok=True)
        require_space(cache, _NEEDED_MB)
        with tempfile.TemporaryDirectory(dir=cache) as stage:
            manifest = read_archive(file, _KIND, Path(stage), progress)
            if manifest["neo4j"] != NEO4J_VERSION:
                raise ServerError(f"{file} brings Neo4j {manifest['neo4j']}; this program needs {NEO4J_VERSION}")
            place_jars(cache, Path(stage) / "jars")
            java_home = find_runtime(cache) or _place_runtime(cache, Path(stage) / "jre", manifest["platform"])
    return Unpacked(NEO4J_VERSION, len(jar_list()), java_home)


def _place_runtime(cache: Path, unpacked: Path, made_for: str) -> Path:
    if made_for != this_platform():
        raise ServerError(
            f"the pack brings Java for {made_for}, and this machine is {this_platform()}; pack on such a machine"
        )
    target = unpacked_runtime(cache)
    shutil.rmtree(target, ignore_errors=True)
    return unpacked.rename(target)

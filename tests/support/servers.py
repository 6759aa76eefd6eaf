"""Which Neo4j the tests take: one that is given, else a container, else the embedded one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from genealogy import server
from genealogy.migrate import open_schema
from genealogy.server.layout import home_of, prepare
from genealogy.settings import load_settings
from genealogy.store import Store, connect

IMAGE = "neo4j:2026.08-community"
# Each test empties the database: as the counts differ then, Neo4j would plan every query again and again.
_PLANS_STAY = "dbms.cypher.min_replan_interval=1d\n"
URI = "GENEALOGY_TEST_NEO4J_URI"
WIPE = "GENEALOGY_TEST_WIPE"


@dataclass(frozen=True, slots=True)
class Choice:
    """Where the test server comes from, and whether a server that holds data may be wiped."""

    kind: Literal["given", "container", "embedded"]
    uri: str = ""
    user: str = "neo4j"
    password: str = ""
    may_wipe: bool = False


def choose(environ: Mapping[str, str], engine: bool) -> Choice:
    """The server for this environment; `engine` says whether a Docker engine answers."""
    if uri := environ.get(URI):
        user = environ.get("GENEALOGY_TEST_NEO4J_USER", "neo4j")
        password = environ.get("GENEALOGY_TEST_NEO4J_PASSWORD", "")
        return Choice("given", uri, user, password, environ.get(WIPE) == "yes")
    return Choice("container" if engine else "embedded", may_wipe=True)


def processes(choice: Choice, cores: int, free: int) -> int:
    """How many processes share the tests, given cores and free memory in bytes; 0 is this one alone. Each empties its
    server, so that one that is given serves one only. With its server, and those a test starts, one needs 4 GiB."""
    return 0 if choice.kind == "given" else max(1, min(4, cores, free // (4 << 30)))


def engine_answers() -> bool:
    """Whether a Docker engine, not only its client, is there."""
    if shutil.which("docker") is None:
        return False
    return subprocess.run(["docker", "info"], capture_output=True, timeout=30, check=False).returncode == 0


@contextmanager
def open_store(choice: Choice) -> Iterator[Store]:
    """A store on the chosen server, empty, with the schema; fails where the server holds data it may not wipe."""
    with served(choice) as (uri, user, password), connect(uri, user, password) as store:
        claim(store, choice.may_wipe)
        yield store


def claim(store: Store, may_wipe: bool) -> None:
    """Make the server ours, empty and with the schema; raises RuntimeError where it holds data we may not delete."""
    if not may_wipe and store.read("schema.count").one()[0]:
        raise RuntimeError(f"the server in {URI} holds data; set {WIPE}=yes to let the tests delete it")
    wipe(store)


def wipe(store: Store) -> None:
    """Delete everything, constraints apart, and open the schema again."""
    store.run_text("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 10000 ROWS")
    open_schema(store)


@contextmanager
def served(choice: Choice) -> Iterator[tuple[str, str, str]]:
    """Address, user and password of the chosen server, for as long as it is needed."""
    if choice.kind == "given":
        yield choice.uri, choice.user, choice.password
    elif choice.kind == "container":
        from testcontainers.community.neo4j import Neo4jContainer

        with Neo4jContainer(IMAGE, password="container-password") as container:
            yield container.get_connection_url(), "neo4j", "container-password"
    else:
        yield from _embedded()


def _embedded() -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory(prefix="genealogy-test-") as home:
        settings = load_settings().model_copy(update={"home": Path(home), "heap_mb": 768, "pagecache_mb": 128})
        prepare(home_of(settings))
        home_of(settings).own_conf.write_text(_PLANS_STAY)
        try:
            endpoint = server.ensure(settings, lambda *_: None)
            yield endpoint.uri, endpoint.user, endpoint.password
        finally:
            server.stop(settings)


def chosen() -> Choice:
    """The choice for this process."""
    return choose(os.environ, URI not in os.environ and engine_answers())

"""One real server through what happens to servers. The tests share it, each leaves it fit for the next."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import neo4j
import psutil
import pytest
from neo4j.exceptions import ClientError

from genealogy.errors import ServerError
from genealogy.server import Endpoint, backup, ensure, restore, status, stop
from genealogy.server.java import find_runtime
from genealogy.server.layout import Home, home_of, locked, prepare
from genealogy.server.state import choose_ports, read_state, write_state
from genealogy.settings import Settings
from genealogy.store.probe import PasswordRefusedError, probe
from tests.server.conftest import NewHome

_ENSURE = """
import json, os, sys
from pathlib import Path
from genealogy.server import ensure
from genealogy.settings import Settings
home, cache = map(Path, sys.argv[1:])
made = ensure(Settings(home=home, cache=cache, heap_mb=512, pagecache_mb=64), lambda what, done, total: None)
print(json.dumps([made.uri, made.started]))
"""


@pytest.fixture(scope="module")
def settings(new_home: NewHome) -> Settings:
    """A home whose name has a space and Chinese in it, as those of users may."""
    return new_home("my 批次 home")


@pytest.fixture(scope="module")
def home(settings: Settings) -> Home:
    return home_of(settings)


def _command(settings: Settings) -> subprocess.Popen[str]:
    """Another command that needs the server, its output piped as a script would have it."""
    return subprocess.Popen(
        [sys.executable, "-c", _ENSURE, str(settings.home), str(settings.cache)],
        env={**os.environ, "LC_ALL": "C"},
        stdout=subprocess.PIPE,
        text=True,
    )


def _ask(server: Endpoint, cypher: str) -> list[list[object]]:
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.user, server.password)) as driver:
        return [list(record.values()) for record in driver.execute_query(cypher).records]


def _process(settings: Settings) -> psutil.Process:
    pid = status(settings).pid
    assert pid is not None
    return psutil.Process(pid)


def _kill(settings: Settings) -> None:
    process = _process(settings)
    process.kill()
    process.wait(30)


def test_nothing_is_known_or_made_before_the_first_start(settings: Settings) -> None:
    before = status(settings)
    assert (before.activity, before.uri, before.pid) == ("stopped", None, None)
    assert stop(settings) is False
    assert not settings.home.exists()


def test_two_commands_at_once_get_one_server(settings: Settings) -> None:
    commands = [_command(settings), _command(settings)]
    # Their pipes close when they end, although the server they started lives on.
    answers = [json.loads(command.communicate(timeout=300)[0]) for command in commands]
    assert sorted(started for _, started in answers) == [False, True]
    assert len({uri for uri, _ in answers}) == 1
    now = status(settings)
    assert (now.activity, now.uri) == ("running", answers[0][0])
    assert ensure(settings).started is False


def test_all_of_it_is_private(home: Home) -> None:
    assert home.root.stat().st_mode & 0o777 == 0o700
    open_to_others = [path for path in home.root.rglob("*") if path.is_file() and path.stat().st_mode & 0o077]
    # The password tool of Neo4j makes one file itself, without the password, in the closed home.
    assert [path.name for path in open_to_others] in ([], ["auth.ini"])
    assert len(home.password.read_text().strip()) >= 32


def test_only_this_machine_reaches_it(settings: Settings) -> None:
    listening = [link.laddr for link in _process(settings).net_connections() if not link.raddr]
    assert len(listening) == 2
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}


def test_it_writes_nowhere_but_in_its_home(settings: Settings, home: Home) -> None:
    java = find_runtime(settings.cache)
    assert java is not None
    read_only = (str(java.resolve()), str(settings.cache.resolve()))
    opened = [file for file in _process(settings).open_files() if not file.path.startswith(str(home.root))]
    assert [file.path for file in opened if not file.path.startswith(read_only)] == []
    assert [file.path for file in opened if getattr(file, "mode", "r") != "r"] == []
    assert not Path(f"/tmp/hsperfdata_{psutil.Process().username()}/{_process(settings).pid}").exists()


def test_its_settings_are_those_of_a_server_that_keeps_to_itself(settings: Settings) -> None:
    server = ensure(settings)
    assert _ask(server, "RETURN 1 AS one") == [[1]]
    assert _ask(server, "CALL db.labels() YIELD label RETURN count(label)") == [[0]]
    for source in ("file:///etc/hostname", server.browser):
        with pytest.raises(ClientError, match="Cannot load from URL"):
            _ask(server, f"LOAD CSV FROM '{source}' AS line RETURN line")
    wanted = "name IN ['db.transaction.timeout', 'db.query.default_language', 'server.fleet_discovery.enabled']"
    rows = _ask(server, f"SHOW SETTINGS YIELD name, value WHERE {wanted} RETURN value ORDER BY name")
    assert rows == [["CYPHER_25"], ["10m"], ["false"]]
    with urllib.request.urlopen(server.browser) as page:
        policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert re.findall(r"[\w.]+\.(?:com|io)\b", policy) == []


def test_a_changed_password_file_is_named_at_once(settings: Settings, home: Home) -> None:
    right = home.password.read_text()
    try:
        home.password.write_text("something else\n")
        with pytest.raises(ServerError, match="neo4j-password does not hold it"):
            ensure(settings)
        with pytest.raises(ServerError, match="too many wrong passwords"):
            for _ in range(5):
                with suppress(PasswordRefusedError):
                    probe(str(status(settings).uri), "neo4j", "wrong")
        assert status(settings).activity == "running"
        home.password.unlink()
        with pytest.raises(ServerError, match="neo4j-password cannot be read"):
            ensure(settings)
    finally:
        home.password.write_text(right)
        _until_let_in(settings)


def _until_let_in(settings: Settings) -> None:
    """Sit out Neo4j's own pause after wrong passwords."""
    for _ in range(60):
        with suppress(ServerError):
            assert ensure(settings).started is False
            return
        time.sleep(0.5)
    raise AssertionError("Neo4j lets nobody in")


def test_a_wrong_process_id_in_the_home_does_not_lead_astray(settings: Settings, home: Home) -> None:
    right = read_state(home.state)
    assert right is not None
    for wrong in (os.getpid(), None, 2**22 - 1):
        write_state(home.state, replace(right, pid=wrong))
        assert status(settings).pid == right.pid
        assert ensure(settings).started is False
    write_state(home.state, right)


@pytest.fixture(scope="module")
def second(new_home: NewHome) -> Settings:
    return new_home("second")


def test_a_backup_of_a_killed_server_goes_into_another_home(settings: Settings, second: Settings, folder: Path) -> None:
    _ask(ensure(settings), "CREATE (:Batch {key: 'Lötpaste/批1'})")
    _kill(settings)
    assert status(settings).activity == "stopped"
    file = backup(settings, folder / "backup.tar")
    assert status(settings).activity == "stopped"  # as it was
    with pytest.raises(ServerError, match="holds a database already"):
        restore(settings, file)

    restore(second, file)
    assert status(second).activity == "stopped"
    server = ensure(second)
    assert _ask(server, "MATCH (n:Batch) RETURN n.key") == [["Lötpaste/批1"]]

    _ask(server, "MATCH (n) DELETE n")
    restore(second, file, force=True)
    server = ensure(second)
    assert server.started is False  # it ran before, so it runs again
    assert _ask(server, "MATCH (n:Batch) RETURN n.key") == [["Lötpaste/批1"]]


def test_a_broken_backup_leaves_the_database_alone(second: Settings, folder: Path) -> None:
    (folder / "broken.tar").write_bytes(b"no tar")
    with pytest.raises(ServerError, match="damaged"):
        restore(second, folder / "broken.tar", force=True)
    assert ensure(second).started is False


def test_with_its_port_taken_it_starts_elsewhere_beside_another_home(
    settings: Settings, second: Settings, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_state(home.state)
    assert before is not None
    told: list[str] = []
    # The first look comes a moment too early: Neo4j itself then finds the port taken, and is started once more.
    looks = [(before.bolt_port, before.http_port)]
    monkeypatch.setattr(
        "genealogy.server.launch.choose_ports", lambda kept: looks.pop() if looks else choose_ports(kept)
    )
    with socket.create_server(("127.0.0.1", before.bolt_port)):
        here = ensure(settings, lambda what, done, total: told.append(what))
    assert here.started
    assert here.uri != before.bolt
    assert here.browser == before.browser
    assert [what for what in told if f"port {before.bolt_port} is taken by another process" in what]
    assert _ask(here, "MATCH (n:Batch) RETURN n.key") == [["Lötpaste/批1"]]

    there = ensure(second)
    assert there.started is False
    assert {here.uri, here.browser}.isdisjoint({there.uri, there.browser})
    assert here.password != there.password
    assert stop(second) is True
    assert stop(second) is False
    assert status(second).activity == "stopped"
    assert status(settings).activity == "running"


def test_a_server_whose_state_is_lost_is_replaced_and_one_left_behind_is_found(settings: Settings, home: Home) -> None:
    lost = status(settings).pid
    home.state.unlink()
    assert (status(settings).activity, status(settings).uri) == ("running", None)
    command = _command(settings)
    while status(settings).pid in (lost, None):
        assert command.poll() is None
        time.sleep(0.05)
    command.kill()
    command.communicate()
    left = status(settings)
    assert left.activity == "starting"
    with pytest.raises(ServerError, match="did not answer within 0 seconds"):
        ensure(settings, patience=0)
    assert ensure(settings).started is False
    assert status(settings).pid == left.pid


def test_a_home_without_a_database_has_nothing_to_back_up(new_home: NewHome, folder: Path) -> None:
    with pytest.raises(ServerError, match="no database yet"):
        backup(new_home("fresh"), folder / "backup.tar")
    assert list(folder.iterdir()) == []


def test_a_server_that_dies_while_starting_says_why(new_home: NewHome) -> None:
    broken = new_home("broken")
    home = home_of(broken)
    prepare(home)
    home.password.write_text("a password of mine")
    (home.data / "databases").write_text("not a folder")
    with pytest.raises(ServerError, match=r"(?s)ended while starting.*databases"):
        ensure(broken)
    assert status(broken).activity == "stopped"


def test_a_home_written_by_a_newer_neo4j_is_refused(new_home: NewHome) -> None:
    newer = new_home("newer")
    prepare(home_of(newer))
    state = '{"version": "2099.01.0", "bolt_port": 1, "http_port": 2}'
    (newer.home / "server.json").write_text(state)
    with pytest.raises(ServerError, match=r"written by Neo4j 2099\.01\.0"):
        ensure(newer)


def test_a_home_that_cannot_be_written_is_named(new_home: NewHome) -> None:
    under_a_file = new_home("file")
    under_a_file.home.touch()
    with pytest.raises(ServerError, match="cannot write in"):
        ensure(under_a_file.model_copy(update={"home": under_a_file.home / "home"}))


def test_a_full_disk_is_named(new_home: NewHome, monkeypatch: pytest.MonkeyPatch) -> None:
    full = new_home("full")
    monkeypatch.setattr("genealogy.server.layout.free_mb", lambda place: 1)
    with pytest.raises(ServerError, match="is full: 1 MB are free"):
        ensure(full)
    assert not (full.home / "server.json").exists()


def test_a_lock_held_for_too_long_is_named(folder: Path) -> None:
    busy = pytest.raises(ServerError, match="somebody is at it")
    with locked(folder / "lock", "", 1), busy, locked(folder / "lock", "somebody is at it", 0.1):
        pass

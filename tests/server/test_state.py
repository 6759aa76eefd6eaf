from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from genealogy.server.config import config
from genealogy.server.layout import Home, prepare
from genealogy.server.memory import Memory
from genealogy.server.process import find
from genealogy.server.replacing import replacing, settle
from genealogy.server.state import State, choose_ports, read_state, write_state


def test_the_state_is_kept_and_private(folder: Path) -> None:
    state = State("2026.08.1", 1, 2, 3, "2026-01-01T00:00:00+00:00")
    write_state(folder / "server.json", state)
    assert read_state(folder / "server.json") == state
    assert (folder / "server.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == ["server.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", "3", '{"version": "x"}', '{"other": 1}', "\udcff"])
def test_a_state_that_cannot_be_read_is_none(folder: Path, text: str) -> None:
    (folder / "server.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_state(folder / "server.json") is None


def test_no_state_is_none(folder: Path) -> None:
    assert read_state(folder / "server.json") is None


def test_new_ports_differ_and_free_ones_are_kept() -> None:
    bolt, http = choose_ports(None)
    assert bolt != http
    assert choose_ports(State("v", bolt, http)) == (bolt, http)


def test_only_the_port_that_is_taken_changes() -> None:
    bolt, http = choose_ports(None)
    with socket.create_server(("127.0.0.1", bolt)):
        other, same = choose_ports(State("v", bolt, http))
    assert same == http
    assert other not in (bolt, http)


def test_a_process_id_used_again_is_not_taken_for_the_server(folder: Path) -> None:
    assert find(Home(folder), os.getpid()) is None


def test_every_setting_appears_once_and_only_this_machine_is_addressed() -> None:
    lines = config(7001, 7002, Memory(512, 64), 600).splitlines()
    names = [line.partition("=")[0] for line in lines]
    assert len(names) == len(set(names))
    assert "server.bolt.listen_address=127.0.0.1:7001" in lines
    assert "server.http.listen_address=127.0.0.1:7002" in lines
    assert not [line for line in lines if "0.0.0.0" in line and "blocklist" not in line]


def _home_with(folder: Path, text: str) -> Home:
    home = Home(folder)
    prepare(home)
    (home.data / "store").write_text(text)
    return home


def _store(home: Home) -> str:
    return (home.data / "store").read_text()


def test_another_database_takes_the_place_of_the_old(folder: Path) -> None:
    home = _home_with(folder, "old")
    with replacing(home):
        assert list(home.data.iterdir()) == []
        (home.data / "store").write_text("new")
    assert _store(home) == "new"
    assert {path.name for path in home.neo4j.iterdir()} == {"data", "conf", "logs", "run"}


def test_a_replacement_that_fails_brings_the_old_one_back(folder: Path) -> None:
    home = _home_with(folder, "old")
    with pytest.raises(KeyboardInterrupt), replacing(home):
        (home.data / "store").write_text("half")
        raise KeyboardInterrupt
    assert _store(home) == "old"


def test_a_replacement_cut_short_by_a_power_cut_is_undone_or_finished(folder: Path) -> None:
    home = _home_with(folder / "a", "half")
    (home.neo4j / "data.old").mkdir()
    (home.neo4j / "data.old" / "store").write_text("old")
    settle(home)
    assert _store(home) == "old"

    home = _home_with(folder / "b", "new")
    (home.neo4j / "data.gone").mkdir()
    settle(home)
    assert _store(home) == "new"
    assert not (home.neo4j / "data.gone").exists()


def test_what_a_killed_command_left_filling_the_database_is_ended_before_the_old_one_comes_back(folder: Path) -> None:
    home, other = _home_with(folder / "a", "half"), _home_with(folder / "b", "new")
    (home.neo4j / "data.old").mkdir()
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    with (
        subprocess.Popen([*sleep, f"--from-path={home.run}/dump"]) as left,
        subprocess.Popen([*sleep, f"--report-file={other.run}/initial/import.report"]) as not_ours,
    ):
        settle(home)
        settle(other)
        ended = [one.poll() is not None for one in (left, not_ours)]
        not_ours.kill()
        left.kill()
    assert ended == [True, False]

from __future__ import annotations

import errno
import hashlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from genealogy.errors import ServerError
from genealogy.server import jars as jars_module
from genealogy.server.jars import Jar, complete, install_jars, jar_list, library

_BODIES = {name: f"jar {name}".encode() for name in ("one", "two", "three")}


class Peer:
    """The far side of the network: hands out jars, and faults on demand."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.faults: dict[str, list[bytes | Exception]] = {}

    def __call__(self, jar: Jar, folder: Path) -> Path:
        self.asked[jar.artifact] += 1
        waiting = self.faults.get(jar.artifact)
        answer = waiting.pop(0) if waiting else _BODIES[jar.artifact]
        if isinstance(answer, Exception):
            raise answer
        folder.mkdir(parents=True, exist_ok=True)
        (folder / jar.name).write_bytes(answer)
        return folder / jar.name


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> tuple[Jar, ...]:
    """A short list in place of the recorded one."""
    made = tuple(Jar("g", name, "1", "", hashlib.sha256(body).hexdigest(), len(body)) for name, body in _BODIES.items())
    monkeypatch.setattr(jars_module, "jar_list", lambda: made)
    return made


@pytest.fixture
def peer() -> Peer:
    return Peer()


def test_the_recorded_list_is_whole() -> None:
    jars = jar_list()
    assert len(jars) == 226
    assert len({jar.name for jar in jars}) == 226  # they share one folder
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in jars)
    assert {f"neo4j-{jars_module.NEO4J_VERSION}.jar", f"neo4j-server-{jars_module.NEO4J_VERSION}.jar"} <= {
        jar.name for jar in jars
    }


def test_each_is_fetched_once_and_then_never_again(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    told: list[tuple[str, int, int]] = []
    lib = install_jars(folder, lambda *step: told.append(step), peer)
    assert {file.name: file.read_bytes() for file in lib.iterdir()} == {jar.name: _BODIES[jar.artifact] for jar in few}
    assert [step[1:] for step in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert install_jars(folder, fetch=peer) == lib
    assert peer.asked == {"one": 1, "two": 1, "three": 1}


def test_a_truncated_jar_is_fetched_again_alone(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    lib = install_jars(folder, fetch=peer)
    (lib / "two-1.jar").write_bytes(_BODIES["two"][:-1])
    install_jars(folder, fetch=peer)
    assert complete(lib, few)
    assert peer.asked == {"one": 1, "two": 2, "three": 1}


def test_a_stray_file_leaves_the_class_path(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    lib = install_jars(folder, fetch=peer)
    (lib / "stray.jar").touch()
    (lib / "folder").mkdir()
    install_jars(folder, fetch=peer)
    assert complete(lib, few)
    assert peer.asked.total() == 3


def test_what_an_interrupted_download_left_does_not_matter(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    left = library(folder).with_name("incoming") / "first"
    left.mkdir(parents=True)
    (left / few[0].name).write_bytes(b"half")
    assert complete(install_jars(folder, fetch=peer), few)


@pytest.mark.parametrize("fault", [b"jar onf", b"", ConnectionResetError("gone"), RuntimeError("not found")])
@pytest.mark.usefixtures("few")
def test_one_fault_is_made_good(folder: Path, peer: Peer, fault: bytes | Exception) -> None:
    peer.faults["one"] = [fault]
    install_jars(folder, fetch=peer)
    assert peer.asked["one"] == 2


@pytest.mark.parametrize(
    ("fault", "text"),
    [(b"jar onf", "SHA-256 sum is not the recorded one"), (TimeoutError("slow"), "could not be fetched")],
)
def test_two_faults_stop_with_a_clear_error(
    folder: Path, few: tuple[Jar, ...], peer: Peer, fault: bytes | Exception, text: str
) -> None:
    peer.faults["one"] = [fault, fault]
    with pytest.raises(ServerError, match=rf"one-1\.jar was refused: .*{text}"):
        install_jars(folder, fetch=peer)
    assert not complete(library(folder), few)
    assert not (library(folder) / "one-1.jar").exists()
    install_jars(folder, fetch=peer)
    assert peer.asked["one"] == 3


@pytest.mark.usefixtures("few")
def test_a_full_disk_is_named(folder: Path, peer: Peer) -> None:
    peer.faults["one"] = [OSError(errno.ENOSPC, "No space left on device")]
    with pytest.raises(ServerError, match="is full"):
        install_jars(folder, fetch=peer)


@pytest.mark.usefixtures("few")
def test_too_little_space_is_noticed_before_anything_is_fetched(
    folder: Path, peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genealogy.server.layout.free_mb", lambda place: -1)
    with pytest.raises(ServerError, match="is full"):
        install_jars(folder, fetch=peer)
    assert peer.asked.total() == 0


def test_two_installers_at_once_share_the_work(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: install_jars(folder, fetch=peer), range(4)))
    assert complete(folders.pop(), few)
    assert peer.asked == {"one": 1, "two": 1, "three": 1}


def test_a_cache_that_cannot_be_written_is_named(folder: Path, few: tuple[Jar, ...], peer: Peer) -> None:
    (folder / "file").touch()
    with pytest.raises(ServerError, match="cannot write in"):
        install_jars(folder / "file" / "cache", fetch=peer)

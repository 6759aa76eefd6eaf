"""Attached files held against the ledger, and carried with it."""

from __future__ import annotations

import base64
import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from genealogy.attachments import Given, attach, attachment
from genealogy.errors import DamagedFileError, GenealogyError
from genealogy.ledger import files
from genealogy.ledger.exporting import Plan, export
from genealogy.ledger.file_check import check_files
from genealogy.ledger.files import Unpacking
from genealogy.ledger.importing import import_ledger
from genealogy.ledger.reading import verified
from genealogy.settings import Settings
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT
from tests.support.bundles import record_bundles
from tests.support.commands import inside
from tests.support.servers import wipe

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
CONTENTS = {"照片.png": bytes(range(256)) * 10, "empty.txt": b"", "报告.pdf": b"%PDF-1.7"}


@pytest.fixture
def home(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A plant with three files, none of them of just now; lines of the export hold a thousand bytes."""
    monkeypatch.setattr(files, "AT_ONCE", 1000)
    settings = Settings(home=tmp_path / "home")
    record_bundles(store, [PLANT])
    for name, content in CONTENTS.items():
        attach(store, settings, FLOUR, Given(name, "王芳"), BytesIO(content))
        os.utime(path_of(settings, content), (0, 0))
    return settings


def path_of(settings: Settings, content: bytes) -> Path:
    digest = sha256(content).hexdigest()
    return settings.home / "attachments" / digest[:2] / digest


def told(store: Store, settings: Settings) -> list[tuple[int | None, str]]:
    assert all(one.kind == "file" for one in check_files(store, settings))
    return [(one.sequence, one.text) for one in check_files(store, settings)]


def test_files_are_held_against_the_ledger(store: Store, home: Settings) -> None:
    assert told(store, home) == []
    seqs = _seqs(store)
    photo, empty, report = (path_of(home, content) for content in CONTENTS.values())
    photo.write_bytes(photo.read_bytes()[:-1])
    empty.unlink()
    stranger = report.parent / ("0" * 64)
    stranger.write_bytes(b"x")
    assert [text for _, text in told(store, home) if str(stranger) in text] == []  # its event may be on its way
    os.utime(stranger, (0, 0))
    found = told(store, home)
    assert [seq for seq, _ in found] == [seqs["照片.png"], seqs["empty.txt"], None]
    assert ["is not what was attached" in found[0][1], "is missing" in found[1][1]] == [True, True]
    assert (FLOUR in found[0][1], str(stranger) in found[2][1]) == (True, True)


def _seqs(store: Store) -> dict[str, int]:
    return {row["name"]: row["sequence"] for row in store.read("attachments.of", about=f"batch:{FLOUR}").dicts()}


def test_an_export_carries_them(store: Store, home: Settings, tmp_path: Path) -> None:
    said = export(store, Plan(tmp_path / "x"), KEY, home)
    assert (said["attachment"], said["bytes"], said["attachments"]) == (3, 4, "within")
    wipe(store)
    other = Settings(home=tmp_path / "other")
    done = import_ledger(store, verified(tmp_path / "x", None, "ledger"), None, other)
    assert done["attachments"] == 3
    assert told(store, other) == []
    for name, content in CONTENTS.items():
        path, known_as, _ = attachment(store, other, sha256(content).hexdigest())
        assert (path.read_bytes(), known_as, path.stat().st_mode & 0o777) == (content, name, 0o600)


def test_an_export_without_them(
    store: Store, home: Settings, server_address: tuple[str, str, str], tmp_path: Path
) -> None:
    file = tmp_path / "x"
    done = inside(server_address, home.home, "ledger", "export", file, "--no-attachments")
    assert (done.exit_code, b'"bytes"' in file.read_bytes()) == (0, False)
    wipe(store)
    done = inside(server_address, tmp_path / "other", "ledger", "import", file, "--unsigned")
    assert (done.exit_code, "copy the folder `attachments`" in done.stderr) == (0, True)
    assert len(told(store, Settings(home=tmp_path / "other"))) == 3


def test_a_damaged_file_is_not_exported(store: Store, home: Settings, tmp_path: Path) -> None:
    for spoil in (lambda path: path.write_bytes(b"%PDF-1.8"), Path.unlink):
        spoil(path_of(home, CONTENTS["报告.pdf"]))
        with pytest.raises(GenealogyError, match=r"报告\.pdf.*--no-attachments"):
            export(store, Plan(tmp_path / "x"), KEY, home)
        assert not (tmp_path / "x").exists()


def lines_of(content: bytes, digest: str | None = None) -> list[tuple[str, Any]]:
    """The lines that carry a file."""
    said = {"sha256": digest or sha256(content).hexdigest(), "size": len(content)}
    blocks = [content[at : at + 3] for at in range(0, len(content), 3)]
    return [("attachment", said), *(("bytes", base64.b64encode(block).decode()) for block in blocks)]


GOOD = lines_of(b"abcdefg")
BAD = {
    "cut": [*GOOD[:-1], ("person", None)],
    "cut by the next": [*GOOD[:-1], *GOOD],
    "too long": [*GOOD, GOOD[-1]],
    "other bytes": [*GOOD[:-1], ("bytes", base64.b64encode(b"x").decode())],
    "another hash": lines_of(b"abcdefg", "../../" + "0" * 58),
    "empty with another hash": lines_of(b"", "0" * 64),
    "bytes of nothing": GOOD[1:],
    "no Base64": [*GOOD[:1], ("bytes", "????")],
    "no text": [*GOOD[:1], ("bytes", None)],
    "no size": [("attachment", {"sha256": "0" * 64})],
    "no object": [("attachment", None)],
}


@pytest.mark.parametrize("kind", BAD)
def test_bytes_that_are_not_those_of_their_hash(kind: str, tmp_path: Path) -> None:
    """By whoever they are signed."""
    settings = Settings(home=tmp_path)
    with Unpacking(settings) as unpacking:
        for line in (*GOOD, ("secret", None)):
            unpacking.take(*line)
    kept = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert kept == {path_of(settings, b"abcdefg")}
    with pytest.raises(DamagedFileError), Unpacking(settings) as unpacking:
        for line in BAD[kind]:
            unpacking.take(*line)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == kept

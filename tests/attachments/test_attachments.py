"""Files with records: kept by hash, named in the ledger, never larger than allowed, never shown in place."""

from __future__ import annotations

import os
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from genealogy.attachments import Given, attach, attachment, attachments_of
from genealogy.errors import DamagedFileError, DatabaseUnreachableError, NotFoundError, TooLargeError, UsageError
from genealogy.graph_hash import graph_hash
from genealogy.history import history
from genealogy.ledger.file_check import check_files
from genealogy.people import forget
from genealogy.rebuild import rebuild
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import key_of
from tests.cases.conftest import FLOUR, PLANT, later, rows
from tests.support.bundles import record_bundles
from tests.support.commands import inside

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(1000)
WHO = Given("照片.png", "王芳", reason="异物")


@pytest.fixture
def home(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", attachment_mb=1)


@pytest.fixture
def plant(store: Store) -> Store:
    record_bundles(store, [PLANT])
    return store


def files(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.home / "attachments").rglob("*") if path.is_file())


def test_a_file_of_a_batch(plant: Store, home: Settings) -> None:
    digest = sha256(PHOTO).hexdigest()
    done = attach(plant, home, FLOUR, WHO, BytesIO(PHOTO))
    said = {"sha256": digest, "size": len(PHOTO), "media_type": "image/png", "name": "照片.png"}
    assert done == {"record": f"batch:{FLOUR}", **said, "new": True}
    path, name, media_type = attachment(plant, home, digest)
    assert (path.read_bytes(), name, media_type) == (PHOTO, "照片.png", "image/png")
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert attach(plant, home, FLOUR, WHO, BytesIO(PHOTO))["new"] is False
    attach(plant, home, "run:R1", Given("../../x/报告\u202e.txt", "李"), BytesIO(PHOTO))
    assert files(home) == [digest]
    assert [one["name"] for one in attachments_of(plant, "run:R1")] == ["报告.txt"]
    (told,) = [event for event in history(plant, FLOUR)["events"] if event["event"] == "attachment"]
    assert (told["values"]["sha256"], told["values"]["by"], told["by"]) == (digest, "王芳", "王芳")


def test_it_outlives_rebuild_correction_and_erasure(plant: Store, home: Settings) -> None:
    attach(plant, home, "receipt:G1", WHO, BytesIO(PHOTO))
    later(plant, corrections=rows("record_kind=receipt record=G1 action=void"))
    forget(plant, "王芳", "x", "y", None, ZoneInfo("UTC"))
    hashed = graph_hash(plant)
    assert rebuild(plant, ZoneInfo("UTC"))["after"] == hashed
    assert [(one["name"], one["by"]) for one in attachments_of(plant, "receipt:G1")] == [("照片.png", "(erased)")]
    assert "attachment" in [event["event"] for event in history(plant, "receipt:G1")["events"]]


def test_what_is_refused_leaves_nothing(plant: Store, home: Settings) -> None:
    with pytest.raises(TooLargeError, match="1 MB"):
        attach(plant, home, FLOUR, WHO, BytesIO(bytes(1024 * 1024 + 1)))
    for given in (Given("..", "王芳"), Given("a/", "王芳"), Given("a", ""), Given("a", "王芳", at="soon")):
        with pytest.raises(UsageError):
            attach(plant, home, FLOUR, given, BytesIO(PHOTO))
    with pytest.raises(NotFoundError):
        attach(plant, home, "run:R99", WHO, BytesIO(PHOTO))
    assert files(home) == []
    assert attachments_of(plant, FLOUR) == []


def test_a_file_that_is_lost_or_changed_is_said(plant: Store, home: Settings) -> None:
    digest = str(attach(plant, home, FLOUR, WHO, BytesIO(PHOTO))["sha256"])
    path, _, _ = attachment(plant, home, digest)
    path.write_bytes(PHOTO[:-1] + b"x")
    with pytest.raises(DamagedFileError, match="hash differs"):
        attachment(plant, home, digest)
    path.unlink()
    with pytest.raises(DamagedFileError, match="missing"):
        attachment(plant, home, digest)
    with pytest.raises(NotFoundError):
        attachment(plant, home, "0" * 64)


def test_by_http(plant: Store, home: Settings) -> None:
    from api.app import create_app

    page = b"<script>alert(1)</script>"
    with TestClient(create_app(home, plant), base_url="http://127.0.0.1", headers=key_of(home)) as client:
        sent = {"record": FLOUR, "by": "王芳"}
        done = client.post("/attachments", data=sent, files={"file": ("证.html", page, "text/html; charset=x")})
        assert done.status_code == 201
        found = client.get(done.headers["location"])
        assert found.content == page
        assert found.headers["content-disposition"] == "attachment; filename*=UTF-8''%E8%AF%81.html"
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in found.headers["content-security-policy"]
        assert found.headers["content-type"].startswith("text/html")
        listed = client.get("/attachments", params={"record": FLOUR}).json()["attachments"]
        assert [one["name"] for one in listed] == ["证.html"]
        odd = client.post("/attachments", data=sent, files={"file": ("b", b"1", "no type <b>")})
        assert odd.json()["media_type"] == "application/octet-stream"
        large = client.post("/attachments", data=sent, files={"file": ("c", bytes(1024 * 1024 + 1))})
        assert (large.status_code, large.json()["code"]) == (413, "too_large")
        assert client.get("/attachments/..%2f..%2fapi-key").status_code in (404, 422)
        assert client.post("/attachments", data={"record": FLOUR}, files={"file": ("c", b"1")}).status_code == 422


def test_from_the_command_line(plant: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    (tmp_path / "报告.pdf").write_bytes(b"%PDF-1.7")
    done = inside(server_address, tmp_path / "home", "attach", "run:R1", tmp_path / "报告.pdf", "--by", "王芳")
    assert "报告.pdf belongs to run:R1" in done.stdout
    assert "application/pdf" in inside(server_address, tmp_path / "home", "attachments", "run:R1").stdout
    assert inside(server_address, tmp_path / "home", "attachments", "run:R9").exit_code == 3


@pytest.mark.parametrize("dies", ["before", "after"])
def test_whoever_dies_beside_the_record_accuses_nobody(
    plant: Store, home: Settings, monkeypatch: pytest.MonkeyPatch, dies: str
) -> None:
    """Between the bytes and the event nothing is attached; between the event and its place the file is there."""

    def away(*_: object, **__: object) -> None:
        raise DatabaseUnreachableError("away")

    with monkeypatch.context() as broken:
        broken.setattr(f"genealogy.attachments.{'record' if dies == 'before' else 'settled'}", away)
        with pytest.raises(DatabaseUnreachableError):
            attach(plant, home, FLOUR, WHO, BytesIO(PHOTO))
    for path in (home.home / "attachments").rglob("*"):
        os.utime(path, (1, 1))
    assert list(check_files(plant, home)) == []
    if dies == "after":
        assert attachment(plant, home, sha256(PHOTO).hexdigest())[0].read_bytes() == PHOTO
    attach(plant, home, FLOUR, WHO, BytesIO(PHOTO))
    assert (list(check_files(plant, home)), files(home)) == ([], [sha256(PHOTO).hexdigest()])

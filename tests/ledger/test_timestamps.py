"""Checkpoints are stamped by an authority outside; what it did not stamp is not taken for its."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import structlog
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509.oid import ExtendedKeyUsageOID

from api.anchoring import Anchors
from genealogy.errors import SettingsError, TimestampError
from genealogy.ledger.checkpoints import Kept
from genealogy.ledger.notes import Checkpoint, sign
from genealogy.ledger.timestamps import check_stamps, file_of, stamp
from genealogy.ledger.verify import verify
from genealogy.server.layout import write_private
from genealogy.settings import Settings, load_settings
from genealogy.store import Store
from tests.cases.conftest import PLANT
from tests.support.bundles import record_bundles
from tests.support.commands import inside
from tests.support.tsa import NOW, Authority, serving

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def home_of(folder: Path, authority: Authority, url: str | None) -> Settings:
    """A home that trusts this authority."""
    folder.joinpath("checkpoints").mkdir(parents=True, exist_ok=True)
    (folder / "root.pem").write_bytes(authority.pem)
    return load_settings().model_copy(update={"home": folder, "tsa_url": url, "tsa_root": folder / "root.pem"})


def kept(home: Settings, size: int = 5) -> Kept:
    """A checkpoint in a home; no database is needed to stamp one."""
    point = Checkpoint("genealogy/x", size, bytes([size]) * 32)
    file = home.home / "checkpoints" / f"{size:012}.note"
    write_private(file, sign(point, KEY))
    return Kept(file, sign(point, KEY), point)


def test_a_stamp_is_kept_and_verified(authority: Authority, tmp_path: Path) -> None:
    with serving(authority) as url:
        home = home_of(tmp_path, authority, url)
        made, asked = kept(home), authority.asked
        stamped = stamp(made, home)
        assert (stamped.size, stamped.time, stamped.file) == (5, NOW, made.file.with_suffix(".tsr"))
        assert stamp(made, home) == stamped
        assert authority.asked == asked + 1  # what is there is not asked for again
    later = replace(made, note=made.note + "more lines, of witnesses")
    found = check_stamps([later, kept(home, 9)], home)
    assert (found.latest, found.wrong, found.unchecked) == (stamped, [], 0)


def test_what_is_no_stamp_of_it(authority: Authority, tmp_path: Path) -> None:
    """Changed, cut, of another checkpoint, of another authority, by a certificate for something else, or too late."""
    with serving(authority) as url:
        home = home_of(tmp_path, authority, url)
        made, other = kept(home), kept(home, 6)
        good = stamp(made, home).file.read_bytes()
        other_stamp = stamp(other, home).file.read_bytes()
    query_less = [b"", good[:40], other_stamp]
    chance = random.Random(3)
    for _ in range(400):
        at = chance.randrange(len(good))
        query_less.append(good[:at] + bytes([good[at] ^ (1 << chance.randrange(8))]) + good[at + 1 :])
    accepted = []
    for wrong in query_less:
        file_of(made).write_bytes(wrong)
        found = check_stamps([made], home)
        if not found.wrong:
            accepted.append(found.latest)
    assert all(one and one.time == NOW for one in accepted)  # bits that mean nothing: the time is signed
    assert len(accepted) < 40
    file_of(made).unlink()
    for_code = Authority(usage=ExtendedKeyUsageOID.CODE_SIGNING)
    too_late = Authority(time=NOW + dt.timedelta(days=900))
    for trusted, stranger in ((authority, Authority()), (for_code, for_code), (too_late, too_late)):
        with serving(stranger) as url, pytest.raises(TimestampError, match="not one of the authority"):
            stamp(made, home_of(tmp_path, trusted, url))
    assert not file_of(made).exists()


def test_an_authority_that_fails(authority: Authority, tmp_path: Path) -> None:
    home = home_of(tmp_path, authority, "http://127.0.0.1:9/tsr")
    made = kept(home)
    with pytest.raises(TimestampError, match="does not answer"):
        stamp(made, home)
    changes: list[tuple[Callable[[bytes], bytes], str]] = [
        (lambda _: bytes([0x30, 5, 0x30, 3, 2, 1, 2]), "refused: status 2"),
        (lambda _: b"<html>", "no timestamp"),
        (lambda answer: answer + bytes(1 << 19), "more than"),
    ]
    for change, said in changes:
        with serving(replace(authority, change=change)) as url, pytest.raises(TimestampError, match=said):
            stamp(made, home.model_copy(update={"tsa_url": url}))
    with serving(authority, status=503) as url, pytest.raises(TimestampError, match="HTTP 503"):
        stamp(made, home.model_copy(update={"tsa_url": url}))
    assert not file_of(made).exists()
    with serving(authority) as url:
        assert stamp(made, home.model_copy(update={"tsa_url": url})).time == NOW


def test_what_the_home_says(authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No certificate: not checked. A timestamp whose checkpoint is gone: a difference. Half a setting: none."""
    with serving(authority) as url:
        home = home_of(tmp_path, authority, url)
        made = kept(home)
        stamp(made, home)
    for root in (None, tmp_path / "nowhere.pem", made.file):
        found = check_stamps([made], home.model_copy(update={"tsa_root": root}))
        assert (found.good, found.wrong, found.unchecked) == ([], [], 1)
        assert "GENEALOGY_TSA_ROOT" in (found.reason or "")
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "rfc3161_client", None)
        found = check_stamps([made], home)
        assert (found.wrong, found.unchecked) == ([], 1)
        assert "genealogy[timestamps]" in (found.reason or "")
    made.file.unlink()
    assert [one.kind for one in check_stamps([], home).wrong] == ["timestamp"]
    monkeypatch.setenv("GENEALOGY_TSA_URL", "https://tsa.example/tsr")
    with pytest.raises(SettingsError, match="GENEALOGY_TSA_ROOT"):
        load_settings()
    monkeypatch.setenv("GENEALOGY_TSA_URL", "ftp://tsa.example")
    with pytest.raises(SettingsError, match="GENEALOGY_TSA_URL"):
        load_settings()


def test_from_the_command_line_and_by_the_service(
    store: Store, server_address: tuple[str, str, str], authority: Authority, tmp_path: Path
) -> None:
    record_bundles(store, [PLANT])
    home = home_of(tmp_path, authority, "http://127.0.0.1:9/")
    ask, root = ("checkpoint", "--timestamp"), {"TSA_ROOT": str(home.tsa_root)}
    assert inside(server_address, tmp_path, *ask, **root).exit_code == 2  # no authority is set
    failed = inside(server_address, tmp_path, *ask, **root, TSA_URL="http://127.0.0.1:9/")
    assert (failed.exit_code, "kept, and not stamped" in failed.stderr) == (1, True)
    (note,) = (tmp_path / "checkpoints").glob("*.note")
    with serving(authority) as url, structlog.testing.capture_logs() as logs:
        anchors = Anchors(home.model_copy(update={"checkpoint_minutes": 1}), store)
        anchors.start()
        anchors.stop()  # with a last checkpoint, which is kept though nobody stamps it
        assert [line["event"] for line in logs] == ["checkpoint", "no timestamp"]
        again = inside(server_address, tmp_path, *ask, "--json", **root, TSA_URL=url)
        assert orjson.loads(again.stdout)["timestamp"]["time"] == "2026-11-26T08:00:00Z"
        record_bundles(store, [{"materials": [{"material": "盐"}]}])
        anchors = Anchors(home.model_copy(update={"checkpoint_minutes": 1, "tsa_url": url}), store)
        anchors.start()
        anchors.stop()
    assert [line["event"] for line in logs][2:] == ["checkpoint", "timestamp"]
    assert len(list((tmp_path / "checkpoints").glob("*.tsr"))) == 2
    told = inside(server_address, tmp_path, "verify", "--record-only", **root)
    assert told.exit_code == 0
    assert all(text in told.stdout for text in ("timestamped: events 1 to", "unanchored: none"))
    told = inside(server_address, tmp_path, "verify", "--record-only")
    assert (told.exit_code, "not checked: 2 timestamps" in told.stdout) == (6, True)
    write_private(note.with_suffix(".tsr"), b"0")
    seen = verify(store, home, graph=False).as_dict()
    assert [one["kind"] for one in seen["differences"]] == ["timestamp"]
    assert (seen["timestamps"]["checked"], seen["unanchored"]) == (1, 0)

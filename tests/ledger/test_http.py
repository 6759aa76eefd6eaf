"""The ledger over HTTP, and the checkpoints that the service makes by itself."""

from __future__ import annotations

import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from starlette.testclient import TestClient

from api import home
from api.app import create_app
from genealogy.ledger import offline
from genealogy.ledger.checkpoints import make
from genealogy.ledger.head import Head, head_of
from genealogy.record.writer import Source, record
from genealogy.settings import Settings
from genealogy.store import Reads, Store
from tests.queries.everything import events


def client_of(store: Store, settings: Settings) -> TestClient:
    headers = {"Authorization": f"Bearer {home.api_key(settings)}"}
    return TestClient(create_app(settings, store), base_url="http://127.0.0.1", headers=headers)


def test_a_checkpoint_and_a_proof(store: Store, tmp_path: Path) -> None:
    record(store, events(), Source("load", "events"), ZoneInfo("UTC"))
    with client_of(store, Settings(home=tmp_path)) as client:
        answer = client.get("/ledger/checkpoint")
        key = offline.key_of(answer.headers["Genealogy-Ledger-Key"])
        assert offline.opened(answer.text, key, [])[0] == len(events())
        proof = client.get("/ledger/proof", params={"batch": "M/C", "event": 1}).json()
        offline.check_events(proof, key, [])
        assert len(proof["events"]) > 3
        assert [one["index"] for one in client.get("/ledger/proof").json()["events"]] == [len(events()) - 1]
        assert client.get("/ledger/proof", params={"event": 10_000}).json()["code"] == "not_found"
        assert client.get("/ledger/proof", params={"batch": "NO/1"}).json()["code"] == "unknown_batch"


def test_the_service_leaves_a_checkpoint_behind(store: Store, tmp_path: Path) -> None:
    record(store, events()[:9], Source("load", "events"), ZoneInfo("UTC"))
    with client_of(store, Settings(home=tmp_path, checkpoint_minutes=0)):
        pass
    assert not list((tmp_path / "checkpoints").glob("*"))
    with client_of(store, Settings(home=tmp_path)):
        time.sleep(0.1)  # the thread waits by now
    assert [file.name for file in (tmp_path / "checkpoints").glob("*")] == ["000000000009.note"]


def test_a_checkpoint_made_while_others_record(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is of the events that its maker saw, though leaves of later ones stand beside theirs already."""
    said = events()
    record(store, said[:9], Source("load", "events"), ZoneInfo("UTC"))
    seen = make(store, Settings(home=tmp_path / "before")).checkpoint

    def and_others_record(reads: Reads) -> Head:
        head = head_of(reads)
        record(store, said[9:12], Source("load", "events"), ZoneInfo("UTC"))
        return head

    monkeypatch.setattr("genealogy.ledger.checkpoints.head_of", and_others_record)
    assert make(store, Settings(home=tmp_path / "beside")).checkpoint == seen

"""Webhooks through the service: subscribed, told by its thread, listed, given up, sent again, removed."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import serving
from tests.outbox.peer import peer

STATUS = {"event": "status", "material": "奶粉", "lot": "批-1", "status": "hold", "reason": "异物", "by": "张三"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", webhook_hosts="127.0.0.1")


def until(done: Callable[[], Any]) -> None:
    """Wait for the service's own thread."""
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_service_tells(store: Store, settings: Settings) -> None:
    with serving(settings, store) as client, peer() as other:
        refused = client.post("/webhooks", json={"url": "http://192.168.7.7/x"})
        assert (refused.status_code, refused.json()["code"]) == (422, "blocked_host")
        assert client.post("/webhooks", json={"url": other.url, "what": ["all"]}).json()["code"] == "malformed"
        made = client.post("/webhooks", json={"url": other.url, "what": ["status", "case"]}).json()
        assert made["secret"].startswith("whsec_") and "secret" not in client.get("/webhooks").text
        assert client.post(f"/webhooks/{made['id']}/test").json() == {"delivered": True, "why": ""}
        other.status = lambda _: 410
        assert client.post("/events", json=STATUS).status_code == 201
        until(lambda: client.get("/webhooks/dead", params={"id": made["id"]}).json()["dead"])
        other.status = lambda _: 200
        assert client.post(f"/webhooks/{made['id']}/replay", json={}).json() == {"replayed": 1}
        until(lambda: client.get("/webhooks").json()["webhooks"][0]["waiting"] == 0)
        assert [one.event["type"] for one in other.got] == ["genealogy.test"] + ["genealogy.batch.status"] * 2
        assert other.got[1].body == other.got[2].body and other.ids[1] == other.ids[2]
        assert client.delete(f"/webhooks/{made['id']}").json()["url"] == other.url
        assert client.get("/webhooks").json() == {"webhooks": []}
        assert client.post(f"/webhooks/{made['id']}/replay", json={}).json()["code"] == "unknown_subscription"
        client.post("/events", json=STATUS | {"status": "available", "line": "2"})
    assert len(other.got) == 3
    assert store.read("outbox.due", now=None).rows == []

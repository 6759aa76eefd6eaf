"""The audit trail by HTTP and from the command line."""

from __future__ import annotations

from pathlib import Path

import orjson
from starlette.testclient import TestClient

from genealogy.history import history
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, later, rows
from tests.support.bundles import record_bundles
from tests.support.commands import inside


def test_by_http(store: Store, client: TestClient) -> None:
    record_bundles(store, [PLANT])
    later(store, corrections=rows("record_kind=run record=R1 action=void by=王芳"))
    found = client.get("/history", params={"record": "run:R1"})
    assert found.json() == history(store, "run:R1")
    of_batch = client.get("/batches/面粉/批0301@S-麦香/history").json()
    assert of_batch == client.get("/history", params={"record": FLOUR}).json() == history(store, FLOUR)
    unknown = client.get("/history", params={"record": "run:R9"})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_record")
    assert client.get("/history", params={"record": "what"}).status_code == 422


def test_from_the_command_line(store: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    record_bundles(store, [PLANT])
    later(store, corrections=rows("record_kind=receipt record=G1 action=void reason=数量 by=王芳"))
    done = inside(server_address, tmp_path, "history", FLOUR, "--json")
    assert orjson.loads(done.stdout) == history(store, FLOUR)
    shown = inside(server_address, tmp_path, "history", "receipt:G1")
    assert "VOID by event" in shown.stdout
    assert "quantity=100" in shown.stdout
    assert inside(server_address, tmp_path, "history", "run:R9").exit_code == 3

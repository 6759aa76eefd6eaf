"""Every error is a problem document with a stable code."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx
import orjson
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.examples import EVENT
from genealogy.settings import Settings
from genealogy.store import Store, Tx
from tests.api.conftest import key_of

MB = 1024 * 1024


def code_of(answer: httpx.Response) -> tuple[int, str]:
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "request_id"} <= document.keys()
    assert document["status"] == answer.status_code
    assert document["request_id"] == answer.headers["x-request-id"]
    return answer.status_code, document["code"]


def test_what_no_route_answers(client: TestClient) -> None:
    assert code_of(client.get("/nowhere")) == (404, "no_such_page")
    assert code_of(client.delete("/batches")) == (405, "method_not_allowed")
    assert client.delete("/batches").headers["allow"] == "GET"


@pytest.mark.parametrize(
    "body",
    [{}, {"seeds": []}, {"seeds": [{}]}, {"seeds": [{"key": "A/1", "when": "now"}]}, {"seeds": [{"key": "no key"}]}],
)
def test_a_malformed_recall(client: TestClient, body: object) -> None:
    assert code_of(client.post("/recalls/preview", json=body)) == (422, "malformed")


def test_what_is_no_json_is_malformed(client: TestClient) -> None:
    answer = client.post("/recalls/preview", content=b'{"seeds":', headers={"content-type": "application/json"})
    assert code_of(answer) == (422, "malformed")


def test_a_recall_of_an_unknown_batch(client: TestClient) -> None:
    assert code_of(client.post("/recalls/preview", json={"seeds": [{"key": "A/1"}]})) == (404, "unknown_batch")


def test_a_body_announced_as_too_large(client: TestClient) -> None:
    assert code_of(client.post("/loads", files={"file": ("runs.csv", b"x" * 3 * MB)})) == (413, "too_large")


def test_a_body_that_turns_out_too_large(live: httpx.Client) -> None:
    def endless(start: bytes) -> Iterator[bytes]:
        yield start
        for _ in range(3):
            yield b"x" * MB

    multipart = b'--b\r\nContent-Disposition: form-data; name="file"; filename="runs.csv"\r\n\r\n'
    headers = {"content-type": "multipart/form-data; boundary=b"}
    assert code_of(live.post("/loads", content=endless(multipart), headers=headers)) == (413, "too_large")
    headers = {"content-type": "application/json"}
    assert code_of(live.post("/recalls/preview", content=endless(b'{"seeds": "'), headers=headers)) == (
        413,
        "too_large",
    )


def test_a_database_that_is_away(store: Store, settings: Settings) -> None:
    app = create_app(settings, store)
    with TestClient(app, base_url="http://127.0.0.1", headers=key_of(settings)) as client:
        away = Store(store.driver, "nowhere", 5, 5)
        app.state.store = away
        assert code_of(client.get("/health/ready")) == (503, "database_unreachable")
        assert client.get("/health/ready").headers["retry-after"]
        assert client.get("/health/live").status_code == 200
        assert code_of(client.get("/batches?q=a")) == (503, "database_unreachable")


def test_a_query_that_runs_out_of_time(store: Store, settings: Settings) -> None:
    app = create_app(settings, store)
    waiting, enough = threading.Event(), threading.Event()

    def hold_the_ledger(tx: Tx, _: str) -> None:
        tx.run("ledger.open")
        waiting.set()
        enough.wait()

    with (
        TestClient(app, base_url="http://127.0.0.1", headers=key_of(settings)) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        writer = pool.submit(store.writing, hold_the_ledger)
        waiting.wait()
        try:
            app.state.store = Store(store.driver, store.database, 5, 1)
            assert code_of(client.post("/events", json=EVENT)) == (504, "timed_out")
        finally:
            enough.set()
            writer.result()


def test_an_error_of_the_programs_own_is_in_the_log_only(store: Store, settings: Settings, log_file: Path) -> None:
    app = create_app(settings, store)
    with TestClient(
        app, base_url="http://127.0.0.1", headers=key_of(settings), raise_server_exceptions=False
    ) as client:
        app.state.store = None
        answer = client.get("/batches", headers={"X-Request-ID": "mine-1"})
    assert code_of(answer) == (500, "internal")
    assert answer.headers["x-request-id"] == "mine-1"
    assert "NoneType" not in answer.text
    (line,) = [line for line in map(orjson.loads, log_file.read_bytes().splitlines()) if "exception" in line]
    assert (line["request_id"], line["level"]) == ("mine-1", "error")
    assert "NoneType" in line["exception"]

"""The service itself: versions, health, metrics, request ids, logs, documentation, and what browsers may not do."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from api import logs
from api.app import create_app
from genealogy import __version__
from genealogy.answers import SCHEMA_VERSION
from genealogy.migrate import current_version
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import key_of


def test_version(client: TestClient, store: Store) -> None:
    found = client.get("/version").json()
    assert found["program"] == __version__
    assert found["schema_version"] == SCHEMA_VERSION
    assert found["database_schema"] == current_version()
    assert found["server"] in str(store.driver.get_server_info().agent)


def test_health(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}


def test_metrics_count_routes_queries_loads_and_rejected_rows(client: TestClient) -> None:
    client.get("/batches/M/nowhere")
    load = client.post("/loads", files={"file": ("runs.csv", "run,kind\nR1,fly\n")}).json()["load"]
    while client.get(f"/loads/{load}").json()["state"] in ("queued", "running"):
        pass
    text = client.get("/metrics").text
    assert 'genealogy_http_requests_total{method="GET",route="/batches/{material}/{lot}",status="404"}' in text
    assert 'genealogy_query_seconds_count{query="scope.known"}' in text
    assert 'genealogy_loads_total{outcome="rejects"}' in text
    assert 'genealogy_rejected_rows_total{file="runs.csv"}' in text
    assert "nowhere" not in text


def test_a_request_keeps_its_id(client: TestClient) -> None:
    assert client.get("/version", headers={"X-Request-ID": "scan-17:a.b"}).headers["x-request-id"] == "scan-17:a.b"
    for bad in ("", "a b", 'x"y', "a" * 101):
        given = client.get("/version", headers={"X-Request-ID": bad}).headers["x-request-id"]
        assert given != bad
        assert len(given) == 32
    assert client.get("/version").headers["x-request-id"] != client.get("/version").headers["x-request-id"]


def test_logs_are_json_with_request_and_load_id(log_file: Path, client: TestClient) -> None:
    client.get("/batches?q=x", headers={"X-Request-ID": "mine"})
    load = client.post("/loads", files={"file": ("runs.csv", "run,kind\nR1,produce\n")}).json()["load"]
    while client.get(f"/loads/{load}").json()["state"] in ("queued", "running"):
        pass
    lines = [orjson.loads(line) for line in log_file.read_bytes().splitlines()]
    (asked,) = [line for line in lines if line.get("request_id") == "mine"]
    assert (asked["event"], asked["method"], asked["path"], asked["status"]) == ("request", "GET", "/batches", 200)
    assert asked["timestamp"].endswith("Z")
    (done,) = [line for line in lines if line.get("load") == load]
    assert (done["event"], done["new"], done["level"]) == ("load done", 1, "info")


def test_addresses_that_others_are_asked_by_are_not_logged(log_file: Path) -> None:
    """Some business systems want their token in the address."""
    for name in ("httpx", "httpcore.connection", "test"):
        logging.getLogger(name).info("HTTP Request: GET https://erp.example.com/x?access_token=%s", name)
    assert [orjson.loads(line)["logger"] for line in log_file.read_bytes().splitlines()] == ["test"]


def test_logs_are_rotated(log_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (handler,) = (h for h in logging.getLogger().handlers if isinstance(h, RotatingFileHandler))
    monkeypatch.setattr(handler, "maxBytes", 1000)
    for _ in range(100):
        logging.getLogger("test").info("a line of some length, to fill the file")
    assert log_file.stat().st_size <= 1000
    assert len(list(log_file.parent.iterdir())) == 1 + logs.FILES


def test_the_docs_need_no_network(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://127.0.0.1", "")
    assert "https://" not in page
    for line in page.split('"'):
        if line.startswith("/docs/static/"):
            assert client.get(line).status_code == 200
    assert client.get("/openapi.json").json()["info"]["version"] == __version__


def test_a_page_from_elsewhere_cannot_write(client: TestClient) -> None:
    def post(**headers: str) -> int:
        return client.post("/recalls/preview", json={"seeds": [{"key": "A/1"}]}, headers=headers).status_code

    assert post(origin="http://127.0.0.1") == 404
    assert post(origin="https://plant.example", **{"x-forwarded-host": "plant.example"}) == 404
    assert post(origin="https://elsewhere.example") == 403
    assert post(origin="null") == 403
    assert post(host="elsewhere.example") == 421
    assert client.get("/version", headers={"host": "localhost:8000"}).status_code == 200
    assert client.get("/version", headers={"host": "[::1]:8000"}).status_code == 200


def test_a_service_that_is_open_to_the_network_answers_to_its_names(store: Store, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"api_host": "0.0.0.0"}), store)
    with TestClient(app, base_url="http://plant.example", headers=key_of(settings)) as client:
        assert client.get("/version").status_code == 200
        assert client.get("/version", headers={"origin": "https://elsewhere.example"}).status_code == 200
        assert client.post("/events", headers={"origin": "https://elsewhere.example"}).json()["code"] == "cross_origin"

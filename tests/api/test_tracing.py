"""Traces: of a real service, request by request; none, and nothing imported, unless they are asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import httpx2 as httpx
import orjson
import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api import tracing
from genealogy import telemetry
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT
from tests.support.bundles import record_bundles

TRACE = "0af7651916cd43dd8448eb211c80319c"
HEADERS = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01", "X-Request-ID": "mine"}
PHASES = {f"recall.{phase}" for phase in ("seeds", "scope", "facts", "deliveries", "stock", "exposure")}


@pytest.fixture
def spans() -> Iterator[InMemorySpanExporter]:
    kept = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    tracing.use(provider)
    yield kept
    tracing.use(None)


def above(span: ReadableSpan, spans: list[ReadableSpan]) -> list[str]:
    """The names of a span and of what it is within, from the outermost."""
    outer = [one for one in spans if span.parent and one.context.span_id == span.parent.span_id]
    return [*(above(outer[0], spans) if outer else []), span.name]


def test_a_recall_is_one_trace(store: Store, spans: InMemorySpanExporter, live: httpx.Client, log_file: Path) -> None:
    record_bundles(store, [PLANT])
    spans.clear()
    assert live.post("/recalls/preview", json={"seeds": [{"key": FLOUR}]}, headers=HEADERS).status_code == 200
    assert live.get("/batches/无/有").status_code == 404
    every = spans.get_finished_spans()
    recall = [span for span in every if span.context.trace_id == int(TRACE, 16)]
    ways = [above(span, recall) for span in recall]
    (request,) = [span for span in recall if len(above(span, recall)) == 1]
    assert request.name == "POST /recalls/preview"
    assert dict(request.attributes or {}) == {
        **{"http.request.method": "POST", "http.route": "/recalls/preview", "http.response.status_code": 200},
        "request.id": "mine",
    }
    assert {way[1] for way in ways if len(way) > 1 and way[1].startswith("recall.")} == PHASES
    assert ["POST /recalls/preview", "recall.scope", "query scope.recall"] in ways
    assert "GET /batches/{material}/{lot}" in {span.name for span in every if span not in recall}
    said = str([(span.name, dict(span.attributes or {}), span.status.description, span.events) for span in every])
    assert not [word for word in ("面粉", "批0301", "无", "王芳", "K-北") if word in said]
    lines = [orjson.loads(line) for line in log_file.read_bytes().splitlines()]
    (line,) = [line for line in lines if line.get("request_id") == "mine" and line["event"] == "request"]
    assert (line["trace_id"], line["span_id"]) == (TRACE, f"{request.context.span_id:016x}")


def test_a_load_and_an_error(store: Store, spans: InMemorySpanExporter, live: httpx.Client) -> None:
    load = live.post("/loads", files={"file": ("runs.csv", "run,kind\nR1,produce\n")}).json()["load"]
    while live.get(f"/loads/{load}").json()["state"] in ("queued", "running"):
        pass
    done = list(spans.get_finished_spans())
    (whole,) = [span for span in done if span.name == "load"]
    assert dict(whole.attributes or {}) == {"load.id": load}
    parts = {tuple(above(span, done)) for span in done if span.name.startswith("load.")}
    assert parts == {("load", "load.record"), ("load", "load.settle")}
    with pytest.raises(KeyError), telemetry.span("odd"):
        raise KeyError("面粉")
    odd = spans.get_finished_spans()[-1]
    assert (odd.status.is_ok, dict(odd.attributes or {}), odd.events) == (False, {"error.type": "KeyError"}, ())


def test_off_unless_asked_for(
    store: Store, live: httpx.Client, log_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    tracing.start()()
    assert live.get("/version", headers=HEADERS).status_code == 200
    assert "trace_id" not in log_file.read_text()
    monkeypatch.setenv(tracing.ENDPOINTS[0], "http://127.0.0.1:9")
    for name, value in (("OTEL_SDK_DISABLED", "true"), ("OTEL_TRACES_EXPORTER", "none")):
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            assert not tracing.wanted()
    monkeypatch.setattr(tracing, "_there", lambda module: False)
    tracing.start()()
    assert "pip install" in log_file.read_text()
    assert telemetry.span("one") is telemetry.span("other")


class _Collector(BaseHTTPRequestHandler):
    """Keeps what is sent to it."""

    bodies: ClassVar[list[tuple[str, bytes]]] = []

    def do_POST(self) -> None:
        self.bodies.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_it_is_sent_to_where_the_variable_says(monkeypatch: pytest.MonkeyPatch) -> None:
    with HTTPServer(("127.0.0.1", 0), _Collector) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setenv(tracing.ENDPOINTS[0], f"http://127.0.0.1:{server.server_port}")
        end = tracing.start()
        with telemetry.span("query x.y"):
            pass
        end()
        server.shutdown()
    ((path, body),) = _Collector.bodies
    assert path == "/v1/traces"
    assert b"query x.y" in body
    assert b"genealogy" in body

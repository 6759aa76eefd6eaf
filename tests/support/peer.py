"""A business system on this machine: real HTTP, and trouble on demand."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LONGEST_SILENCE = 30  # seconds after which a peer that does not answer hangs up, should the client not do so before


@dataclass
class Asked:
    """A request, taken apart."""

    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    method: str = "GET"


@dataclass
class FakeSystem:
    """What answers. `spoil` says which trouble befalls a request, by name; `bend` changes an answer."""

    answer: Callable[[Asked], tuple[int, Any]]
    spoil: Callable[[Asked], str] = lambda asked: ""
    bend: Callable[[Asked, Any], Any] = lambda asked, answer: answer
    asked: list[Asked] = field(default_factory=list)
    url: str = ""


def _handler(system: FakeSystem) -> type[BaseHTTPRequestHandler]:
    """What takes the requests of that system, and gives its answers or its troubles."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            sent = self.rfile.read(length)
            body = None if "multipart" in self.headers.get("Content-Type", "") else json.loads(sent or b"null")
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), body, dict(self.headers), self.command)
            system.asked.append(asked)
            with suppress(OSError):  # the client may have gone
                self._give(asked, system.spoil(asked))

        do_GET = do_POST = do_PUT = _do  # noqa: N815

        def _give(self, asked: Asked, trouble: str) -> None:
            if trouble == "silence":  # until the client hangs up: no pause of either makes an answer of it
                self.connection.settimeout(LONGEST_SILENCE)
                self.connection.recv(1)
                self.close_connection = True
                return None
            if trouble == "throttle":
                return self._send(429, b"{}", {"Retry-After": "7"})
            if trouble == "down":
                return self._send(503, b"<h1>down</h1>")
            if trouble == "html":
                return self._send(200, b"<html>please log in</html>")
            status, answer = system.answer(asked)
            text = json.dumps(system.bend(asked, answer)).encode()
            if trouble == "truncated":
                return self._send(status, text[: len(text) // 2], {"Content-Length": str(len(text))})
            return self._send(status, text)

        def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | (headers or {})).items():
                self.send_header(name, value)
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(body)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    return Handler


@contextmanager
def serving(system: FakeSystem) -> Iterator[FakeSystem]:
    """The system while it serves; its address is in `url`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(system))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    system.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()

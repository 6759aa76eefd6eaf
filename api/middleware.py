"""Around every request: its id, its log line, its counts, and the limit on its body."""

from __future__ import annotations

import re
import uuid
from time import perf_counter
from typing import Any

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import metrics, tracing
from api.problems import INTERNAL, problem
from genealogy.errors import TooLargeError

_ID = re.compile(r"[\w.:-]{1,100}", re.ASCII)
_MB = 1024 * 1024
JSON_MB = 32  # a body is read as a whole; only uploads, which go to the disk, may be larger
UPLOADS = frozenset({"/loads", "/attachments"})  # where files are taken, from callers with a key
log = structlog.get_logger("api")


class Requests:
    """Gives each request an id (the caller's `X-Request-ID` where it has one), logs and counts it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 0
        request_id = _request_id(scope)

        async def send_on(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        with (
            structlog.contextvars.bound_contextvars(request_id=request_id),
            tracing.of_request(scope, request_id) as answered,
        ):
            try:
                await self._app(scope, receive, send_on)
            except Exception:
                log.exception("internal error")
                if status:
                    raise  # the answer has begun: only breaking it off says that it is not whole
                sorry = problem(500, INTERNAL, "an error of the program's own; the log names it by this request's id")
                await sorry(scope, receive, send_on)
            finally:
                answered(status)
                _note(scope, status, perf_counter() - begun)


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _ID.fullmatch(given) else uuid.uuid4().hex


def _note(scope: Scope, status: int, seconds: float) -> None:
    route: Any = scope.get("route")
    name = getattr(route, "path", "none")  # never the path itself: each batch would be a counter of its own
    metrics.request_ended(scope["method"], name, status, seconds)
    caller = scope.get("state", {}).get("caller")
    who = {"by": caller.by} if caller else {}
    took = round(seconds * 1000, 1)
    path = "/answers/..." if scope["path"].startswith("/answers/") else scope["path"]  # a link is as good as a key
    log.info("request", method=scope["method"], path=path, status=status, milliseconds=took, **who)


class BodyLimit:
    """Refuses a body that is too large: by its announced length at once, else as soon as too much has come."""

    def __init__(self, app: ASGIApp, upload_mb: int) -> None:
        self._app = app
        self._upload_mb = upload_mb

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        upload = scope["path"] in UPLOADS and headers.get("content-type", "").startswith("multipart/")
        most = self._upload_mb if upload else min(JSON_MB, self._upload_mb)
        text = f"the request is larger than {most} MB" + (" (GENEALOGY_MAX_UPLOAD_MB)" if upload else "")
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced) > most * _MB:
            await problem(413, TooLargeError.code, text)(scope, receive, send)
            return
        come = 0

        async def receive_some() -> Message:
            nonlocal come
            message = await receive()
            come += len(message.get("body", b""))
            if come > most * _MB:
                raise HTTPException(413, text)
            return message

        await self._app(scope, receive_some, send)

"""What each answer tells a browser: not to guess, to frame, to keep or to pass on what it was given."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_ALWAYS = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}
_DATA = "default-src 'none'; frame-ancestors 'none'"
_PAGE = (  # the page of documentation brings a script of its own and asks this service only
    "default-src 'none'; connect-src 'self'; font-src 'self'; img-src 'self' data:; script-src 'self' 'unsafe-inline';"
    " style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_YEAR = "max-age=31536000"


class SecurityHeaders:
    """Adds the headers; data is not to be stored, and once seen by HTTPS the service wants nothing else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add(MutableHeaders(scope=message), scope)
            await send(message)

        await self._app(scope, receive, send_on)


def _add(headers: MutableHeaders, scope: Scope) -> None:
    static = scope["path"].startswith("/docs")
    headers.update(_ALWAYS)
    headers.setdefault("Content-Security-Policy", _PAGE if static else _DATA)  # a route may say more
    if not static:
        headers["Cache-Control"] = "no-store"
    if scope["scheme"] == "https":
        headers["Strict-Transport-Security"] = _YEAR

"""What a browser is kept from doing on behalf of a page from elsewhere: no log-in of the service would stop it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import CROSS_ORIGIN, WRONG_HOST, problem

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """Refuses writing requests that a page of another origin makes, unless the settings allow that origin; a service
    that listens on the loopback address alone also refuses requests under another name, behind which such a page may
    hide."""

    def __init__(self, app: ASGIApp, listens_at: str, origins: Sequence[str] = ()) -> None:
        self._app = app
        self._local = listens_at in _LOOPBACK
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._local and _parts(f"//{host}").hostname not in _LOOPBACK:
            return problem(421, WRONG_HOST, f"this service answers at the loopback address only, not as {host!r}")
        origin = headers.get("origin")
        if origin and scope["method"] not in _READING and origin not in self._origins:
            named = _parts(origin).netloc
            # A page cannot set X-Forwarded-Host without being asked first, and nobody here says yes.
            if named not in (host, headers.get("x-forwarded-host")):
                return problem(403, CROSS_ORIGIN, f"pages of {origin} may not write here")
        return None


def _parts(address: str) -> SplitResult:
    """The parts of an address; of one that is none, such as `//[`, all empty."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")

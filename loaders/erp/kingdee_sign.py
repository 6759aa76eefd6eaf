"""How a request to K3Cloud is signed: the headers of Kingdee's own SDK (kingdee.cdp.webapi.sdk 8.2.0)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Generator
from urllib.parse import quote

import httpx

from loaders.erp.source import Source

_MASK = b"0054f397c6234378b09ca7d3e5debce7"  # with which the second half of an application id is masked
_MASKED = 32  # characters of that half, where there is one
_LANGUAGE, _ORGANISATION = "2052", "0"


class Signature(httpx.Auth):
    """Signs each request anew, so that one that is tried again bears the time at which it is sent."""

    def __init__(self, source: Source, secret: str) -> None:
        self._source = source
        self._secret = secret

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Put the headers on."""
        path = quote(request.url.path, safe="")
        request.headers.update(headers(self._source, self._secret, path, str(int(time.time())), secrets.token_hex(8)))
        yield request


def headers(source: Source, secret: str, path: str, moment: str, nonce: str) -> dict[str, str]:
    """The headers for a path (encoded, slashes too) at a moment (seconds since 1970)."""
    client, _, masked = source.application.partition("_")
    signed = f"POST\n{path}\n\nx-api-nonce:{nonce}\nx-api-timestamp:{moment}\n"
    data = ",".join((source.database, source.user, _LANGUAGE, _ORGANISATION))
    return {
        "X-Api-ClientID": client if masked else "",
        "X-Api-Auth-Version": "2.0",
        "x-api-timestamp": moment,
        "x-api-nonce": nonce,
        "x-api-signheaders": "x-api-timestamp,x-api-nonce",
        "X-Api-Signature": _signature(signed, unmasked(masked)),
        "X-Kd-Appkey": source.application,
        "X-Kd-Appdata": base64.b64encode(data.encode()).decode(),
        "X-Kd-Signature": _signature(source.application + data, secret),
    }


def unmasked(half: str) -> str:
    """The key that the second half of an application id hides; empty where it is not of that form."""
    if len(half) != _MASKED:
        return ""
    plain = bytes(one ^ other for one, other in zip(base64.b64decode(half), _MASK, strict=False))
    return base64.b64encode(plain).decode()


def _signature(text: str, key: str) -> str:
    """Base64 of the hexadecimal digits, as they have it."""
    return base64.b64encode(hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest().encode()).decode()

"""The signing keys of the identity provider: fetched, kept for a while, and fetched again when it has new ones."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
import structlog

from genealogy.errors import GenealogyError

FRESH = 600.0  # seconds after which keys are fetched again
STALE = 3600.0  # seconds for which they are used where the provider does not answer
PAUSE = 10.0  # seconds between two attempts, so that made-up key ids cause no storm
LOOPBACK = ("127.0.0.1", "localhost", "::1")
_PATIENCE = 5.0
_MOST = 1024 * 1024
log = structlog.get_logger("api.access")


class ProviderAwayError(GenealogyError):
    """The identity provider does not give its signing keys, so that no token can be checked; keys work."""

    code = "identity_provider_away"
    status = 503


def fetch_json(url: str) -> dict[str, Any]:
    """A JSON object of at most 1 MB; no redirect is followed. Raises ValueError and httpx.HTTPError."""
    read = b""
    with httpx.stream("GET", url, timeout=_PATIENCE, follow_redirects=False) as response:
        response.raise_for_status()
        for part in response.iter_bytes():
            read += part
            if len(read) > _MOST:
                raise ValueError(f"{url} answers with more than {_MOST} bytes")
    found = orjson.loads(read)
    if not isinstance(found, dict):
        raise ValueError(f"{url} does not answer with a JSON object")
    return found


def discovered(issuer: str) -> str:
    """The address of the signing keys, as the provider itself says (OpenID Connect Discovery 1.0, section 4)."""
    document = fetch_json(issuer.rstrip("/") + "/.well-known/openid-configuration")
    if document.get("issuer") != issuer:
        raise ValueError(f"the provider names another issuer: {document.get('issuer')!r}")
    address = str(document["jwks_uri"])
    if not is_private(address):
        raise ValueError(f"the provider names an address that is not https://: {address!r}")
    return address


def is_private(address: str) -> bool:
    """Whether nobody on the way can put keys of their own there: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


@dataclass(slots=True)
class Jwks:
    """Signing keys by their id, from the address that `where` gives."""

    where: Callable[[], str]
    clock: Callable[[], float] = monotonic
    _keys: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    _at: float | None = None
    _tried: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def key(self, kid: str) -> dict[str, Any] | None:
        """The key of that id as the provider gives it, or None; raises ProviderAwayError."""
        if self._age() > FRESH or kid not in self._keys:
            with self._lock:
                if (self._age() > FRESH or kid not in self._keys) and self._may_try():
                    self._fetch()
        if self._age() > STALE:
            raise ProviderAwayError("the identity provider does not give its signing keys; try again, or use a key")
        return self._keys.get(kid)

    def _age(self) -> float:
        return float("inf") if self._at is None else self.clock() - self._at

    def _may_try(self) -> bool:
        return self._tried is None or self.clock() - self._tried >= PAUSE

    def _fetch(self) -> None:
        self._tried = self.clock()
        try:
            listed = fetch_json(self.where())["keys"]
            found = {key["kid"]: key for key in listed if _signs(key)}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
            log.warning("signing keys not fetched", error=str(error))
            return
        self._keys, self._at = found, self.clock()


def _signs(key: Any) -> bool:
    """A public key for signatures; a shared secret would let whoever checks tokens make them."""
    if not isinstance(key, dict) or not isinstance(key.get("kid"), str):
        return False
    return key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"

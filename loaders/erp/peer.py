"""One conversation over HTTP: paced, repeated where that may help, and never taken for more than it said."""

from __future__ import annotations

import datetime as dt
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import orjson

from genealogy.errors import PullError
from loaders.erp.source import Source

LONGEST_WAIT = 300.0  # seconds; a server that wants more is asked another day
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, and waiting for it; tests have their own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class AwayError(PullError):
    """The server does not answer, or not now."""


class GoneError(PullError):
    """What was asked for by name is not there."""


class _PassingError(Exception):
    """It may work the next time; `wait` is what the server asked for."""

    def __init__(self, text: str, wait: float | None = None) -> None:
        super().__init__(text)
        self.wait = wait


@dataclass(slots=True)
class Peer:
    """A server and how it is asked. Whoever pulls only reads, so everything may be repeated; who writes tries once, and
    looks before he writes the next time."""

    source: Source
    client: httpx.Client
    clock: Clock = field(default_factory=Clock)
    free_at: float = 0.0

    def ask(self, method: str, path: str, **request: Any) -> Any:
        """The JSON that is answered. Raises PullError where it is refused, or where no try brought an answer."""
        tries = self.source.tries
        for number in range(1, tries + 1):
            self._pace()
            try:
                return self._once(method, path, request)
            except _PassingError as error:
                last = error
            wait = last.wait if last.wait is not None else min(2.0 ** (number - 1), 60.0)
            if wait > LONGEST_WAIT:
                raise AwayError(f"{self.source.url} {last} and asks to wait {wait:.0f} seconds; pull again after that")
            if number < tries:
                self.clock.sleep(wait)
        raise AwayError(f"{self.source.url} {last}, {tries} times; the cursor stays where it is: pull again later")

    def _pace(self) -> None:
        now = self.clock.now()
        if self.free_at > now:
            self.clock.sleep(self.free_at - now)
        self.free_at = max(now, self.free_at) + 60.0 / self.source.rate_per_minute

    def _once(self, method: str, path: str, request: dict[str, Any]) -> Any:
        url, path = self.source.url + path, path.partition("?")[0]  # a filter is no news to who reads the message
        try:
            answer = self.client.request(method, url, **request)
        except httpx.TimeoutException:
            raise _PassingError(f"did not answer {path} in {self.source.timeout_seconds:g} seconds") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _PassingError(f"broke off while answering {path} ({error})") from None
        if answer.status_code in _PASSING:
            raise _PassingError(f"answered {answer.status_code} to {path}", _asked(answer.headers.get("Retry-After")))
        if answer.status_code in (401, 403):
            raise PullError(
                f"{self.source.url} answered {answer.status_code} to {path}: look at user, secret and rights"
            )
        if answer.status_code == httpx.codes.NOT_FOUND:
            raise GoneError(f"{self.source.url} has no {path}")
        if answer.status_code != httpx.codes.OK:
            raise PullError(f"{self.source.url} answered {answer.status_code} to {path}: {answer.text[:_SHOWN]!r}")
        try:
            return orjson.loads(answer.content)
        except orjson.JSONDecodeError:
            raise _PassingError(f"answered {path} with what is no JSON ({answer.text[:_SHOWN]!r})") from None


def authorization(source: Source, secret: str) -> dict[bytes, bytes]:
    """The header that says who asks: user and secret (`basic`), or the secret alone as a token (`bearer`)."""
    basic = b"Basic " + b64encode(f"{source.user}:{secret}".encode())
    return {b"Authorization": basic if source.auth == "basic" else f"Bearer {secret}".encode()}


def _asked(header: str | None) -> float | None:
    """Seconds that `Retry-After` asks for, written as a number or a date."""
    if not header:
        return None
    if header.strip().isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - dt.datetime.now(dt.UTC)).total_seconds())
    except (ValueError, TypeError):
        return None

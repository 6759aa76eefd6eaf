"""How much one caller may ask: so many requests a minute, and so many at once; kept in this process's memory."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from genealogy.errors import GenealogyError

_MOST = 10_000  # callers that are remembered; those that have been quiet for long are forgotten first


class TooManyError(GenealogyError):
    """One caller asks more than is allowed in a minute, or at once; `Retry-After` says when to ask again."""

    code = "too_many_requests"
    status = 429

    def __init__(self, text: str, seconds: float) -> None:
        super().__init__(text)
        self.headers = {"Retry-After": str(max(1, math.ceil(seconds)))}


@dataclass(slots=True)
class _Bucket:
    """What is left of a caller's minute, since when, and how many of its requests are under way."""

    left: float
    at: float
    busy: int = 0


@dataclass(slots=True)
class Limits:
    """A bucket for each caller: it holds a minute's requests and fills up again evenly."""

    per_minute: int
    at_once: int
    clock: Callable[[], float] = monotonic
    _buckets: dict[str, _Bucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def counted(self, by: str) -> Iterator[None]:
        """One request of a caller under way; raises TooManyError where it is one too many."""
        bucket = self._take(by)
        try:
            yield
        finally:
            with self._lock:
                bucket.busy -= 1

    def _take(self, by: str) -> _Bucket:
        with self._lock:
            bucket, rate = self._bucket(by), self.per_minute / 60
            if bucket.busy >= self.at_once:
                raise TooManyError(f"{self.at_once} requests of {by} are under way (GENEALOGY_REQUESTS_AT_ONCE)", 1)
            if bucket.left < 1:
                text = f"{by} has used up its {self.per_minute} requests a minute (GENEALOGY_REQUESTS_PER_MINUTE)"
                raise TooManyError(text, (1 - bucket.left) / rate)
            bucket.left -= 1
            bucket.busy += 1
            return bucket

    def _bucket(self, by: str) -> _Bucket:
        now = self.clock()
        bucket = self._buckets.get(by)
        if bucket is None:
            if len(self._buckets) >= _MOST:
                self._forget(now)
            bucket = self._buckets[by] = _Bucket(self.per_minute, now)
        bucket.left = min(self.per_minute, bucket.left + (now - bucket.at) * self.per_minute / 60)
        bucket.at = now
        return bucket

    def _forget(self, now: float) -> None:
        """Buckets that are full again say nothing."""
        self._buckets = {by: one for by, one in self._buckets.items() if one.busy or now - one.at < 60}

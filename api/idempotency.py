"""`Idempotency-Key`: the same request gets the same answer again, also after a restart."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import orjson

from genealogy.errors import ConflictError, UsageError
from genealogy.store import Store

KEPT_DAYS = 30
_LONGEST = 200


class KeyUsedError(ConflictError):
    """The key was used before, for another request."""

    code = "idempotency_key_used"


class InWorkError(ConflictError):
    """A request with this key is being worked on; send it again after `Retry-After` seconds, for the same answer."""

    code = "idempotency_key_in_work"
    retry_after = 1


@dataclass(slots=True)
class Answers:
    """What was answered to requests with a key. Of two with the same key one is worked on, and the other does not wait:
    a thousand of them would take all threads."""

    store: Store
    _in_work: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def once(
        self, key: str | None, body: Any, work: Callable[[], tuple[int, dict[str, Any]]], by: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Status and document of `work`, or those that were given for the key before to the same caller, `by`.

        An error is not kept, so that the request can be sent again. Raises KeyUsedError where the key came with
        another body, InWorkError where the first request with it has not ended.
        """
        if key is None:
            return work()
        if not 0 < len(key) <= _LONGEST:
            raise UsageError(f"Idempotency-Key must have 1 to {_LONGEST} characters")
        own = orjson.dumps([by, key]).decode() if by else key  # a key is its sender's own: another's is another
        digest = sha256(bytes_of(body)).hexdigest()
        with self._only(own):
            return self._known(own, key, digest) or self._keep(own, digest, *work())

    @contextmanager
    def _only(self, own: str) -> Iterator[None]:
        with self._lock:
            if own in self._in_work:
                raise InWorkError("a request with this Idempotency-Key is being worked on; send it again")
            self._in_work.add(own)
        try:
            yield
        finally:
            with self._lock:
                self._in_work.discard(own)

    def _keep(self, own: str, digest: str, status: int, document: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """What is kept from now on: this answer, or that of another service which was quicker with the same request."""
        text = orjson.dumps(document).decode()
        now = dt.datetime.now(dt.UTC)
        kept = self.store.write("api.keep_answer", request=own, sha256=digest, status=status, answer=text, at=now).one()
        return (int(kept[1]), orjson.loads(kept[2])) if kept[0] == digest else (status, document)

    def _known(self, own: str, key: str, digest: str) -> tuple[int, dict[str, Any]] | None:
        rows = self.store.read("api.answer", request=own).rows
        if not rows:
            return None
        ((kept, status, answer),) = rows
        if kept != digest:
            raise KeyUsedError(f"the Idempotency-Key {key!r} was used before, for another request; use a new one")
        return int(status), orjson.loads(answer)

    def forget_old(self) -> None:
        """Let go of answers that nobody will ask for again."""
        before = dt.datetime.now(dt.UTC) - dt.timedelta(days=KEPT_DAYS)
        self.store.write("api.forget_answers", before=before)


def bytes_of(body: Any) -> bytes:
    """One form of a JSON value, however it was written."""
    try:
        return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(body, sort_keys=True).encode()

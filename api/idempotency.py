"""`Idempotency-Key`: the same request gets the same answer again, also after a restart."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
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


@dataclass(slots=True)
class Answers:
    """What was answered to requests with a key. One at a time: two with the same key must not both be first."""

    store: Store
    _one: threading.Lock = field(default_factory=threading.Lock)

    def once(
        self, key: str | None, body: Any, work: Callable[[], tuple[int, dict[str, Any]]], by: str = ""
    ) -> tuple[int, dict[str, Any]]:
        """Status and document of `work`, or those that were given for the key before to the same caller, `by`.

        An error is not kept, so that the request can be sent again. Raises KeyUsedError where the key came with
        another body.
        """
        if key is None:
            return work()
        if not 0 < len(key) <= _LONGEST:
            raise UsageError(f"Idempotency-Key must have 1 to {_LONGEST} characters")
        own = orjson.dumps([by, key]).decode() if by else key  # a key is its sender's own: another's is another
        digest = sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()
        with self._one:
            if (known := self._known(own, key, digest)) is not None:
                return known
            status, document = work()
            text = orjson.dumps(document).decode()
            now = dt.datetime.now(dt.UTC)
            self.store.write("api.keep_answer", request=own, sha256=digest, status=status, answer=text, at=now)
            return status, document

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

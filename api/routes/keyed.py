"""Requests that may come under an `Idempotency-Key`: done once, and answered the same again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

import orjson
from fastapi import Depends, Header

from api.access.guard import TheCaller
from api.idempotency import Answers
from api.routes.deps import TheAnswers

_DIGITS = 16
Key = Annotated[str | None, Header(description="The same key and body get the same answer again.")]


@dataclass(frozen=True, slots=True)
class Keyed:
    """The key of one request, and whose it is."""

    answers: Answers
    by: str
    key: str | None

    @property
    def mark(self) -> str:
        """What is kept with what the request records, so that it is found when the answer was lost; empty without a
        key."""
        own = orjson.dumps([self.by, self.key])
        return f"key:{sha256(own).hexdigest()[:_DIGITS]}" if self.key else ""

    def once(self, body: Any, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `work` gives, or what it gave when the key came first. `body` tells this request from others."""
        return self.answers.once(self.key, body, lambda: (200, work()), self.by)[1]


def _keyed(answers: TheAnswers, caller: TheCaller, idempotency_key: Key = None) -> Keyed:
    return Keyed(answers, caller.by, idempotency_key)


TheKeyed = Annotated[Keyed, Depends(_keyed)]

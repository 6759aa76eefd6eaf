"""Requests that may come under an `Idempotency-Key`: done once, and answered the same again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Header

from api.access.guard import TheCaller
from api.idempotency import Answers, bytes_of
from api.routes.deps import TheAnswers

_DIGITS = 16
Key = Annotated[str | None, Header(description="The same key and body get the same answer again.")]


@dataclass(frozen=True, slots=True)
class Keyed:
    """The key of one request, and whose it is."""

    answers: Answers
    by: str
    key: str | None

    def once(self, body: Any, work: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
        """What `work` gives, or what it gave when the key came first. `body` tells this request from others.

        `work` gets a mark that stands for the request, empty without a key: kept with what it records, it finds that
        again where the answer was lost.
        """
        own = bytes_of([self.by, self.key, body])
        mark = f"key:{sha256(own).hexdigest()[:_DIGITS]}" if self.key else ""
        return self.answers.once(self.key, body, lambda: (200, work(mark)), self.by)[1]


def _keyed(answers: TheAnswers, caller: TheCaller, idempotency_key: Key = None) -> Keyed:
    return Keyed(answers, caller.by, idempotency_key)


TheKeyed = Annotated[Keyed, Depends(_keyed)]

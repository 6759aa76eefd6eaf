"""A client of the HTTP service: typed answers, tables as DataFrames, errors that say what went wrong (docs/client.md).

It knows the service by its interface only, and imports nothing of the core.
"""

from __future__ import annotations

from types import TracebackType
from typing import Self

from genealogy.client.answers import Answer
from genealogy.client.asking import Asking, Checkpoint, Seed
from genealogy.client.errors import (
    BusyError,
    ClientError,
    ConflictError,
    IncompleteError,
    LoadFailedError,
    MalformedError,
    NotAllowedError,
    NotFoundError,
    ProblemError,
    TimedOutError,
    UnreachableError,
)
from genealogy.client.loads import Load, Rejected
from genealogy.client.recording import Recording
from genealogy.client.wire import Wire

__all__ = [
    "Answer",
    "BusyError",
    "Checkpoint",
    "Client",
    "ClientError",
    "ConflictError",
    "IncompleteError",
    "Load",
    "LoadFailedError",
    "MalformedError",
    "NotAllowedError",
    "NotFoundError",
    "ProblemError",
    "Rejected",
    "Seed",
    "TimedOutError",
    "UnreachableError",
]


class Client(Asking, Recording):
    """The service at `url`, asked with an API key. Close it, or use it in `with`.

    `timeout`: seconds without a byte of an answer before it counts as cut off; `retries`: how often what may be sent
    again is, where the service is away or busy.
    """

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 600, retries: int = 3) -> None:
        self._wire = Wire(url, key, timeout, retries)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Client({self._wire.url!r})"

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

"""Back-pressure: so many requests are worked on at once, so many wait, and the others are told to come again.

Writers have a lane of their own, because they take turns in the database anyhow: however many wait behind a long load,
questions are answered. Health and metrics need no turn.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from fastapi import Request

from api import metrics
from genealogy.errors import GenealogyError

READERS, WRITERS = 24, 8  # together less than the threads there are, so that a health check always finds one
Turn = Callable[..., AsyncIterator[None]]
PATIENCE = 5.0  # seconds a request waits; less than it is given when the service ends, so that it is told


class BusyError(GenealogyError):
    """More comes than can be done; nothing of this request was done. Send it again after `Retry-After` seconds."""

    code = "busy"
    status = 503
    retry_after = 1


class Lane:
    """Requests of one kind: `at_once` are worked on, `waiting` may wait for up to `patience` seconds."""

    def __init__(self, name: str, at_once: int, waiting: int, patience: float = PATIENCE) -> None:
        self._name, self._most, self._patience = name, waiting, patience
        self._free = asyncio.Semaphore(at_once)
        self._waiting = 0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and have it; raises BusyError where there is none."""
        await self._acquire()
        try:
            yield
        finally:
            self._free.release()

    async def _acquire(self) -> None:
        if self._free.locked() and self._waiting >= self._most:
            raise self._busy(f"{self._waiting} {self._name} requests wait already")
        self._note(+1)
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise self._busy(f"no turn for a {self._name} request within {self._patience:g} seconds") from None
        finally:
            self._note(-1)

    def _note(self, more: int) -> None:
        self._waiting += more
        metrics.WAITING.labels(self._name).set(self._waiting)

    def _busy(self, text: str) -> BusyError:
        metrics.BUSY.labels(self._name).inc()
        return BusyError(f"the service is busy: {text}; send the request again in a moment")


def turns(waiting: int) -> tuple[Turn, Turn]:
    """What a route that only reads depends on, and what one does whose other methods than GET write."""
    reading, writing = Lane("reading", READERS, waiting), Lane("writing", WRITERS, waiting)

    async def read() -> AsyncIterator[None]:
        async with reading.turn():
            yield

    async def write(request: Request) -> AsyncIterator[None]:
        async with (reading if request.method == "GET" else writing).turn():
            yield

    return read, write

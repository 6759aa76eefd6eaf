"""An answer of one moment, while others write.

Neo4j reads what is committed when a statement runs, so that an answer of many statements may be of several moments: a
batch from before a run is mapped, an edge from after. Every writer opens the ledger first; so the ledger is looked at
before and after, and what was read in between is read again where somebody opened it. Where that goes on, the last
attempt opens the ledger itself, and writers wait for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

from genealogy import telemetry
from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.store import Store, Tx

T = TypeVar("T")
TRIES = 3  # without holding up anybody


def steady(store: Store, work: Callable[[Tx], T], name: str) -> T:
    """What `work` reads, of one moment: it holds all that was recorded before this call, derived as well, and no event
    of later in part. `work` may run more than once."""
    for _ in range(TRIES):
        settle(store)
        answer, moved = store.reading(lambda tx: _read(tx, work), name)
        if not moved:
            return answer
        telemetry.READ_AGAIN.labels(name).inc()
    settle(store)
    return store.writing(lambda tx, _: (tx.run("ledger.open"), work(tx))[1], name=name)


def _read(tx: Tx, work: Callable[[Tx], T]) -> tuple[T, bool]:
    """What was read, and whether somebody wrote meanwhile; an error is one only where nobody did."""
    before = _opened(tx)
    try:
        answer = work(tx)
    except (GenealogyError, LookupError, ValueError):
        if _opened(tx) == before:
            raise
        return cast(T, None), True
    return answer, _opened(tx) != before


def _opened(tx: Tx) -> object:
    return tx.run("ledger.moved").one()[0]

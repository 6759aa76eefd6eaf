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
from genealogy.store import Reads, Store, Tx

T = TypeVar("T")
R = TypeVar("R", bound=Reads)
TRIES = 3  # without holding up anybody


def steady(store: Store | Tx, work: Callable[[Tx], T], name: str) -> T:
    """What `work` reads, of one moment: it holds all that was recorded before this call, derived as well, and no event
    of later in part. `work` may run more than once. Within an answer that is steady already, it is a part of that."""
    if isinstance(store, Tx):
        return work(store)
    return _again(
        store,
        lambda: store.reading(lambda tx: _read(tx, work), name),
        lambda: store.writing(lambda tx, _: (tx.run("ledger.open"), work(tx))[1], name=name),
        name,
    )


def steady_whole(store: Store, work: Callable[[Store], T], name: str) -> T:
    """The same of what reads the whole graph, in as many transactions as that takes."""
    return _again(
        store,
        lambda: _read(store, work),
        lambda: store.writing(lambda tx, _: (tx.run("ledger.open"), work(store))[1], name=name),
        name,
    )


def _again(store: Store, attempt: Callable[[], tuple[T, bool]], alone: Callable[[], T], name: str) -> T:
    for _ in range(TRIES):
        settle(store)
        answer, moved = attempt()
        if not moved:
            return answer
        telemetry.READ_AGAIN.labels(name).inc()
    settle(store)
    return alone()


def _read(reads: R, work: Callable[[R], T]) -> tuple[T, bool]:
    """What was read, and whether somebody wrote meanwhile; an error is one only where nobody did."""
    before = _opened(reads)
    try:
        answer = work(reads)
    except (GenealogyError, LookupError, ValueError):
        if _opened(reads) == before:
            raise
        return cast(T, None), True
    return answer, _opened(reads) != before


def _opened(reads: Reads) -> object:
    return reads.read("ledger.moved").one()[0]

"""A store as somebody inside of one open transaction sees it: a change is tried, verified and taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import neo4j

from genealogy.queries import LANGUAGE, query
from genealogy.store import Store, Tx
from genealogy.store.driver import Answer

T = TypeVar("T")


class Uncommitted(Store):
    """Everything a verification does, by one transaction that is never committed."""

    def __init__(self, raw: neo4j.Transaction) -> None:
        self.raw = raw
        self.tx = Tx(raw)  # type: ignore[arg-type] # runs queries as a managed one does

    def read(self, name: str, **params: Any) -> Answer:
        return self.tx.run(name, **params)

    def write(self, name: str, **params: Any) -> Answer:
        return self.tx.run(name, **params)

    def reading(self, work: Callable[[Tx], T], name: str = "reading") -> T:
        return work(self.tx)

    def writing(self, work: Callable[[Tx, str], T], *, name: str = "writing", probe: str | None = None) -> T:
        return work(self.tx, "batch")

    def stream(self, name: str, **params: Any) -> Iterator[tuple[Any, ...]]:
        yield from (tuple(record.values()) for record in self.raw.run(f"{LANGUAGE}\n{query(name).text}", params))

    def change(self, text: str, **params: Any) -> list[tuple[Any, ...]]:
        """What an attacker with the database's password does."""
        return [tuple(record.values()) for record in self.raw.run(f"{LANGUAGE}\n{text}", params)]


@contextmanager
def uncommitted(store: Store) -> Iterator[Uncommitted]:
    """Such a store, taken back at the end."""
    with store.driver.session(database=store.database) as session, session.begin_transaction() as raw:
        yield Uncommitted(raw)
        raw.rollback()

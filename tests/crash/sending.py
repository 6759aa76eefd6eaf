"""Clients that send events while things break, and what must be true of the record afterwards.

Each request is one run that uses a batch and makes another, with an Idempotency-Key of its own; all runs of a hundred
requests use the same first batch, so that a recall of that one holds them all.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx2 as httpx

from genealogy.derive import settle
from genealogy.record.pages import events_of
from genealogy.store import Store
from tests.loaders.graph import ask

TOGETHER = 100
Sent = tuple[int, int]  # writer, number
Client = Callable[[], httpx.Client]


def root_of(number: int) -> str:
    """The first batch of a request's hundred."""
    return f"根{number // TOGETHER}"


def events_for(sent: Sent) -> list[dict[str, str]]:
    """The events of one request."""
    run = f"W{sent[0]}-{sent[1]}"
    return [
        {"event": "consumed", "run": run, "material": "M", "lot": root_of(sent[1]), "quantity": "1", "uom": "kg"},
        {"event": "produced", "run": run, "material": "M", "lot": run, "quantity": "1", "uom": "kg"},
    ]


@dataclass(slots=True)
class Ledger:
    """What clients know: `told` was acknowledged, `unsure` was sent and nobody knows; `next` are the next numbers."""

    told: set[Sent] = field(default_factory=set)
    unsure: set[Sent] = field(default_factory=set)
    next: Counter[int] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)

    def send(self, client: httpx.Client, sent: Sent) -> bool:
        """One request; whether it was acknowledged."""
        self.unsure.add(sent)
        try:
            answer = client.post("/events", json=events_for(sent), headers={"Idempotency-Key": f"{sent}"})
        except httpx.TransportError:
            self.codes["cut off"] += 1
            return False
        self.codes[str(answer.status_code)] += 1
        if answer.status_code not in (200, 201):
            return False
        self.told.add(sent)
        self.unsure.discard(sent)
        return True

    def write(self, client: httpx.Client, writer: int, stop: threading.Event) -> None:
        """Send one after the other, also after an error, until it is enough."""
        while not stop.is_set():
            sent = (writer, self.next[writer])
            self.next[writer] += 1
            if not self.send(client, sent):
                stop.wait(0.05)

    def send_again(self, client: httpx.Client) -> None:
        """What nobody knows about is sent once more, and then is known."""
        for sent in sorted(self.unsure):
            assert self.send(client, sent), sent


@contextmanager
def sending(ledger: Ledger, base_url: str, writers: int, key: dict[str, str]) -> Iterator[None]:
    """Writers at work, for as long as it is needed; `key` is the header that says who they are."""
    stop = threading.Event()
    with httpx.Client(base_url=base_url, timeout=120, headers=key) as client:
        threads = [threading.Thread(target=ledger.write, args=(client, writer, stop)) for writer in range(writers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def check(store: Store, ledger: Ledger) -> int:
    """Every acknowledged event is there exactly once, no request in part, no number missing; gives back how many."""
    settle(store)
    recorded, last = Counter[tuple[str, str]](), 0
    for first, end, packed, hashes in _pages(store):
        assert first == last + 1, "the sequence has a gap"
        last = end
        recorded.update((kept.content["event"], kept.content["run"]) for kept in events_of(first, packed, hashes))
    assert store.read("schema.version").one()[1] == last == recorded.total()
    assert set(recorded.values()) <= {1}, "an event is there twice"
    kinds = {kind: {run for of, run in recorded if of == kind} for kind in ("consumed", "produced")}
    assert kinds["consumed"] == kinds["produced"], "a request is there in part"
    assert {f"W{writer}-{number}" for writer, number in ledger.told} <= kinds["consumed"], "an event is lost"
    drawn = "MATCH (:Batch)-[:CONSUMED]->(r:Run)-[:PRODUCED]->(:Batch) RETURN r.run, count(*)"
    assert dict(ask(store, drawn)) == dict.fromkeys(kinds["consumed"], 1)
    return last


def _pages(store: Store) -> list[tuple[Any, ...]]:
    return ask(store, "MATCH (p:Page) RETURN p.first, p.last, p.bytes, p.hashes ORDER BY p.first")

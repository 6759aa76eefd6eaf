"""An answer is of one moment: read again where somebody wrote meanwhile, and in the end nobody may."""

from __future__ import annotations

from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import Seed, recall
from genealogy.answers.steady import TRIES, steady
from genealogy.events.flow import Consumed, Produced
from genealogy.record.writer import Source, record
from genealogy.store import Store, Tx

UTC = ZoneInfo("UTC")


def made(store: Store, number: int) -> None:
    """One more batch after the last."""
    used = Consumed(run=f"R{number}", material="M", lot=str(number))
    record(store, [used, Produced(run=f"R{number}", material="M", lot=str(number + 1))], Source("test", ""), UTC)


def test_nobody_writes_and_it_is_read_once(store: Store) -> None:
    reads = []
    assert steady(store, lambda tx: reads.append(tx) or 7, "test") == 7  # type: ignore[func-returns-value]
    assert len(reads) == 1


@pytest.mark.parametrize("writes", range(TRIES))
def test_it_is_read_again_where_somebody_wrote(store: Store, writes: int) -> None:
    reads: list[int] = []

    def work(tx: Tx) -> int:
        seen = int(tx.run("schema.version").one()[1])
        reads.append(seen)
        if len(reads) <= writes:
            made(store, len(reads))
        return seen

    assert steady(store, work, "test") == 2 * writes
    assert reads == [2 * number for number in range(writes + 1)]


def test_an_error_counts_only_where_nobody_wrote(store: Store) -> None:
    tries: list[int] = []

    def work(_: Tx) -> str:
        tries.append(1)
        if len(tries) == 1:
            made(store, 1)
        if len(tries) < 3:
            raise KeyError("a batch that is gone")
        return "read"

    with pytest.raises(KeyError):
        steady(store, work, "test")
    assert len(tries) == 2
    assert steady(store, work, "test") == "read"


def test_where_writing_goes_on_writers_wait(store: Store) -> None:
    """The last attempt holds them up: what began during it comes after it."""
    threads: list[Thread] = []

    def work(tx: Tx) -> tuple[int, int]:
        before = int(tx.run("schema.version").one()[1])
        threads.append(Thread(target=made, args=(store, len(threads) + 1)))
        threads[-1].start()
        if len(threads) <= TRIES:
            threads[-1].join()
        else:
            threads[-1].join(0.3)
        return before, int(tx.run("schema.version").one()[1])

    before, after = steady(store, work, "test")
    threads[-1].join()
    assert (before, after) == (2 * TRIES, 2 * TRIES)
    assert len(threads) == TRIES + 1
    assert store.read("schema.version").one()[1] == 2 * TRIES + 2


def test_a_recall_during_which_a_batch_is_made_holds_it_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made(store, 1)
    real, once = Tx.run, [1]

    def run(self: Tx, name: str, **params: Any) -> Any:
        found = real(self, name, **params)
        if name == "scope.recall" and once:
            once.clear()
            made(store, 2)
        return found

    monkeypatch.setattr(Tx, "run", run)
    answer = recall(store, [Seed("M/1")])
    assert [batch["key"] for batch in answer["batches"]] == ["M/1", "M/2", "M/3"]

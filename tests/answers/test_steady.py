"""An answer is of one moment: read again where somebody wrote meanwhile, and in the end nobody may."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import Seed, recall
from genealogy.answers.steady import TRIES, steady
from genealogy.cases.check import check_case
from genealogy.cases.effectiveness import effectiveness
from genealogy.cases.life import Opening, Said, open_case
from genealogy.cases.question import Question
from genealogy.drills import drill
from genealogy.events.flow import Consumed, Produced, Shipment, Shipped
from genealogy.notices import Notice, notices
from genealogy.record.writer import Source, record
from genealogy.store import Answer, Store, Tx
from genealogy.worst import worst_case
from tests.support.servers import wipe

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


def of_case(store: Store) -> object:
    checked = check_case(store, "C")
    return checked["now"]["sequence"], checked["now"]["set_hash"], len(checked["batches"]["in"])


ASKED: dict[str, tuple[Callable[[Store], object], str]] = {
    "a case held against now": (of_case, "case.pages_since"),
    "a case and how it goes": (lambda store: effectiveness(store, "C")["totals"], "case.returned"),
    "notices": (lambda store: [pack.id for pack in notices(store, [Seed("M/1")], Notice())], "notices.receipts"),
    "a drill": (lambda store: drill(store, "M/1")["counts"], "scope.recall"),
    "worst cases": (lambda store: worst_case(store, every=True)["batches"], "worst.open_runs"),
}


@pytest.fixture(scope="module")
def plant(server_store: Store) -> Store:
    """A batch, what became of it, where that went; and a case about it."""
    wipe(server_store)
    made(server_store, 1)
    delivered(server_store, 2)
    question = Question([{"key": "M/1", "from": None, "to": None}], None, dt.timedelta(minutes=5), UTC)
    open_case(server_store, question, Opening("玻璃", "I"), Said("李雷", "玻璃"), "C")
    return server_store


def delivered(store: Store, number: int) -> None:
    """A batch goes to a customer of its own."""
    sent = Shipment(shipment=f"S{number}", customer=f"客户{number}")
    line = Shipped(shipment=f"S{number}", material="M", lot=str(number), quantity="1", uom="kg")
    record(store, [sent, line], Source("test", ""), UTC)


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_made_of_a_recall_is_of_one_moment_too(
    plant: Store, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its first reading and its last somebody makes a batch and ships it: it is told whole."""
    ask, name = ASKED[asked]
    number = 2 + list(ASKED).index(asked)
    once = [1]

    def between(real: Callable[..., Answer]) -> Callable[..., Answer]:
        def run(self: Store, wanted: str, **params: Any) -> Answer:
            if wanted == name and once:
                once.clear()
                made(plant, number)
                delivered(plant, number + 1)
            return real(self, wanted, **params)

        return run

    monkeypatch.setattr(Tx, "run", between(Tx.run))
    monkeypatch.setattr(Store, "read", between(Store.read))
    told = ask(plant)
    assert not once
    monkeypatch.undo()
    assert told == ask(plant)

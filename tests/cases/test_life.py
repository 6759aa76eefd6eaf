"""The life of a case: frozen, decided, closed, opened again; who, when and why; and all of it rebuilt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import orjson
import pytest

from genealogy.cases.book import list_cases, show_case
from genealogy.cases.frozen import freeze, frozen_bytes, thawed
from genealogy.cases.life import Opening, Said, cancel_case, close_case, decide, open_case, reopen_case
from genealogy.errors import (
    CaseStatusError,
    GenealogyError,
    UnknownBatchError,
    UnknownCaseError,
    UsageError,
)
from genealogy.rebuild import rebuild
from genealogy.record.reading import ERASED
from genealogy.store import Store
from tests.cases.conftest import FLOUR, OPENING, SECOND_RUN, WANG, ZONE, later, opened, question, rows
from tests.loaders.graph import ask

LI = Said("李雷", "复检合格", "2026-03-20")


def steps(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(entry["action"], entry["by"]) for entry in case["entries"]]


def test_a_case_from_first_call_to_close(plant: Store) -> None:
    case = open_case(plant, question(), OPENING, WANG, "召回-1")
    assert (case["case"], case["status"], case["revision"], case["class"]) == ("召回-1", "open", 1, "II")
    assert case["covers"] == {"batches": 3, "certain": 3, "potential": 0, "joined": []}
    assert case["seeds"] == [{"key": FLOUR, "from": None, "to": None}]
    assert (case["level"], case["quarantine"]) == ("A", ["WH-隔离"])
    decide(plant, "召回-1", "全部召回", Said("王芳", "风险不可接受"), level="B", percent="50")
    done = close_case(plant, "召回-1", "结案", LI)
    assert steps(done) == [("open", "王芳"), ("decide", "王芳"), ("close", "李雷")]
    last = done["entries"][-1]
    assert (last["decision"], last["reason"], last["at"]) == ("结案", "复检合格", "2026-03-20")
    assert (done["status"], done["level"], done["percent"]) == ("closed", "B", "50")
    assert [(one["case"], one["status"], one["batches"]) for one in list_cases(plant)] == [("召回-1", "closed", 3)]


def test_the_frozen_answer_comes_back_byte_for_byte(plant: Store) -> None:
    frozen = show_case(plant, opened(plant))["frozen"]
    later(plant, customers=rows("customer=K-新 name=新"))
    text = frozen_bytes(plant, frozen["sha256"])
    assert sha256(text).hexdigest() == frozen["sha256"]
    answer = thawed(plant, frozen["sha256"])
    assert [one["phone"] for one in answer["customers"]] == ["+86-10-0000", "+86-20-0000"]
    assert answer["set_hash"] == frozen["set_hash"]
    assert freeze(plant, answer) == frozen["sha256"]


def test_people_can_be_erased_from_what_is_frozen(plant: Store) -> None:
    digest = show_case(plant, opened(plant))["frozen"]["sha256"]
    text = frozen_bytes(plant, digest)
    assert "李雷".encode() not in text
    assert b"+86-10-0000" not in text
    ask(plant, "MATCH (p:Person {text: '+86-10-0000'}) DELETE p")
    assert frozen_bytes(plant, digest) == text
    assert [one["phone"] for one in thawed(plant, digest)["customers"]] == [ERASED, "+86-20-0000"]


def test_who_decides_is_no_text_of_the_record(plant: Store) -> None:
    opened(plant)
    assert {row[0] for row in ask(plant, "MATCH (p:Person) RETURN p.text")} >= {"王芳"}


def test_a_damaged_answer_is_told(plant: Store) -> None:
    digest = show_case(plant, opened(plant))["frozen"]["sha256"]
    ask(plant, "MATCH (f:Frozen) DELETE f")
    with pytest.raises(GenealogyError, match="missing or damaged"):
        frozen_bytes(plant, digest)


def test_a_draft_covers_nothing_until_it_is_opened(plant: Store) -> None:
    case = opened(plant, draft=True)
    assert show_case(plant, case)["status"] == "draft"
    later(plant, **SECOND_RUN)
    now = reopen_case(plant, case, WANG)
    assert (now["status"], now["revision"], now["covers"]["batches"]) == ("open", 2, 4)
    assert [one["revision"] for one in now["revisions"]] == [1, 2]


def test_a_closed_case_is_opened_again_as_a_new_revision(plant: Store) -> None:
    case = opened(plant)
    first = close_case(plant, case, "结案", LI)
    later(plant, **SECOND_RUN)
    again = reopen_case(plant, case, Said("王芳", "新证据"))
    assert (again["status"], again["revision"], again["covers"]["batches"]) == ("open", 2, 4)
    assert again["revisions"][0]["frozen"] == first["frozen"]
    assert frozen_bytes(plant, first["frozen"]["sha256"]) != frozen_bytes(plant, again["frozen"]["sha256"])
    assert (again["class"], again["quarantine"], again["title"]) == ("II", ["WH-隔离"], "面粉异物")


Act = Callable[[Store, str], Any]
CLOSE: Act = lambda store, case: close_case(store, case, "结案", LI)  # noqa: E731
DECIDE: Act = lambda store, case: decide(store, case, "等", LI)  # noqa: E731
CANCEL: Act = lambda store, case: cancel_case(store, case, LI)  # noqa: E731
OPEN: Act = lambda store, case: reopen_case(store, case, LI)  # noqa: E731
# Steps that are taken, and the one that is refused then.
REFUSED = {
    "an open case is not opened": ([], OPEN, "is open"),
    "a closed one is not closed": ([CLOSE], CLOSE, "is closed"),
    "a closed one decides nothing": ([CLOSE], DECIDE, "reopen it first"),
    "a closed one is not cancelled": ([CLOSE], CANCEL, "is closed"),
    "a cancelled one stays so": ([CANCEL], OPEN, "is cancelled"),
    "a cancelled one is not closed": ([CANCEL], CLOSE, "is cancelled"),
}


@pytest.mark.parametrize(("before", "act", "text"), REFUSED.values(), ids=REFUSED)
def test_what_a_status_does_not_allow(plant: Store, before: list[Act], act: Act, text: str) -> None:
    case = opened(plant)
    for one in before:
        one(plant, case)
    with pytest.raises(CaseStatusError, match=text) as refused:
        act(plant, case)
    assert (refused.value.code, refused.value.status) == ("case_status", 409)


def test_a_draft_can_be_cancelled_and_not_closed(plant: Store) -> None:
    case = opened(plant, draft=True)
    with pytest.raises(CaseStatusError, match="is draft"):
        CLOSE(plant, case)
    assert CANCEL(plant, case)["status"] == "cancelled"


def test_an_id_is_taken_once(plant: Store) -> None:
    opened(plant, case="C1")
    with pytest.raises(CaseStatusError, match="C1 already"):
        opened(plant, case="C1")
    first, second = opened(plant), opened(plant)
    assert (first[-4:], second[-4:]) == ("-001", "-002")


@pytest.mark.parametrize(
    ("opening", "said", "text"),
    [
        (Opening("x", "IV"), WANG, "a class: I, II, III"),
        (Opening(" ", "I"), WANG, "a title"),
        (Opening("x", "I", level="B"), WANG, "needs the percentage"),
        (Opening("x", "I", level="C", percent="5"), WANG, "a share of its own"),
        (OPENING, Said("", "why"), "by"),
        (OPENING, Said("王", ""), "reason"),
        (OPENING, Said("王", "why", "yesterday"), "not a time"),
    ],
)
def test_what_is_no_case(plant: Store, opening: Opening, said: Said, text: str) -> None:
    with pytest.raises(UsageError, match=text):
        open_case(plant, question(), opening, said)
    assert list_cases(plant) == []


def test_what_is_not_there(plant: Store) -> None:
    with pytest.raises(UnknownCaseError, match="no case 'X'"):
        show_case(plant, "X")
    with pytest.raises(UnknownBatchError):
        open_case(plant, question("面粉/none"), OPENING, WANG)


def test_a_case_of_many_seeds(plant: Store) -> None:
    """A period of deliveries is hundreds of batches."""
    lots = [f"箱{number:04}" for number in range(400)]
    later(plant, batches=rows(*(f"material=纸箱 lot={lot}" for lot in lots)))
    case = open_case(plant, question(*(f"纸箱/{lot}" for lot in lots)), OPENING, WANG)
    assert (len(case["seeds"]), case["covers"]["batches"]) == (400, 400)


def test_two_who_close_at_once(plant: Store) -> None:
    """One of them does; the other is told, and nothing is recorded twice."""
    case = opened(plant)
    told: list[str] = []

    def close(by: str) -> None:
        try:
            close_case(plant, case, "结案", Said(by, "done"))
            told.append("closed")
        except CaseStatusError:
            told.append("refused")

    threads = [threading.Thread(target=close, args=(by,)) for by in ("王芳", "李雷")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["closed", "refused"]
    assert len(steps(show_case(plant, case))) == 2


def test_ids_are_given_once_also_at_once(plant: Store) -> None:
    found: list[str] = []
    threads = [threading.Thread(target=lambda: found.append(opened(plant))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(id_[-4:] for id_ in found) == ["-001", "-002", "-003", "-004"]


def test_a_rebuild_makes_the_same_cases(plant: Store) -> None:
    case = opened(plant)
    close_case(plant, case, "结案", LI)
    later(plant, **SECOND_RUN)
    reopen_case(plant, case, WANG)
    before = show_case(plant, case)
    assert rebuild(plant, ZONE)["equal"]
    assert orjson.dumps(show_case(plant, case)) == orjson.dumps(before)
    assert frozen_bytes(plant, before["frozen"]["sha256"])

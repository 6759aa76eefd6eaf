"""What a client makes of trouble on the line: errors, never a shorter answer; and what it sends again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genealogy.client import (
    BusyError,
    Client,
    ClientError,
    IncompleteError,
    MalformedError,
    NotAllowedError,
    NotFoundError,
    ProblemError,
    TimedOutError,
    UnreachableError,
    wire,
)
from tests.support.peer import FakeSystem, serving

FOUND = {"batches": [{"key": "粉/批0304", "material": "粉", "lot": "批0304"}]}


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of the client, which the test does not wait for."""
    waits: list[float] = []
    monkeypatch.setattr(wire, "sleep", waits.append)
    return waits


@pytest.fixture
def system() -> Iterator[FakeSystem]:
    with serving(FakeSystem(lambda asked: (200, FOUND))) as found:
        yield found


def first(system: FakeSystem, *troubles: str) -> None:
    """Trouble for the first requests, and none for those after."""
    left = iter(troubles)
    system.spoil = lambda asked: next(left, "")


@pytest.mark.parametrize("trouble", ["truncated", "html", "silence"])
def test_what_is_not_whole_is_an_error(system: FakeSystem, slept: list[float], trouble: str) -> None:
    first(system, *[trouble] * 4)
    with Client(system.url, timeout=0.15) as client, pytest.raises(IncompleteError):
        client.find(q="批")
    assert len(system.asked) == 4 and slept == [0.5, 1, 2]


@pytest.mark.parametrize("troubles", [("truncated",), ("down", "html"), ("throttle",)])
def test_a_question_is_asked_again(system: FakeSystem, slept: list[float], troubles: tuple[str, ...]) -> None:
    first(system, *troubles)
    with Client(system.url) as client:
        assert client.find(q="批").json == FOUND
    assert len(system.asked) == len(troubles) + 1
    assert slept == ([7] if troubles == ("throttle",) else [0.5, 1][: len(troubles)])


def test_events_are_sent_again_under_one_key(system: FakeSystem, slept: list[float]) -> None:
    first(system, "truncated", "down")
    with Client(system.url, "gk_1") as client:
        client.record({"event": "count", "lot": "0304"})
        client.record({"event": "count", "lot": "0305"})
        client.record([{"event": "count", "lot": "0305"}], idempotency_key="mine")
    keys = [asked.headers["Idempotency-Key"] for asked in system.asked]
    assert len(set(keys[:3])) == 1 and keys[3] != keys[0] and keys[4] == "mine"
    assert {asked.headers["Authorization"] for asked in system.asked} == {"Bearer gk_1"}
    assert system.asked[0].body == {"event": "count", "lot": "0304"} and slept == [0.5, 1]


def test_a_case_is_opened_again_under_one_key(system: FakeSystem, slept: list[float]) -> None:
    first(system, "truncated")
    with Client(system.url) as client:
        for key in (None, "mine"):
            client.open_case("M/L", title="t", class_="II", by="王芳", reason="r", idempotency_key=key)
    keys = [asked.headers["Idempotency-Key"] for asked in system.asked]
    assert keys[0] == keys[1] != keys[2] == "mine"
    assert all("idempotency_key" not in asked.body for asked in system.asked) and slept == [0.5]


@pytest.mark.parametrize("trouble", ["truncated", "down", "throttle"])
def test_what_would_be_done_twice_is_sent_once(
    system: FakeSystem, slept: list[float], tmp_path: Path, trouble: str
) -> None:
    first(system, trouble)
    (tmp_path / "runs.csv").write_text("run\nR1\n", encoding="utf-8")
    with Client(system.url) as client, pytest.raises(ClientError):
        client.load(tmp_path)
    assert len(system.asked) == 1 and slept == []


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "unauthenticated", NotAllowedError),
        (403, "not_allowed", NotAllowedError),
        (404, "unknown_batch", NotFoundError),
        (422, "malformed", MalformedError),
        (500, "internal", ProblemError),
        (504, "timed_out", TimedOutError),
        (504, "timed_out", IncompleteError),
    ],
)
def test_a_problem_is_an_error_of_its_kind(
    system: FakeSystem, slept: list[float], status: int, code: str, kind: type[ProblemError]
) -> None:
    document = {"status": status, "code": code, "detail": "没有 such", "request_id": "r1", "touches": [1]}
    system.answer = lambda asked: (status, document)
    with Client(system.url) as client, pytest.raises(kind) as caught:
        client.batch("粉/批0304")
    error = caught.value
    assert (error.status, error.code, error.detail, error.request_id) == (status, code, "没有 such", "r1")
    assert error.document == document and slept == [] and len(system.asked) == 1


def test_what_says_that_it_is_not_complete_is_none(system: FakeSystem, slept: list[float]) -> None:
    system.answer = lambda asked: (200, {"complete": False, "batches": []})
    with Client(system.url, retries=0) as client, pytest.raises(IncompleteError, match="not complete"):
        client.recall("M/L")


def test_nobody_is_there(slept: list[float]) -> None:
    with Client("http://127.0.0.1:9", retries=1) as client, pytest.raises(UnreachableError):
        client.find()
    with Client("nowhere", retries=0) as client, pytest.raises(UnreachableError):
        client.find()
    assert slept == [0.5] and repr(Client("http://h", "gk_secret")) == "Client('http://h')"


def test_who_has_to_wait_too_long_is_told(
    system: FakeSystem, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    system.spoil = lambda asked: "throttle"
    monkeypatch.setattr(wire, "LONGEST_WAIT", 5)
    with Client(system.url) as client, pytest.raises(BusyError) as caught:
        client.find()
    assert caught.value.retry_after == 7 and slept == []

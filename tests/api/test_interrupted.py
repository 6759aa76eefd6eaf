"""An answer whose reading is broken off anywhere is an error, never a short list: every query of every answer in turn
is told by the server that its time is out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neo4j.exceptions import Neo4jError
from starlette.testclient import TestClient

from api.app import create_app
from api.cli import main
from genealogy.settings import Settings
from genealogy.store import Store, driver
from tests.api.conftest import key_of
from tests.api.test_keys import path_of
from tests.cases.conftest import FLOUR, PLANT, SECOND_RUN
from tests.support.bundles import record_bundles

OUT_OF_TIME = "Neo.ClientError.Transaction.TransactionTimedOut"
RECALL = {"seeds": [{"key": FLOUR}, {"run": "R2"}], "switches": {"carry_over": {"*": False}}, "cross_check": True}
BATCH = path_of(FLOUR)
ASKED: dict[str, tuple[str, str, Any]] = {
    "recall": ("POST", "/recalls/preview", RECALL),
    "trace": ("GET", f"{BATCH}/trace?direction=both", None),
    "trace in lines": ("GET", f"{BATCH}/trace?direction=both&format=jsonl", None),
    "trace as a graph": ("GET", f"{BATCH}/trace?direction=both&format=graphml", None),
    "card": ("GET", BATCH, None),
    "search": ("GET", "/batches?lot=B1", None),
    "causes": ("POST", "/causes", {"bad": ["包子/B1"]}),
    "gaps": ("GET", "/gaps", None),
    "case": ("GET", "/cases/C1", None),
    "check": ("GET", "/cases/C1/check", None),
    "effectiveness": ("GET", "/cases/C1/effectiveness", None),
}
CASE = {"by": "王芳", "reason": "金属异物", "title": "面粉", "class": "II", "seeds": [{"key": FLOUR}], "case": "C1"}


class Clock:
    """Lets so many queries run, and tells the one after that its time is out. What ran before is not asked again: the
    answers `seen` the first time stand for it."""

    def __init__(self, left: int, seen: list[tuple[str, Any]]) -> None:
        self._left, self._seen, self._asked = left, seen, 0
        self._real = driver._collect

    def __call__(self, name: str, run: Callable[[], Any]) -> Any:
        if threading.current_thread().name == "dispatcher":  # the service looks for messages to send meanwhile
            return self._real(name, run)
        if self._asked == self._left:
            raise Neo4jError._hydrate_neo4j(code=OUT_OF_TIME, message=f"{name} is out of time")
        if self._asked == len(self._seen):
            self._seen.append((name, self._real(name, run)))
        self._asked += 1
        asked, answer = self._seen[self._asked - 1]
        assert asked == name
        return answer


Hurried = Callable[[int, list[tuple[str, Any]]], None]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Hurried:
    real = driver._collect

    def within(left: int, seen: list[tuple[str, Any]]) -> None:
        monkeypatch.setattr(driver, "_collect", real)
        monkeypatch.setattr(driver, "_collect", Clock(left, seen))

    return within


@pytest.fixture
def bakery(store: Store, settings: Settings) -> Iterator[TestClient]:
    record_bundles(store, [PLANT, SECOND_RUN])
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1", headers=key_of(settings)) as client:
        assert client.post("/cases", json=CASE).status_code == 201
        yield client


def test_no_answer_by_http_is_cut_short(bakery: TestClient, hurried: Hurried) -> None:
    for asked, (method, path, body) in ASKED.items():
        seen: list[tuple[str, Any]] = []
        hurried(10_000, seen)
        assert bakery.request(method, path, json=body).status_code == 200, asked
        assert seen, asked
        for left in range(len(seen)):
            hurried(left, seen)
            answer = bakery.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (504, "timed_out"), (asked, left)


def test_no_answer_on_the_command_line_is_cut_short(
    bakery: TestClient,
    hurried: Hurried,
    server_address: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    uri, user, password = server_address
    for name, value in {"NEO4J_URI": uri, "NEO4J_USER": user, "NEO4J_PASSWORD": password}.items():
        monkeypatch.setenv(f"GENEALOGY_{name}", value)
    for words in (["recall", FLOUR], ["trace", FLOUR], ["search", "--lot", "B1"], ["gaps"], ["case", "check", "C1"]):
        seen: list[tuple[str, Any]] = []
        hurried(10_000, seen)
        assert _exit(monkeypatch, words) == 0
        for left in range(len(seen)):
            capfd.readouterr()
            hurried(left, seen)
            assert _exit(monkeypatch, words) == 6, (words, left)
            assert capfd.readouterr().out == "", (words, left)


def _exit(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> int:
    monkeypatch.setattr("sys.argv", ["genealogy", *words, "--json"])
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0

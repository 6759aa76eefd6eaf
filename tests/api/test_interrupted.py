"""An answer whose reading is broken off anywhere is an error, never a short list: every query of every answer in turn
is told by the server that its time is out."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from neo4j.exceptions import Neo4jError
from starlette.testclient import TestClient

from api.cli import main
from genealogy.settings import Settings
from genealogy.store import Store, driver
from tests.api.conftest import client_of
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


Turn = tuple[str, int]  # of a query: its name, and how many of that name were asked before


class Clock:
    """Lets every query run but that of one turn, which it tells that its time is out. What was `seen` is not asked
    again. Queries that run beside each other come in any order, those of one name in theirs."""

    def __init__(self, late: Turn | None, seen: dict[Turn, Any]) -> None:
        self._late, self._seen = late, seen
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._real = driver._collect

    def __call__(self, name: str, run: Callable[[], Any]) -> Any:
        if threading.current_thread().name == "dispatcher":  # the service looks for messages to send meanwhile
            return self._real(name, run)
        with self._lock:
            turn = name, self._asked[name]
            self._asked[name] += 1
        if turn == self._late:
            raise Neo4jError._hydrate_neo4j(code=OUT_OF_TIME, message=f"{name} is out of time")
        if turn not in self._seen:
            assert self._late is None, turn
            self._seen[turn] = self._real(name, run)
        return self._seen[turn]


Hurried = Callable[[Turn | None, dict[Turn, Any]], None]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> Hurried:
    real = driver._collect

    def within(late: Turn | None, seen: dict[Turn, Any]) -> None:
        monkeypatch.setattr(driver, "_collect", real)
        monkeypatch.setattr(driver, "_collect", Clock(late, seen))

    return within


@pytest.fixture
def bakery(store: Store, settings: Settings) -> Iterator[TestClient]:
    record_bundles(store, [PLANT, SECOND_RUN])
    with client_of(settings, store) as client:
        assert client.post("/cases", json=CASE).status_code == 201
        yield client


def test_no_answer_by_http_is_cut_short(bakery: TestClient, hurried: Hurried) -> None:
    for asked, (method, path, body) in ASKED.items():
        seen: dict[Turn, Any] = {}
        hurried(None, seen)
        assert bakery.request(method, path, json=body).status_code == 200, asked
        assert seen, asked
        for late in list(seen):
            hurried(late, seen)
            answer = bakery.request(method, path, json=body)
            assert (answer.status_code, answer.json()["code"]) == (504, "timed_out"), (asked, late)


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
        seen: dict[Turn, Any] = {}
        hurried(None, seen)
        assert _exit(monkeypatch, words) == 0
        for late in list(seen):
            capfd.readouterr()
            hurried(late, seen)
            assert _exit(monkeypatch, words) == 6, (words, late)
            assert capfd.readouterr().out == "", (words, late)


def _exit(monkeypatch: pytest.MonkeyPatch, words: list[str]) -> int:
    monkeypatch.setattr("sys.argv", ["genealogy", *words, "--json"])
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    return 0

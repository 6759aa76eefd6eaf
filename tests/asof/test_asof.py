"""What was known at a moment is what a database that ended there answers, whatever was asked before."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from genealogy.answers import Seed, recall, trace
from genealogy.asof import case_as_of, recall_as_of, trace_as_of
from genealogy.asof.shadow import SERVER
from genealogy.cases.book import show_case
from genealogy.cases.life import Said, decide
from genealogy.errors import ArchivedError, UnknownBatchError, UsageError
from genealogy.history import history
from genealogy.ledger.archiving import Said as ArchivedBy
from genealogy.ledger.archiving import archive
from genealogy.server import status
from genealogy.settings import Settings
from genealogy.store import Store, connect
from tests.api.conftest import key_of
from tests.cases.conftest import FLOUR, PLANT, SECOND_RUN, later, opened, rows
from tests.loaders.graph import ask
from tests.support.bundles import record_bundles

UNTIMED = ("computed_at", "as_of", "since")


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat()


def recalled(store: Store) -> dict[str, Any]:
    return recall(store, [Seed(FLOUR)])


def traced(store: Store) -> dict[str, Any]:
    return trace(store, FLOUR)


def bare(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in UNTIMED}


def shadow_of(settings: Settings) -> Store:
    home = SERVER.settings(settings)
    found = status(home)
    return connect(found.uri or "", "neo4j", (home.home / "neo4j-password").read_text(encoding="utf-8").strip())


def test_each_moment_is_answered_as_it_was(store: Store, settings_of_past: Settings) -> None:
    """Moments of a plant that grows and is corrected; asked forth and back."""
    before = now()
    record_bundles(store, [PLANT])
    moments, answers = [now()], [recalled(store)]
    more = rows("record_kind=shipment record=S2 action=void error_reason=did_not_occur reason=错 by=李雷")
    changed = {
        "corrections": rows("record_kind=shipment record=S1 action=replace by_record=S9 reason=数量 by=李雷"),
        "shipments": [PLANT["shipments"][0] | {"shipment": "S9"}],
        "shipped": rows("shipment=S9 material=包子 lot=B1 quantity=290 uom=pcs"),
    }
    steps: list[dict[str, Any]] = [
        SECOND_RUN,
        {"corrections": more},
        changed,
    ]
    for step in steps:
        later(store, **step)
        moments.append(now())
        answers.append(recalled(store))
    for number in (1, 0, 2):
        found = recall_as_of(store, settings_of_past, moments[number], recalled)
        assert bare(found) == bare(answers[number])
    since = recall_as_of(store, settings_of_past, moments[0], recalled)["since"]
    assert [one["key"] for one in since["batches"]["in"]] == ["面团/D2"]
    assert {(one["shipment"], one["key"]) for one in since["lines"]["out"]} == {("S1", "包子/B1"), ("S2", "包子/B1")}
    assert {(one["shipment"], one["key"]) for one in since["lines"]["in"]} >= {("S9", "包子/B1")}
    for shipment in ("S1", "S2"):  # what did not occur and what was wrong: both are to be read still
        (line,) = [one for one in history(store, f"shipment:{shipment}")["events"] if one["event"] == "shipped"]
        assert (line["void"], line["values"]["material"]) == (True, "包子")
    assert [one["customer"] for one in since["customers"]["out"]] == ["K-南"]
    told = {one["sequence"]: one["event"] for one in since["records"]}
    assert [told[number] for number in since["lines"]["out"][0]["because"]] == ["correction"]
    assert since["sequence"] == recall_as_of(store, settings_of_past, now(), recalled)["as_of"]["sequence"]
    with pytest.raises(UnknownBatchError, match="event 0 was the last"):
        recall_as_of(store, settings_of_past, before, recalled)


def test_a_shadow_of_another_ledger_is_let_go(store: Store, settings_of_past: Settings) -> None:
    record_bundles(store, [{"receipts": PLANT["receipts"][:1]}])
    found = trace_as_of(store, settings_of_past, now(), traced)
    assert [one["key"] for one in found["batches"]] == [FLOUR]
    assert found["since"] == found["since"] | {"changed": False, "records": [], "unanswered": None}
    moment = now()
    later(store, **PLANT)
    again = trace_as_of(store, settings_of_past, moment, traced)
    assert bare(again) == bare(found)
    assert [one["key"] for one in again["since"]["batches"]["in"]] == ["包子/B1", "面团/D1"]
    assert [one["shipment"] for one in again["since"]["shipments"]["in"]] == ["S1", "S2"]
    assert all(one["because"] for one in again["since"]["batches"]["in"] + again["since"]["shipments"]["in"])


def test_closed_years_are_read_from_their_archive(store: Store, settings_of_past: Settings, tmp_path: Path) -> None:
    settings = settings_of_past.model_copy(update={"archive_years": 0})
    record_bundles(store, [PLANT], chunk=7)
    moment, answer = now(), recalled(store)
    later(store, **SECOND_RUN)
    later(store, receipts=rows("receipt=G9 material=盐 lot=1"))
    file = tmp_path / "a.jsonl"
    archive(store, settings, now(), file, ArchivedBy("档案员", "年度"))
    with pytest.raises(ArchivedError, match="restore-archive"):
        recall_as_of(store, settings, moment, recalled)
    there = settings.home / "archives" / "a.jsonl"
    there.parent.mkdir()
    file.rename(there)
    found = recall_as_of(store, settings, moment, recalled)
    assert bare(found) == bare(answer)
    assert [one["key"] for one in found["since"]["batches"]["in"]] == ["面团/D2"]
    there.unlink()


def test_what_is_known_no_more(store: Store, settings_of_past: Settings) -> None:
    record_bundles(store, [{"receipts": PLANT["receipts"]}])
    moment = now()
    later(store, corrections=rows("record_kind=receipt record=G1 action=void"))
    found = recall_as_of(store, settings_of_past, moment, recalled)
    assert [one["key"] for one in found["batches"]] == [FLOUR]
    assert "批0301" in found["since"]["unanswered"]
    assert [one["key"] for one in found["since"]["batches"]["out"]] == [FLOUR]


def test_contacts_are_those_of_the_ledger(store: Store, settings_of_past: Settings) -> None:
    """The shadow holds references only; they are looked up when it is asked."""
    record_bundles(store, [PLANT])
    found = recall_as_of(store, settings_of_past, now(), recalled)
    assert [one["email"] for one in found["customers"]] == ["li@k-bei.example", None]
    with shadow_of(settings_of_past) as past:
        assert ask(past, "MATCH (p:Person) RETURN count(p)") == [(0,)]
        emails = ask(past, "MATCH (c:Customer) WHERE c.email IS NOT NULL RETURN c.email")
    assert [email.startswith("person:") for (email,) in emails] == [True]


def test_by_http(store: Store, settings_of_past: Settings) -> None:
    record_bundles(store, [PLANT])
    moment = now()
    later(store, **SECOND_RUN)
    headers = key_of(settings_of_past)
    with TestClient(create_app(settings_of_past, store), base_url="http://127.0.0.1", headers=headers) as client:
        body = {"seeds": [{"key": FLOUR}], "as_of": moment}
        found = client.post("/recalls/preview", json=body).json()
        assert [one["key"] for one in found["since"]["batches"]["in"]] == ["面团/D2"]
        path = "/batches/面粉/批0301@S-麦香/trace"
        found = client.get(path, params={"as_of": moment}).json()
        assert [one["run"] for one in found["since"]["runs"]["in"]] == ["R3"]
        assert client.get(path, params={"as_of": moment, "format": "csv"}).status_code == 422
        for time in ("soon", ""):  # nothing is not now
            assert client.get(path, params={"as_of": time}).json()["code"] == "malformed"


def test_how_a_case_stood(store: Store, settings_of_past: Settings) -> None:
    record_bundles(store, [PLANT])
    case = opened(store)
    before, moment = show_case(store, case), now()
    decide(store, case, "召回", Said("李雷", "化验", None))
    found = case_as_of(store, settings_of_past, moment, case)
    assert bare(found) == before
    assert found["entries"][0]["by"] == "王芳"
    assert list(found["since"]["members"]) == ["entries"]
    assert [one["event"] for one in found["since"]["records"]] == ["case_entry"]


def test_a_time_that_says_nothing(store: Store, settings_of_past: Settings) -> None:
    for time in ("yesterday", "/2026-03-04", "2026-03-04/"):
        with pytest.raises(UsageError):
            recall_as_of(store, settings_of_past, time, recalled)

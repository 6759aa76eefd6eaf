"""Events by HTTP: recorded, repeated, in conflict; the same answer for the same Idempotency-Key."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.events import parse
from api.idempotency import Answers
from genealogy.errors import UsageError
from genealogy.events import BY_KIND
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.conftest import key_of

RECEIPT = {"event": "receipt", "receipt": "R1", "material": "A", "lot": "1", "quantity": 5, "uom": "kg"}
RUN = {"event": "run", "run": "W1", "kind": "produce", "timed": False, "started_at": "2026-03-04T08:00:00Z"}
USED = {"event": "consumed", "run": "W1", "material": "A", "lot": "1", "quantity": "2.50", "uom": "kg"}
WORDS = {
    "inspection": {"result": "pass"},
    "correction": {"action": "void", "record_kind": "run"},
    "pack": {"child_pack": "2"},
    "used": {"operator": "2"},
}
MADE = {"event": "produced", "run": "W1", "material": "B", "lot": "2", "quantity": 10, "uom": "pcs"}


def post(client: TestClient, body: Any, key: str | None = None) -> tuple[int, Any]:
    answer = client.post("/events", json=body, headers={"Idempotency-Key": key} if key else {})
    return answer.status_code, answer.json()


def test_events_become_an_answer(client: TestClient) -> None:
    assert post(client, RECEIPT) == (201, {"new": 1, "repeated": 0, "conflicts": []})
    # What uses a batch may stand before what makes it: the order of a list says nothing.
    assert post(client, [MADE, USED, RUN]) == (201, {"new": 3, "repeated": 0, "conflicts": []})
    answer = client.post("/recalls/preview", json={"seeds": [{"key": "A/1"}]}).json()
    assert [(batch["key"], batch["verdict"], batch["hops"]) for batch in answer["batches"]] == [
        ("A/1", "certain", 0),
        ("B/2", "certain", 1),
    ]
    assert answer["batches"][0]["on_hand"] == "2.5"


def test_the_same_event_again_changes_nothing(client: TestClient, store: Store) -> None:
    post(client, [RECEIPT, RUN])
    before = store.read("schema.version").one()
    assert post(client, [RUN, RECEIPT]) == (200, {"new": 0, "repeated": 2, "conflicts": []})
    assert store.read("schema.version").one() == before


def test_numbers_and_texts_of_the_same_value_are_the_same_event(client: TestClient) -> None:
    post(client, RECEIPT | {"note": 7, "checked": True, "location": None, "document": ""})
    again = RECEIPT | {"quantity": "5.0", "note": "7", "checked": "true"}
    assert post(client, again) == (200, {"new": 0, "repeated": 1, "conflicts": []})


def test_one_conflict_among_others_is_told(client: TestClient) -> None:
    post(client, RECEIPT)
    status, document = post(client, [RUN, RECEIPT | {"quantity": 6}])
    assert (status, document["new"]) == (201, 1)
    assert document["conflicts"] == [
        {
            "position": 1,
            "event": "receipt",
            "identity": "R1 A 1",
            "text": "differs from what was recorded before; the first stays",
        }
    ]
    assert client.get("/batches/A/1").json()["received"] == "5"


def test_nothing_but_conflicts_is_409(client: TestClient) -> None:
    post(client, RECEIPT)
    status, document = post(client, [RECEIPT | {"quantity": 6}])
    assert (status, document["code"], document["conflicts"][0]["position"]) == (409, "conflict", 0)


def test_one_bad_event_and_nothing_is_recorded(client: TestClient, store: Store) -> None:
    before = store.read("schema.version").one()
    bad = [RUN, RECEIPT | {"quantity": "many"}, {"event": "party"}, {"event": "run"}, USED | {"at": "yesterday"}]
    status, document = post(client, bad)
    assert (status, document["code"]) == (422, "malformed")
    assert [(fault["position"], fault["column"]) for fault in document["errors"]] == [
        (1, "quantity"),
        (2, "event"),
        (3, "run"),
        (4, "at"),
    ]
    assert store.read("schema.version").one() == before


@pytest.mark.parametrize("body", [[], {}, "run", 1, [1], [[]], None])
def test_what_is_no_event(client: TestClient, body: Any) -> None:
    status, document = post(client, body)
    assert (status, document["code"]) == (422, "malformed")


def test_an_attribute_that_is_no_single_value_is_refused(client: TestClient) -> None:
    assert post(client, RECEIPT | {"note": {"a": 1}})[0] == 422


def test_too_many_at_a_time() -> None:
    with pytest.raises(UsageError, match="10,001"):
        parse([RUN] * 10_001)


def test_every_kind_can_be_sent() -> None:
    for kind, model in BY_KIND.items():
        needed = {
            field.alias or name: "2026-01-01" if "at" in name else "1"
            for name, field in model.model_fields.items()
            if field.is_required()
        }
        needed |= WORDS.get(kind, {})
        (event,) = parse({"event": kind, **needed})
        assert event.kind_of_event == kind


def test_a_key_gets_the_same_answer_again_also_after_a_restart(
    client: TestClient, store: Store, settings: Settings
) -> None:
    first = post(client, RECEIPT, "k-1")
    assert first == (201, {"new": 1, "repeated": 0, "conflicts": []})
    assert post(client, RECEIPT, "k-1") == first
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1", headers=key_of(settings)) as restarted:
        assert post(restarted, RECEIPT, "k-1") == first
        assert post(restarted, RECEIPT, "k-2") == (200, {"new": 0, "repeated": 1, "conflicts": []})


def test_a_key_for_another_request_is_refused(client: TestClient) -> None:
    post(client, RECEIPT, "k-1")
    status, document = post(client, RUN, "k-1")
    assert (status, document["code"]) == (409, "idempotency_key_used")


def test_an_error_is_not_kept_for_a_key(client: TestClient) -> None:
    assert post(client, RECEIPT | {"quantity": "many"}, "k-1")[0] == 422
    assert post(client, RECEIPT, "k-1")[0] == 201


def test_old_answers_are_let_go(store: Store) -> None:
    answers = Answers(store)
    answers.once("new", {}, lambda: (201, {}))
    old = dt.datetime.now(dt.UTC) - dt.timedelta(days=31)
    store.write("api.keep_answer", request="old", sha256="", status=201, answer="{}", at=old)
    answers.forget_old()
    assert store.read("api.answer", request="new").rows
    assert not store.read("api.answer", request="old").rows

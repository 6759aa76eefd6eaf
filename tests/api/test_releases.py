"""Releases that come as events, and decisions of a case: signed by a person, over just that, once."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.access import signing
from api.access.tickets import NoTicketError, signature_in, ticket
from genealogy.events.signing import Signature, sets_free
from genealogy.history import history
from genealogy.rebuild import rebuild
from genealogy.settings import Settings
from genealogy.store import Store
from tests.api.access import key_for
from tests.api.test_signing import DECISION, RELEASE, case, strict, with_key
from tests.cases.conftest import FLOUR

__all__ = ["case", "strict"]
BUNS = {"event": "status", "material": "包子", "lot": "B1", "by": "王芳"}
HOLD = BUNS | {"status": "hold", "at": "2026-03-05T08:00:00Z"}
FREED = BUNS | {"status": "available", "at": "2026-03-06T08:00:00Z"}
ELSEWHERE = FREED | {"location": "DC"}
Header = dict[str, str]


@pytest.fixture
def key(store: Store) -> Header:
    return key_for(store, "quality")


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def ticket_of(client: TestClient, key: Header, over: dict[str, Any]) -> str:
    made = client.post("/signatures", json={**with_key(key)["signature"], "over": over}, headers=key)
    assert made.status_code == 201, made.text
    return str(made.json()["signature"])


@pytest.fixture
def held(case: str, strict: TestClient, key: Header) -> TestClient:
    assert strict.post("/events", json=HOLD, headers=key).status_code == 201
    return strict


def test_a_release_that_is_not_signed_as_it_must_be(store: Store, held: TestClient, key: Header) -> None:
    other, operator, admin = key_for(store, "quality"), key_for(store, "operator"), key_for(store, "admin")
    secret = {"Authorization": key["Authorization"][:-4] + "AAAA"}

    def send(signature: dict[str, Any], sender: Header = key, event: dict[str, Any] = FREED) -> tuple[int, str]:
        return refused(held.post("/events", json=[HOLD, {**event, **signature}], headers=sender))

    assert send({}) == send({}, operator) == send({}, admin) == (403, "signature_needed")
    assert send(with_key(secret)) == send(with_key(other)) == (403, "signature_refused")
    assert send(with_key(operator), operator) == (403, "signature_refused")
    signed = ticket_of(held, key, FREED)
    assert send({"signature": signed}, other) == send({"signature": signed[:-2] + "AA"}) == (403, "signature_refused")
    for event in (ELSEWHERE, FREED | {"lot": "B2"}, FREED | {"status": "放行"}):
        assert send({"signature": signed}, event=event) == (403, "signature_refused")
    copied = {"signer": "key:1", "signer_name": "王芳", "meaning": "approval", "signed_at": "2026-03-06T08:00:00Z"}
    claim = {"case": "召回-1", "before": "{}"}
    for odd in (copied, claim, {"signature": 1}, with_key(key, "fun"), {"signature": {"credential": "gk_secret"}}):
        said = held.post("/events", json=FREED | odd, headers=key)
        assert said.status_code == 422
        assert key["Authorization"][10:] not in said.text
        assert "gk_secret" not in said.text
    assert held.post("/events", json={"event": "run", "run": "R", **with_key(key)}, headers=key).status_code == 422
    assert [event["values"]["status"] for event in statuses(store)] == ["hold"]


def statuses(store: Store) -> list[dict[str, Any]]:
    return [event for event in history(store, "包子/B1")["events"] if event["event"] == "status"]


def test_a_release_is_signed_and_the_signature_is_part_of_it(store: Store, held: TestClient, key: Header) -> None:
    signed = ticket_of(held, key, FREED)
    for new in (1, 0):  # sent again after a line that broke: the same
        sent = held.post("/events", json=FREED | {"signature": signed}, headers=key)
        assert (sent.status_code, sent.json()["new"]) == (201 if new else 200, new)
    assert held.post("/events", json=[ELSEWHERE | with_key(key, "review")], headers=key).status_code == 201
    released, elsewhere = statuses(store)[1:]
    by = "key:" + key["Authorization"].split("_")[1]
    said = released["values"]
    assert (said["signer"], said["signer_name"], said["meaning"]) == (by, "test quality", "approval")
    assert abs(dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(said["signed_at"])) < dt.timedelta(minutes=2)
    assert (released["at"], elsewhere["values"]["meaning"]) == (FREED["at"], "review")
    before = history(store, "包子/B1")
    rebuild(store, Settings().zone, lambda *_: None)
    assert history(store, "包子/B1") == before


def test_a_signature_is_soon_too_old(held: TestClient, key: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    then = (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=signing.FRESH + 1)).isoformat()
    with monkeypatch.context() as patched:
        patched.setattr(signing, "moment_now", lambda: then)
        signed = ticket_of(held, key, FREED)
    sent = held.post("/events", json=FREED | {"signature": signed}, headers=key)
    assert refused(sent) == (403, "signature_refused")
    assert "sign again" in sent.json()["detail"]


def test_what_another_system_released_carries_that_system(store: Store, held: TestClient) -> None:
    feed = key_for(store, "loader")
    assert held.post("/events", json=FREED, headers=feed).status_code == 201
    file = ("statuses.csv", "material,lot,status,at,signer,case\n包子,B1,放行,2026-03-07,李雷,召回-1\n")
    load = held.post("/loads", files={"file": file}, headers=feed).json()["load"]
    while held.get(f"/loads/{load}", headers=feed).json()["state"] in ("queued", "running"):
        pass
    sent, loaded = statuses(store)[1:]
    assert sent["by"] == loaded["by"] == "key:" + feed["Authorization"].split("_")[1]
    assert "signer" not in sent["values"] | loaded["values"]
    assert loaded["values"]["x_signer"] == "李雷"


def test_a_decision_is_signed_over_itself_and_once(store: Store, case: str, strict: TestClient, key: Header) -> None:
    over = {"case": case, "step": "decisions", **DECISION}
    signed = {"signature": ticket_of(strict, key, over)}

    def send(step: str, body: dict[str, Any]) -> Any:
        return strict.post(f"/cases/{case}/{step}", json=body | signed, headers=key)

    assert refused(send("decisions", DECISION | {"decision": "不召回"})) == (403, "signature_refused")
    assert refused(send("release", RELEASE)) == (403, "signature_refused")
    done = send("decisions", DECISION)
    assert done.status_code == 201
    assert done.json()["entries"][-1]["signer_name"] == "test quality"
    assert refused(send("decisions", DECISION)) == (403, "signature_used")
    assert strict.post(f"/cases/{case}/hold", json=RELEASE, headers=key).json()["held"]
    assert strict.post(f"/cases/{case}/release", json=RELEASE | with_key(key), headers=key).json()["released"]
    values = [event["values"] for event in history(store, FLOUR)["events"] if event["event"] == "status"]
    assert {(said["status"], said.get("meaning")) for said in values} == {("hold", None), ("available", "approval")}
    steps = [event["values"] for event in history(store, f"case:{case}")["events"] if event["event"] == "case_entry"]
    assert [said.get("signer_name") for said in steps] == [None, "test quality", None, "test quality"]


def test_words_that_release() -> None:
    for word in ("available", "released", "可用", "放行", "合格", "whatever"):
        assert sets_free(word)
    for word in ("hold", "ON-HOLD", "on_hold", " Quarantine ", "rejected", "待检", "不合格", "ＨＯＬＤ"):
        assert not sets_free(word)
    assert not sets_free("观察", ["观察"])


def test_tickets() -> None:
    signature = Signature("key:1", "王芳", "approval", "2026-03-06T08:00:00+00:00")
    good = ticket("s", signature, {"a": 1, "b": 2})
    assert signature_in("s", good, {"b": 2, "a": 1}) == signature
    for secret, text, over in (
        *(
            ("t", good, {"a": 1, "b": 2}),
            ("s", good, {"a": 1}),
            ("s", good + ".", {}),
            ("s", good[3:], {"a": 1, "b": 2}),
        ),
        *(("s", "", {}), ("s", "gs_é.x", {}), ("s", "gs_.", {}), ("s", "gs_a.b", {}), ("s", good.upper(), {})),
    ):
        with pytest.raises(NoTicketError):
            signature_in(secret, text, over)

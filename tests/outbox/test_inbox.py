"""Signed messages of other programs: recorded once, as their sender; all others refused with a reason."""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook
from starlette.testclient import TestClient

from api.app import create_app
from genealogy.errors import UsageError
from genealogy.inbox.senders import Sender, UnknownSenderError, add_sender, remove_sender, senders, verified
from genealogy.outbox.signing import SignatureError
from genealogy.settings import Settings
from genealogy.store import Store
from tests.loaders.graph import ask

NOW = dt.datetime.now(dt.UTC)
RECEIPT = {"event": "receipt", "receipt": "入-1", "material": "奶粉", "lot": "批-1", "quantity": "5", "uom": "kg"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def open_client(store: Store, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings, store), base_url="http://127.0.0.1") as found:
        yield found


def event(id_: str = "1", data: Any = RECEIPT, **more: Any) -> bytes:
    said = {"specversion": "1.0", "id": id_, "source": "urn:erp", "type": "receipt", "data": data, **more}
    return orjson.dumps(said)


def signed(sender: Sender, body: bytes, at: dt.datetime | None = None) -> dict[str, str]:
    at = at or dt.datetime.now(dt.UTC)
    names = {"webhook-id": "m", "webhook-timestamp": str(int(at.timestamp())), "content-type": "application/json"}
    return names | {"webhook-signature": Webhook(sender.secret).sign("m", at, body.decode())}


def test_a_message_is_recorded_once(store: Store, settings: Settings, open_client: TestClient) -> None:
    sender = add_sender(settings, "erp")

    def send(body: bytes, headers: dict[str, str] | None = None, name: str = "erp") -> tuple[int, dict[str, Any]]:
        answer = open_client.post(f"/inbox/{name}", content=body, headers=headers or signed(sender, body))
        return answer.status_code, answer.json()

    assert send(event()) == (201, {"new": 1, "repeated": 0, "conflicts": []})
    assert send(event()) == (201, {"new": 1, "repeated": 0, "conflicts": []})  # the answer of the first time
    assert send(event("2"))[0] == 200  # another message that tells the same
    status, problem = send(event(data=RECEIPT | {"quantity": "6"}))
    assert (status, problem["code"]) == (409, "message_used")
    old = signed(sender, event("3"), NOW - dt.timedelta(minutes=6))
    refusals = [
        send(event("3"), {"content-type": "application/json"}),
        send(event("3"), old),
        send(event("3"), signed(sender, event("4"))),
        send(event("3"), signed(add_sender(settings, "mes"), event("3"))),
        send(event("3"), name="nobody"),
    ]
    assert {(status, said["code"]) for status, said in refusals} == {(400, "bad_signature")}
    bad = [b"[]", b"{}", event(""), event("5", data="x"), event("6", data=None), event("7", data={"event": "odd"})]
    bad += [event("8", specversion="0.3")]
    assert {(status, said["code"]) for status, said in map(send, bad)} == {(422, "malformed")}
    assert ask(store, "MATCH (r:Receipt) RETURN count(r)") == [(1,)]
    assert ask(store, "MATCH (p:Page) RETURN count(p)") == [(1,)]
    assert send(event("9", data=[RECEIPT | {"receipt": "入-2"}]))[1]["new"] == 1
    remove_sender(settings, "erp")
    assert send(event("10"))[1]["code"] == "bad_signature"


def own(sender: Sender, body: bytes, before: str = "") -> str:
    return hmac.new(sender.secret.encode(), before.encode() + body, "sha256").hexdigest()


def test_a_sender_with_headers_of_its_own(settings: Settings) -> None:
    plain = add_sender(settings, "kd", "X-Signature")
    timed = add_sender(settings, "yy", "X-Sign", "X-Time")
    body, seconds = event(time=NOW.isoformat()), str(int(NOW.timestamp()))
    assert verified(settings, "kd", {"X-Signature": f"sha256={own(plain, body)}"}, body, NOW) == plain
    good = {"X-Sign": own(timed, body, f"{seconds}."), "X-Time": seconds}
    assert verified(settings, "yy", good, body, NOW) == timed
    late = NOW + dt.timedelta(minutes=6)
    undated = event()
    wrong: list[tuple[str, dict[str, str], bytes, dt.datetime]] = [
        ("kd", {"X-Signature": own(plain, body)}, body, late),
        ("kd", {"X-Signature": own(plain, undated)}, undated, NOW),
        ("kd", {"X-Signature": own(plain, event(time="2026-03-01T08:00:00"))}, event(time="2026-03-01T08:00:00"), NOW),
        ("kd", {}, body, NOW),
        ("kd", {"X-Signature": "一"}, body, NOW),
        ("kd", {"X-Signature": own(timed, body)}, body, NOW),
        ("yy", good, body, late),
        ("yy", good | {"X-Time": str(int(seconds) + 1)}, body, NOW),
        ("yy", {"X-Sign": own(timed, body)}, body, NOW),
    ]
    for name, headers, sent, now in wrong:
        with pytest.raises(SignatureError):
            verified(settings, name, headers, sent, now)
    assert [sender.name for sender in senders(settings)] == ["kd", "yy"]
    assert (settings.home / "inboxes" / "kd").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["", "..", "../api-key", "a/b", ".x", "一", "a" * 65, "a\n"])
def test_names_that_are_none(settings: Settings, name: str) -> None:
    with pytest.raises(UsageError):
        add_sender(settings, name)
    with pytest.raises(UnknownSenderError):
        remove_sender(settings, name)


def test_what_a_sender_cannot_be(settings: Settings) -> None:
    add_sender(settings, "erp")
    for said in (("erp",), ("a", "X Y"), ("a", "", "X-Time")):
        with pytest.raises(UsageError):
            add_sender(settings, *said)

"""Every write carries its author, by reference: a key by HTTP, the user of the machine on the command line."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from genealogy.store import Store
from tests.api.access import key_for
from tests.api.conftest import write_bundle
from tests.cases.conftest import FLOUR, PLANT
from tests.support.bundles import record_bundles
from tests.support.commands import Address, command

WHO = {"by": "王芳", "reason": "异物"}
TOLD = {"by": "王芳", "at": "2026-03-11T09:00:00+08:00"}
RUN = {"event": "run", "run": "R1", "kind": "produce"}


def authors(store: Store) -> list[str]:
    """Who wrote each page, in the order of the record; the page itself holds a reference."""
    with store.driver.session(database=store.database) as session:
        pages = [row["by"] for row in session.run("MATCH (p:Page) RETURN p.by AS by ORDER BY p.first")]
    assert all(page.startswith("person:") for page in pages if page)
    texts = dict(store.read("people.texts", ids=sorted(set(pages))).rows)
    return [texts.get(page, page) for page in pages]


def test_an_event_and_a_load_by_http(store: Store, client: TestClient) -> None:
    key = key_for(store, "quality")
    by = "key:" + key["Authorization"].split("_")[1]
    assert client.post("/events", json=RUN, headers=key).status_code == 201
    load = client.post("/loads", files={"file": ("runs.csv", "run,kind\nR2,produce\n")}, headers=key).json()["load"]
    while client.get(f"/loads/{load}").json()["state"] in ("queued", "running"):
        pass
    assert client.post("/events", json=RUN | {"run": "R3"}).status_code == 201
    assert authors(store) == [by, by, "key:home"]


def test_what_is_done_in_a_case(store: Store, client: TestClient) -> None:
    record_bundles(store, [PLANT])
    key = key_for(store, "quality")
    by = "key:" + key["Authorization"].split("_")[1]
    before = len(authors(store))
    steps: list[tuple[str, Any]] = [
        ("", {**WHO, "title": "异物", "class": "II", "seeds": [{"key": FLOUR}], "case": "C1"}),
        *(("/C1/hold", WHO), ("/C1/release", WHO), ("/C1/notices", [{**TOLD, "customer": "K-北", "what": "sent"}])),
        *(
            ("/C1/decisions", {**WHO, "decision": "召回"}),
            ("/C1/status", {**WHO, "status": "closed", "decision": "完"}),
        ),
    ]
    for path, body in steps:
        assert client.post(f"/cases{path}", json=body, headers=key).status_code in (200, 201), path
    assert authors(store)[before:] == [by] * len(steps)


READING = {"/recalls/preview", "/recalls/explain", "/recalls/sample", "/recalls/what-if", "/recalls/notices", "/causes"}
MADE_FIRST = {"/signatures"}  # nothing is written: what it gives is recorded with what is signed
# Whose EPCIS events are is asked in tests/epcis; who sends to an inbox is its author, and of an answer the channel that
# it came by (tests/outbox); subscriptions are no records.
APART = {
    ("POST", "/epcis/capture"),
    ("POST", "/epcis/events"),
    ("POST", "/inbox/{source}"),
    ("POST", "/answers/{link}"),
}
APART |= {("POST", "/webhooks"), ("DELETE", "/webhooks/{id}")}
APART |= {("POST", f"/webhooks/{{id}}/{what}") for what in ("test", "replay")}
CASE = WHO | {"title": "异物", "class": "II", "seeds": [{"key": FLOUR}], "case": "C1"}
WRITING: list[tuple[str, str, Any]] = [  # in an order in which each can be done, for whoever may do all of it
    ("POST", "/events", RUN | {"run": "R9"}),
    ("POST", "/cases", CASE),
    ("POST", "/cases/{case}/hold", WHO),
    ("POST", "/cases/{case}/release", WHO),
    ("POST", "/cases/{case}/notices", [{**TOLD, "customer": "K-北", "what": "sent"}]),
    ("POST", "/cases/{case}/decisions", {**WHO, "decision": "召回"}),
    ("POST", "/cases/{case}/status", {**WHO, "status": "closed", "decision": "完"}),
    ("POST", "/attachments", ("报告.txt", b"1")),
    ("POST", "/drills", {"batch": FLOUR}),
    ("POST", "/keys", {"name": "门户", "role": "viewer"}),
    ("DELETE", "/keys/{id}", None),
    ("POST", "/loads", ("runs.csv", b"run,kind\nR2,produce\n")),
]


def test_every_way_to_write_names_who_did_it(store: Store, client: TestClient) -> None:
    """The ways are those of the service's own description, so that a new one fails here until it has its author."""
    paths = client.get("/openapi.json").json()["paths"]
    there = {(method.upper(), path) for path, methods in paths.items() for method in methods if method != "get"}
    known = {(method, path) for method, path, _ in WRITING} | {("POST", path) for path in READING | MADE_FIRST}
    assert there == known | APART
    record_bundles(store, [PLANT])
    key = key_for(store, "admin")
    by = "key:" + key["Authorization"].split("_")[1]
    made = ""
    for method, path, body in WRITING:
        before = len(authors(store))
        if isinstance(body, tuple):
            sent: Any = {"files": {"file": body}, "data": {"record": "run:R1", "by": "王芳"}}
        else:
            sent = {"json": body} if body else {}
        done = client.request(method, path.format(case="C1", id=made), headers=key, **sent)
        assert done.status_code < 300, (path, done.text)
        answer = done.json()
        said = {answer.get(name) for name in ("by", "made_by", "revoked_by")} | set(authors(store)[before:])
        assert by in said, path
        assert said <= {by, "王芳", "program", None}, (path, said)
        made = answer.get("id", made)
    while client.get(f"/loads/{answer['load']}").json()["state"] in ("queued", "running"):
        pass
    assert client.get("/loads").json()["loads"][0]["by"] == by
    assert client.get("/drills").json()["drills"][0]["by"] == by
    assert client.get("/keys").json()["keys"][-1]["revoked_by"] == by
    with store.driver.session(database=store.database) as session:  # by a reference there, so that it can be erased
        kept = [row["by"] for row in session.run("MATCH (l:Load) RETURN l.by AS by")]
    assert [one[:7] for one in kept] == ["person:"]


def test_the_command_line(server_address: Address, store: Store, tmp_path: Path) -> None:
    bundle = write_bundle(tmp_path / "bundle", runs="run,kind\nR1,produce\n")
    assert command(server_address, tmp_path / "home", "load", bundle).returncode == 0
    assert authors(store) == [f"os:{getpass.getuser()}"]


def test_a_key_for_a_request_is_its_senders_own(store: Store, client: TestClient) -> None:
    """Else whoever guesses it learns that it was used, and by sending the same what was answered."""
    first = client.post("/events", json=RUN, headers={"Idempotency-Key": "k"})
    again = client.post("/events", json=RUN, headers={"Idempotency-Key": "k"})
    other = client.post("/events", json=RUN, headers={"Idempotency-Key": "k", **key_for(store, "operator")})
    assert [answer.json()["new"] for answer in (first, again, other)] == [1, 1, 0]

"""What is asked in a slightly wrong way is told so, and never answered as if something else had been asked."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from genealogy.store import Store
from tests.loaders.graph import ask

RECALL = '{"seeds": [{"key": "料/批1"}]}'
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/batches?materal=料", "there is no parameter 'materal' here; it takes material, lot, q, limit"),
        ("/batches/M/1/trace?directon=upstream", "it takes direction, format, as_of"),
        ("/batches?material=a&material=b", "material is given more than once"),
        ("/webhooks?x=1", "it takes none"),
    ],
)
def test_a_parameter_that_is_not_there_or_comes_twice(client: TestClient, path: str, said: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert said in answer.json()["detail"]


def test_what_may_be_given_again_or_by_anybody(client: TestClient) -> None:
    assert client.get("/ledger/proof?event=1&event=2").json()["code"] != "malformed"
    assert client.get("/health/live?probe=1").status_code == 200
    assert "none of this service" in client.get("/answers/x.y?from=groupmessage").text


@pytest.mark.parametrize(
    ("body", "headers", "said"),
    [
        (RECALL.encode(), {"content-type": "application/x-www-form-urlencoded"}, "Content-Type: application/json"),
        (RECALL.encode(), {}, "it came without one"),
        (RECALL.encode("gbk"), JSON, "not in UTF-8"),
        (b"[" * 100_000, JSON, "nests"),
        (b'{"seeds": [{"key": "A/1"}], "seeds": [{"key": "A/2"}]}', JSON, "gives 'seeds' twice"),
        (b'{"seeds": [{"key": "A/1", "key": "A/2"}]}', JSON, "gives 'key' twice"),
        (b"{]", JSON, "is no JSON: "),
    ],
)
def test_a_body_that_is_not_as_it_says(client: TestClient, body: bytes, headers: dict[str, str], said: str) -> None:
    answer = client.post("/recalls/preview", content=body, headers=headers)
    assert answer.status_code in (400, 422) and answer.json()["code"] == "malformed"
    assert said in answer.text


def test_a_name_that_comes_twice_among_many_is_found_at_once(client: TestClient) -> None:
    """Anybody may send it to /inbox, without a key: looked for again from each name, it took minutes, for all."""
    names = ",".join(f'"{number}":0' for number in range(200_000))
    answer = client.post("/inbox/mes", content=f'{{{names},"199999":1}}', headers=JSON)
    assert (answer.status_code, "gives '199999' twice" in answer.text) == (422, True)


def test_only_where_files_are_taken_may_a_body_be_large(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a body says that it is."""
    monkeypatch.setattr("api.middleware.JSON_MB", 1)
    headers = {"content-type": "multipart/form-data; boundary=a"}
    for path in ("/inbox/mes", "/answers/x", "/events", "/epcis/events"):
        answer = client.post(path, content=bytes(2 << 20), headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (413, "too_large"), path
    assert client.post("/loads", content=bytes(2 << 20), headers=headers).status_code != 413


def test_a_host_or_an_origin_that_is_none(client: TestClient) -> None:
    assert client.get("/health/live", headers={"host": "["}).json()["code"] == "wrong_host"
    assert client.post("/inbox/mes", headers={"origin": "http://["}).json()["code"] == "cross_origin"


def test_how_deep_a_body_nests_is_never_the_services_fault(client: TestClient) -> None:
    """Several readers look at a body, from nearer to the end of what may be called and from further."""
    for path in ("/recalls/preview", "/events", "/inbox/mes"):
        for depth in range(860, 1040, 4):
            answer = client.post(path, content=b'{"x":' + b"[" * depth + b"]" * depth + b"}", headers=JSON)
            assert answer.status_code < 500, (path, depth)


@pytest.mark.parametrize("lot", [1.10, 1e5, True])
def test_a_name_is_no_number_with_a_point(client: TestClient, store: Store, lot: Any) -> None:
    """1.10 would arrive as 1.1: another lot than the one on the label."""
    answer = client.post("/events", json={"event": "batch", "material": "料", "lot": lot, "quantity": 1.5})
    assert answer.status_code == 422 and answer.json()["errors"][0]["column"] == "lot"
    assert ask(store, "MATCH (b:Batch) RETURN count(b)") == [(0,)]
    whole = {"event": "parameter", "run": 17, "parameter": "T", "value": 1.5}
    assert client.post("/events", json=whole).status_code == 201  # a whole number is what it is written as

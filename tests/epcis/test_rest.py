"""The EPCIS interface over HTTP: captured, queried, paged; over a real database."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.epcis.jsonld import of_json
from tests.api.access import key_for
from tests.api.conftest import key_of
from tests.api.test_authors import authors
from tests.epcis import chain
from tests.epcis.documents import EX, Json, document, event, json_bytes, lgtin, of, xml_bytes
from tests.support.servers import wipe

EVENTS = [*chain.FIRST, *chain.SECOND, *chain.THIRD]
LD = {"content-type": "application/ld+json"}


@pytest.fixture(scope="module")
def client(server_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    wipe(server_store)
    settings = Settings(home=tmp_path_factory.mktemp("home"), requests_per_minute=1_000_000)
    app = create_app(settings, server_store)
    with TestClient(app, base_url="http://127.0.0.1", headers=key_of(settings)) as found:
        yield found
    wipe(server_store)


def captured(client: TestClient, content: bytes, kind: str = "application/json", **headers: str) -> dict[str, Any]:
    answer = client.post("/epcis/capture", content=content, headers={"content-type": kind} | headers)
    assert (answer.status_code, answer.headers["gs1-epcis-version"]) == (202, "2.0.0")
    while (job := client.get(answer.headers["location"]).json())["running"]:
        time.sleep(0.02)
    return dict(job)


def asked(client: TestClient, **params: str) -> list[Json]:
    answer = client.get("/epcis/events", params=params)
    assert answer.status_code == 200, answer.text
    whole = answer.json()
    assert of_json(whole).faults == []
    assert all(not found.faults() for found in of_json(whole).events)
    return list(whole["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


def test_documents_are_captured(client: TestClient) -> None:
    for content, kind in (
        (xml_bytes(*chain.FIRST, version="1.2"), "application/xml"),
        (xml_bytes(*chain.SECOND), "text/xml"),
        (orjson.dumps(document(*chain.THIRD)), "application/ld+json"),
    ):
        job = captured(client, content, kind)
        assert (job["success"], job["errors"], job["notes"]) == (True, [], [])
        assert job["captureErrorBehaviour"] == "rollback"
        assert job["createdAt"] <= job["finishedAt"]


def test_pages_hold_each_event_once_in_either_order(client: TestClient) -> None:
    for direction in ("ASC", "DESC"):
        found: list[Json] = []
        url = f"/epcis/events?perPage=7&orderDirection={direction}"
        while url:
            answer = client.get(url)
            found += answer.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
            url = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
        times = [each["eventTime"] for each in found]
        assert times == sorted(times, reverse=direction == "DESC")
        assert len({each["eventID"] for each in found}) == len(found) == len(EVENTS)


def token(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode()


def times_of(*events: Json) -> list[str]:
    return sorted(each["eventTime"] for each in events)


@pytest.mark.parametrize(
    ("params", "wanted"),
    [
        ({"eventType": "AggregationEvent"}, lambda each: each["type"] == "AggregationEvent"),
        ({"EQ_bizStep": "shipping|urn:epcglobal:cbv:bizstep:packing"},
         lambda each: each.get("bizStep") in ("shipping", "packing")),
        ({"EQ_disposition": "https://ref.gs1.org/cbv/Disp-in_transit"},
         lambda each: each.get("disposition") == "in_transit"),
        ({"EQ_action": "DELETE"}, lambda each: each.get("action") == "DELETE"),
        ({"GE_eventTime": "2026-03-12T00:00:00+01:00", "LT_eventTime": "2026-03-13T00:00:00+01:00"},
         lambda each: each["eventTime"].startswith("2026-03-12")),
        ({"EQ_bizLocation": "https://id.gs1.org/414/4012345000061"},
         lambda each: each.get("bizLocation", {}).get("id") == "urn:epc:id:sgln:4012345.00006.0"),
        ({"MATCH_parentID": chain.PALLET}, lambda each: each.get("parentID") == chain.PALLET),
        ({"MATCH_epc": chain.CASES[0]}, lambda each: chain.CASES[0] in each.get("childEPCs", [])),
        ({"MATCH_anyEPC": f"{chain.CASES[0]}|{chain.OTHER}"},
         lambda each: {chain.CASES[0], chain.OTHER}
         & {*each.get("childEPCs", []), *each.get("epcList", []), each.get("parentID")}),
        ({"MATCH_inputEPCClass": chain.FEED}, lambda each: chain.FEED in str(each.get("inputQuantityList"))),
        ({"MATCH_epcClass": "https://id.gs1.org/01/04012345111118/10/BROOD-1"},
         lambda each: chain.BROOD in str(each.get("quantityList"))),
        ({"EQ_transformationID": chain.GROWING}, lambda each: each.get("transformationID") == chain.GROWING),
        ({"MATCH_anyEPC": chain.CASES[0], "EQ_action": "ADD", "MATCH_parentID": chain.OTHER},
         lambda each: each.get("parentID") == chain.OTHER and each["action"] == "ADD"),
        ({"LT_recordTime": "2020-01-01T00:00:00Z"}, lambda each: False),
        ({"GE_recordTime": "2020-01-01T00:00:00Z", "maxEventCount": "900"}, lambda each: True),
    ],
    ids=lambda said: "-".join(said) if isinstance(said, dict) else "",
)  # fmt: skip
def test_conditions(client: TestClient, params: dict[str, str], wanted: Any) -> None:
    found = asked(client, **{"perPage": "1000"} | params)

    assert times_of(*found) == times_of(*(each for each in EVENTS if wanted(each)))


@pytest.mark.parametrize(
    "params",
    [
        *({"EQ_colour": "blue"}, {"GE_eventTime": "noon"}, {"GE_eventTime": "2026-03-12"}, {"perPage": "0"}),
        *({"perPage": "5000"}, {"orderBy": "quantity"}, {"orderDirection": "UP"}, {"nextPageToken": "abc"}),
        *({"MATCH_epc": "urn:epc:id:*:x"}, {"GE_eventTime": "0001-01-01T00:00:00+14:00"}),
        *(
            {"nextPageToken": token(each)}
            for each in (b"[]", b'{"a":1}', b"[1,2]", b'["2026-03-12",""]', b"[null,null]")
        ),
    ],
    ids=str,
)
def test_what_is_not_answered_is_said(client: TestClient, params: dict[str, str]) -> None:
    answer = client.get("/epcis/events", params=params)

    assert (answer.status_code, answer.json()["code"]) == (400, "epcis_query")


def test_one_event_is_captured_and_found_by_hash_and_id(client: TestClient, store: Store) -> None:
    one = event(
        "ObjectEvent", "20 08:00", action="OBSERVE", quantityList=[of(lgtin("077777", "Z"), 1)], bizStep="shipping"
    )
    one |= {"@context": [{"ex": EX}], "eventID": "https://example.com/events/7", "ex:colour": "蓝"}

    answer = client.post("/epcis/events", content=orjson.dumps(one), headers=LD)

    assert answer.status_code == 201, answer.text
    assert set(authors(store)) == {"key:home"}
    by_hash = client.get(answer.headers["location"])
    by_id = client.get(
        f"/epcis/events/{quote('https://example.com/events/7', safe='')}", headers={"accept": LD["content-type"]}
    )
    assert by_hash.json() == by_id.json()
    assert by_hash.json() | one == by_hash.json() | {"@context": one["@context"]}
    assert by_id.headers["content-type"] == LD["content-type"]
    assert client.get("/epcis/events/urn:none").status_code == 404
    again = client.post("/epcis/events", content=orjson.dumps(one | {"eventID": "urn:uuid:8"}), headers=LD)
    assert again.headers["location"] == answer.headers["location"]
    other = one | {"eventTime": "2026-03-20T09:00:00.000+01:00"}
    assert client.post("/epcis/events", content=orjson.dumps(other), headers=LD).status_code == 201
    assert client.get(f"/epcis/events/{quote('https://example.com/events/7', safe='')}").status_code == 409


def test_what_is_not_valid_is_named(client: TestClient) -> None:
    good, bad = (event("ObjectEvent", "21 08:00", action=each, epcList=["urn:a:b.c"]) for each in ("OBSERVE", "CHANGE"))

    job = captured(client, json_bytes(good, bad))
    assert (job["success"], [each["place"] for each in job["errors"]]) == (False, ["/epcisBody/eventList/1/action"])
    assert asked(client, GE_eventTime="2026-03-21T00:00:00Z") == []
    job = captured(client, json_bytes(good, bad), **{"GS1-Capture-Error-Behaviour": "proceed"})
    assert (job["success"], job["captureErrorBehaviour"], len(job["errors"])) == (False, "proceed", 1)
    assert len(asked(client, GE_eventTime="2026-03-21T00:00:00Z")) == 1
    assert client.post("/epcis/capture", content=b"{", headers=LD).status_code == 422
    (error,) = captured(client, b"<a>", "application/xml")["errors"]
    assert error["detail"].startswith("capture.epcis is no valid XML")

    answer = client.post("/epcis/events", content=orjson.dumps(bad), headers=LD)
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (422, "/action")
    two = client.post("/epcis/events", content=json_bytes(good, good), headers=LD)
    assert two.status_code == 422
    empty = client.post("/epcis/capture", content=b" ", headers={"content-type": "application/json"})
    wrong = client.post("/epcis/capture", content=b"{}", headers=LD | {"GS1-Capture-Error-Behaviour": "maybe"})
    assert {empty.status_code, wrong.status_code} == {422}
    assert client.get("/epcis/capture/none").status_code == 404


def test_versions_types_and_rights(client: TestClient, server_store: Store) -> None:
    assert client.get("/epcis/events", headers={"GS1-EPCIS-Version": "1.2"}).status_code == 406
    assert client.get("/epcis/events", headers={"GS1-EPCIS-Version": "2.0.0"}).status_code == 200
    assert client.get("/epcis/events", headers={"accept": "application/xml"}).status_code == 406
    assert "AssociationEvent" in client.get("/epcis/eventTypes").json()["member"]
    viewer, loader = (key_for(server_store, role) for role in ("viewer", "loader"))
    assert client.post("/epcis/capture", content=b"{}", headers=viewer).status_code == 403
    assert client.get("/epcis/events", headers=loader).status_code == 403
    assert client.get("/epcis/events", headers=viewer).status_code == 200

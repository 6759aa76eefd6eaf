"""Answers by HTTP about the example plant: recall, trace in all its forms, search, and the documented examples."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx2 as httpx
import orjson
import pytest

from api.answer import AT_ONCE, json_answer, json_pieces
from api.examples import EPCIS_ID, EVENT, FILE, LOAD, NEW_KEY, RECALL, RECORD, WHAT_IFS
from genealogy.answers import Seed, recall, trace
from genealogy.store import Store
from genealogy.whatif import Change, what_if
from loaders.example import BAD_LOT
from tests.api.access import key_for
from tests.api.test_keys import path_of

TRACE = path_of(BAD_LOT) + "/trace"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def same(first: dict[str, Any], second: dict[str, Any]) -> bool:
    moment = {"computed_at": ""}
    return first | moment == second | moment


def test_a_recall_is_that_of_the_core(service: httpx.Client, plant: Store) -> None:
    answer = service.post("/recalls/preview", json=RECALL)
    assert answer.headers["content-type"] == "application/json"
    assert same(answer.json(), recall(plant, [Seed(BAD_LOT)]))
    body = {"seeds": [{"key": BAD_LOT, "from": "2026-03-04", "to": None}], "cross_check": True}
    assert service.post("/recalls/preview", json=body).json()["seeds"][0]["from"] == "2026-03-04"


@pytest.mark.parametrize("body", [example["value"] for example in WHAT_IFS.values()])
def test_a_supposition_is_that_of_the_core(service: httpx.Client, plant: Store, body: dict[str, Any]) -> None:
    answer = service.post("/recalls/what-if", json=body)
    changes = [Change(**change) for change in body["what_if"]]
    assert same(answer.json(), what_if(plant, [Seed(BAD_LOT)], changes))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (None, 422),
        ({"change": "add", "what": "clean"}, 422),
        ({"change": "add", "what": "miracle", "run": "R-001"}, 422),
        ({"change": "remove", "what": "clean", "equipment": "SPRAY-1"}, 404),
    ],
)
def test_what_cannot_be_supposed(service: httpx.Client, change: dict[str, str] | None, status: int) -> None:
    answer = service.post("/recalls/what-if", json=RECALL | {"what_if": [change] if change else []})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.status_code == status


@pytest.mark.parametrize("direction", ["upstream", "downstream", "both"])
def test_a_trace_is_that_of_the_core(service: httpx.Client, plant: Store, direction: str) -> None:
    assert service.get(TRACE, params={"direction": direction}).json() == trace(plant, BAD_LOT, direction)
    assert service.get(TRACE, params={"direction": "sideways"}).status_code == 422


def test_a_trace_as_csv(service: httpx.Client, plant: Store) -> None:
    answer = service.get(TRACE, headers={"accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    expected = trace(plant, BAD_LOT)["batches"]
    assert rows == [{name: str("" if v is None else v) for name, v in batch.items()} for batch in expected]


def test_a_trace_as_json_lines(service: httpx.Client, plant: Store) -> None:
    expected = trace(plant, BAD_LOT, "both")
    text = service.get(TRACE, params={"format": "jsonl", "direction": "both"}).content
    lines = [orjson.loads(line) for line in text.splitlines()]
    head = lines.pop(0)
    assert lines.pop() == {"list": None, "items": len(lines)}
    assert {name: value for name, value in head.items() if name != "list"}.items() <= expected.items()
    for name in ("batches", "runs", "receipts", "suppliers", "shipments", "customers", "gaps"):
        found = [{k: v for k, v in line.items() if k != "list"} for line in lines if line["list"] == name]
        assert found == expected[name]


def test_a_trace_as_graphml_joins_every_batch(service: httpx.Client, plant: Store) -> None:
    answer = service.get(TRACE, headers={"accept": "application/graphml+xml, */*;q=0.1"})
    root = ET.fromstring(answer.content)
    nodes = {node.get("id"): node for node in root.iter(f"{GRAPHML}node")}
    batches = {batch["key"] for batch in trace(plant, BAD_LOT)["batches"]}
    assert batches == {id_ for id_ in nodes if id_ and not id_.startswith("/")}
    following: dict[str, set[str]] = {}
    for edge in root.iter(f"{GRAPHML}edge"):
        source, target = edge.attrib["source"], edge.attrib["target"]
        assert {source, target} <= nodes.keys()
        following.setdefault(source, set()).add(target)
    seen, front = {BAD_LOT}, {BAD_LOT}
    while front := {new for node in front for new in following.get(node, ())} - seen:
        seen |= front
    assert seen == nodes.keys()


def test_the_format_wins_over_accept_and_quality_counts(service: httpx.Client) -> None:
    def kind(accept: str, **params: str) -> str:
        return service.get(TRACE, headers={"accept": accept}, params=params).headers["content-type"].split(";")[0]

    assert kind("text/csv", format="json") == "application/json"
    assert kind("text/csv;q=0.5, application/x-ndjson;q=0.9") == "application/jsonl"
    assert kind("text/html, */*") == "application/json"
    assert service.get(TRACE, params={"format": "pdf"}).json()["code"] == "malformed"


def test_search(service: httpx.Client, plant: Store) -> None:
    def keys(**params: str) -> list[str]:
        return [batch["key"] for batch in service.get("/batches", params=params).json()["batches"]]

    assert BAD_LOT in keys(material="COAT-2K")
    assert keys(lot="批20260225-03", material="COAT-2K") == [BAD_LOT]
    assert BAD_LOT in keys(q="20260225-03")
    named = plant.read("batch.search_lot", material="COAT-2K", lot="批20260225-03", limit=1).dicts()[0]["name"]
    assert BAD_LOT in keys(q=named[1:].upper()) and BAD_LOT in keys(q=named[1:], material="COAT-2K")
    assert keys(q=named, lot="批20260225-03") == [BAD_LOT]
    assert keys(material="nothing") == []
    assert len(keys(limit="3")) == 3


def test_pieces_are_the_same_bytes() -> None:
    document = {"a": 1, "none": [], "many": [{"n": n} for n in range(AT_ONCE + 1)], "text": "批", "one": [None]}
    whole = orjson.dumps(document)
    assert b"".join(json_pieces(document)) == whole
    assert json_answer({"few": [1]}).body == b'{"few":[1]}'


def test_a_large_answer_is_streamed(service: httpx.Client, monkeypatch: pytest.MonkeyPatch, plant: Store) -> None:
    monkeypatch.setattr("api.answer.AT_ONCE", 10)
    answer = service.post("/recalls/preview", json=RECALL)
    assert answer.headers.get("transfer-encoding") == "chunked"
    assert same(answer.json(), recall(plant, [Seed(BAD_LOT)]))


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def example_of(parameter: dict[str, Any]) -> str:
    return str((parameter.get("examples") or parameter["schema"]["examples"])[0])


def kind_of(answer: httpx.Response) -> str:
    """The media type of an answer; empty where there is none."""
    return answer.headers.get("content-type", "").partition(";")[0]


def kinds_in(operation: dict[str, Any], answer: httpx.Response) -> set[str]:
    """The media types that the description has for the status of an answer: all where it says any, none where it has
    no content."""
    described = operation["responses"][str(answer.status_code)].get("content", {"": {}})
    return {kind_of(answer) if kind == "*/*" else kind.partition(";")[0] for kind in described}


def test_every_documented_example_works_on_the_example_plant(service: httpx.Client, plant: Store) -> None:
    """As `make demo` leaves it; an upload is the one thing that cannot be pasted. Receivers and senders of messages are
    peers, which tests/outbox has, and so are those who follow a link."""
    upload = {"file": ("runs.csv", "run,kind\nR-EXAMPLE,produce\n")}
    person = key_for(plant, "quality")
    tried, given = (
        0,
        {
            "{load}": LOAD,
            "{capture}": LOAD,
            "{event_id}": quote(EPCIS_ID, safe=""),
            "{id}": service.post("/keys", json=NEW_KEY).json()["id"],
        },
    )
    for method, path, operation in operations(service.get("/openapi.json").json()):
        if path.startswith(("/webhooks", "/inbox", "/answers")):
            continue
        place = path
        for name, value in given.items():
            place = place.replace(name, value)
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path" and "{" + parameter["name"] + "}" not in given:
                place = place.replace("{" + parameter["name"] + "}", path_of(example_of(parameter)).split("/", 2)[2])
        needed = [one for one in operation.get("parameters", []) if one["in"] == "query" and one["required"]]
        asked = {one["name"]: example_of(one) for one in needed}
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        bodies = [example["value"] for example in content.get("examples", {}).values()]
        bodies += [content["example"]] if "example" in content else []
        if (method, path) == ("post", "/loads"):
            answers = [service.post("/loads", files=upload)]
        elif (method, path) == ("post", "/attachments"):
            answers = [service.post("/attachments", files={"file": FILE}, data={"record": RECORD, "by": "王芳"})]
        elif path == "/signatures":  # the home's own key signs nothing, and nobody's key stands in a documentation
            signed = {"credential": person["Authorization"].removeprefix("Bearer ")}
            answers = [service.post(path, json=body | signed, headers=person) for body in bodies]
        else:
            answers = [service.request(method, place, params=asked, json=body) for body in bodies or [None]]
        for answer in answers:
            assert (method, place, answer.status_code < 300, answer.text if answer.status_code > 299 else "") == (
                *(method, place),
                *(True, ""),
            )
            assert (method, path, kind_of(answer)) in {(method, path, kind) for kind in kinds_in(operation, answer)}
            tried += 1
        if (method, path) == ("post", "/epcis/capture"):
            given["{capture}"] = answers[0].headers["location"].rsplit("/", 1)[1]
    assert tried >= 12
    assert service.post("/events", json=EVENT).status_code == 200

"""What is not valid is refused, each fault with its place, its value and what to do."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest

from genealogy.errors import GenealogyError, UsageError
from loaders.epcis.bundle import tables
from loaders.epcis.jsonld import of_json
from loaders.epcis.relatives import none
from loaders.epcis.xml import read_xml
from tests.epcis import chain
from tests.epcis.documents import Json, document, event, query_document, xml_bytes
from tests.epcis.samples import BASES, FEATURES, samples
from tests.support.campaign import size

EVENTS = list(BASES)  # Object, Aggregation, Transaction, Transformation, Association: 0 to 4
Step = str | int
_GONE = object()


def valid() -> Json:
    """A document with an event of each type; the first has every member."""
    events = [copy.deepcopy(base) for base in BASES.values()]
    for feature in FEATURES.values():
        events[0] |= copy.deepcopy(feature)
    events[0]["ilmd"] = {"ex:a": "b"}
    return copy.deepcopy(document(*events, master=[{"type": "urn:x:vtype:EPCClass", "vocabularyElementList": []}]))


def put(where: str, value: Any) -> Callable[[Json], None]:
    """Write a value at a JSON pointer, or take out what is there."""

    def change(whole: Json) -> None:
        *way, last = (int(step) if step.isdigit() else step for step in where.strip("/").split("/"))
        node: Any = whole
        for step in way:
            node = node[step]
        if value is _GONE:
            del node[last]
        else:
            node[last] = value

    return change


E = "/epcisBody/eventList"
# (where something is wrong, what is put there), and the place that is named where it is another.
WRONG: list[tuple[str, Any] | tuple[str, Any, str]] = [
    ("/@context", _GONE),
    ("/type", "EPCISDokument"),
    ("/type", _GONE),
    ("/schemaVersion", "3.0"),
    ("/schemaVersion", _GONE),
    ("/creationDate", "yesterday"),
    ("/epcisBody", _GONE),
    ("/epcisBody", []),
    ("/epcisBody/eventList", _GONE, "/epcisBody"),
    ("/epcisBody/eventList", {}),
    ("/epcisBody/eventList/0", "x"),
    ("/epcisHeader/epcisMasterData/vocabularyList/0/type", _GONE),
    (
        "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList",
        [{"attributes": []}],
        "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0/id",
    ),
    (f"{E}/0/type", "QuantityEvent"),
    (f"{E}/0/type", _GONE),
    (f"{E}/0/eventTime", _GONE),
    (f"{E}/0/eventTime", "2026-03-04T08:15:00"),
    (f"{E}/0/eventTime", "2026-02-30T08:15:00Z"),
    (f"{E}/0/eventTimeZoneOffset", "+1"),
    (f"{E}/0/eventTimeZoneOffset", "+15:00"),
    (f"{E}/0/recordTime", 5),
    (f"{E}/0/eventID", "no uri"),
    (f"{E}/0/action", "CHANGE"),
    (f"{E}/0/action", _GONE),
    (f"{E}/0/action", "OBSERVE", f"{E}/0/ilmd"),
    (f"{E}/0/bizStep", "eating"),
    (f"{E}/0/bizStep", "urn:epcglobal:cbv:bizstep:eating"),
    (f"{E}/0/disposition", "https://ref.gs1.org/cbv/Disp-eaten"),
    (f"{E}/0/epcList/0", "0614141"),
    (f"{E}/0/epcList", ["urn:a:b", "urn:a:b"]),
    (f"{E}/0/quantityList/0/epcClass", _GONE),
    (f"{E}/0/quantityList/0/quantity", "20"),
    (f"{E}/0/quantityList/0/quantity", -1),
    (f"{E}/0/quantityList/0/uom", "kilogram"),
    (f"{E}/0/quantityList/0/weight", 1),
    (f"{E}/0/readPoint", {}, f"{E}/0/readPoint/id"),
    (f"{E}/0/bizLocation/id", "a b"),
    (f"{E}/0/bizLocation/name", "x"),
    (f"{E}/0/bizTransactionList/0/bizTransaction", _GONE),
    (f"{E}/0/bizTransactionList/0/type", "bill"),
    (f"{E}/0/sourceList/0/type", _GONE),
    (f"{E}/0/sourceList/0/source", 7),
    (f"{E}/0/destinationList/0/type", "owner"),
    (f"{E}/0/persistentDisposition/set", []),
    (f"{E}/0/sensorElementList/0/sensorReport", []),
    (f"{E}/0/sensorElementList/0/sensorReport/0/value", "warm"),
    (f"{E}/0/sensorElementList/1/sensorReport/0/hexBinaryValue", "xyz"),
    (f"{E}/0/sensorElementList/0/sensorMetadata/time", "noon"),
    (f"{E}/0/errorDeclaration/declarationTime", _GONE),
    (f"{E}/0/errorDeclaration/reason", "oops"),
    (f"{E}/0/colour", "blue"),
    (f"{E}/0/ex2:colour", "blue"),
    (f"{E}/1/parentID", _GONE),
    (f"{E}/1/childEPCs/1", ""),
    (f"{E}/2/bizTransactionList", _GONE),
    (f"{E}/2/bizTransactionList", []),
    (f"{E}/3/action", "ADD"),
    (f"{E}/3/transformationID", "run 7"),
    (f"{E}/4/childEPCs", _GONE, f"{E}/4"),
    (f"{E}/4", {"type": "AssociationEvent"}, f"{E}/4/action"),
]


def places(whole: Json) -> dict[str, str]:
    """What is wrong, by place."""
    found = of_json(whole)
    said = {found.place.of(fault.path): fault.text for fault in found.faults}
    return said | {each.place.of(fault.path): fault.text for each in found.events for fault in each.faults()}


def test_there_are_enough() -> None:
    assert len(WRONG) >= 40


def test_the_document_they_are_made_from_is_valid() -> None:
    assert places(valid()) == {}
    assert places(query_document(*valid()["epcisBody"]["eventList"])) == {}


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_a_fault_is_found_at_its_place(number: int) -> None:
    where, value, *named = WRONG[number]
    whole = valid()
    put(where, value)(whole)

    found = places(whole)

    assert (named or [where])[0] in found
    assert all(len(text) > 10 for text in found.values())


@pytest.mark.parametrize("name", dict(samples()))
def test_what_is_valid_is_so_in_every_form(name: str) -> None:
    one = dict(samples())[name]

    for document_ in (of_json(document(one)), read_xml(xml_bytes(one)), read_xml(xml_bytes(one, version="1.2"))):
        assert [(document_.faults, each.faults()) for each in document_.events] == [([], [])]


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"action": "CHANGE"}, "/action"),
        ({"epcList": ["urn:a:b", "x"]}, "/epcList/epc[2]"),
        ({"quantityList": [{"epcClass": "urn:a:b", "quantity": "many"}]}, "/quantityList/quantityElement[1]/quantity"),
        ({"bizTransactionList": [{"type": "x", "bizTransaction": "urn:a:b"}]},
         "/bizTransactionList/bizTransaction[1]/@type"),
        ({"sensorElementList": [{"sensorReport": [{"value": "warm"}]}]},
         "/sensorElementList/sensorElement[1]/sensorReport[1]/@value"),
    ],
)  # fmt: skip
def test_places_in_xml_are_xpaths(said: Json, place: str) -> None:
    ok, wrong = (event("ObjectEvent", "01 08:00", action="ADD", epcList=["urn:a:b"]) | each for each in ({}, said))

    found = read_xml(xml_bytes(ok, wrong)).events[1]

    root = "/epcis:EPCISDocument/EPCISBody/EventList/ObjectEvent[2]"
    assert root + place in {found.place.of(fault.path) for fault in found.faults()}


def test_the_answer_to_a_query_is_read_in_xml_too() -> None:
    said = event("ObjectEvent", "01 08:00", action="CHANGE", epcList=["urn:a:b"])
    whole = xml_bytes(said).decode().replace("epcis:EPCISDocument", "q:EPCISQueryDocument")
    whole = whole.replace("xmlns:epcis=", 'xmlns:q="urn:epcglobal:epcis-query:xsd:2" xmlns:epcis=')
    whole = whole.replace("<EventList>", "<q:QueryResults><resultsBody><EventList>")
    whole = whole.replace("</EventList>", "</EventList></resultsBody></q:QueryResults>")

    (found,) = read_xml(whole.encode()).events

    assert [found.place.of(fault.path) for fault in found.faults()] == [
        "/epcisq:EPCISQueryDocument/EPCISBody/epcisq:QueryResults/resultsBody/EventList/ObjectEvent[1]/action"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"type":', "no valid JSON"),
        (b"{" * 9, "no valid JSON"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nests deeper"),
        (b"<a><b></a>", "no valid XML"),
        (b"<a>" * 60 + b"</a>" * 60, "nests deeper"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "document type"),
        (b"<?xml version='1.0' encoding='no-such'?><a/>", "no valid XML"),
    ],
)
def test_what_cannot_be_read_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "sent.file"
    path.write_bytes(content)

    with pytest.raises(UsageError, match=said):
        tables(path, none, proceed=True)


def test_of_a_document_with_a_wrong_event_all_or_only_that_is_refused(tmp_path: Path) -> None:
    whole = valid()
    put(f"{E}/1/action", "CHANGE")(whole)
    path = tmp_path / "sent.json"
    path.write_bytes(orjson.dumps(whole))

    refused, proceeded = ({kind: rows for _, kind, rows in tables(path, none, each)} for each in (False, True))

    assert list(refused) == ["epcis"]
    assert refused["epcis"].refused.startswith("is not taken: 1 of its 5 events are not valid")
    assert [(row.number, row.faults[0].column, row.faults[0].value) for row in refused["epcis"].found] == [
        (2, f"{E}/1/action", "CHANGE")
    ]
    assert [bool(row.faults) for row in proceeded["epcis"].found] == [False, True, False, False, False]
    assert not proceeded["epcis"].refused


ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e300, 10**18, "", "x", "\x00", "urn:a", "urn:a:b", [], {}, [[]], [{}], "x" * 3000),
    *("urn:epc:id:sgtin:4012345.011111.", "urn:epc:id:sscc:0123456.", "https://id.gs1.org/01/0401/10/"),
    *("urn:genealogy:batch:xx", "urn:epc:id:itip:4012345.011111.1", "urn:epc:id:cpi:4012345.", {"#text": 1}),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999Z", "TransformationEvent", "ex:Mine", "ADD", "DELETE"),
    *("2026-03-04T08:00:00Z", {"ex:b": {"ex:d": [1, [2]]}}, {"genealogy:records": [{"event": "receipt"}]}),
)


def ways(value: Any, way: tuple[Step, ...] = ()) -> Iterator[tuple[Step, ...]]:
    """The way to every value in a document."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in inside:
        yield (*way, step)
        yield from ways(inner, (*way, step))


def test_whatever_is_sent_is_read_or_refused(tmp_path: Path) -> None:
    path, chance = tmp_path / "sent.json", random.Random(7)
    bases = [valid(), document(*chain.FIRST, *chain.SECOND, *chain.THIRD, master=chain.MASTER)]
    for _ in range(size(60, 20_000)):
        whole = copy.deepcopy(chance.choice(bases))
        for _ in range(chance.randint(1, 4)):
            way = chance.choice([*ways(whole)])
            node: Any = whole
            for step in way[:-1]:
                node = node[step]
            node[way[-1]] = copy.deepcopy(chance.choice(ODD))
        path.write_bytes(orjson.dumps(whole))
        with suppress(GenealogyError):
            assert tables(path, none, proceed=True)

"""The event hash agrees with an independent implementation, in JSON and in XML."""

from __future__ import annotations

import orjson
import pytest
from epcis_event_hash_generator import hash_generator, json_to_py, xml_to_py

from loaders.epcis.gs1 import canonical
from loaders.epcis.hash import event_hash, instant
from loaders.epcis.jsonld import read_json
from loaders.epcis.xml import read_xml
from tests.epcis.documents import Json, json_bytes, xml_bytes
from tests.epcis.samples import samples

SAMPLES = dict(samples())


def test_there_are_enough() -> None:
    assert len(SAMPLES) >= 60


def reference(form: str, event: Json) -> str:
    if form == "json":
        read = json_to_py.event_list_from_epcis_document_json(orjson.loads(json_bytes(event)))
    else:
        read = xml_to_py.event_list_from_epcis_document_str(xml_bytes(event).decode())
    return str(hash_generator.epcis_hashes_from_events(read)[0])


def ours(form: str, event: Json) -> str:
    found = (read_json(json_bytes(event)) if form == "json" else read_xml(xml_bytes(event))).events[0]
    return event_hash(found.event, found.spaces)


@pytest.mark.filterwarnings("ignore:open_text is deprecated:DeprecationWarning")  # in the other implementation
@pytest.mark.parametrize("name", SAMPLES)
def test_hash(name: str) -> None:
    event = SAMPLES[name]

    assert {ours("json", event), ours("xml", event)} == {reference("json", event)} == {reference("xml", event)}


def test_xml_of_version_1_2_has_the_same_hash() -> None:
    event = SAMPLES["TransformationEvent everything"]
    found = read_xml(xml_bytes(event, version="1.2")).events[0]

    assert event_hash(found.event, found.spaces) == ours("json", event)


def test_members_in_another_order_are_the_same_event() -> None:
    event = SAMPLES["ObjectEvent everything"]
    turned = dict(reversed(event.items())) | {"epcList": event["epcList"][::-1]}

    assert ours("json", turned) == ours("json", event)
    assert ours("json", event | {"action": "OBSERVE"}) != ours("json", event)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("urn:epc:id:sgtin:4012345.011111.A%2F7", "https://id.gs1.org/01/04012345111118/21/A%2F7"),
        ("urn:epc:id:sgtin:4012345.011111.(1)", "https://id.gs1.org/01/04012345111118/21/%281%29"),
        ("urn:epc:class:lgtin:4012345.011111.L1", "https://id.gs1.org/01/04012345111118/10/L1"),
        ("urn:epc:idpat:sgtin:4012345.011111.*", "https://id.gs1.org/01/04012345111118"),
        ("urn:epc:id:sscc:4012345.1111111111", "https://id.gs1.org/00/140123451111111117"),
        ("urn:epc:id:sgln:4012345.00001.0", "https://id.gs1.org/414/4012345000016"),
        ("urn:epc:id:sgln:4012345.00001.R2", "https://id.gs1.org/414/4012345000016/254/R2"),
        ("urn:epc:id:pgln:4012345.00225", "https://id.gs1.org/417/4012345002256"),
        ("urn:epc:id:grai:4012345.55555.987", "https://id.gs1.org/8003/04012345555554987"),
        ("urn:epc:id:giai:4000001.111", "https://id.gs1.org/8004/4000001111"),
        ("urn:epc:id:gdti:4012345.00001.7", "https://id.gs1.org/253/40123450000167"),
        ("urn:epc:id:gsrn:4012345.0000010253", "https://id.gs1.org/8018/401234500000102532"),
        ("urn:epc:id:itip:4012345.011111.01.02.987", "https://id.gs1.org/8006/040123451111180102/21/987"),
        ("urn:epc:id:cpi:4012345.AB-1.7", "https://id.gs1.org/8010/4012345AB-1/8011/7"),
        ("urn:epc:id:sgcn:4012345.11111.999", "https://id.gs1.org/255/4012345111118999"),
        ("https://example.com/some/gtin/4012345111118/lot/L1?x=1", "https://id.gs1.org/01/04012345111118/10/L1"),
        ("https://id.gs1.org/01/04012345111118/10/L1/21/7", "https://id.gs1.org/01/04012345111118/21/7"),
    ],
)
def test_one_uri_for_an_identifier(written: str, one: str) -> None:
    from epcis_event_hash_generator.dl_normaliser import normaliser

    assert canonical(written) == one == normaliser(written)
    assert canonical(one) == one


@pytest.mark.parametrize("uri", ["urn:epc:id:sgtin:401.1.1", "https://example.com/lot/1", "urn:uuid:1", "01", ""])
def test_other_uris_stay(uri: str) -> None:
    assert canonical(uri) == uri


def test_a_moment_is_rounded_up_to_the_next_second() -> None:
    assert instant("2026-03-04T08:59:59.9996+01:00") == "2026-03-04T08:00:00.000Z"

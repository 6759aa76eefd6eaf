"""EPCIS documents for tests, in JSON and in XML 1.2 and 2.0, from events in their JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
EX = "http://ns.example.com/epcis/"
SPACES = {"ex": EX, "cbvmda": "urn:epcglobal:cbv:mda:"}
CREATED = "2026-03-20T08:00:00.000Z"
Json = dict[str, Any]

_URNS = {"bizStep": "bizstep", "disposition": "disp", "set": "disp", "unset": "disp", "reason": "er"}
_TYPES = {"bizTransactionList": "btt", "sourceList": "sdt", "destinationList": "sdt"}
_ITEMS = {
    **dict.fromkeys(("epcList", "inputEPCList", "outputEPCList", "childEPCs"), "epc"),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), "quantityElement"
    ),
    "correctiveEventIDs": "correctiveEventID",
}
_PAIRS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}


def event(kind: str, time: str, /, **said: Any) -> Json:
    """An event at a moment of March 2026 (`DD HH:MM`, at +01:00)."""
    day, _, hour = time.partition(" ")
    head = {"type": kind, "eventTime": f"2026-03-{day}T{hour}:00.000+01:00", "eventTimeZoneOffset": "+01:00"}
    return head | {name: value for name, value in said.items() if value is not None}


def lgtin(item: str, lot: str) -> str:
    return f"urn:epc:class:lgtin:4012345.{item}.{lot}"


def of(uri: str, quantity: float | None = None, uom: str | None = None) -> Json:
    """A quantity of a class."""
    said = {"epcClass": uri, "quantity": quantity, "uom": uom}
    return {name: value for name, value in said.items() if value is not None}


def document(*events: Json, master: Iterable[Json] = (), **more: Any) -> Json:
    """An EPCIS document in JSON-LD."""
    header = {"epcisHeader": {"epcisMasterData": {"vocabularyList": list(master)}}} if master else {}
    return {
        "@context": [CONTEXT, SPACES],
        **{"type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": CREATED},
        **header,
        "epcisBody": {"eventList": list(events)},
    } | more


def query_document(*events: Json) -> Json:
    """The answer to a query."""
    body = {"queryResults": {"queryName": "SimpleEventQuery", "resultsBody": {"eventList": list(events)}}}
    return document(type="EPCISQueryDocument", epcisBody=body)


def json_bytes(*events: Json, **more: Any) -> bytes:
    return orjson.dumps(document(*events, **more))


def xml_bytes(*events: Json, version: str = "2.0", master: Iterable[Json] = ()) -> bytes:
    """The same document in XML; 1.2 wraps what it did not know in extensions."""
    space = "urn:epcglobal:epcis:xsd:" + ("1" if version == "1.2" else "2")
    names = "".join(f" xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in SPACES.items())
    head = f'<epcis:EPCISDocument xmlns:epcis="{space}"{names} schemaVersion="{version}" creationDate="{CREATED}">'
    body = "".join(_event(each, version) for each in events)
    header = _master(master)
    text = f"{head}{header}<EPCISBody><EventList>{body}</EventList></EPCISBody></epcis:EPCISDocument>"
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + text).encode()


def _event(said: Json, version: str) -> str:
    kind = said["type"]
    text = _element(kind, "".join(_member(name, value) for name, value in said.items() if name != "type"))
    return _element("extension", text) if version == "1.2" and kind == "TransformationEvent" else text


def _member(name: str, value: Any) -> str:
    if name in _PAIRS:
        pairs = "".join(_pair(each, _PAIRS[name], _TYPES[name]) for each in value)
        return _element(name, pairs)
    if name == "sensorElementList":
        return _element(name, "".join(_element("sensorElement", _sensor(each)) for each in value))
    if name in _ITEMS:
        return _element(name, "".join(_member(_ITEMS[name], each) for each in value))
    if isinstance(value, list):
        return "".join(_member(name, each) for each in value)
    if isinstance(value, dict) and "#text" in value:
        said = "".join(f" {key}={quoteattr(item)}" for key, item in value.items() if key != "#text")
        return f"<{name}{said}>{escape(value['#text'])}</{name}>"
    if isinstance(value, dict):
        return _element(name, "".join(_member(below, each) for below, each in value.items()))
    return _element(name, escape(_text(f"urn:epcglobal:cbv:{_URNS[name]}:{value}" if name in _URNS else value)))


def _pair(each: Mapping[str, str], name: str, kind: str) -> str:
    attribute = f' type="urn:epcglobal:cbv:{kind}:{each["type"]}"' if "type" in each else ""
    return f"<{name}{attribute}>{escape(each[name])}</{name}>"


def _sensor(each: Json) -> str:
    parts = []
    for name, value in each.items():
        if name in ("sensorMetadata", "sensorReport"):
            for report in value if isinstance(value, list) else [value]:
                said = {"type": f"gs1:{report['type']}"} if "type" in report else {}
                said |= {key: _text(item) for key, item in report.items() if key != "type"}
                parts.append(f"<{name}{''.join(f' {key}={quoteattr(item)}' for key, item in said.items())}/>")
        else:
            parts.append(_member(name, value))
    return "".join(parts)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _element(name: str, inside: str) -> str:
    return f"<{name}>{inside}</{name}>"


def _master(master: Iterable[Json]) -> str:
    if not master:
        return ""
    vocabularies = ""
    for each in master:
        elements = ""
        for element in each["vocabularyElementList"]:
            said = "".join(
                f"<attribute id={quoteattr(one['id'])}>{escape(str(one['attribute']))}</attribute>"
                for one in element["attributes"]
            )
            elements += f"<VocabularyElement id={quoteattr(element['id'])}>{said}</VocabularyElement>"
        vocabularies += f"<Vocabulary type={quoteattr(each['type'])}><VocabularyElementList>{elements}"
        vocabularies += "</VocabularyElementList></Vocabulary>"
    inside = f"<EPCISMasterData><VocabularyList>{vocabularies}</VocabularyList></EPCISMasterData>"
    return f"<EPCISHeader><extension>{inside}</extension></EPCISHeader>"


def vocabulary(kind: str, elements: Mapping[str, Mapping[str, Any]]) -> Json:
    """Master data: attributes by id of the element."""
    return {
        "type": f"urn:epcglobal:epcis:vtype:{kind}",
        "vocabularyElementList": [
            {
                "id": uri,
                "attributes": [
                    {"id": f"urn:epcglobal:cbv:mda#{name}", "attribute": said} for name, said in each.items()
                ],
            }
            for uri, each in elements.items()
        ],
    }

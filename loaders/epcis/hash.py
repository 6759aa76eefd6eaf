"""The event hash of CBV 2.0, section 8.9: the same for an event in JSON or XML, in whatever order its members stand.

Identifiers are taken in their one URI, words of the vocabulary as web URIs, numbers without idle zeros, instants in UTC
to the millisecond. Members that the standard does not order (lists of transactions and parties, ilmd, extensions)
follow in the order of their text. Not hashed: eventID, recordTime, errorDeclaration, comments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from loaders.epcis import gs1, words

_Order = tuple[tuple[str, "_Order | None"], ...]
_EPCS: _Order = (("epc", None),)
_QUANTITIES: _Order = (("quantityElement", (("epcClass", None), ("quantity", None), ("uom", None))),)
_ID: _Order = (("id", None),)
_METADATA = "time startTime endTime deviceID deviceMetadata rawData dataProcessingMethod bizRules"
_REPORT = (
    "type exception deviceID deviceMetadata rawData dataProcessingMethod time microorganism chemicalSubstance value "
    "component stringValue booleanValue hexBinaryValue uriValue minValue maxValue meanValue sDev percRank percValue "
    "uom coordinateReferenceSystem"
)


def _plain(names: str) -> _Order:
    return tuple((name, None) for name in names.split())


_SENSORS: _Order = (("sensorElement", (("sensorMetadata", _plain(_METADATA)), ("sensorReport", _plain(_REPORT)))),)
ORDER: _Order = (
    *_plain("eventTime eventTimeZoneOffset certificationInfo parentID"),
    *(("epcList", _EPCS), ("inputEPCList", _EPCS), ("childEPCs", _EPCS)),
    *(("quantityList", _QUANTITIES), ("childQuantityList", _QUANTITIES), ("inputQuantityList", _QUANTITIES)),
    *(("outputEPCList", _EPCS), ("outputQuantityList", _QUANTITIES)),
    *_plain("action transformationID bizStep disposition"),
    ("persistentDisposition", _plain("set unset")),
    *(("readPoint", _ID), ("bizLocation", _ID), ("sensorElementList", _SENSORS)),
)
# What JSON leaves out of a list and XML names.
ITEMS: Mapping[str, str] = {
    **dict.fromkeys(("epcList", "inputEPCList", "outputEPCList", "childEPCs"), "epc"),
    **dict.fromkeys(
        ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"), "quantityElement"
    ),
    "sensorElementList": "sensorElement",
}
PAIRS: Mapping[str, str] = {
    "bizTransactionList": "bizTransaction",
    "sourceList": "source",
    "destinationList": "destination",
}
_KIND = {
    **{"bizStep": words.STEP, "disposition": words.DISPOSITION, "set": words.DISPOSITION, "unset": words.DISPOSITION},
    **{"bizTransactionList": words.TRANSACTION, "sourceList": words.PARTY, "destinationList": words.PARTY},
}
_COMMENTS = ("rdfs:comment", "comment")
_APART = frozenset({"recordTime", "eventID", "type", "errorDeclaration", "@context", *_COMMENTS})


def event_hash(event: Mapping[str, Any], spaces: Mapping[str, str]) -> str:
    """The URI of an event (`ni:///sha-256;...?ver=CBV2.0`) in its JSON form; `spaces` are the namespaces by prefix."""
    digest = sha256(prehash(event, spaces).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def prehash(event: Mapping[str, Any], spaces: Mapping[str, str]) -> str:
    """The text that is hashed."""
    ordered = {name for name, _ in ORDER}
    others = {name: value for name, value in event.items() if name not in ordered | _APART}
    head = f"eventType={_expanded(event['type'], spaces)}"
    return head + _ordered(event, ORDER, spaces) + _free(others, spaces)


def _ordered(node: Mapping[str, Any], order: _Order, spaces: Mapping[str, str]) -> str:
    """The members in the order of the standard, several of a name in the order of their text."""
    parts = []
    for name, below in order:
        value = node.get(name)
        whole = [{ITEMS[name]: value}] if name in ITEMS and value is not None else _several(value)
        found = [text for each in whole if (text := _member(name, each, below, spaces))]
        parts.append("".join(sorted(found)))
    return "".join(parts)


def _member(name: str, value: Any, below: _Order | None, spaces: Mapping[str, str]) -> str:
    if below is None:
        text = _leaf(name, value, spaces)
        return f"{name}={text}" if text else ""
    if not isinstance(value, Mapping):  # in an event of a type that is not the standard's
        return "".join(_texts(name, value, spaces))
    inside = _ordered(value, below, spaces)
    known = {each for each, _ in below}
    extra = {key: said for key, said in value.items() if key not in known and ":" in key and key not in _COMMENTS}
    inside += _free(extra, spaces)
    return name + inside if inside else ""


def _several(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _leaf(name: str, value: Any, spaces: Mapping[str, str]) -> str:
    if "time" in name.lower() and "offset" not in name.lower():
        return instant(str(value))
    if name in _KIND:
        return words.web(str(value), _KIND[name])
    if name in ("type", "exception"):
        return words.measure(str(value))
    if name == "component":
        return words.web(str(value), "Comp")
    return _value(value, spaces)


def instant(text: str) -> str:
    """A time in UTC to the millisecond; what is none stays as it is."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return text.strip()
    moment = moment.astimezone(dt.UTC) if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    moment = moment.replace(microsecond=0) + dt.timedelta(milliseconds=round(moment.microsecond / 1000))
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def _value(value: Any, spaces: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(float(value))
    text = words.web_urns(str(value).strip())
    try:
        return _number(float(text))
    except (ValueError, OverflowError):
        return gs1.canonical(_namespaced(text, spaces))


def _number(number: float) -> str:
    return str(int(number) if number == int(number) else number)


def _namespaced(text: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, rest = text.partition(":")
    return spaces[prefix] + rest if colon and prefix in spaces else text


def _expanded(name: str, spaces: Mapping[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return f"{{{spaces[prefix]}}}{rest}" if colon and prefix in spaces else name


def _free(node: Mapping[str, Any], spaces: Mapping[str, str]) -> str:
    """Members that the standard does not order, in the order of their text."""
    return "".join(sorted(text for name, value in node.items() for text in _texts(name, value, spaces)))


def _texts(name: str, value: Any, spaces: Mapping[str, str]) -> Iterator[str]:
    if name in _COMMENTS or name == "#text":
        return
    if name in PAIRS and all(isinstance(item, Mapping) and PAIRS[name] in item for item in _several(value)):
        yield name + "".join(_pairs(name, _several(value), spaces))
        return
    for each in _several(value):
        head = _expanded(name, spaces)
        if isinstance(each, Mapping):
            own = _value(each["#text"], spaces) if "#text" in each else ""
            yield head + (f"={own}" if own else "") + _free(each, spaces)
        else:
            text = _value(each, spaces)
            yield head + (f"={text}" if text else "")


def _pairs(name: str, items: Iterable[Mapping[str, Any]], spaces: Mapping[str, str]) -> list[str]:
    """Transactions and parties: the type, then who or what."""
    found = []
    for item in items:
        kind = f"type={words.web(str(item['type']), _KIND[name])}" if "type" in item else ""
        found.append(f"{kind}{PAIRS[name]}={_value(item[PAIRS[name]], spaces)}")
    return sorted(found)

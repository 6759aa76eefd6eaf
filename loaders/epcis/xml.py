"""EPCIS documents and query documents in XML, 1.0 to 2.0, brought to the JSON form of 2.0.

Read without document type and entities, whoever sends them. Wrappers of 1.x (`extension`, `baseExtension`) vanish, URNs
of the vocabulary become bare words, elements and attributes of other namespaces become members with a prefix.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from loaders.epcis import words
from loaders.epcis.document import SPACES, Document, Found, Place
from loaders.epcis.hash import ITEMS, PAIRS
from loaders.epcis.validate import faults_of_document
from loaders.safexml import Xml
from loaders.safexml import named as _local

_WRAPPERS = ("extension", "baseExtension")
_WORDS = ("bizStep", "disposition", "reason", "set", "unset")
_OWN = (
    *("urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2", "urn:epcglobal:epcis-query:xsd:1"),
    *("urn:epcglobal:epcis-query:xsd:2", "urn:epcglobal:epcis-masterdata:xsd:1"),
)
_NUMBERS = ("value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue", "quantity")


def read_xml(data: bytes) -> Document:
    """The document in these bytes; raises FileRefusedError where they are no XML, or XML that is not safe to read."""
    found = Xml(data)
    return _Reader(_prefixes(found.spaces)).document(found.root)


def _prefixes(spaces: Iterable[tuple[str, str]]) -> dict[str, str]:
    """A prefix of its own for each namespace: those of the standard, those of the document where they are free."""
    prefixes = {uri: prefix for prefix, uri in SPACES.items()}
    taken = set(SPACES)
    for prefix, uri in spaces:
        if uri not in prefixes:
            name = prefix if prefix and prefix not in taken else f"ns{len(taken)}"
            prefixes[uri] = name
            taken.add(name)
    return prefixes


class _Reader:
    """Elements to members, with the prefixes of one document."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self._prefixes = prefixes
        self._spaces = dict(SPACES) | {prefix: uri for uri, prefix in prefixes.items() if uri not in _OWN}

    def document(self, root: Element) -> Document:
        """All events and master data below the root."""
        kind = _local(root.tag)[1]
        body = _child(root, "EPCISBody")
        results = next((each for each in root.iter() if _local(each.tag)[1] == "QueryResults"), None)
        listed = next((each for each in root.iter() if _local(each.tag)[1] == "EventList"), None)
        name = self._name(root.tag, own=True)
        document = Document(Place(f"/{name}", xml=True))
        shape: dict[str, Any] = {"@context": [{}], "type": kind, **root.attrib}
        if body is not None:
            events: dict[str, Any] = {"eventList": []} if listed is not None or kind == "EPCISDocument" else {}
            shape["epcisBody"] = {"queryResults": {"resultsBody": events}} if results is not None else events
        document.faults = faults_of_document({key: value for key, value in shape.items() if ":" not in key})
        document.version = root.get("schemaVersion", "")
        if not document.faults:
            way = f"/{name}/EPCISBody" + (
                f"/{self._name(results.tag, own=True)}/resultsBody" if results is not None else ""
            )
            document.events = list(self._events(listed, f"{way}/EventList")) if listed is not None else []
            document.master = list(self._master(root))
        return document

    def _events(self, parent: Element, way: str) -> Iterator[Found]:
        counted: Counter[str] = Counter()
        for each in parent:
            name = self._name(each.tag)
            counted[name] += 1
            place = f"{way}/{name}[{counted[name]}]"
            if name in _WRAPPERS:
                yield from self._events(each, place)
            else:
                event = {"type": name, **self._members(each)}
                yield Found(Place(place, xml=True), event, self._spaces)

    def _members(self, node: Element) -> dict[str, Any]:
        """The members of an event: those of the standard in their JSON form, all others as they are."""
        found: dict[str, Any] = {}
        for child in node:
            name = self._name(child.tag)
            if name in _WRAPPERS:
                found |= self._members(child)
            else:
                _add(found, name, self._member(name, child))
        return found

    def _member(self, name: str, node: Element) -> Any:
        if name in ITEMS and name != "sensorElementList":
            return [self._item(each) for each in node]
        if name == "sensorElementList":
            return [self._sensor(each) for each in node]
        if name in PAIRS:
            return [self._pair(each, PAIRS[name]) for each in node]
        if name == "persistentDisposition":
            both = {word: [words.bare(_text(each)) for each in node if each.tag == word] for word in ("set", "unset")}
            return {word: found for word, found in both.items() if found}
        if name == "errorDeclaration":
            return self._declaration(node)
        return self._free(name, node)

    def _item(self, node: Element) -> Any:
        if not len(node):
            return _text(node)
        return {name: _number(name, _text(each)) for each in node if (name := self._name(each.tag))}

    def _pair(self, node: Element, name: str) -> dict[str, str]:
        kind = {"type": words.bare(node.attrib["type"])} if "type" in node.attrib else {}
        return {**kind, name: _text(node)}

    def _declaration(self, node: Element) -> dict[str, Any]:
        found = self._members(node)
        if "correctiveEventIDs" in found:
            ids = _child(node, "correctiveEventIDs")
            found["correctiveEventIDs"] = [_text(each) for each in ids] if ids is not None else []
        return found

    def _sensor(self, node: Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in node:
            name = self._name(child.tag)
            if name == "sensorReport":
                found.setdefault(name, []).append(self._attributes(child))
            else:
                _add(found, name, self._attributes(child) if name == "sensorMetadata" else self._free(name, child))
        return found

    def _attributes(self, node: Element) -> dict[str, Any]:
        return {name: _number(name, value) for key, value in node.attrib.items() if (name := self._name(key))}

    def _free(self, name: str, node: Element) -> Any:
        """An element as it is: a text, or an object with its attributes and children."""
        text = _text(node)
        if not len(node) and not node.attrib:
            return words.bare(text) if name in _WORDS else text
        found: dict[str, Any] = {self._name(key): value for key, value in node.attrib.items()}
        if text:
            found["#text"] = text
        for child in node:
            below = self._name(child.tag)
            _add(found, below, self._free(below, child))
        return found

    def _master(self, root: Element) -> Iterator[tuple[str, dict[str, Any]]]:
        for vocabulary in (each for each in root.iter() if _local(each.tag)[1] == "Vocabulary"):
            for element in (each for each in vocabulary.iter() if _local(each.tag)[1] == "VocabularyElement"):
                said = [
                    {"id": each.get("id", ""), "attribute": self._free("", each) if len(each) else _text(each)}
                    for each in element
                    if _local(each.tag)[1] == "attribute"
                ]
                yield vocabulary.get("type", ""), {"id": element.get("id", ""), "attributes": said}

    def _name(self, tag: str, *, own: bool = False) -> str:
        uri, name = _local(tag)
        if not uri or (uri in _OWN and not own):
            return name
        if uri in _OWN:
            return f"{'epcisq' if 'query' in uri else 'epcis'}:{name}"
        return f"{self._prefixes[uri]}:{name}" if uri in self._prefixes else name


def _add(found: dict[str, Any], name: str, value: Any) -> None:
    """Several of a name become a list."""
    if name not in found:
        found[name] = value
    elif isinstance(found[name], list):
        found[name].append(value)
    else:
        found[name] = [found[name], value]


def _child(node: Element, name: str) -> Element | None:
    return next((each for each in node if _local(each.tag)[1] == name), None)


def _text(node: Element) -> str:
    return (node.text or "").strip()


def _number(name: str, text: str) -> Any:
    """Numbers and truth values have a type in JSON; one that cannot be read stays, and is refused with its place."""
    if name == "booleanValue":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    if name not in _NUMBERS:
        return text
    try:
        number = float(text)
        return int(number) if number == int(number) else number
    except (ValueError, OverflowError):
        return text

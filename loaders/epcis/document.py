"""An EPCIS document in whichever syntax: its events in their JSON form, each with its place, and its master data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from loaders.epcis.hash import ITEMS, PAIRS
from loaders.epcis.validate import Fault, Step, faults_of_event

MOST_DEEP = 40
SPACES: Mapping[str, str] = {
    "cbvmda": "urn:epcglobal:cbv:mda:",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "epcis": "https://ref.gs1.org/epcis/",
    "cbv": "https://ref.gs1.org/cbv/",
    "gs1": "https://gs1.org/voc/",
}  # the prefixes that the context of the standard declares


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event stands, and how a way within it is written: a JSON pointer, or an XPath."""

    root: str
    xml: bool = False

    def of(self, path: Iterable[Step]) -> str:
        """The written form of a way that starts at the event."""
        return self.root + (_xpath(path) if self.xml else _pointer(path))


@dataclass(frozen=True, slots=True)
class Found:
    """One event as it stands in a document, with the namespaces of its extensions."""

    place: Place
    event: Any
    spaces: Mapping[str, str]

    def faults(self) -> list[Fault]:
        """What is wrong with it, a prefix that nothing declares included."""
        return faults_of_event(self.event) or list(_undeclared(self.event, self.spaces))


@dataclass(slots=True)
class Document:
    """What a file holds. `faults` are those of the document itself: with one of them no event is taken."""

    place: Place
    version: str = "2.0"
    events: list[Found] = field(default_factory=list)
    master: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # (type of vocabulary, element)
    faults: list[Fault] = field(default_factory=list)


def _pointer(path: Iterable[Step]) -> str:
    """RFC 6901."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def _xpath(path: Iterable[Step]) -> str:
    """The way in XML: lists name their items, and what is an attribute there is written as one."""
    written, inside = "", ""
    for step in path:
        if isinstance(step, int):
            item = ITEMS.get(inside) or PAIRS.get(inside)
            written += f"/{item}[{step + 1}]" if item else f"[{step + 1}]"
        elif inside in PAIRS:
            written += "/@type" if step == "type" else ""
        else:
            attribute = inside in ("sensorReport", "sensorMetadata")
            written, inside = written + ("/@" if attribute else "/") + step, step
    return written


def too_deep(value: Any) -> bool:
    """Whether a value nests deeper than any event of people does."""
    level = [value]
    for _ in range(MOST_DEEP):
        level = [
            each
            for item in level
            for each in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
        if not level:
            return False
    return True


def _undeclared(value: Any, spaces: Mapping[str, str], path: tuple[Step, ...] = ()) -> Iterable[Fault]:
    if isinstance(value, dict):
        for name, inner in value.items():
            prefix, colon, rest = name.partition(":")
            if colon and prefix not in spaces and not rest.startswith("//") and prefix != "urn" and name[0] != "@":
                text = f"has the prefix {prefix!r}, which @context does not declare; declare it"
                yield Fault((*path, name), "", text)
            if name != "@context":
                yield from _undeclared(inner, spaces, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _undeclared(inner, spaces, (*path, number))

"""An element while it is read: what was looked at is remembered, so that the rest can be named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from loaders.b2mml.fields import QUIET
from loaders.safexml import Xml, named


@dataclass(slots=True)
class Reading:
    """A document under way: its lines, its namespace, and the elements that were read."""

    lines: Mapping[Element, int]
    space: str
    read: set[Element] = field(default_factory=set)

    def unread(self, root: Element) -> Counter[str]:
        """What was not read, by the names of parent and child; only the outermost of what lies in each other."""
        found: Counter[str] = Counter()
        waiting = [root]
        while waiting:
            parent = waiting.pop()
            for child in parent:
                uri, name = named(child.tag)
                if child in self.read:
                    waiting.append(child)
                elif name not in QUIET:
                    more = "" if uri == self.space else " of another namespace"
                    found[f"{named(parent.tag)[1]}/{name}{more}"] += 1
        return found


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the document's own namespace."""

    element: Element
    reading: Reading

    @property
    def name(self) -> str:
        """Without namespace."""
        return named(self.element.tag)[1]

    @property
    def line(self) -> int:
        """Where it begins in the file."""
        return self.reading.lines[self.element]

    @property
    def own(self) -> str:
        """Its own text."""
        return (self.element.text or "").strip()

    def kids(self, *names: str) -> list[Node]:
        """Its children of these names, in the order of the document; they count as read."""
        wanted = {f"{{{self.reading.space}}}{name}" for name in names}
        found = [child for child in self.element if child.tag in wanted]
        self.reading.read.update(found)
        return [Node(child, self.reading) for child in found]

    def text(self, way: str) -> str:
        """The text at the first element on a way such as `Quantity/UnitOfMeasure`; empty where there is none."""
        node = self
        for name in way.split("/"):
            found = next((child for child in self._peek(node, name)), None)
            if found is None:
                return ""
            self.reading.read.add(found)
            node = Node(found, self.reading)
        return node.own

    def first(self, *ways: str) -> str:
        """The text of the first way that has one; the others stay unread."""
        return next((text for way in ways if (text := self.text(way))), "")

    def place(self, *names: str) -> str:
        """The innermost equipment that a scope names, or the text of an element without children."""
        for node in self.kids(*names):
            if not len(node.element):
                return node.own
            return node.place("HierarchyScope") or node.first("EquipmentID", "OperationalLocationID", "ID")
        return ""

    def over(self) -> None:
        """All of it counts as read: it says nothing that is recorded."""
        self.reading.read.update(self.element.iter())

    @staticmethod
    def _peek(node: Node, name: str) -> Iterator[Element]:
        tag = f"{{{node.reading.space}}}{name}"
        return (child for child in node.element if child.tag == tag)


def opened(data: bytes) -> Node:
    """The root of a document; raises FileRefusedError where it is no XML that can be read."""
    found = Xml(data)
    reading = Reading(found.lines, named(found.root.tag)[0], {found.root})
    return Node(found.root, reading)

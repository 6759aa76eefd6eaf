"""The XML of a workbook's parts, read safely; and how long each of the texts is that its sheets share."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat

from loaders.encoding import FileRefusedError

DAMAGED = "is damaged ({}); open it in a spreadsheet program and save it again"
DOCTYPE = "it declares a document type"  # no spreadsheet program does; texts without end are made of it


class _Index(ElementTree.TreeBuilder):
    """A tree of a part without a document type."""

    def doctype(self, *_: object) -> None:
        """Raises ValueError: what is declared there would be put in for what is read."""
        raise ValueError(DOCTYPE)


def tree(xml: bytes) -> ElementTree.Element:
    """A small part as a whole; raises ParseError, or ValueError where it declares a document type."""
    return ElementTree.fromstring(xml, ElementTree.XMLParser(target=_Index()))


def parser() -> expat.XMLParserType:
    """A parser of a part, without handlers for what it holds; it refuses a document type."""
    made = expat.ParserCreate("utf-8")  # whatever is declared: so does the reader
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse
    return made


def _refuse(*_: object) -> None:
    raise FileRefusedError(DAMAGED.format(DOCTYPE))


def parse(part: BinaryIO, with_: expat.XMLParserType, also: Callable[[bytes], object]) -> None:
    """Hand the part over, block by block, also to `also`; raises FileRefusedError where it is damaged."""
    try:
        while block := part.read(1 << 18):
            also(block)
            with_.Parse(block, False)
        with_.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefusedError(DAMAGED.format(error)) from None


def lengths(part: BinaryIO) -> list[int]:
    """Characters of each shared text, in order; raises FileRefusedError where the part is damaged."""
    found: list[int] = []

    def start(name: str, _: object) -> None:
        if name.rpartition(":")[2] == "si":
            found.append(0)

    def characters(text: str) -> None:
        if found:
            found[-1] += len(text)

    pass_ = parser()
    pass_.StartElementHandler = start
    pass_.CharacterDataHandler = characters
    parse(part, pass_, len)
    return found

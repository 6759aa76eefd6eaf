"""XML from strangers: without document type and entities, not too deep, and each element with its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from loaders.encoding import FileRefusedError

MOST_DEEP = 40
_BLOCK = 1 << 14
_CHINESE = re.compile(rb"""(<\?xml[^>]*?encoding=["'])(gbk|gb2312|gb18030)\b""", re.IGNORECASE)
_FARTHEST_ROOT = 1 << 20  # where nothing but comments stand so far, it is no document of ours


class _Builder(TreeBuilder):
    """Builds the tree, and notes the line of each element, and the namespaces as they are declared."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Element, int] = {}
        self.spaces: list[tuple[str, str]] = []
        self.root: Element | None = None
        self.parser: Any = None
        self._depth = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        """An element begins."""
        found = super().start(tag, attrs)
        self.lines[found] = self.parser.parser.CurrentLineNumber
        self.root = found if self.root is None else self.root
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise FileRefusedError("nests deeper than any document of ours does; correct it")
        return found

    def end(self, tag: str, /) -> Element:
        """It ends."""
        self._depth -= 1
        return super().end(tag)

    def start_ns(self, prefix: str, uri: str) -> None:
        """A namespace is declared."""
        self.spaces.append((prefix, uri))


class Xml:
    """A document: its root, the line on which each element begins, and its namespaces (prefix, URI)."""

    def __init__(self, data: bytes) -> None:
        """Raises FileRefusedError where the bytes are no XML, or XML that is not safe to read."""
        builder = _Builder()
        _fed(builder, data)
        if builder.root is None:
            raise FileRefusedError("is empty")
        self.root = builder.root
        self.lines = builder.lines
        self.spaces = builder.spaces


def _fed(builder: _Builder, data: bytes) -> None:
    builder.parser = parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(_in_utf8(data, "strict"))
        parser.close()
    except DefusedXmlException:
        raise FileRefusedError("has a document type or entities, which are not taken; remove the DOCTYPE") from None
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefusedError(f"is no valid XML ({error}); correct it") from None


def _in_utf8(data: bytes, errors: str) -> bytes:
    """What declares a Chinese encoding, which the parser does not know; anything else as it is. Raises ValueError."""
    if not (found := _CHINESE.match(data)):
        return data
    text = data[found.end(1) :].decode("gb18030", errors).partition(found[2].decode())[2]
    return found[1] + b"utf-8" + text.encode()


def root_of(path: Path) -> tuple[str, str]:
    """Namespace and name of the first element of a file, read no farther than that; empty where it has none."""
    builder = _Builder()
    builder.parser = parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        with path.open("rb") as file:
            data = _in_utf8(file.read(_FARTHEST_ROOT), "ignore")
        for start in range(0, len(data), _BLOCK):
            if builder.root is None:
                parser.feed(data[start : start + _BLOCK])
    except (OSError, DefusedXmlException, ParseError, ValueError, LookupError, FileRefusedError):
        pass  # whoever reads all of it says what is wrong
    return named(builder.root.tag) if builder.root is not None else ("", "")


def named(tag: str) -> tuple[str, str]:
    """Namespace and name of an element, from ElementTree's form of both."""
    uri, brace, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return (uri, name) if brace else ("", tag)

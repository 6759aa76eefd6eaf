"""Values of nodes and edges as `neo4j-admin database import` reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import IO, Any

import numpy as np

from genealogy.store.moments import EPOCH, from_micros, micros_of

Kind = str  # of a value, as the importer calls it


def _escaped(text: str) -> str:
    return text.replace('"', '""')


def quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _listed(values: Sequence[Any]) -> str:
    return quoted(";".join(map(str, values))) if values else ""


@lru_cache(maxsize=50_000)
def _time(micros: int) -> str:
    return from_micros(micros).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _moment(value: Any) -> str:
    if hasattr(value, "to_native"):  # a time as the driver reads it
        value = value.to_native()
    if hasattr(value, "tzinfo"):
        return _time((value - EPOCH) // (from_micros(1) - EPOCH))
    return _time(micros_of(value))


# A signed byte for each of the 256, padded, for the importer knows no other way to write an array of them.
_SIGNED = np.array([f"{value - 256 * (value > 127)};" for value in range(256)], dtype="S5")


def _bytes(packed: bytes) -> str:
    return _SIGNED[np.frombuffer(packed, np.uint8)].tobytes().translate(None, b"\0")[:-1].decode()


Write = Callable[[Any], str]
# For each type of value its kind, how it stands in a row, and what it must go through before, if anything.
_PLAIN: dict[type, tuple[Kind, str, Write | None]] = {
    str: ("string", '"%s"', None),
    bool: ("boolean", "%s", lambda value: "true" if value else "false"),
    int: ("long", "%d", None),
    float: ("double", "%r", None),
    bytes: ("byte[]", "%s", _bytes),
}


def way_of(value: Any) -> tuple[Kind, str, Write | None]:
    """The kind of a value of a node or edge, as the importer calls it, and how it is written; an empty list is no
    value."""
    if plain := _PLAIN.get(type(value)):
        return plain
    if isinstance(value, list):
        return f"{_PLAIN[type(value[0])][0] if value else 'string'}[]", "%s", _listed
    return "datetime", "%s", _moment


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows with the same names and types of values are written: those of a load have few of them, and looking at
    each value of each row anew would take most of the time."""

    file: IO[str]
    form: str
    names: tuple[str, ...]
    texts: tuple[int, ...]  # where in a row (ends, then values in the order of names) a text stands as it is
    writes: tuple[tuple[int, Write], ...]  # what must be written first, and where

    def line(self, ends: Sequence[str], props: Mapping[str, Any]) -> str:
        """A row."""
        said = [*ends, *map(props.__getitem__, self.names)]
        for place, write in self.writes:
            said[place] = write(said[place])
        line = self.form % tuple(said)
        if line.count('"') == self.form.count('"'):
            return line
        for place in self.texts:
            said[place] = _escaped(said[place])
        return self.form % tuple(said)

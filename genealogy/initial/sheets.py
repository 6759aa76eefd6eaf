"""Tables for `neo4j-admin database import`: typed columns that come as they are met."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from genealogy.errors import UsageError
from genealogy.schema import KEY_OF
from genealogy.store.moments import EPOCH, from_micros, micros_of

Kind = str  # of a value, as the importer calls it
_UNFIT = frozenset(':{}"\n\r')  # what in the name of a property the importer would take for something else


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


@lru_cache(maxsize=50_000)
def _time(micros: int) -> str:
    return from_micros(micros).isoformat(timespec="microseconds").replace("+00:00", "Z")


_PLAIN: dict[type, tuple[Kind, Callable[[Any], str]]] = {
    str: ("string", _quoted),
    bool: ("boolean", lambda value: "true" if value else "false"),
    int: ("long", str),
    float: ("double", repr),
    bytes: ("byte[]", lambda value: _bytes(value)),
}


def cell(value: Any) -> tuple[Kind, str]:
    """A value of a node or edge as the importer reads it, with its kind; an empty text is no value."""
    if plain := _PLAIN.get(type(value)):
        return plain[0], plain[1](value)
    if isinstance(value, list):
        kind = _PLAIN[type(value[0])][0] if value else "string"
        return f"{kind}[]", _quoted(";".join(map(str, value))) if value else ""
    if hasattr(value, "to_native"):  # a time as the driver reads it
        value = value.to_native()
    if hasattr(value, "tzinfo"):
        return "datetime", _time((value - EPOCH) // (from_micros(1) - EPOCH))
    return "datetime", _time(micros_of(value))


# A signed byte for each of the 256, for the importer knows no other way to write an array of them.
_SIGNED = [str(value - 256 * (value > 127)) for value in range(256)]


def _bytes(packed: bytes) -> str:
    return ";".join([_SIGNED[value] for value in packed])


class Sheet:
    """One table: rows of the same label or edge type. A name has one kind of value in a file; rows in which one has
    another kind go to a file of their own. `broken`: whether a text runs over several lines."""

    broken = False

    def __init__(self, folder: Path, what: str, name: str, ends: Sequence[str]) -> None:
        self._folder, self._what, self._name, self._ends = folder, what, name, tuple(ends)
        self._first: dict[str, Kind] = {}
        self._parts: dict[tuple[tuple[str, Kind], ...], _Part] = {}
        self._main: _Part | None = None

    def write(self, ends: Sequence[str], props: Mapping[str, Any]) -> None:
        """A row: keys of the node or of both ends, then properties."""
        cells = {name: cell(value) for name, value in props.items() if value is not None}
        odd = [(name, kind) for name, (kind, _) in cells.items() if self._first.setdefault(name, kind) != kind]
        self.broken |= self._part(tuple(sorted(odd))).write(ends, cells)

    def _part(self, odd: tuple[tuple[str, Kind], ...]) -> _Part:
        if not odd and self._main:
            return self._main
        if odd not in self._parts:
            stem = f"{self._what}-{self._name}-{len(self._parts)}"
            self._parts[odd] = _Part(self._folder, stem, self._ends)
        if not odd:
            self._main = self._parts[odd]
        return self._parts[odd]

    def close(self) -> Iterator[str]:
        """End the files; gives the arguments by which the importer takes them."""
        for part in self._parts.values():
            part.close()
            for header, rows in part.files:
                yield f"--{self._what}={self._name}={header},{rows}"

    def let_go(self) -> None:
        """Close the files, whatever is in them."""
        for part in self._parts.values():
            part.close()


class _Part:
    """Files of rows, each with a file of their header: with every column that is met first the next ones begin, for the
    importer reads past the end of a row that is shorter than its header."""

    def __init__(self, folder: Path, stem: str, ends: tuple[str, ...]) -> None:
        self._folder, self._stem, self._ends = folder, stem, ends
        self._columns: dict[str, Kind] = {}
        self._file: IO[str] | None = None
        self.files: list[tuple[Path, Path]] = []

    def write(self, ends: Sequence[str], cells: dict[str, tuple[Kind, str]]) -> bool:
        """Write a row; whether it runs over several lines."""
        file = self._file
        if file is None or not cells.keys() <= self._columns.keys():
            file = self._widen(cells)
        said = [cells[name][1] if name in cells else "" for name in self._columns]
        line = ",".join([*map(_quoted, ends), *said])
        file.write(line + "\n")
        return "\n" in line or "\r" in line

    def _widen(self, cells: dict[str, tuple[Kind, str]]) -> IO[str]:
        self.close()
        self._columns |= {_fit(name): kind for name, (kind, _) in cells.items()}
        stem = f"{self._stem}-{len(self.files)}"
        header, rows = self._folder / f"{stem}-header.csv", self._folder / f"{stem}.csv"
        names = [*self._ends, *(f"{name}:{kind}" for name, kind in self._columns.items())]
        header.write_text(",".join(map(_quoted, names)) + "\n", encoding="utf-8")
        self._file = rows.open("w", encoding="utf-8", newline="\n", buffering=1 << 18)
        self.files.append((header, rows))
        return self._file

    def close(self) -> None:
        if self._file:
            self._file.close()


def _fit(name: str) -> str:
    if _UNFIT & set(name):
        text = f"the column {name!r} cannot be written by a first load with --initial: rename it, or load without"
        raise UsageError(text)
    return name


class Sheets:
    """All tables of one database, in a folder; to be used in `with`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._nodes: dict[str, Sheet] = {}
        self._edges: dict[tuple[str, str, str], Sheet] = {}

    def node(self, label: str, key: str, props: Mapping[str, Any]) -> None:
        """A node that edges lead to or from; its key is not said again among the properties."""
        own = KEY_OF[label]
        if (sheet := self._nodes.get(label)) is None:
            sheet = self._nodes[label] = Sheet(self._folder, "nodes", label, (f"{own}:ID({label})",))
        sheet.write((key,), {name: value for name, value in props.items() if name != own})

    def alone(self, label: str, props: Mapping[str, Any]) -> None:
        """A node without edges, with all its properties."""
        if (sheet := self._nodes.get(label)) is None:
            sheet = self._nodes[label] = Sheet(self._folder, "nodes", label, ())
        sheet.write((), props)

    def edge(self, type_: str, start: tuple[str, str], end: tuple[str, str], props: Mapping[str, Any]) -> None:
        """An edge; its ends are label and key."""
        which = type_, start[0], end[0]
        if (sheet := self._edges.get(which)) is None:
            ends = f":START_ID({start[0]})", f":END_ID({end[0]})"
            sheet = self._edges[which] = _edges(self._folder, type_, which, ends)
        sheet.write((start[1], end[1]), props)

    def close(self) -> list[str]:
        """End all files; gives the arguments for the importer."""
        sheets = [*self._nodes.values(), *self._edges.values()]
        broken = any(sheet.broken for sheet in sheets)
        return [f"--multiline-fields={str(broken).lower()}", *(one for sheet in sheets for one in sheet.close())]

    def __enter__(self) -> Sheets:
        return self

    def __exit__(self, *_: object) -> None:
        for sheet in (*self._nodes.values(), *self._edges.values()):
            sheet.let_go()


def _edges(folder: Path, type_: str, which: tuple[str, str, str], ends: tuple[str, str]) -> Sheet:
    place = folder / "-".join(which[1:])
    place.mkdir(exist_ok=True)
    return Sheet(place, "relationships", type_, ends)

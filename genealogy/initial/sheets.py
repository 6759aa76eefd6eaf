"""Tables for `neo4j-admin database import`: typed columns that come as they are met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from genealogy.errors import UsageError
from genealogy.initial.cells import Kind, Shape, quoted, way_of
from genealogy.schema import KEY_OF

_UNFIT = frozenset(':{}"\n\r')  # what in the name of a property the importer would take for something else

MOST_SHAPES = 1000  # remembered of a table: with many columns that are seldom filled, each row may have its own


class Sheet:
    """One table: rows of the same label or edge type. A name has one kind of value in a file; rows in which one has
    another kind go to a file of their own. What stands in the column `but` is left out. `broken`: whether a text runs
    over several lines."""

    broken = False

    def __init__(self, folder: Path, what: str, name: str, ends: Sequence[str], but: str = "") -> None:
        self._folder, self._what, self._name, self._ends, self._but = folder, what, name, tuple(ends), but
        self._first: dict[str, Kind] = {}
        self._parts: dict[tuple[tuple[str, Kind], ...], _Part] = {}
        self._shapes: dict[tuple[object, ...], Shape] = {}

    def write(self, ends: Sequence[str], props: Mapping[str, Any]) -> None:
        """A row: keys of the node or of both ends, then properties."""
        alike = (*props, *map(type, props.values()))
        shape = self._shapes.get(alike)
        if shape is None:
            shape = self._shape(props)
            if len(self._shapes) == MOST_SHAPES:
                self._shapes.clear()
            if list not in alike:  # two lists of one type may hold two kinds of values
                self._shapes[alike] = shape
        line = shape.line(ends, props)
        shape.file.write(line + "\n")
        if "\n" in line or "\r" in line:
            self.broken = True

    def _shape(self, props: Mapping[str, Any]) -> Shape:
        ways = {name: way_of(value) for name, value in props.items() if value is not None and name != self._but}
        kinds = {name: kind for name, (kind, _, _) in ways.items()}
        odd = [(name, kind) for name, kind in kinds.items() if self._first.setdefault(name, kind) != kind]
        part = self._part(tuple(sorted(odd)))
        if part.widened(kinds):
            self._shapes.clear()  # they lead to the file before
        names = tuple(name for name in part.columns if name in ways)
        form = ",".join(['"%s"'] * len(self._ends) + [ways[name][1] if name in ways else "" for name in part.columns])
        places = list(enumerate((ways[name] for name in names), len(self._ends)))
        texts = (*range(len(self._ends)), *(place for place, (kind, _, _) in places if kind == "string"))
        return Shape(part.file, form, names, texts, tuple((at, write) for at, (_, _, write) in places if write))

    def _part(self, odd: tuple[tuple[str, Kind], ...]) -> _Part:
        if odd not in self._parts:
            stem = f"{self._what}-{self._name}-{len(self._parts)}"
            self._parts[odd] = _Part(self._folder, stem, self._ends)
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
    importer reads past the end of a row that is shorter than its header. `file` is the one that is written now."""

    file: IO[str]

    def __init__(self, folder: Path, stem: str, ends: tuple[str, ...]) -> None:
        self._folder, self._stem, self._ends = folder, stem, ends
        self.columns: dict[str, Kind] = {}
        self.files: list[tuple[Path, Path]] = []

    def widened(self, kinds: Mapping[str, Kind]) -> bool:
        """Whether another file had to begin, with these columns too."""
        if self.files and kinds.keys() <= self.columns.keys():
            return False
        self.close()
        self.columns |= {_fit(name): kind for name, kind in kinds.items()}
        stem = f"{self._stem}-{len(self.files)}"
        header, rows = self._folder / f"{stem}-header.csv", self._folder / f"{stem}.csv"
        names = [*self._ends, *(f"{name}:{kind}" for name, kind in self.columns.items())]
        header.write_text(",".join(map(quoted, names)) + "\n", encoding="utf-8")
        self.file = rows.open("w", encoding="utf-8", newline="\n", buffering=1 << 18)
        self.files.append((header, rows))
        return True

    def close(self) -> None:
        if self.files:
            self.file.close()


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
            sheet = self._nodes[label] = Sheet(self._folder, "nodes", label, (f"{own}:ID({label})",), own)
        sheet.write((key,), props)

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

"""A foreign table read through its mapping: rows with our columns, as if the file had been written for us."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

from genealogy.errors import UsageError
from genealogy.events import Event
from loaders.encoding import Examined, FileRefusedError
from loaders.header import NoHeaderError
from loaders.mapping.convert import UnfitError, converted
from loaders.mapping.names import normal
from loaders.mapping.spec import Mapping, Table
from loaders.report import shown
from loaders.rows import Fault, Row
from loaders.workbook.cells import Number, Takes, takes
from loaders.workbook.sheet import MERGED, IsHeader


class Raw(Protocol):
    """A text or a tab, before anybody says what its columns are."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was taken, and may not be what was meant."""

    def examine(self) -> Examined:
        """Read it once; raises FileRefusedError."""

    def table(self, examined: Examined, taking: Callable[[str], Takes], is_header: IsHeader) -> Iterator[Row]:
        """Its rows from the header on; raises FileRefusedError where none of the first rows is one."""


@dataclass(slots=True)
class Mapped:
    """One foreign table as a file of the bundle; `header` are the columns of all tables that go into that file."""

    raw: Raw
    table: Table
    lookups: dict[str, dict[str, str]]
    header: tuple[str, ...]
    left_out: Counter[str] = field(default_factory=Counter)
    others: tuple[str, ...] = ()  # what further tables take of this tab
    reports: bool = True  # one of the tables that take a tab says what of it none of them took
    unused: tuple[str, ...] = ()
    above: int = 0

    @property
    def called(self) -> dict[str, str]:
        """What the source calls our columns."""
        return {name: " + ".join(one.sources) for name, one in self.table.columns.items() if one.sources}

    @property
    def notes(self) -> tuple[str, ...]:
        """What of the source was not taken, beside what the source says itself."""
        said = [f"{count} rows left out, as the mapping says: {why}" for why, count in self.left_out.items()]
        if self.unused and self.reports:
            said.append(f"columns that the mapping does not take: {', '.join(map(shown, self.unused))}")
        if self.above and self.reports:
            said.append(f"{self.above} rows above the header were not read")
        return (*self.raw.notes, *said)

    def examine(self) -> Examined:
        """As the source's, but for what is made of it: another mapping is other content."""
        found = self.raw.examine()
        made = self.table.model_dump_json() + repr(sorted((k, sorted(v.items())) for k, v in self.lookups.items()))
        return replace(found, sha256=sha256(f"{found.sha256} {made}".encode()).hexdigest())

    def rows(self, examined: Examined, model: type[Event]) -> Iterator[Row]:
        """Every row the mapping takes, with our header in front."""
        nearest = list(self.table.uses())
        rows = self.raw.table(examined, self._taking(model), lambda cells: self._is_header(cells, nearest))
        try:
            first = next(rows)
        except NoHeaderError:
            raise NoHeaderError(", ".join(nearest)) from None
        places = self._places(first)
        self.above = first.number - 1
        self.left_out.clear()
        yield Row(first.number, first.line, list(self.header), first.faults)
        above: dict[str, str] = {}
        fields = {info.alias or name: name for name, info in model.model_fields.items()}
        for row in rows:
            cells = {name: _stripped(row.cells[at]) if at < len(row.cells) else "" for name, at in places.items()}
            if why := self._unwanted(cells):
                self.left_out[why] += 1
                continue
            yield self._made(row, cells, above, fields)

    def _taking(self, model: type[Event]) -> Callable[[str], Takes]:
        """What each foreign column takes: the strictest of what it is used for."""
        ours, strictness = takes(model), ("anything", "flag", "time", "number", "name")
        found: dict[str, Takes] = {}
        for name, column in self.table.columns.items():
            for source in column.sources:
                as_is = column.take == "all" and not column.lookup
                use: Takes = ours[name] if as_is else "anything"
                known = found.get(normal(source), "anything")
                found[normal(source)] = max(known, use, key=strictness.index)
        return lambda name: found.get(normal(name), "anything")

    def _is_header(self, cells: Sequence[str], nearest: list[str]) -> bool:
        """Whether the row names all that is used; `nearest` becomes what it lacks, where that is less than before."""
        there = {normal(cell) for cell in cells}
        lacking = [name for name in self.table.uses() if normal(name) not in there]
        if len(lacking) < len(nearest):
            nearest[:] = lacking
        return not lacking

    def _places(self, header: Row) -> dict[str, int]:
        """Where each column that is used stands; raises FileRefusedError where one is there twice."""
        names = [normal(cell) for cell in header.cells]
        for name in self.table.uses():
            if names.count(normal(name)) > 1:
                raise FileRefusedError(f"has column {name!r} twice; rename one of them")
        used = {"", *map(normal, self.table.uses()), *map(normal, self.others)}
        self.unused = tuple(cell.strip() for cell, name in zip(header.cells, names, strict=True) if name not in used)
        return {name: names.index(normal(name)) for name in self.table.uses()}

    def _unwanted(self, cells: dict[str, str]) -> str:
        """Which condition of the mapping leaves the row out; empty where none does."""
        for name, words in self.table.only.items():
            if cells[name] not in words:
                return f"{name} is not {' or '.join(map(_quoted, words))}"
        for name, words in self.table.without.items():
            if cells[name] in words:
                return f"{name} is {_quoted(cells[name])}"
        return ""

    def _made(self, row: Row, cells: dict[str, str], above: dict[str, str], fields: dict[str, str]) -> Row:
        faults = list(self._of_concern(row))
        made = {name: cells[name] for name in self.table.keep}
        for name, column in self.table.columns.items():
            for source in column.sources if column.fill else ():
                above[source] = cells[source] = cells[source] or above.get(source, "")
            parts = [cells[source] for source in column.sources if cells[source]]
            text = column.value or (parts[0] if len(parts) == 1 else column.join.join(parts))
            try:
                made[name] = converted(fields[name], column, text, self.lookups)
            except UnfitError as error:
                faults.append(Fault(str(error), f"{self.called.get(name, name)} ({name})", text))
        if faults:
            return row._replace(faults=tuple(faults))
        return Row(row.number, row.line, [made.get(name, "") for name in self.header])

    def _of_concern(self, row: Row) -> Iterator[Fault]:
        """What is wrong with cells that are used: merged ones are not, where they are filled from above."""
        if not row.faults:
            return
        used = {normal(name) for name in self.table.uses()}
        filled = {normal(one.column) for one in self.table.columns.values() if one.fill}
        for fault in row.faults:
            name = normal(fault.column)
            if fault.column and name not in used:
                continue
            if not (fault.text.startswith(MERGED) and name in filled):
                yield fault


def _stripped(cell: str) -> str:
    return cell if isinstance(cell, Number) else cell.strip()


def _quoted(word: str) -> str:
    return repr(word) if word else "empty"


def mapped(mapping: Mapping, tabs: Iterable[tuple[str, Raw]]) -> tuple[list[tuple[str, str, Mapped]], list[str]]:
    """(file of the bundle without `.csv`, tab, content) of everything the mapping takes, and the tabs it does not.

    Raises UsageError where a table of the mapping fits no tab.
    """
    known = list(tabs)
    found: list[tuple[str, str, Mapped]] = []
    for table in mapping.tables:
        fitting = [(title, raw) for title, raw in known if _fits(table.source, title)]
        if not fitting:
            seen = ", ".join(shown(title) for title, _ in known) or "nothing"
            raise UsageError(f"the mapping takes {table.into} from {table.source!r}, which is not there; found: {seen}")
        header = _header(mapping, table)
        found += [(table.into, title, Mapped(raw, table, mapping.lookups, header)) for title, raw in fitting]
    by_tab: dict[str, list[Mapped]] = {}
    for _, title, content in found:
        by_tab.setdefault(title, []).append(content)
    for speaker, *silent in by_tab.values():
        speaker.others = tuple(name for one in silent for name in one.table.uses())
        for one in silent:
            one.reports = False
    return found, [title for title, _ in known if title not in by_tab]


def _fits(pattern: str, title: str) -> bool:
    parts = (re.escape(normal(part)) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), normal(title)) is not None


def _header(mapping: Mapping, table: Table) -> tuple[str, ...]:
    """One header for all that goes into a file, so that its rejected rows fit under one."""
    same = [one for one in mapping.tables if one.into == table.into]
    ours = [info.alias or name for name, info in table.model.model_fields.items()]
    used = {name for one in same for name in one.columns}
    return (*(name for name in ours if name in used), *dict.fromkeys(name for one in same for name in one.keep))

"""The first row of a file: which column is which field of the event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from genealogy.events import Event
from genealogy.guard import unguarded
from loaders.encoding import FileRefusedError
from loaders.rows import Row

MOST_COLUMNS, LONGEST_NAME = 1000, 200  # the database never forgets the name of a property
MOST_ABOVE = 100  # rows of title over the header of a foreign table
ERROR_COLUMN = "_error"  # written by us in front of rejected rows; ignored when such a file is loaded again


class NoHeaderError(FileRefusedError):
    """None of the first rows of a foreign table is its header."""

    def __init__(self, nearest: str = "") -> None:
        super().__init__(
            f"has no row among its first {MOST_ABOVE} that names all columns the mapping takes"
            + (f"; the nearest lacks {nearest}: correct the mapping or the header" if nearest else "")
        )


@dataclass(frozen=True, slots=True)
class Header:
    """`written` as in the file; `names` are the keys the event model takes, `""` for a column that is ignored; `called`
    is what the source of a mapped file calls them."""

    written: tuple[str, ...]
    names: tuple[str, ...]
    unknown: tuple[str, ...]
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def ignored(self) -> int | None:
        """The place of the column that held the reasons of an earlier load."""
        return self.names.index("") if "" in self.names else None


def delimiter_of(line: str) -> str:
    """A comma, unless the header has none and is parted by semicolons or tabs."""
    return next((sign for sign in ",;\t" if sign in line), ",")


def read_header(row: Row | None, model: type[Event]) -> Header:
    """The columns of a file, from its first row; raises FileRefusedError naming one that is missing or there twice."""
    if row is None:
        raise FileRefusedError("is empty; its first line must name the columns")
    if row.faults:
        raise FileRefusedError(f"has a broken header: {row.faults[0].text}")
    if len(row.cells) > MOST_COLUMNS:
        raise FileRefusedError(f"has {len(row.cells):,} columns; more than {MOST_COLUMNS:,} are not taken")
    plain = [_plain(cell, position) for position, cell in enumerate(row.cells, 1)]
    if twice := [name for name, times in Counter(plain).items() if times > 1]:
        raise FileRefusedError(f"has column {twice[0]!r} twice; rename or remove one")
    known = _columns(model)
    missing = [column for column, required in known.items() if required and column not in plain]
    if missing:
        raise FileRefusedError(
            f"lacks the required column{'s' * (len(missing) > 1)} {', '.join(missing)}; it has: {', '.join(plain)}; "
            "rename them, or let `genealogy mapping propose` write a mapping"
        )
    unknown = tuple(name for name in plain if name not in known and name != ERROR_COLUMN)
    return Header(tuple(row.cells), tuple(_key(name, known, model) for name in plain), unknown)


def opened(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows as they were before rejected ones among them were written out; the first is the header, and says so."""
    header = next(rows, None)
    if header is None:
        return iter(())
    ours = ERROR_COLUMN in (cell.strip().casefold() for cell in header.cells)
    whole = chain([header], rows)
    return (row._replace(cells=[unguarded(cell) for cell in row.cells]) for row in whole) if ours else whole


def _plain(cell: str, position: int) -> str:
    name = cell.strip().strip("\ufeff").strip().casefold()
    if not name.isprintable():
        raise FileRefusedError(f"has a control character in the name of column {position} ({name!r}); remove it")
    if len(name) > LONGEST_NAME:
        raise FileRefusedError(f"has a name of more than {LONGEST_NAME} characters over column {position}; shorten it")
    return name or f"column_{position}"


def _columns(model: type[Event]) -> dict[str, bool]:
    """Column name -> whether it is required."""
    fields = ((name, field) for name, field in model.model_fields.items() if name not in model.own)
    return {field.alias or name: field.is_required() for name, field in fields}


def _key(name: str, known: dict[str, bool], model: type[Event]) -> str:
    if name == ERROR_COLUMN:
        return ""
    # A foreign column that happens to be called like a Python name of ours, or what we alone write, must not fill it.
    return f"x_{name}" if name not in known and name in {*model.model_fields, *model.own} else name

"""What a mapping says: tables, the columns they take, and the words that are looked up; read from YAML and checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from genealogy.events import BY_KIND, Event
from genealogy.forms import parse_form, read_form
from genealogy.record.rows import NUMBERS, TIMES
from loaders.kinds import FILES
from loaders.mapping.names import normal

MAPPING_FILE = "mapping.yaml"
PAGE = "docs/mapping.md"
KINDS = {name.removesuffix(".csv"): kind for name, kind in FILES.items()}


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Part):
    """Where the value of one of our columns comes from, and what is done to it, in this order: filled from above, only
    its number or unit taken, read as a date or number, multiplied, looked up."""

    column: str = ""
    columns: tuple[str, ...] = ()
    join: str = ""
    value: str = ""
    fill: bool = False
    take: Literal["all", "number", "unit"] = "all"
    date: str = ""
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ",", ".", " ", "'"] = ""
    factor: Decimal | None = None
    lookup: str = ""
    missing: Literal["refuse", "keep"] = "refuse"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(map(bool, (self.column, self.columns, self.value))) != 1:
            raise ValueError("takes exactly one of column, columns and value")
        if self.thousands == self.decimal:
            raise ValueError("decimal and thousands are the same sign")
        if self.factor is not None and (not self.factor.is_finite() or self.factor == 0):
            raise ValueError("factor must be a number, and not 0")
        if self.date and "%" not in self.date:
            raise ValueError("date is a form such as %d/%m/%Y")
        return self

    @property
    def sources(self) -> tuple[str, ...]:
        """The foreign columns it reads."""
        return (self.column,) if self.column else self.columns


def _column(said: Any) -> Any:
    return {"column": said} if isinstance(said, str) else said


def _words(said: Any) -> Any:
    return [said] if isinstance(said, str) else said


Condition = dict[str, Annotated[tuple[str, ...], BeforeValidator(_words)]]


class Table(_Part):
    """One foreign table (tabs or files whose name fits `from`, `*` any) as one file of the bundle."""

    source: str = Field("*", alias="from")
    into: str
    columns: dict[str, Annotated[Column, BeforeValidator(_column)]]
    keep: tuple[str, ...] = ()
    only: Condition = {}
    without: Condition = {}

    @model_validator(mode="after")
    def _known(self) -> Self:
        if self.into not in KINDS:
            raise ValueError(f"into {self.into!r} is no file of a bundle; known are {', '.join(KINDS)}")
        fields = {info.alias or name: (name, info.is_required()) for name, info in self.model.model_fields.items()}
        for name, column in self.columns.items():
            if name not in fields:
                raise ValueError(f"{self.into} has no column {name!r}; it has {', '.join(fields)}")
            _check_use(name, column, fields[name][0])
        if missing := [name for name, (_, required) in fields.items() if required and name not in self.columns]:
            raise ValueError(f"{self.into} needs the column{'s' * (len(missing) > 1)} {', '.join(missing)}")
        if clash := [name for name in self.keep if normal(name) in map(normal, fields)]:
            raise ValueError(f"keep: {clash[0]!r} is a column of {self.into}; put it under columns")
        return self

    @property
    def kind(self) -> str:
        """The kind of event its rows are."""
        return KINDS[self.into]

    @property
    def model(self) -> type[Event]:
        """The event its rows are."""
        return BY_KIND[self.kind]

    def uses(self) -> tuple[str, ...]:
        """Every foreign column that it reads, once."""
        named = [source for column in self.columns.values() for source in column.sources]
        return tuple(dict.fromkeys([*named, *self.keep, *self.only, *self.without]))


def _check_use(name: str, column: Column, field: str) -> None:
    if column.date and field not in TIMES:
        raise ValueError(f"{name}: date is for times, and this is none")
    numeric = column.factor is not None or column.thousands or column.decimal != "."
    if numeric and field not in NUMBERS:
        raise ValueError(f"{name}: factor, decimal and thousands are for quantities, and this is none")


class Mapping(_Part):
    """Tables in the order of the file, and the lists words are looked up in."""

    tables: tuple[Table, ...] = Field(min_length=1)
    lookups: dict[str, dict[str, str]] = {}

    @model_validator(mode="after")
    def _lists_are_there(self) -> Self:
        for table in self.tables:
            for name, column in table.columns.items():
                if column.lookup and column.lookup not in self.lookups:
                    raise ValueError(f"{table.into}.{name} looks up in {column.lookup!r}, which is not under lookups")
        return self


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; raises UsageError that names the place of what is wrong in it."""
    return read_form(path, Mapping, PAGE)


def parsed(content: bytes, name: str) -> Mapping:
    """The mapping that these bytes are; `name` is what errors call them."""
    return parse_form(content, name, Mapping, PAGE)


def dates(form: str, text: str) -> str:
    """A date or time written in `form` as ISO 8601: whole days where the form has no hour. Raises ValueError."""
    found = dt.datetime.strptime(text, form)
    hours = any(sign in form for sign in ("%H", "%I", "%X", "%c", "%T"))
    return found.isoformat() if hours else found.date().isoformat()

"""What a mapping says: tables, the columns they take, and the words that are looked up; read from YAML and checked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from genealogy.errors import UsageError
from genealogy.events import BY_KIND, Event
from genealogy.record.rows import NUMBERS, TIMES
from loaders.kinds import FILES
from loaders.mapping.names import normal

MAPPING_FILE = "mapping.yaml"
MOST_BYTES = 1 << 20
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


class _Loader(yaml.BaseLoader):
    """Every scalar is the text that was written (`007`, `NO`); no key twice, no references."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("holds a reference (*name); write it out")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        keys = [key.value for key, _ in node.value]
        if twice := [str(key) for key in keys if keys.count(key) > 1]:
            raise yaml.YAMLError(f"has {twice[0]!r} twice, line {node.start_mark.line + 1}")
        return super().construct_mapping(node, deep)


def read_mapping(path: Path) -> Mapping:
    """The mapping in a file; raises UsageError that names the place of what is wrong in it."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"the mapping {path} cannot be read: {error.strerror}") from None
    return parsed(content, path.name)


def parsed(content: bytes, name: str) -> Mapping:
    """The mapping that these bytes are; `name` is what errors call them."""
    if len(content) > MOST_BYTES:
        raise UsageError(f"{name} is larger than {MOST_BYTES >> 20} MiB, too large for a mapping")
    try:
        said = yaml.load(content.decode("utf-8-sig"), _Loader)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError(f"{name} is no YAML that can be read: {_in_one_line(error)}") from None
    try:
        return Mapping.model_validate(said)
    except ValidationError as error:
        raise UsageError(f"{name}: {_first(error)}") from None


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or "it is nested too deeply"


def _first(error: ValidationError) -> str:
    one = error.errors(include_url=False)[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in one["loc"])
    text = one["msg"].removeprefix("Value error, ")
    if one["type"] == "extra_forbidden":
        text = "is no word of a mapping; see docs/mapping.md"
    if one["type"] == "too_short":
        text = "is empty; name at least one table"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place + ': ' if place else ''}{text}{more}"


def dates(form: str, text: str) -> str:
    """A date or time written in `form` as ISO 8601: whole days where the form has no hour. Raises ValueError."""
    found = dt.datetime.strptime(text, form)
    hours = any(sign in form for sign in ("%H", "%I", "%X", "%c", "%T"))
    return found.isoformat() if hours else found.date().isoformat()

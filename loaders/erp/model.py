"""What every connector speaks of: documents, and the tables that say which of their fields are which of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, Protocol

State = Literal["done", "open", "cancelled"]
Seen = Mapping[str, Any]  # a field of theirs, with the name of its table -> its value


@dataclass(frozen=True, slots=True)
class Shape:
    """One of our events, out of what was seen of a document: our column -> their field. `when` says of which lines."""

    kind: str
    when: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)

    def made(self, seen: Seen, **more: str) -> Row:
        """The row of an event; what is not known is left out."""
        values = {ours: _text(seen.get(theirs)) for ours, theirs in self.columns.items()} | dict(self.constants) | more
        return Row(self.kind, {name: value for name, value in values.items() if value}, self)


def _text(value: Any) -> str:
    """A value as text; a float of JSON as the decimal number that was meant (15 digits)."""
    if value is None or isinstance(value, bool):
        return ""
    return f"{value:.15g}" if isinstance(value, float) else str(value).strip()


def decimal(value: Any) -> Decimal:
    """A quantity of theirs to calculate with; raises ValueError."""
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f"{value!r} is no quantity") from None


def yes(value: Any) -> bool:
    """A flag, as a word or a number too."""
    return str(value).casefold() in ("true", "1")


@dataclass(frozen=True, slots=True)
class Row:
    """What is to become an event, as text by column."""

    kind: str
    values: dict[str, str]
    shape: Shape


@dataclass(slots=True)
class Document:
    """A document (or master record) as its source has it: number as people know it, when it was last changed."""

    id: str
    number: str
    modified: str
    state: State = "done"
    rows: list[Row] = field(default_factory=list)
    without_lot: int = 0  # lines of what is not tracked by lot
    faults: list[tuple[str, str, str]] = field(default_factory=list)  # field, value, why and what to do
    replaced_by: str = ""
    also: list[str] = field(default_factory=list)  # ids that have to be looked at because of this one


@dataclass(frozen=True, slots=True)
class About:
    """What the page in docs/ says of a connector."""

    title: str
    versions: str
    access: str
    shapes: Sequence[tuple[str, Shape]]  # type of document, shape
    sources: Sequence[tuple[str, str]]  # table of theirs, where its schema is published
    unseen: Sequence[str]


class Connector(Protocol):
    """A kind of system. Lists are by id, in an order that does not change while one reads."""

    @property
    def types(self) -> Sequence[str]:
        """Types of documents in the order in which they are pulled: what is described before what uses it."""

    def newest(self, type_: str) -> str:
        """The time of the last change there is, as the source writes it; empty where there is no document."""

    def count(self, type_: str, since: str) -> int:
        """How many documents were changed at or after that time; all where it is empty."""

    def page(self, type_: str, since: str, after: str, size: int) -> list[str]:
        """The next ids of these, after that one."""

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents."""

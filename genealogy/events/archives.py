"""What the product records of its own record: that events of closed years lie in a file."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from genealogy.events.base import Event
from genealogy.events.cases import When
from genealogy.events.fields import Text


class Archive(Event):
    """The events from `first` to `last` were written into a file, known by its hash, and then left the database."""

    kind_of_event: ClassVar[str] = "archive"
    identity: ClassVar[tuple[str, ...]] = ("sha256",)
    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    file: Text = Field(min_length=1)
    first: int = Field(ge=1)
    last: int = Field(ge=1)
    root: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    reason: Text = Field(min_length=1)
    by: Text = Field(min_length=1)
    at: When

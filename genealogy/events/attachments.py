"""What the product records of files: that one belongs to a record."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from genealogy.events.base import Event
from genealogy.events.cases import When
from genealogy.events.fields import Id, Text


class Attachment(Event):
    """A file that belongs to a record (`kind:id`): a report, a photo, a certificate. The bytes lie in the home."""

    kind_of_event: ClassVar[str] = "attachment"
    identity: ClassVar[tuple[str, ...]] = ("about", "sha256")
    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    about: Id
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    size: int = Field(ge=0)
    media_type: Text
    name: Text = Field(min_length=1)
    reason: Text | None = None
    by: Text = Field(min_length=1)
    at: When

"""What the product records of people's rights: a text about somebody was erased."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from genealogy.events.base import Event
from genealogy.events.cases import When
from genealogy.events.fields import Id, Text


class Erasure(Event):
    """The text behind a reference was erased (PIPL 47, GDPR 17): which, why and by whom, and never the text."""

    kind_of_event: ClassVar[str] = "erasure"
    identity: ClassVar[tuple[str, ...]] = ("person",)
    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    person: Id
    reason: Text = Field(min_length=1)
    by: Text = Field(min_length=1)
    at: When

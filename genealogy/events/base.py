"""What every event has: a kind, an identity (rule 5), canonical bytes, and an id that is their hash."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any, ClassVar

import orjson
from pydantic import BaseModel, ConfigDict

from genealogy.keys import written

ID_DIGITS = 32  # hexadecimal: 128 bits of the hash
LINE_DIGITS = 16  # a line's identity is only compared with lines of the same two ends

Hide = Callable[[str], str]


class Event(BaseModel):
    """One thing that happened, or one thing described. Fields bear the column names of the CSV bundle.

    What the sender gave beyond the known fields is kept as attributes of the object.
    """

    model_config = ConfigDict(
        frozen=True, extra="allow", coerce_numbers_to_str=True, populate_by_name=True, serialize_by_alias=True
    )

    kind_of_event: ClassVar[str] = ""
    identity: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[frozenset[str]] = frozenset()
    document: ClassVar[str | None] = None  # the field that names the record a correction can void
    known_by_content: ClassVar[bool] = False  # whether the same identity is the same content, however it is written
    own: ClassVar[frozenset[str]] = frozenset()  # names that the service alone writes; from senders they are not taken

    @property
    def attributes(self) -> dict[str, Any]:
        """What the sender gave beyond the known fields."""
        return self.__pydantic_extra__ or {}

    def content(self) -> dict[str, Any]:
        """All values that are set, attributes apart; JSON scalars only."""
        found = {name: value for name, value in self.__dict__.items() if value is not None and value != ""}
        if extra := {name: value for name, value in self.attributes.items() if value not in (None, "")}:
            found["attributes"] = extra
        return found

    def canonical(self, hide: Hide) -> bytes:
        """The bytes that are kept and hashed: sorted JSON (RFC 8785 form), people by reference through `hide`."""
        found = self.content()
        for name in self.personal:
            if name in found:
                found[name] = hide(found[name])
        found.setdefault("event", self.kind_of_event)
        return orjson.dumps(found, option=orjson.OPT_SORT_KEYS)

    def identity_values(self) -> tuple[str, ...]:
        """The values that make two events the same one (rule 5)."""
        own = self.__dict__
        return tuple([str(own.get(name) or "") for name in self.identity])

    @property
    def line_id(self) -> str:
        """A short hash of the identity."""
        text = "\x1f".join((self.kind_of_event, *self.identity_values()))
        return sha256(text.encode()).hexdigest()[:LINE_DIGITS]


def event_id(canonical: bytes) -> str:
    """The id of an event: the hash of its canonical bytes."""
    return sha256(canonical).hexdigest()[:ID_DIGITS]


class BatchLine(Event):
    """An event about one batch, which must be named in full or by material and lot."""

    @property
    def key(self) -> str | None:
        """The batch key, or None where no lot is given (rule 4)."""
        own = self.__dict__
        lot = own.get("lot")
        if not lot:
            return None
        return batch_key(own["material"], lot, own.get("assigner"), own.get("serial"))


def batch_key(material: str, lot: str, assigner: str | None, serial: str | None) -> str:
    """The written key of parts that are already in normal form."""
    return written(material, lot, assigner or "", serial or "")

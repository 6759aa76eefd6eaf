"""What a history is asked of: an object by its kind and id."""

from __future__ import annotations

from dataclasses import dataclass

from genealogy.errors import UsageError
from genealogy.events.care import CleanName
from genealogy.keys import BatchKey, normal

KINDS = (
    *("batch", "run", "receipt", "shipment", "return", "pack", "order", "inspection", "movement", "count", "cleaning"),
    *("material", "supplier", "customer", "location", "equipment", "operator", "case"),
)


@dataclass(frozen=True, slots=True)
class Thing:
    """An object: its kind, and its id in normal form (of a batch the written key)."""

    kind: str
    id: str

    @classmethod
    def parse(cls, said: str) -> Thing:
        """`KIND:ID`, or the key of a batch. Raises UsageError."""
        kind, colon, id_ = said.partition(":")
        if not (colon and kind in KINDS):
            kind, id_ = "batch", said
            if "/" not in said:
                raise UsageError(f"{said!r} names no object: write a batch key or KIND:ID, KIND of {', '.join(KINDS)}")
        return cls(kind, _of_kind(kind, id_))

    @property
    def name(self) -> str:
        """As events are said to be about it."""
        return f"{self.kind}:{self.id}"


def _of_kind(kind: str, id_: str) -> str:
    if kind == "batch":
        return str(BatchKey.parse(id_))
    if kind != "cleaning":
        return normal(id_)
    try:
        return str(CleanName.parse(id_))
    except ValueError as error:
        raise UsageError(str(error)) from None

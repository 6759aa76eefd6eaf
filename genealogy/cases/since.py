"""What was recorded since an answer was frozen, as far as it can change a scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from genealogy.events import RECORDED_BY_KIND, batch_key
from genealogy.events.care import CleanName
from genealogy.ledger.pages import Fill, pages
from genealogy.record.pages import events_of
from genealogy.store import Reads

PAGES_AT_ONCE = 20
# What makes, breaks or dates a link; stock, tests and names change no scope.
LINKING = frozenset(
    {"receipt", "run", "used", "mapped", "produced", "consumed", "shipment", "shipped", "return", "cleaning"}
    | {"equipment", "correction", "batch", "count", "movement"}
)


@dataclass(frozen=True, slots=True)
class Later:
    """One event recorded after the freezing: what it says, and where it came from."""

    sequence: int
    kind: str
    said: Mapping[str, Any]
    load: str | None
    source: str | None
    row: int
    recorded_at: str

    @property
    def keys(self) -> set[str]:
        """The batches it names."""
        said = self.said
        if self.kind == "mapped":
            return {_key(said, "in_"), _key(said, "out_")}
        return {_key(said)} if said.get("lot") else set()

    @property
    def names(self) -> set[str]:
        """The records and equipment it names, as `run R1`, `shipment S1`, `equipment LINE`."""
        said = self.said
        if self.kind == "correction" and said["record_kind"] == "cleaning":
            return {f"equipment {CleanName.parse(said['record']).equipment}"}
        if self.kind == "correction":
            return {f"{said['record_kind']} {said['record']}"} | _named("by_record", said["record_kind"], said)
        return {
            name
            for field in ("run", "shipment", "receipt", "equipment", "return_", "customer")
            for name in _named(field, field.rstrip("_"), said)
        }

    def as_dict(self) -> dict[str, Any]:
        """In the shape of an answer."""
        identity = RECORDED_BY_KIND[self.kind].identity
        return {
            "sequence": self.sequence,
            "event": self.kind,
            "identity": " ".join(str(self.said[name]) for name in identity if self.said.get(name)),
            **{name: getattr(self, name) for name in ("load", "source", "row", "recorded_at")},
        }


def _named(field: str, kind: str, said: Mapping[str, Any]) -> set[str]:
    return {f"{kind} {said[field]}"} if said.get(field) else set()


def _key(said: Mapping[str, Any], start: str = "") -> str:
    material, lot, assigner, serial = (said.get(start + name) for name in ("material", "lot", "assigner", "serial"))
    return batch_key(material or "", lot or "", assigner, serial)


def recorded_since(store: Reads, sequence: int, fill: Fill | None = None) -> Iterator[Later]:
    """The events with a higher sequence number that may change a scope, in order. Cost follows how many there are.
    Raises ArchivedError where one of them is archived and `fill` does not have it."""
    while rows := store.read("case.pages_since", after=sequence, limit=PAGES_AT_ONCE).rows:
        for first, packed, hashes, load, source, recorded_at in rows:
            if packed is None:
                whole = next(pages(store, first - 1, fill=fill))
                packed, hashes = whole.packed, whole.hashes
            for kept in events_of(first, packed, hashes):
                sequence, said = kept.seq, kept.content
                kind = said.pop("event")
                if kind in LINKING:
                    yield Later(kept.seq, kind, said, load, source, kept.row, recorded_at)

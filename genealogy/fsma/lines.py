"""One recorded line as the key data elements see it: the batch, its line, the document over it, and where it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.store.moments import from_micros

Props = Mapping[str, Any]
NOTHING: Props = {}
# What is read of a line, its document and its batch: nothing else is sent.
_DATES = (
    *("received_at", "shipped_at", "started_at", "ended_at", "at"),
    *("harvested_on", "cooled_on", "landed_on", "received_on"),
)
NAMES = (
    *("material", "lot", "serial", "assigner", "quantity", "uom", "supplier", "customer", "shipment", "document"),
    *("work_order", "document_type", "cte", "location", "from_location", "to_location", "recipient", "farm"),
    *("commodity", "variety", "species", "brand", "packaging", "field", "container", "harvester", "harvester_phone"),
    *("fishing_area", "tlc_source_reference", "cooled_at", *(f"{name}_text" for name in _DATES)),
)
MOMENTS = (*_DATES, *(f"{name}_end" for name in _DATES))


def props_of(values: Sequence[Any]) -> Props:
    """What is noted, from its values in the order of `NAMES` and `MOMENTS`."""
    return {name: value for name, value in zip((*NAMES, *MOMENTS), values, strict=False) if value is not None}


@dataclass(frozen=True, slots=True)
class Place:
    """A location description (21 CFR 1.1310): business name, phone, address; `id` is ours."""

    id: str | None = None
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    gln: str | None = None

    @classmethod
    def of(cls, id_: str | None, props: Props) -> Place:
        """From what is noted on a party or a location."""
        return cls(id_, *(props.get(name) for name in ("name", "phone", "address", "gln")))


@dataclass(frozen=True, slots=True)
class Described:
    """What is noted on materials, parties and locations, and where batches were made."""

    by_label: Mapping[str, Mapping[str, Props]] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def place(self, label: str, id_: str | None) -> Place:
        """The location description of a party or location; what is not described has its id alone."""
        return Place.of(id_, self.by_label.get(label, NOTHING).get(id_ or "", NOTHING)) if id_ else Place()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a receipt, run or shipment. `way` is `in` or `out`; `zone` is by which times are written."""

    record: str
    kind: str
    way: str
    key: str
    batch: Props
    line: Props
    head: Props
    described: Described
    zone: ZoneInfo

    @property
    def material(self) -> Props:
        """What is noted on the material."""
        return self.described.by_label.get("Material", NOTHING).get(self.batch["material"], NOTHING)

    def said(self, *names: str) -> str | None:
        """The first of these that is noted on the line, the document, the batch or the material, as text."""
        for name in names:
            for props in (self.line, self.head, self.batch, self.material):
                if (value := props.get(name)) not in (None, ""):
                    return str(value)
        return None

    def number(self, name: str) -> float | None:
        """A quantity of the line; of the batch where its line has none and it is all of it."""
        value = self.line.get(name)
        return None if value is None else float(value)

    def moment(self, *names: str) -> str | None:
        """The first of these moments: as it was written, or by the clock of the zone; a whole day is a date."""
        for name in names:
            for props in (self.line, self.head, self.batch):
                if name in props:
                    return _written(props, name, self.zone)
        return None

    def place(self, *names: str) -> Place:
        """Our location that the first of these names."""
        return self.described.place("Location", self.said(*names))

    def source(self) -> Place:
        """Where the lot number was assigned: the party it is named after, else where we made it."""
        assigner = self.batch.get("assigner")
        if assigner:
            for label in ("Supplier", "Location", "Customer"):
                if assigner in self.described.by_label.get(label, NOTHING):
                    return self.described.place(label, assigner)
            return Place(assigner)
        return self.described.place("Location", self.described.origins.get(self.key))


def _written(props: Props, name: str, zone: ZoneInfo) -> str:
    if text := props.get(f"{name}_text") or (isinstance(props[name], str) and props[name]):
        return str(text)
    start = from_micros(props[name]).astimezone(zone)
    end = props.get(f"{name}_end")
    if end is None:
        return start.isoformat(" ", "minutes")[:16]
    until = from_micros(end).astimezone(zone)
    if until - start == dt.timedelta(days=1) and start.time() == dt.time():
        return start.date().isoformat()
    return f"{start.isoformat(' ', 'minutes')[:16]} / {until.isoformat(' ', 'minutes')[:16]}"

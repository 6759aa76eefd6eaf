"""Events that describe: what things are, not what happened to them."""

from __future__ import annotations

from typing import ClassVar, Literal

from genealogy.events.base import BatchLine, Event
from genealogy.events.fields import Amount, DayStart, Factor, Flag, Id, Text, Time, Zone

CONTACTS = frozenset({"contact", "email", "phone", "address"})


class Material(Event):
    """What it is: an item, SKU or product."""

    kind_of_event: ClassVar[str] = "material"
    identity: ClassVar[tuple[str, ...]] = ("material",)
    material: Id
    name: Text | None = None
    kind: Literal["raw", "intermediate", "finished", "packaging", "utility"] | None = None
    uom: Id | None = None
    gtin: Id | None = None
    shelf_life_days: Amount | None = None


class Conversion(Event):
    """How many `to_uom` one `from_uom` of a material is."""

    kind_of_event: ClassVar[str] = "conversion"
    identity: ClassVar[tuple[str, ...]] = ("material", "from_uom", "to_uom")
    material: Id
    from_uom: Id
    to_uom: Id
    factor: Factor


class Party(Event):
    """Somebody goods come from or go to."""

    personal: ClassVar[frozenset[str]] = CONTACTS
    name: Text | None = None
    contact: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    address: Text | None = None
    gln: Id | None = None


class Supplier(Party):
    """Who delivers."""

    kind_of_event: ClassVar[str] = "supplier"
    identity: ClassVar[tuple[str, ...]] = ("supplier",)
    supplier: Id


class Customer(Party):
    """Who is delivered to."""

    kind_of_event: ClassVar[str] = "customer"
    identity: ClassVar[tuple[str, ...]] = ("customer",)
    customer: Id


class Location(Event):
    """A place of our own, with the zone and the hour by which its times are read."""

    kind_of_event: ClassVar[str] = "location"
    identity: ClassVar[tuple[str, ...]] = ("location",)
    personal: ClassVar[frozenset[str]] = frozenset({"phone"})
    location: Id
    name: Text | None = None
    site: Text | None = None
    address: Text | None = None
    phone: Text | None = None
    timezone: Zone | None = None
    day_start: DayStart | None = None
    gln: Id | None = None


class Equipment(Event):
    """A line, machine, vessel or tool."""

    kind_of_event: ClassVar[str] = "equipment"
    identity: ClassVar[tuple[str, ...]] = ("equipment",)
    equipment: Id
    name: Text | None = None
    kind: Literal["line", "machine", "vessel", "tool"] | None = None
    location: Id | None = None
    carry_over: Flag | None = None


class Operator(Event):
    """Somebody who runs equipment."""

    kind_of_event: ClassVar[str] = "operator"
    identity: ClassVar[tuple[str, ...]] = ("operator",)
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    operator: Id
    name: Text | None = None
    team: Text | None = None


class Batch(BatchLine):
    """A quantity of one material made or received together."""

    kind_of_event: ClassVar[str] = "batch"
    identity: ClassVar[tuple[str, ...]] = ("material", "lot", "assigner", "serial")
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    produced_at: Time | None = None
    expires_on: Time | None = None
    status: Text | None = None

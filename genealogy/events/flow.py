"""Events that move material: receipts, runs and their lines, shipments, returns."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from genealogy.events.base import BatchLine, Event, batch_key
from genealogy.events.fields import Amount, Flag, Id, Text, Time

KEY = ("material", "lot", "assigner", "serial")


class Receipt(BatchLine):
    """One line of goods coming in."""

    kind_of_event: ClassVar[str] = "receipt"
    identity: ClassVar[tuple[str, ...]] = ("receipt", *KEY, "received_at", "line")
    document: ClassVar[str | None] = "receipt"
    receipt: Id
    supplier: Id | None = None
    shipment: Id | None = None
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    supplier_lot: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    received_at: Time | None = None
    location: Id | None = None
    # The field that is the paper's number; `document` as a class variable is another thing.
    paper: Text | None = Field(None, alias="document")
    unit_cost: Amount | None = None
    currency: Id | None = None
    line: Id | None = None


class Run(Event):
    """One execution that turns batches into batches: its head."""

    kind_of_event: ClassVar[str] = "run"
    identity: ClassVar[tuple[str, ...]] = ("run",)
    document: ClassVar[str | None] = "run"
    run: Id
    kind: Literal["produce", "rework", "split", "merge", "relabel", "repack", "unbuild", "charge", "draw"] | None = None
    work_order: Id | None = None
    started_at: Time | None = None
    ended_at: Time | None = None
    equipment: Id | None = None
    operator: Id | None = None
    shift: Text | None = None
    location: Id | None = None
    timed: Flag | None = None


class Used(Event):
    """Further equipment and people of a run."""

    kind_of_event: ClassVar[str] = "used"
    identity: ClassVar[tuple[str, ...]] = ("run", "equipment", "operator", "role", "from_", "line")
    document: ClassVar[str | None] = "run"
    run: Id
    equipment: Id | None = None
    operator: Id | None = None
    role: Text | None = None
    from_: Time | None = Field(None, alias="from")
    to: Time | None = None
    line: Id | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if not (self.equipment or self.operator):
            raise ValueError("what a run used needs equipment or operator")
        return self


class Parameter(Event):
    """A process parameter of a run, set or measured."""

    kind_of_event: ClassVar[str] = "parameter"
    identity: ClassVar[tuple[str, ...]] = ("run", "parameter", "at", "line")
    document: ClassVar[str | None] = "run"
    run: Id
    parameter: Id
    value: Text = Field(min_length=1)
    unit: Id | None = None
    at: Time | None = None
    line: Id | None = None


class RunLine(BatchLine):
    """A batch going into or coming out of a run."""

    identity: ClassVar[tuple[str, ...]] = ("run", *KEY, "at", "line")
    document: ClassVar[str | None] = "run"
    run: Id
    material: Id
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    at: Time | None = None
    line: Id | None = None


class Consumed(RunLine):
    """What a run used; without a lot it is a backflush (rule 4)."""

    kind_of_event: ClassVar[str] = "consumed"
    lot: Id | None = None


class Produced(RunLine):
    """What a run made."""

    kind_of_event: ClassVar[str] = "produced"
    lot: Id


class Mapped(Event):
    """Which input of a run went into which output (rule 7)."""

    kind_of_event: ClassVar[str] = "mapped"
    identity: ClassVar[tuple[str, ...]] = (
        *("run", "in_material", "in_lot", "in_assigner", "in_serial"),
        *("out_material", "out_lot", "out_assigner", "out_serial", "line"),
    )
    document: ClassVar[str | None] = "run"
    run: Id
    in_material: Id
    in_lot: Id
    in_assigner: Id | None = None
    in_serial: Id | None = None
    out_material: Id
    out_lot: Id
    out_assigner: Id | None = None
    out_serial: Id | None = None
    quantity: Amount | None = None
    line: Id | None = None

    @property
    def in_key(self) -> str:
        """The key of the input."""
        return batch_key(self.in_material, self.in_lot, self.in_assigner, self.in_serial)

    @property
    def out_key(self) -> str:
        """The key of the output."""
        return batch_key(self.out_material, self.out_lot, self.out_assigner, self.out_serial)


class Shipment(Event):
    """Goods going out: the head."""

    kind_of_event: ClassVar[str] = "shipment"
    identity: ClassVar[tuple[str, ...]] = ("shipment",)
    personal: ClassVar[frozenset[str]] = frozenset({"signed_by"})
    document: ClassVar[str | None] = "shipment"
    shipment: Id
    customer: Id | None = None
    from_location: Id | None = None
    to_location: Id | None = None
    order: Id | None = None
    shipped_at: Time | None = None
    delivered_at: Time | None = None
    signed_by: Text | None = None
    signed_at: Time | None = None
    carrier: Text | None = None
    tracking: Text | None = None
    paper: Text | None = Field(None, alias="document")


class Shipped(BatchLine):
    """One line of a shipment."""

    kind_of_event: ClassVar[str] = "shipped"
    identity: ClassVar[tuple[str, ...]] = ("shipment", *KEY, "line")
    document: ClassVar[str | None] = "shipment"
    shipment: Id
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    line: Id | None = None


class Return(BatchLine):
    """Goods coming back from a customer, or going back to a supplier."""

    kind_of_event: ClassVar[str] = "return"
    identity: ClassVar[tuple[str, ...]] = ("return_", *KEY, "returned_at", "line")
    document: ClassVar[str | None] = "return_"
    return_: Id = Field(alias="return")
    customer: Id | None = None
    supplier: Id | None = None
    shipment: Id | None = None
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    returned_at: Time | None = None
    location: Id | None = None
    line: Id | None = None

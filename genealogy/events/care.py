"""Events that keep batches in order: orders, inspections, cleanings, stock, statuses, packs, corrections."""

from __future__ import annotations

from typing import ClassVar, Literal, NamedTuple, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from genealogy.errors import UsageError
from genealogy.events.base import BatchLine, Event
from genealogy.events.fields import Amount, Flag, Id, Number, Text, Time
from genealogy.events.flow import KEY
from genealogy.events.signing import Signed
from genealogy.keys import decode_part, written
from genealogy.times import same_form


class Order(BatchLine):
    """What was asked for; open and reserved orders are blocked by a recall."""

    kind_of_event: ClassVar[str] = "order"
    identity: ClassVar[tuple[str, ...]] = ("order", *KEY, "line")
    document: ClassVar[str | None] = "order"
    order: Id
    kind: Literal["sales", "transfer", "production"] | None = None
    customer: Id | None = None
    material: Id
    lot: Id | None = None
    assigner: Id | None = None
    serial: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    due: Time | None = None
    status: Literal["open", "reserved", "closed"] | None = None
    line: Id | None = None


class Inspection(BatchLine):
    """A test of a batch. One inspection may give several characteristics, so that is part of the identity."""

    kind_of_event: ClassVar[str] = "inspection"
    identity: ClassVar[tuple[str, ...]] = ("inspection", *KEY, "inspected_at", "characteristic", "line")
    personal: ClassVar[frozenset[str]] = frozenset({"inspector"})
    document: ClassVar[str | None] = "inspection"
    inspection: Id
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    receipt: Id | None = None
    run: Id | None = None
    result: Literal["pass", "fail"]
    inspected_at: Time | None = None
    inspector: Text | None = None
    characteristic: Text | None = None
    value: Text | None = None
    unit: Id | None = None
    defect: Text | None = None
    report: Text | None = None
    line: Id | None = None


class CleanName(NamedTuple):
    """What corrections and histories call a clean, which has no number of its own: `EQUIPMENT/TIME`, `#LINE` where it
    has one, each written as in a batch key, and the time in one form however it was typed."""

    equipment: str
    time: str
    line: str

    @classmethod
    def parse(cls, text: str) -> CleanName:
        """Raises ValueError with a sentence for whoever wrote it."""
        equipment, slash, rest = text.partition("/")
        time, _, line = rest.partition("#")
        if not (equipment and slash and time):
            raise ValueError(
                f"{text!r} names no clean; write EQUIPMENT/TIME as it was recorded, EQUIPMENT/TIME#LINE where it has"
                " a line (inside the name of equipment write / as %2F, # as %23)"
            )
        try:
            equipment, time, line = map(decode_part, (equipment, time, line))
        except UsageError as error:
            raise ValueError(str(error)) from None
        return cls(equipment, same_form(time), line)

    def __str__(self) -> str:
        return written(self.equipment, self.time, serial=self.line)


class Cleaning(Event):
    """A clean of equipment (rule 14)."""

    kind_of_event: ClassVar[str] = "cleaning"
    identity: ClassVar[tuple[str, ...]] = ("equipment", "cleaned_at", "line")
    equipment: Id
    cleaned_at: Time
    validated: Flag | None = None
    empty: Flag | None = None
    line: Id | None = None

    @property
    def called(self) -> str:
        """Its name."""
        return str(CleanName(self.equipment, same_form(self.cleaned_at), self.line or ""))


class Movement(BatchLine):
    """Stock moved, scrapped, sampled or adjusted; only an adjustment may be negative."""

    kind_of_event: ClassVar[str] = "movement"
    identity: ClassVar[tuple[str, ...]] = ("movement", *KEY, "at", "line")
    document: ClassVar[str | None] = "movement"
    movement: Id
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    kind: Literal["move", "scrap", "sample", "adjust"] | None = None
    from_location: Id | None = None
    to_location: Id | None = None
    quantity: Number | None = None
    uom: Id | None = None
    at: Time | None = None
    line: Id | None = None

    @model_validator(mode="after")
    def _only_adjustments_are_negative(self) -> Self:
        if self.quantity and self.quantity.startswith("-") and self.kind != "adjust":
            raise ValueError(f"quantity {self.quantity} is negative; only kind=adjust may be")
        return self


class Count(BatchLine):
    """Stock counted. One count may cover several places, so the place is part of the identity."""

    kind_of_event: ClassVar[str] = "count"
    identity: ClassVar[tuple[str, ...]] = ("count", *KEY, "counted_at", "location", "line")
    document: ClassVar[str | None] = "count"
    count: Id
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    location: Id | None = None
    quantity: Amount
    uom: Id | None = None
    counted_at: Time | None = None
    line: Id | None = None


class Status(BatchLine, Signed):
    """A batch, or a quantity of it at a place, becomes available, held, rejected ...

    `case` and `before` are there where a case holds or releases it.
    """

    kind_of_event: ClassVar[str] = "status"
    identity: ClassVar[tuple[str, ...]] = (*KEY, "at", "location", "line")
    own: ClassVar[frozenset[str]] = Signed.own | {"case", "before"}
    material: Id
    lot: Id
    assigner: Id | None = None
    serial: Id | None = None
    status: Text = Field(min_length=1)
    quantity: Amount | None = None
    uom: Id | None = None
    location: Id | None = None
    reason: Text | None = None
    at: Time | None = None
    by: Text | None = None
    line: Id | None = None


class Pack(BatchLine):
    """A pallet or container and what stands on it: a place, not flow (rule 10)."""

    kind_of_event: ClassVar[str] = "pack"
    identity: ClassVar[tuple[str, ...]] = ("pack", *KEY, "child_pack", "packed_at", "line")
    document: ClassVar[str | None] = "pack"
    pack: Id
    material: Id | None = None
    lot: Id | None = None
    assigner: Id | None = None
    serial: Id | None = None
    child_pack: Id | None = None
    quantity: Amount | None = None
    uom: Id | None = None
    packed_at: Time | None = None
    unpacked_at: Time | None = None
    line: Id | None = None

    @model_validator(mode="after")
    def _holds_something(self) -> Self:
        if not self.child_pack and not (self.material and self.lot):
            raise ValueError("a pack line needs material and lot, or child_pack")
        return self


class Correction(Event):
    """A record is void, or replaced by another (rule 6). A cleaning is named `EQUIPMENT/TIME` or `EQUIPMENT/TIME#LINE`.

    It is an error declaration of EPCIS 2.0: `at` is its declarationTime, `error_reason` its reason in the words of the
    CBV, `corrective_event_ids` those that the sender gave, parted by spaces. Without a reason the action says it.
    """

    kind_of_event: ClassVar[str] = "correction"
    identity: ClassVar[tuple[str, ...]] = ("record_kind", "record")
    personal: ClassVar[frozenset[str]] = frozenset({"by"})
    record_kind: Literal[
        "receipt", "run", "shipment", "return", "order", "inspection", "movement", "count", "pack", "cleaning"
    ]
    record: Id
    action: Literal["void", "replace"]
    by_record: Id | None = None
    reason: Text | None = None
    at: Time | None = None
    by: Text | None = None
    error_reason: Literal["did_not_occur", "incorrect_data"] | None = None
    corrective_event_ids: Text | None = None
    line: Id | None = None

    @field_validator("record", "by_record")
    @classmethod
    def _cleans_in_one_form(cls, record: str | None, info: ValidationInfo) -> str | None:
        return str(CleanName.parse(record)) if record and info.data.get("record_kind") == "cleaning" else record

    @model_validator(mode="after")
    def _names_the_replacement(self) -> Self:
        if self.action == "replace" and not self.by_record:
            raise ValueError("action=replace needs by_record")
        if self.action == "replace" and self.error_reason == "did_not_occur":
            raise ValueError("what did_not_occur is void and not replaced; write action=void, or incorrect_data")
        return self

    @property
    def declared_reason(self) -> str:
        """The reason in the words of the CBV."""
        return self.error_reason or ("incorrect_data" if self.action == "replace" else "did_not_occur")

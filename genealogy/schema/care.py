"""What keeps batches in order: orders, inspections, cleanings, stock, statuses, packs, corrections."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from genealogy.schema.edges import Packed
from genealogy.schema.things import Recorded


class OfBatch(Recorded):
    """A node that is one recorded line about one batch."""

    __abstract_node__ = True
    uid = StringProperty(unique_index=True, required=True)
    material = StringProperty()
    lot = StringProperty()
    assigner = StringProperty()
    serial = StringProperty()
    line = StringProperty()


class Order(OfBatch):
    """What was asked for."""

    order = StringProperty(index=True)
    kind = StringProperty()
    customer = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    due = DateTimeNeo4jFormatProperty()
    status = StringProperty()
    asks_for = RelationshipTo(".Material", "ASKS_FOR")
    reserves = RelationshipTo(".Batch", "RESERVES")
    ordered_by = RelationshipTo(".Customer", "ORDERED_BY")


class Inspection(OfBatch):
    """A test of a batch."""

    inspection = StringProperty(index=True)
    receipt = StringProperty()
    run = StringProperty()
    result = StringProperty()
    inspected_at = DateTimeNeo4jFormatProperty()
    inspector = StringProperty()
    characteristic = StringProperty()
    value = StringProperty()
    unit = StringProperty()
    defect = StringProperty()
    report = StringProperty()
    inspected = RelationshipTo(".Batch", "INSPECTED")
    checked_receipt = RelationshipTo(".Receipt", "CHECKED")
    checked_run = RelationshipTo(".Run", "CHECKED")


class Cleaning(Recorded):
    """A clean of equipment (rule 14)."""

    uid = StringProperty(unique_index=True, required=True)
    cleaning = StringProperty(index=True)
    equipment = StringProperty()
    cleaned_at = DateTimeNeo4jFormatProperty()
    validated = BooleanProperty()
    empty = BooleanProperty()
    line = StringProperty()
    cleaned = RelationshipTo(".Equipment", "CLEANED")


class Movement(OfBatch):
    """Stock moved, scrapped, sampled or adjusted."""

    movement = StringProperty(index=True)
    kind = StringProperty()
    from_location = StringProperty()
    to_location = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    moved = RelationshipTo(".Batch", "MOVED")
    moved_from = RelationshipTo(".Location", "MOVED_FROM")
    moved_to = RelationshipTo(".Location", "MOVED_TO")


class Count(OfBatch):
    """Stock counted."""

    count = StringProperty(index=True)
    location = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    counted_at = DateTimeNeo4jFormatProperty()
    counted = RelationshipTo(".Batch", "COUNTED")
    at = RelationshipTo(".Location", "AT")


class Status(OfBatch):
    """A batch, or a quantity of it at a place, becomes available, held, rejected ..."""

    status = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    location = StringProperty()
    reason = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    by = StringProperty()
    signer = StringProperty()
    signer_name = StringProperty()
    meaning = StringProperty()
    signed_at = DateTimeNeo4jFormatProperty()
    case = StringProperty()
    before = StringProperty()
    marked = RelationshipTo(".Batch", "MARKED")
    marked_at = RelationshipTo(".Location", "AT")


class Pack(StructuredNode):
    """A pallet or container: a place, not flow (rule 10)."""

    pack = StringProperty(unique_index=True, required=True)
    holds = RelationshipTo(".Batch", "HOLDS", model=Packed)
    stacks = RelationshipTo(".Pack", "STACKS", model=Packed)


class Correction(Recorded):
    """A void record (rule 6): `retired` are the identities, `retired_events` the events that left the graph."""

    voids = StringProperty(unique_index=True, required=True)
    record_kind = StringProperty()
    record = StringProperty()
    action = StringProperty()
    by_record = StringProperty()
    error_reason = StringProperty()
    corrective_event_ids = StringProperty()
    reason = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    by = StringProperty()
    line = StringProperty()
    retired = ArrayProperty(StringProperty())
    retired_events = ArrayProperty(StringProperty())


class Erasure(Recorded):
    """A text about somebody was erased: which, why and by whom."""

    uid = StringProperty(unique_index=True, required=True)
    person = StringProperty()
    reason = StringProperty()
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()


class Archive(Recorded):
    """Events of closed years, by their numbers, were written into a file that is named by its hash."""

    uid = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty()
    file = StringProperty()
    first = IntegerProperty()
    last = IntegerProperty()
    root = StringProperty()
    reason = StringProperty()
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()


class Attachment(Recorded):
    """A file that belongs to a record (`kind:id`); its bytes lie in the home, by their hash."""

    uid = StringProperty(unique_index=True, required=True)
    about = StringProperty(index=True)
    sha256 = StringProperty(index=True)
    size = IntegerProperty()
    media_type = StringProperty()
    name = StringProperty()
    reason = StringProperty()
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()

"""Labels, edge types, keys and indexes of the graph: the only place that says them in Python (design 3).

Each class is one label; the property with `unique_index` is its identity. neomodel makes the constraints and does
single-object work; traversals and volume are `.cypher` files. Properties bear the column names of the CSV bundle.
"""

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
    StructuredRel,
)

CERTAIN = ("CONSUMED", "PRODUCED")
POTENTIAL = ("CARRIED_OVER", "MAYBE_CONSUMED", "MAYBE_PRODUCED")
FLOW = CERTAIN + POTENTIAL
# Properties that say where a thing came from, not what it is: no part of the graph hash.
PROVENANCE = ("seq", "event", "load")
NOT_CONTENT = ("Page", "Load", "Stale", "Person", "Ledger", "Request")


class Line(StructuredRel):
    """An edge that is one recorded line: `uid` is its identity (rule 5), `event` the event that says it."""

    uid = StringProperty()
    event = StringProperty()
    seq = IntegerProperty()
    line = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    at_end = DateTimeNeo4jFormatProperty()


class Recorded(StructuredNode):
    """A node that an event describes; without `event` it is a stub (rule 2)."""

    __abstract_node__ = True
    event = StringProperty()
    seq = IntegerProperty()


class Material(Recorded):
    material = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    kind = StringProperty()
    uom = StringProperty()
    backflushed = RelationshipTo("Run", "BACKFLUSHED", model=Line)


class Conversion(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    converts = RelationshipTo("Material", "CONVERTS")


class Supplier(Recorded):
    supplier = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    supplied = RelationshipTo("Receipt", "SUPPLIED")


class Customer(Recorded):
    customer = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    gave_back = RelationshipTo("Return", "GAVE_BACK")


class Location(Recorded):
    location = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    timezone = StringProperty()
    day_start = StringProperty()


class Equipment(Recorded):
    equipment = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    kind = StringProperty()
    carry_over = BooleanProperty()
    stands_at = RelationshipTo("Location", "AT")
    contains = RelationshipTo("Content", "CONTAINS")


class Operator(Recorded):
    operator = StringProperty(unique_index=True, required=True)
    name = StringProperty()


class Batch(Recorded):
    key = StringProperty(unique_index=True, required=True)
    alike = StringProperty(index=True)
    material = StringProperty()
    lot = StringProperty(index=True)
    assigner = StringProperty()
    serial = StringProperty()
    of = RelationshipTo("Material", "OF")
    consumed = RelationshipTo("Run", "CONSUMED", model=Line)
    maybe_consumed = RelationshipTo("Part", "MAYBE_CONSUMED")
    input_line = RelationshipTo("Run", "INPUT_LINE", model=Line)
    shipped = RelationshipTo("Shipment", "SHIPPED", model=Line)
    sent_back = RelationshipTo("Return", "SENT_BACK", model=Line)
    candidate_for = RelationshipTo("Batch", "CANDIDATE_FOR")
    cut = RelationshipTo("Part", "CUT")


class Run(Recorded):
    run = StringProperty(unique_index=True, required=True)
    kind = StringProperty()
    produced = RelationshipTo("Batch", "PRODUCED", model=Line)
    output_line = RelationshipTo("Batch", "OUTPUT_LINE", model=Line)
    has_part = RelationshipTo("Part", "HAS_PART")
    maps = RelationshipTo("Mapping", "MAPS")
    measured = RelationshipTo("Parameter", "MEASURED")
    ran_on = RelationshipTo("Equipment", "RAN_ON")
    run_by = RelationshipTo("Operator", "RUN_BY")
    at = RelationshipTo("Location", "AT")
    deposits = RelationshipTo("Content", "CARRIED_OVER")


class Part(StructuredNode):
    """Derived: what one output of a mapped run, or one line of a charge or draw, is made of."""

    part = StringProperty(unique_index=True, required=True)
    caption = StringProperty()
    produced = RelationshipTo("Batch", "PRODUCED")
    maybe_produced = RelationshipTo("Content", "MAYBE_PRODUCED")


class Content(StructuredNode):
    """Derived: what a vessel holds, or a line carries over, from one charge to the next."""

    content = StringProperty(unique_index=True, required=True)
    equipment = StringProperty()
    caption = StringProperty()
    consumed = RelationshipTo("Part", "CONSUMED")
    maybe_consumed = RelationshipTo("Part", "MAYBE_CONSUMED")
    carried_over = RelationshipTo("Batch", "CARRIED_OVER")


class Transfer(StructuredNode):
    """Derived: what left with one of our shipments and came in with a receipt or return (rule 11)."""

    transfer = StringProperty(unique_index=True, required=True)
    caption = StringProperty()
    produced = RelationshipTo("Batch", "PRODUCED")


class Mapping(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    in_key = StringProperty()
    out_key = StringProperty()


class Parameter(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    parameter = StringProperty()
    value = StringProperty()


class Receipt(StructuredNode):
    receipt = StringProperty(unique_index=True, required=True)
    received = RelationshipTo("Batch", "RECEIVED", model=Line)
    of_shipment = RelationshipTo("Shipment", "OF_SHIPMENT")
    at = RelationshipTo("Location", "AT")


class Shipment(Recorded):
    shipment = StringProperty(unique_index=True, required=True)
    delivered_to = RelationshipTo("Customer", "DELIVERED_TO")
    moved_as = RelationshipTo("Transfer", "MOVED_AS")
    at = RelationshipTo("Location", "AT")
    bound_for = RelationshipTo("Location", "BOUND_FOR")


class Return(StructuredNode):
    return_id = StringProperty(unique_index=True, required=True, db_property="return")
    returned = RelationshipTo("Batch", "RETURNED", model=Line)
    returned_to = RelationshipTo("Supplier", "RETURNED_TO")
    of_shipment = RelationshipTo("Shipment", "OF_SHIPMENT")


class Order(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    order = StringProperty(index=True)
    asks_for = RelationshipTo("Material", "ASKS_FOR")
    reserves = RelationshipTo("Batch", "RESERVES")


class Inspection(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    inspection = StringProperty()
    inspected = RelationshipTo("Batch", "INSPECTED")


class Cleaning(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    cleaned = RelationshipTo("Equipment", "CLEANED")


class Movement(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    movement = StringProperty(index=True)
    moved = RelationshipTo("Batch", "MOVED")


class Count(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    counted = RelationshipTo("Batch", "COUNTED")


class Status(Recorded):
    uid = StringProperty(unique_index=True, required=True)
    marked = RelationshipTo("Batch", "MARKED")


class Pack(StructuredNode):
    pack = StringProperty(unique_index=True, required=True)
    holds = RelationshipTo("Batch", "HOLDS", model=Line)
    stacks = RelationshipTo("Pack", "STACKS", model=Line)


class Correction(Recorded):
    """A voided record: `retired` are the identities, `retired_events` the events that left the graph."""

    voids = StringProperty(unique_index=True, required=True)
    retired = ArrayProperty(StringProperty())
    retired_events = ArrayProperty(StringProperty())


class Page(StructuredNode):
    """Events for good: a range of sequence numbers, their compressed bytes and the hash of each."""

    first = IntegerProperty(unique_index=True, required=True)
    last = IntegerProperty(required=True)
    batch = StringProperty(unique_index=True, required=True)


class Ledger(StructuredNode):
    """The one head: last sequence number, schema version, the secret of this database."""

    name = StringProperty(unique_index=True, required=True)
    seq = IntegerProperty()


class Load(StructuredNode):
    load = StringProperty(unique_index=True, required=True)


class Person(StructuredNode):
    """Text about people, apart from the events that refer to it, so that it can be erased."""

    person = StringProperty(unique_index=True, required=True)
    text = StringProperty()


class Stale(StructuredNode):
    """Something derived that must be made again: written with the events that touch it."""

    stale = StringProperty(unique_index=True, required=True)


class Request(StructuredNode):
    """What the service answered to a request with an idempotency key."""

    request = StringProperty(unique_index=True, required=True)


NODES: tuple[type[StructuredNode], ...] = (
    *(Material, Conversion, Supplier, Customer, Location, Equipment, Operator, Batch),
    *(Run, Part, Content, Transfer, Mapping, Parameter, Receipt, Shipment, Return),
    *(Order, Inspection, Cleaning, Movement, Count, Status, Pack, Correction),
    *(Page, Ledger, Load, Person, Stale, Request),
)


def key_of(label: str) -> str:
    """The property that identifies a node of that label."""
    return KEY_OF[label]


def _identity(node: type[StructuredNode]) -> str:
    for name, prop in node.defined_properties(aliases=False, rels=False).items():
        if getattr(prop, "unique_index", False) and name != "batch":
            return str(prop.get_db_property_name(name))
    raise TypeError(f"{node.__name__} has no identity")


KEY_OF: dict[str, str] = {node.__name__: _identity(node) for node in NODES}
__all__ = ["CERTAIN", "FLOW", "KEY_OF", "NODES", "NOT_CONTENT", "POTENTIAL", "PROVENANCE", "key_of"]

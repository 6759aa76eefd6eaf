"""What things are: materials, parties, places, equipment, people, batches."""

from __future__ import annotations

from neomodel import (
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from genealogy.schema.edges import Amount, Line, Possible, SentBack, Spared


class Recorded(StructuredNode):
    """A node that an event describes; without `event` it is a stub (rule 2)."""

    __abstract_node__ = True
    uid = StringProperty()
    event = StringProperty()
    seq = IntegerProperty()


class Material(Recorded):
    """What it is: an item, SKU or product."""

    material = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    kind = StringProperty()
    uom = StringProperty()
    gtin = StringProperty()
    shelf_life_days = FloatProperty()
    backflushed = RelationshipTo(".Run", "BACKFLUSHED", model=Line)


class Conversion(Recorded):
    """How many of one unit another is, for one material."""

    uid = StringProperty(unique_index=True, required=True)
    material = StringProperty()
    from_uom = StringProperty()
    to_uom = StringProperty()
    factor = FloatProperty()
    converts = RelationshipTo(".Material", "CONVERTS")


class Party(Recorded):
    """Somebody goods come from or go to; contacts are ids of `Person` texts."""

    __abstract_node__ = True
    name = StringProperty()
    contact = StringProperty()
    email = StringProperty()
    phone = StringProperty()
    address = StringProperty()
    gln = StringProperty()


class Supplier(Party):
    """Who delivers."""

    supplier = StringProperty(unique_index=True, required=True)
    supplied = RelationshipTo(".Receipt", "SUPPLIED")


class Customer(Party):
    """Who is delivered to."""

    customer = StringProperty(unique_index=True, required=True)
    gave_back = RelationshipTo(".Return", "GAVE_BACK")


class Location(Recorded):
    """A place of our own."""

    location = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    site = StringProperty()
    address = StringProperty()
    phone = StringProperty()
    timezone = StringProperty()
    day_start = StringProperty()
    gln = StringProperty()


class Equipment(Recorded):
    """A line, machine, vessel or tool."""

    equipment = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    kind = StringProperty()
    location = StringProperty()
    carry_over = BooleanProperty()
    stands_at = RelationshipTo(".Location", "AT")
    contains = RelationshipTo(".Content", "CONTAINS")


class Operator(Recorded):
    """Somebody who runs equipment; the name is the id of a `Person` text."""

    operator = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    team = StringProperty()


class Batch(Recorded):
    """A quantity of one material made or received together (rule 1)."""

    key = StringProperty(unique_index=True, required=True)
    alike = StringProperty(index=True)
    twins = BooleanProperty()
    material = StringProperty()
    lot = StringProperty(index=True)
    assigner = StringProperty()
    serial = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    produced_at = DateTimeNeo4jFormatProperty()
    expires_on = DateTimeNeo4jFormatProperty()
    status = StringProperty()
    of = RelationshipTo(".Material", "OF")
    consumed = RelationshipTo(".Run", "CONSUMED", model=Line)
    consumed_part = RelationshipTo(".Part", "CONSUMED", model=Line)
    consumed_transfer = RelationshipTo(".Transfer", "CONSUMED", model=Line)
    maybe_consumed = RelationshipTo(".Run", "MAYBE_CONSUMED", model=Possible)
    maybe_consumed_part = RelationshipTo(".Part", "MAYBE_CONSUMED", model=Possible)
    maybe_consumed_transfer = RelationshipTo(".Transfer", "MAYBE_CONSUMED", model=Possible)
    input_line = RelationshipTo(".Run", "INPUT_LINE", model=Line)
    cut = RelationshipTo(".Part", "CUT", model=Spared)
    shipped = RelationshipTo(".Shipment", "SHIPPED", model=Amount)
    sent_back = RelationshipTo(".Return", "SENT_BACK", model=SentBack)
    candidate_for = RelationshipTo(".Batch", "CANDIDATE_FOR")

"""What is derived from recorded lines, and made again when they change: parts, contents, transfers."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from genealogy.schema.edges import Carried, Line, Possible, Spared


class Part(StructuredNode):
    """What one output of a mapped run is made of, or one line of a charge or draw."""

    part = StringProperty(unique_index=True, required=True)
    caption = StringProperty()
    run = StringProperty()
    output = StringProperty()
    role = StringProperty()
    equipment = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    timed = BooleanProperty()
    backflushed = StringProperty()
    uncharged = BooleanProperty()
    unclear = ArrayProperty(StringProperty())
    produced = RelationshipTo(".Batch", "PRODUCED", model=Line)
    produced_content = RelationshipTo(".Content", "PRODUCED", model=Line)
    maybe_produced = RelationshipTo(".Content", "MAYBE_PRODUCED")
    deposits = RelationshipTo(".Content", "CARRIED_OVER", model=Carried)
    carried_over = RelationshipTo(".Batch", "CARRIED_OVER", model=Carried)


class Content(StructuredNode):
    """What a vessel holds from one charge to the next, or what residue lies on a line."""

    content = StringProperty(unique_index=True, required=True)
    caption = StringProperty()
    equipment = StringProperty()
    residue = BooleanProperty()
    current = BooleanProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    since = DateTimeNeo4jFormatProperty()
    left = FloatProperty()
    unclear = ArrayProperty(StringProperty())
    produced = RelationshipTo(".Content", "PRODUCED", model=Line)
    maybe_produced = RelationshipTo(".Content", "MAYBE_PRODUCED")
    consumed = RelationshipTo(".Part", "CONSUMED", model=Line)
    maybe_consumed = RelationshipTo(".Part", "MAYBE_CONSUMED", model=Possible)
    carried_over = RelationshipTo(".Batch", "CARRIED_OVER", model=Carried)
    carried_on = RelationshipTo(".Content", "CARRIED_OVER", model=Carried)
    cut = RelationshipTo(".Part", "CUT", model=Spared)
    cut_residue = RelationshipTo(".Batch", "CUT", model=Spared)


class Transfer(StructuredNode):
    """What left with one of our shipments and came in with a receipt or return (rule 11)."""

    transfer = StringProperty(unique_index=True, required=True)
    caption = StringProperty()
    shipment = StringProperty()
    document = StringProperty()
    returned = BooleanProperty()
    produced = RelationshipTo(".Batch", "PRODUCED", model=Line)

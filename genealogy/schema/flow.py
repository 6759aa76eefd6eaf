"""What happens to batches: runs, and goods coming in and going out."""

from __future__ import annotations

from neomodel import (
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from genealogy.schema.edges import Carried, Line, Received, Returned, Use
from genealogy.schema.things import Recorded


class Run(Recorded):
    """One execution that turns batches into batches. Lines of a run that is drawn as parts, or as charges and draws
    of a vessel, are INPUT_LINE and OUTPUT_LINE: kept, and no flow."""

    run = StringProperty(unique_index=True, required=True)
    kind = StringProperty()
    work_order = StringProperty()
    started_at = DateTimeNeo4jFormatProperty()
    ended_at = DateTimeNeo4jFormatProperty()
    equipment = StringProperty()
    operator = StringProperty()
    shift = StringProperty()
    location = StringProperty()
    timed = BooleanProperty()
    produced = RelationshipTo(".Batch", "PRODUCED", model=Line)
    output_line = RelationshipTo(".Batch", "OUTPUT_LINE", model=Line)
    has_part = RelationshipTo(".Part", "HAS_PART")
    maps = RelationshipTo(".Mapping", "MAPS")
    measured = RelationshipTo(".Parameter", "MEASURED")
    ran_on = RelationshipTo(".Equipment", "RAN_ON", model=Use)
    run_by = RelationshipTo(".Operator", "RUN_BY", model=Use)
    at = RelationshipTo(".Location", "AT")
    deposits = RelationshipTo(".Content", "CARRIED_OVER", model=Carried)
    carried_over = RelationshipTo(".Batch", "CARRIED_OVER", model=Carried)


class Mapping(Recorded):
    """Which input of a run went into which output (rule 7)."""

    uid = StringProperty(unique_index=True, required=True)
    run = StringProperty()
    in_key = StringProperty()
    out_key = StringProperty()
    in_material = StringProperty()
    in_lot = StringProperty()
    in_assigner = StringProperty()
    in_serial = StringProperty()
    out_material = StringProperty()
    out_lot = StringProperty()
    out_assigner = StringProperty()
    out_serial = StringProperty()
    quantity = FloatProperty()
    line = StringProperty()


class Parameter(Recorded):
    """A process parameter of a run."""

    uid = StringProperty(unique_index=True, required=True)
    run = StringProperty()
    parameter = StringProperty()
    value = StringProperty()
    unit = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    line = StringProperty()


class Receipt(StructuredNode):
    """Goods coming in; what is recorded of it is on its lines."""

    receipt = StringProperty(unique_index=True, required=True)
    received = RelationshipTo(".Batch", "RECEIVED", model=Received)
    of_shipment = RelationshipTo(".Shipment", "OF_SHIPMENT")
    at = RelationshipTo(".Location", "AT")


class Shipment(Recorded):
    """Goods going out."""

    shipment = StringProperty(unique_index=True, required=True)
    customer = StringProperty()
    from_location = StringProperty()
    to_location = StringProperty()
    order = StringProperty()
    shipped_at = DateTimeNeo4jFormatProperty()
    delivered_at = DateTimeNeo4jFormatProperty()
    signed_by = StringProperty()
    signed_at = DateTimeNeo4jFormatProperty()
    carrier = StringProperty()
    tracking = StringProperty()
    document = StringProperty()
    delivered_to = RelationshipTo(".Customer", "DELIVERED_TO")
    moved_as = RelationshipTo(".Transfer", "MOVED_AS")
    at = RelationshipTo(".Location", "AT")
    bound_for = RelationshipTo(".Location", "BOUND_FOR")


class Return(StructuredNode):
    """Goods coming back from a customer, or going back to a supplier."""

    return_id = StringProperty(unique_index=True, required=True, db_property="return")
    returned = RelationshipTo(".Batch", "RETURNED", model=Returned)
    returned_to = RelationshipTo(".Supplier", "RETURNED_TO")
    of_shipment = RelationshipTo(".Shipment", "OF_SHIPMENT")
    at = RelationshipTo(".Location", "AT")

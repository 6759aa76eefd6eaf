"""Recall cases: what they froze, what they cover, what was decided, told and met."""

from __future__ import annotations

from neomodel import (
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    IntegerProperty,
    RelationshipTo,
    StringProperty,
    StructuredNode,
)

from genealogy.schema.care import OfBatch
from genealogy.schema.edges import Covers
from genealogy.schema.things import Recorded


class Case(StructuredNode):
    """A recall case as it stands; what it froze is in its revisions."""

    case = StringProperty(unique_index=True, required=True)
    title = StringProperty()
    status = StringProperty()
    revision = IntegerProperty()
    number = IntegerProperty()
    covers = RelationshipTo(".Batch", "COVERS", model=Covers)
    froze = RelationshipTo(".Revision", "FROZE")
    stepped = RelationshipTo(".CaseEntry", "STEPPED")
    told = RelationshipTo(".Notice", "TOLD")
    alarmed = RelationshipTo(".Alarm", "ALARMED")


class Revision(Recorded):
    """What a case asked, and the hash of the answer that was frozen."""

    uid = StringProperty(unique_index=True, required=True)
    case = StringProperty()
    revision = IntegerProperty()
    title = StringProperty()
    class_ = StringProperty(db_property="class")
    reason = StringProperty()
    seeds = StringProperty()
    switches = StringProperty()
    quarantine = StringProperty()
    level = StringProperty()
    percent = StringProperty()
    clock_tolerance = FloatProperty()
    timezone = StringProperty()
    sha256 = StringProperty()
    set_hash = StringProperty()
    computed_at = DateTimeNeo4jFormatProperty()
    sequence = IntegerProperty()
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()


class CaseEntry(Recorded):
    """A step of a case: a change of status, a decision, a hold or release, an answer."""

    uid = StringProperty(unique_index=True, required=True)
    case = StringProperty()
    number = IntegerProperty()
    revision = IntegerProperty()
    action = StringProperty()
    status = StringProperty()
    decision = StringProperty()
    batches = IntegerProperty()
    reason = StringProperty()
    level = StringProperty()
    percent = StringProperty()
    signer = StringProperty()
    signer_name = StringProperty()
    meaning = StringProperty()
    signed_at = DateTimeNeo4jFormatProperty()
    question = StringProperty()
    message = StringProperty()
    target = StringProperty()
    request = StringProperty(index=True)
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()


class Notice(OfBatch):
    """What a consignee was told, or told."""

    case = StringProperty()
    customer = StringProperty()
    what = StringProperty()
    quantity = FloatProperty()
    uom = StringProperty()
    how = StringProperty()
    contact = StringProperty()
    result = StringProperty()
    reason = StringProperty()
    by = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    to = RelationshipTo(".Customer", "ADDRESSED_TO")
    about = RelationshipTo(".Batch", "ABOUT")


class Alarm(Recorded):
    """A record that touches a batch in scope of an open case, or a batch that came into scope."""

    uid = StringProperty(unique_index=True, required=True)
    material = StringProperty()
    lot = StringProperty()
    assigner = StringProperty()
    serial = StringProperty()
    case = StringProperty()
    revision = IntegerProperty()
    what = StringProperty()
    record = StringProperty()
    sequence = IntegerProperty()
    source = StringProperty()
    row = IntegerProperty()
    load = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    about = RelationshipTo(".Batch", "ABOUT")

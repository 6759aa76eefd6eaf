"""What others sent, as they sent it: drawn from the record like the graph proper, but no part of its hash."""

from __future__ import annotations

from neomodel import DateTimeNeo4jFormatProperty, RelationshipTo, StringProperty, StructuredNode, StructuredRel

from genealogy.schema.things import Recorded


class Naming(StructuredRel):
    """In which member of an event an identifier stands."""

    role = StringProperty()


class EpcisEvent(Recorded):
    """An event of EPCIS 2.0: its JSON, the namespaces of its extensions, and what it is looked for by."""

    uid = StringProperty(unique_index=True, required=True)
    hash = StringProperty(index=True)
    event_id = StringProperty(index=True)
    type = StringProperty()
    action = StringProperty()
    event_time = DateTimeNeo4jFormatProperty(index=True)
    record_time = DateTimeNeo4jFormatProperty()
    declared_at = DateTimeNeo4jFormatProperty()
    biz_step = StringProperty()
    disposition = StringProperty()
    read_point = StringProperty()
    biz_location = StringProperty()
    spaces = StringProperty()
    body = StringProperty()
    names = RelationshipTo(".Identifier", "NAMES", model=Naming)


class Identifier(StructuredNode):
    """What an event of EPCIS names: an instance, a class, a container, a transaction, by its one URI."""

    epc = StringProperty(unique_index=True, required=True)

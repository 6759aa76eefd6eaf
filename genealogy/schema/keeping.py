"""What the product keeps for itself beside the graph proper: no edges, no part of the graph hash."""

from __future__ import annotations

from neomodel import (
    ArrayProperty,
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    IntegerProperty,
    StringProperty,
    StructuredNode,
)
from neomodel.properties import Property


class Bytes(Property[bytes]):
    """A byte array, as Neo4j keeps it."""

    def inflate(self, value: bytes, rethrow: bool = True) -> bytes:
        """From the database: as it is."""
        return value

    def deflate(self, value: bytes, rethrow: bool = True) -> bytes:
        """To the database: as it is."""
        return value


class Page(StructuredNode):
    """Events for good: a range of sequence numbers, their compressed bytes and the hash of each. Of archived events the
    bytes lie in a file, and `rows` says which rows of their source they were."""

    first = IntegerProperty(unique_index=True, required=True)
    last = IntegerProperty(required=True)
    batch = StringProperty(unique_index=True, required=True)
    bytes = Bytes()
    hashes = Bytes()
    rows = Bytes()
    load = StringProperty()
    source = StringProperty()
    by = StringProperty()
    recorded_at = DateTimeNeo4jFormatProperty()


class Tile(StructuredNode):
    """A piece of the Merkle tree over the events: up to 256 hashes of one level (C2SP tlog-tiles)."""

    tile = StringProperty(unique_index=True, required=True)
    hashes = Bytes()


class Ledger(StructuredNode):
    """The one head: last sequence number, schema version, the secret of this database, the time zone of local times;
    the file it is imported from."""

    name = StringProperty(unique_index=True, required=True)
    seq = IntegerProperty()
    schema = IntegerProperty()
    secret = StringProperty()
    origin = StringProperty()
    corrections = IntegerProperty()
    writer = StringProperty()
    importing = StringProperty()
    timezone = StringProperty()
    outgoing = IntegerProperty()


class Load(StructuredNode):
    """One import of one source."""

    load = StringProperty(unique_index=True, required=True)
    source = StringProperty()
    sha256 = StringProperty()
    state = StringProperty()
    by = StringProperty()
    started_at = DateTimeNeo4jFormatProperty()
    finished_at = DateTimeNeo4jFormatProperty()
    report = StringProperty()
    rows = IntegerProperty()
    new = IntegerProperty()
    repeated = IntegerProperty()
    rejected = IntegerProperty()
    conflicts = IntegerProperty()
    clean = BooleanProperty()


class Person(StructuredNode):
    """Text about people, apart from the events that refer to it, so that it can be erased."""

    person = StringProperty(unique_index=True, required=True)
    text = StringProperty()
    erased = DateTimeNeo4jFormatProperty()


class Past(StructuredNode):
    """What of an object (`kind:id`) left the graph by corrections, or came with one: the numbers of the events."""

    past = StringProperty(unique_index=True, required=True)
    seqs = ArrayProperty(IntegerProperty())


class Stale(StructuredNode):
    """Something derived that must be made again: written with the events that touch it."""

    stale = StringProperty(unique_index=True, required=True)


class Request(StructuredNode):
    """What the service answered to a request with an idempotency key."""

    request = StringProperty(unique_index=True, required=True)
    sha256 = StringProperty()
    status = IntegerProperty()
    answer = StringProperty()
    at = DateTimeNeo4jFormatProperty()


class ApiKey(StructuredNode):
    """Who may use the service: the hash of a key, its role, and the party it belongs to where that is outside."""

    key_id = StringProperty(unique_index=True, required=True)
    name = StringProperty()
    sha256 = StringProperty()
    role = StringProperty()
    party = StringProperty()
    made_by = StringProperty()
    created_at = DateTimeNeo4jFormatProperty()
    expires_at = DateTimeNeo4jFormatProperty()
    revoked_at = DateTimeNeo4jFormatProperty()
    revoked_by = StringProperty()


class Frozen(StructuredNode):
    """A recall answer that was frozen: canonical JSON, compressed, under the hash of its bytes."""

    sha256 = StringProperty(unique_index=True, required=True)
    bytes = Bytes()


class Drill(StructuredNode):
    """A mock recall: what was found, how fast. Written once, and kept by a rebuild."""

    drill = StringProperty(unique_index=True, required=True)
    at = DateTimeNeo4jFormatProperty()
    record = StringProperty()


class Cursor(StructuredNode):
    """How far a source (`source|type of document`) was pulled, and which documents have to be looked at again."""

    cursor = StringProperty(unique_index=True, required=True)
    at = StringProperty()
    again = ArrayProperty(StringProperty())
    moved_at = DateTimeNeo4jFormatProperty()


class Pulled(StructuredNode):
    """A document of a source (`source|type|id`) as it was pulled last: revision, records, hashes of its lines."""

    pulled = StringProperty(unique_index=True, required=True)
    revision = IntegerProperty()
    modified = StringProperty()
    void = BooleanProperty()
    records = ArrayProperty(StringProperty())
    lines = ArrayProperty(StringProperty())


class Subscription(StructuredNode):
    """Who is told what is recorded, and how far away they are; its secret is in the home, not here."""

    subscription = StringProperty(unique_index=True, required=True)
    url = StringProperty()
    kind = StringProperty()
    what = ArrayProperty(StringProperty())
    made_by = StringProperty()
    created_at = DateTimeNeo4jFormatProperty()
    failures = IntegerProperty()
    paused_until = DateTimeNeo4jFormatProperty()
    lease = StringProperty()
    lease_until = DateTimeNeo4jFormatProperty()
    writer = StringProperty()


class Outgoing(StructuredNode):
    """A message for one subscription: put down with what it tells, kept a while after it has arrived. `queue` is the
    subscription and whether it waits, was delivered or is dead; `strand` is what keeps its order."""

    outgoing = StringProperty(unique_index=True, required=True)
    queue = StringProperty(index=True)
    number = IntegerProperty()
    message = StringProperty()
    strand = StringProperty()
    type = StringProperty()
    subject = StringProperty()
    data = StringProperty()
    at = DateTimeNeo4jFormatProperty()
    tries = IntegerProperty()
    due_at = DateTimeNeo4jFormatProperty()
    why = StringProperty()
    done_at = DateTimeNeo4jFormatProperty()

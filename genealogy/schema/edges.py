"""What edges say beside their two ends. A time `x` is a point; `x_end` beside it makes it an interval (rule 17), and
`x_text` keeps what was written without a zone. Unknown columns of a bundle are kept as further properties."""

from __future__ import annotations

from neomodel import (
    BooleanProperty,
    DateTimeNeo4jFormatProperty,
    FloatProperty,
    IntegerProperty,
    StringProperty,
    StructuredRel,
)


class Said(StructuredRel):
    """An edge that is one recorded line: `uid` is its identity (rule 5), `event` the event that says it."""

    uid = StringProperty()
    event = StringProperty()
    seq = IntegerProperty()
    line = StringProperty()


class Amount(Said):
    """A recorded line with a quantity."""

    quantity = FloatProperty()
    uom = StringProperty()


class Line(Amount):
    """A line of a run. Derived edges of the same types have no `uid`."""

    at = DateTimeNeo4jFormatProperty()


class Received(Amount):
    """A line of a receipt; heads of receipts are not recorded apart, so their columns are here."""

    supplier = StringProperty()
    shipment = StringProperty()
    supplier_lot = StringProperty()
    received_at = DateTimeNeo4jFormatProperty()
    location = StringProperty()
    document = StringProperty()
    unit_cost = FloatProperty()
    currency = StringProperty()


class Returned(Amount):
    """A line of a return from a customer."""

    customer = StringProperty()
    shipment = StringProperty()
    returned_at = DateTimeNeo4jFormatProperty()
    location = StringProperty()


class SentBack(Amount):
    """A line of a return to a supplier."""

    supplier = StringProperty()
    returned_at = DateTimeNeo4jFormatProperty()
    location = StringProperty()


class Packed(Amount):
    """What stood on a pallet from when to when."""

    packed_at = DateTimeNeo4jFormatProperty()
    unpacked_at = DateTimeNeo4jFormatProperty()


class Use(Said):
    """Equipment or a person of a run; `uid` is `head` where the run itself names it."""

    role = StringProperty()
    from_ = DateTimeNeo4jFormatProperty(db_property="from")
    to = DateTimeNeo4jFormatProperty()


class Covers(StructuredRel):
    """That a revision of a case covers a batch; `joined` where the batch came into scope after the freezing."""

    uid = StringProperty()
    event = StringProperty()
    seq = IntegerProperty()
    revision = IntegerProperty()
    verdict = StringProperty()
    joined = BooleanProperty()


class Possible(StructuredRel):
    """Derived: what may have been consumed. `meant` is the key that was written, where this is a candidate (rule 3)."""

    at = DateTimeNeo4jFormatProperty()
    meant = StringProperty()


class Carried(StructuredRel):
    """Derived: what residue may have passed on (rule 15); where no content lies between, `on` is the equipment;
    `run` is the run whose output takes it."""

    at = DateTimeNeo4jFormatProperty()
    on = StringProperty()
    run = StringProperty()


class Spared(StructuredRel):
    """Derived: a pair of a run that its mapping separates (rule 7), or what a vessel or a line held and a draw, or an
    output of a `run`, after the `clean` (the id of its record) that took it out (rules 14, 15); no flow."""

    at = DateTimeNeo4jFormatProperty()
    clean = StringProperty()
    run = StringProperty()

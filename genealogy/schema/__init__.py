"""Labels, edge types, keys and indexes of the graph: the only place that says them in Python (design 3).

Each class is one label; the property with `unique_index` is its identity. neomodel makes the constraints and does
single-object work; traversals and volume are `.cypher` files. Properties bear the column names of the CSV bundle.
"""

from __future__ import annotations

from neomodel import StructuredNode

from genealogy.schema.care import (
    Archive,
    Attachment,
    Cleaning,
    Correction,
    Count,
    Erasure,
    Inspection,
    Movement,
    Order,
    Pack,
    Status,
)
from genealogy.schema.cases import Alarm, Case, CaseEntry, Notice, Revision
from genealogy.schema.derived import Content, Part, Transfer
from genealogy.schema.flow import Mapping, Parameter, Receipt, Return, Run, Shipment
from genealogy.schema.keeping import (
    ApiKey,
    Cursor,
    Drill,
    Frozen,
    Ledger,
    Load,
    Outgoing,
    Page,
    Past,
    Person,
    Pulled,
    Request,
    Stale,
    Subscription,
    Tile,
)
from genealogy.schema.sent import EpcisEvent, Identifier
from genealogy.schema.things import Batch, Conversion, Customer, Equipment, Location, Material, Operator, Supplier

CERTAIN = ("CONSUMED", "PRODUCED")
POTENTIAL = ("CARRIED_OVER", "MAYBE_CONSUMED", "MAYBE_PRODUCED")
FLOW = CERTAIN + POTENTIAL
# Properties that say where a thing came from, not what it is: no part of the graph hash.
PROVENANCE = ("seq", "event", "load")

THINGS = (Material, Conversion, Supplier, Customer, Location, Equipment, Operator, Batch)
EVENTS = (Run, Mapping, Parameter, Receipt, Shipment, Return)
CARE = (Order, Inspection, Cleaning, Movement, Count, Status, Pack, Correction, Erasure, Archive, Attachment)
CASES = (Case, Revision, CaseEntry, Notice, Alarm)
DERIVED = (Part, Content, Transfer)
KEEPING = (
    *(Page, Tile, Ledger, Load, Person, Past, Stale, Request, ApiKey, Frozen, Drill),
    *(Cursor, Pulled, Subscription, Outgoing),
)
SENT = (EpcisEvent, Identifier)
NODES: tuple[type[StructuredNode], ...] = (*THINGS, *EVENTS, *CARE, *CASES, *DERIVED, *SENT, *KEEPING)
NOT_CONTENT = tuple(node.__name__ for node in KEEPING)
# A form in which something was sent is no part of what it says: the graph hash leaves it out.
NOT_HASHED = (*NOT_CONTENT, *(node.__name__ for node in SENT))


def key_of(label: str) -> str:
    """The property that identifies a node of that label."""
    return KEY_OF[label]


def _identity(node: type[StructuredNode]) -> str:
    for name, prop in node.defined_properties(aliases=False, rels=False).items():
        if getattr(prop, "unique_index", False) and name != "batch":
            return str(prop.get_db_property_name(name))
    raise TypeError(f"{node.__name__} has no identity")


KEY_OF: dict[str, str] = {node.__name__: _identity(node) for node in NODES}
__all__ = [
    "CARE",
    "CASES",
    "CERTAIN",
    "DERIVED",
    "EVENTS",
    "FLOW",
    "KEEPING",
    "KEY_OF",
    "NODES",
    "NOT_CONTENT",
    "NOT_HASHED",
    "POTENTIAL",
    "PROVENANCE",
    "SENT",
    "THINGS",
    "key_of",
]

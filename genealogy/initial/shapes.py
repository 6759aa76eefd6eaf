"""What the queries `record.*` draw, as data: for whoever writes a graph without a server.

One entry for each query, under its name; a test holds the two against each other, and another compares whole graphs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Key = str  # the field of a row (genealogy.record.rows) that holds the key of a node


@dataclass(frozen=True, slots=True)
class Joint:
    """An edge beside what is recorded: its type, the other end, and whether it leads away from what is recorded.
    `head` is for edges that a run's own row gives, beside further ones of the same type."""

    type: str
    label: str
    field: Key
    away: bool = True
    head: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node with the properties of the row, under the key in `field`: one that stands for the row itself, or
    (`described`) one that others may name before it."""

    label: str
    field: Key
    described: bool
    joints: tuple[Joint, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with the properties of the row, and what its first or second end is joined to, once for each pair."""

    type: str
    start: tuple[str, Key]
    end: tuple[str, Key]
    joined: Literal["start", "end"] = "start"
    joints: tuple[Joint, ...] = ()


def _described(label: str, *joints: Joint) -> Node:
    return Node(label, "node", True, joints)


def _fact(label: str, *joints: Joint) -> Node:
    return Node(label, "uid", False, joints)


_BATCH = ("Batch", "key")
_RUN = ("Run", "run")
_RETURN = ("Return", "return_id")
_AT = Joint("AT", "Location", "location")
_OF_SHIPMENT = Joint("OF_SHIPMENT", "Shipment", "shipment")


def _to_batch(type_: str) -> Joint:
    return Joint(type_, *_BATCH)


SHAPES: dict[str, Node | Edge] = {
    **{f"record.{label.lower()}": _described(label) for label in ("Material", "Supplier", "Customer", "Location")},
    **{f"record.{label.lower()}": _described(label) for label in ("Operator", "Batch")},
    "record.equipment": _described("Equipment", _AT),
    "record.run": _described(
        "Run",
        Joint("RAN_ON", "Equipment", "equipment", head=True),
        Joint("RUN_BY", "Operator", "operator", head=True),
        _AT,
    ),
    "record.shipment": _described(
        "Shipment",
        Joint("DELIVERED_TO", "Customer", "customer"),
        Joint("AT", "Location", "from_location"),
        Joint("BOUND_FOR", "Location", "to_location"),
    ),
    "record.conversion": _fact("Conversion", Joint("CONVERTS", "Material", "material")),
    "record.mapped": _fact("Mapping", Joint("MAPS", *_RUN, away=False)),
    "record.parameter": _fact("Parameter", Joint("MEASURED", *_RUN, away=False)),
    "record.order": _fact(
        "Order",
        _to_batch("RESERVES"),
        Joint("ASKS_FOR", "Material", "material"),
        Joint("ORDERED_BY", "Customer", "customer"),
    ),
    "record.cleaning": _fact("Cleaning", Joint("CLEANED", "Equipment", "equipment")),
    "record.inspection": _fact(
        "Inspection", _to_batch("INSPECTED"), Joint("CHECKED", "Receipt", "receipt"), Joint("CHECKED", *_RUN)
    ),
    "record.movement": _fact(
        "Movement",
        _to_batch("MOVED"),
        Joint("MOVED_FROM", "Location", "from_location"),
        Joint("MOVED_TO", "Location", "to_location"),
    ),
    "record.count": _fact("Count", _to_batch("COUNTED"), _AT),
    "record.status": _fact("Status", _to_batch("MARKED"), _AT),
    "record.correction": Node("Correction", "node", False),
    "record.backflushed": Edge("BACKFLUSHED", ("Material", "material"), _RUN),
    "record.consumed": Edge("CONSUMED", _BATCH, _RUN),
    "record.produced": Edge("PRODUCED", _RUN, _BATCH),
    "record.ran_on": Edge("RAN_ON", _RUN, ("Equipment", "equipment")),
    "record.run_by": Edge("RUN_BY", _RUN, ("Operator", "operator")),
    "record.shipped": Edge("SHIPPED", _BATCH, ("Shipment", "shipment")),
    "record.pack": Edge("HOLDS", ("Pack", "pack"), _BATCH),
    "record.stack": Edge("STACKS", ("Pack", "pack"), ("Pack", "child_pack")),
    "record.receipt": Edge(
        *("RECEIVED", ("Receipt", "receipt"), _BATCH, "start"),
        (Joint("SUPPLIED", "Supplier", "supplier", away=False), _AT, _OF_SHIPMENT),
    ),
    "record.return_in": Edge(
        *("RETURNED", _RETURN, _BATCH, "start"),
        (Joint("GAVE_BACK", "Customer", "customer", away=False), _AT, _OF_SHIPMENT),
    ),
    "record.return_out": Edge(
        *("SENT_BACK", _BATCH, _RETURN, "end"), (Joint("RETURNED_TO", "Supplier", "supplier"), _AT)
    ),
}

"""Rows of the answers, column by column: the one place that says which columns a table has, and which are quantities.

Those of traces and recalls are here; of what is ranked in `ranks`, of what was recorded in `trails`. They are as the
service sends them: keys and lots verbatim, times as ISO 8601, quantities as decimal text.
"""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

Quantity = Annotated[str | None, "quantity"]
Text = str | None


class Named(TypedDict):
    """What a key is made of."""

    key: str
    material: str
    lot: str
    assigner: Text
    serial: Text


class Found(Named):
    """A batch that was found."""

    name: Text


class Traced(Named):
    """A batch of a trace."""

    hops: int
    verdict: str


class Run(TypedDict):
    """A run of a trace."""

    run: str


class Receipt(TypedDict):
    """A receipt of a trace."""

    receipt: str


class Supplier(TypedDict):
    """A supplier of a trace."""

    supplier: str
    name: Text


class Sent(TypedDict):
    """A shipment of a trace."""

    shipment: str


class Customer(TypedDict):
    """A customer of a trace."""

    customer: str
    name: Text


class Gap(TypedDict):
    """What is missing or contradictory, and what that may hide."""

    code: str
    text: str
    records: list[str]
    may_hide: Text


class Exposure(TypedDict):
    """The share of suspect content, and bounds of its quantity."""

    fraction: float | None
    low: Quantity
    high: Quantity


class Suspect(Named):
    """A batch in the scope of a recall."""

    verdict: str
    reasons: list[str]
    hops: int
    exposure: Exposure
    uom: Text
    produced: Quantity
    received: Quantity
    returned: Quantity
    on_hand: Quantity
    in_transit: Quantity
    shipped: Quantity
    undelivered: Quantity
    returned_to_supplier: Quantity
    consumed: Quantity
    scrapped: Quantity
    sampled: Quantity
    adjusted: Quantity
    unaccounted: Quantity
    where: list[dict[str, Any]]
    orders: list[dict[str, Any]]


class Place(TypedDict):
    """Where some of a batch lies."""

    location: Text
    quantity: Quantity
    status: Text


class Order(TypedDict):
    """An order that a batch is meant for."""

    order: str
    kind: Text
    status: Text
    customer: Text
    quantity: Quantity
    uom: Text
    due: Text


class Shipment(TypedDict):
    """A shipment in the scope of a recall."""

    shipment: str
    customer: Text
    verdict: str
    shipped_at: Text
    delivered_at: Text
    to_location: Text
    lines: list[dict[str, Any]]


class Line(TypedDict):
    """A line of such a shipment."""

    key: str
    quantity: Quantity
    uom: Text
    verdict: str


class Consignee(TypedDict):
    """A customer in the scope of a recall, and how they are reached."""

    customer: str
    name: Text
    contact: Text
    email: Text
    phone: Text
    address: Text
    verdict: str
    shipments: list[str]
    batches: list[str]


class Excluded(TypedDict):
    """What is not in scope though records lead to it; `key` or `shipment`."""

    key: Text
    shipment: Text
    cut: Text
    reasons: list[str]


class Vessel(TypedDict):
    """What is in a vessel."""

    equipment: str
    location: Text
    quantity: Quantity
    uom: Text
    verdict: str
    exposure: Exposure
    since: Text


class Material(TypedDict):
    """Totals of a recall for one material."""

    material: str
    name: Text
    uom: Text
    batches: int
    certain: int
    potential: int
    on_hand: Quantity
    in_transit: Quantity
    shipped: Quantity
    returned: Quantity
    scrapped: Quantity

"""Where the quantity of a batch is (rules 25, 28 and 29), line by line, in exact decimals.

A batch that was counted is taken as counted whole: counts of several places are not this oracle's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.plant import Plant
from tests.oracle.rows import Row, key
from tests.oracle.times import Span, before, line_span, span

ZERO = Decimal(0)


class Flow(NamedTuple):
    """A quantity under one heading of the balance, at some time."""

    heading: str
    quantity: Decimal
    span: Span


@dataclass
class Balance:
    """The headings of a balance, in the unit of the material."""

    produced: Decimal = ZERO
    received: Decimal = ZERO
    returned: Decimal = ZERO
    shipped: Decimal = ZERO
    in_transit: Decimal = ZERO
    returned_to_supplier: Decimal = ZERO
    consumed: Decimal = ZERO
    scrapped: Decimal = ZERO
    sampled: Decimal = ZERO
    adjusted: Decimal = ZERO
    on_hand: Decimal = ZERO
    unaccounted: Decimal | None = None
    undelivered: Decimal = ZERO


COMES = ("produced", "received", "returned", "adjusted")
MOVEMENTS = {"scrap": "scrapped", "sample": "sampled", "adjust": "adjusted"}


def balance(plant: Plant, batch: str) -> Balance:
    """The balance of one batch."""
    flows = list(_flows(plant, batch))
    found = Balance()
    for flow in flows:
        setattr(found, flow.heading, getattr(found, flow.heading) + flow.quantity)
    left = sum((_signed(flow) for flow in flows), ZERO)
    counts = [row for row in plant.files["counts"] if key(row) == batch]
    if counts:
        last = max(counts, key=lambda row: span(row.get("counted_at"), plant.place(row)).start)
        when = span(last.get("counted_at"), plant.place(last))
        later = sum((_signed(flow) for flow in flows if before(when, flow.span)), ZERO)
        found.on_hand = _amount(plant, last) + later
        found.unaccounted = left - found.on_hand
    elif left < 0:
        found.unaccounted = left
    else:
        found.on_hand = left
    return found


def headings() -> list[str]:
    """The names of all headings."""
    return [field.name for field in fields(Balance)]


def _signed(flow: Flow) -> Decimal:
    if flow.heading == "undelivered":
        return ZERO
    return flow.quantity if flow.heading in COMES else -flow.quantity


def _flows(plant: Plant, batch: str) -> Iterator[Flow]:
    recorded = [*_comings(plant, batch)]
    yield from recorded
    if not recorded:
        described = [row for row in plant.files["batches"] if key(row) == batch and "quantity" in row]
        yield from (Flow("adjusted", _amount(plant, row), Span()) for row in described)
    yield from _goings(plant, batch)


def _comings(plant: Plant, batch: str) -> Iterator[Flow]:
    yield from (Flow("produced", *_line(plant, row)) for row in plant.files["produced"] if key(row) == batch)
    for row in (row for row in plant.files["receipts"] if key(row) == batch):
        yield Flow("received", _amount(plant, row), span(row.get("received_at"), plant.place(row)))
    for row in (row for row in plant.files["returns"] if key(row) == batch and "supplier" not in row):
        yield Flow("returned", _amount(plant, row), span(row.get("returned_at"), plant.place(row)))


def _goings(plant: Plant, batch: str) -> Iterator[Flow]:
    lines = [row for row in plant.files["consumed"] if "lot" in row and key(row) == batch]
    yield from (Flow("consumed", *_line(plant, row)) for row in lines)
    for row in (row for row in plant.files["returns"] if key(row) == batch and "supplier" in row):
        yield Flow("returned_to_supplier", _amount(plant, row), span(row.get("returned_at"), plant.place(row)))
    for row in (row for row in plant.files["movements"] if key(row) == batch and row.get("kind") in MOVEMENTS):
        yield Flow(MOVEMENTS[row["kind"]], _amount(plant, row), span(row.get("at"), plant.place(row)))
    for row in (row for row in plant.files["shipped"] if key(row) == batch):
        yield from _sent(plant, row)


def _sent(plant: Plant, row: Row) -> Iterator[Flow]:
    """Gone for good, or on the way to a place of our own until a receipt of that shipment is in."""
    shipment = plant.shipments.get(row["shipment"], {})
    when = span(shipment.get("shipped_at"), plant.place(shipment))
    amount = _amount(plant, row)
    if "to_location" in shipment:
        on_the_way = max(ZERO, amount - _arrived(plant, row))
        yield Flow("in_transit", on_the_way, when)
        yield Flow("shipped", amount - on_the_way, when)
        return
    yield Flow("shipped", amount, when)
    if "delivered_at" not in shipment:
        yield Flow("undelivered", amount, when)


def _arrived(plant: Plant, row: Row) -> Decimal:
    """What has come in of a line: under its key or lot number, else under a number that the shipment does not bear."""
    sent = [line for line in plant.files["shipped"] if line["shipment"] == row["shipment"]]
    keys, lots = {key(line) for line in sent}, {line["lot"] for line in sent if line["material"] == row["material"]}
    came = [line for line in plant.files["receipts"] if line.get("shipment") == row["shipment"]]
    came = [line for line in came if line["material"] == row["material"]]
    own = [line for line in came if key(line) == key(row) or (line["lot"] == row["lot"] and key(line) not in keys)]
    found = own or [line for line in came if line["lot"] not in lots]
    return sum((_amount(plant, line) for line in found), ZERO)


def _line(plant: Plant, row: Row) -> tuple[Decimal, Span]:
    run = plant.runs.get(row["run"], {})
    return _amount(plant, row), line_span(row, run, plant.place(run))


def _amount(plant: Plant, row: Row) -> Decimal:
    """A line's quantity in the unit of its material; raises KeyError where no factor is declared."""
    unit = {one["material"]: one.get("uom", "") for one in plant.files["materials"]}.get(row["material"], "")
    own = row.get("uom", unit)
    quantity = Decimal(row.get("quantity", "0"))
    if own == unit:
        return quantity
    factors = {
        (one["material"], one["from_uom"], one["to_uom"]): Decimal(one["factor"]) for one in plant.files["conversions"]
    }
    return quantity * factors[row["material"], own, unit]

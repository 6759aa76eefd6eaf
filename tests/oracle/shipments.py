"""Shipments, and what was received or came back from them (rule 11)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.links import Link, batch
from tests.oracle.plant import Plant
from tests.oracle.rows import key
from tests.oracle.times import Span, span

Line = tuple[str, str, bool, str]


def shipped_links(plant: Plant) -> Iterator[Link]:
    """Batches to shipments, and to what was received or came back from them."""
    lines = list(_shipped(plant))
    for name, source, certain, _ in lines:
        yield Link(batch(source), ("shipment", name), certain, left(plant, name))
    for row in plant.files["receipts"]:
        yield Link(("receipt", row["receipt"]), batch(key(row)), True)
        yield from _transfer(plant, lines, row, "receipt")
    for row in plant.files["returns"]:
        if "supplier" not in row:
            yield from _transfer(plant, lines, row, "return")


def _shipped(plant: Plant) -> Iterator[Line]:
    """Shipment, the batch it may have been, whether that is certain, and the batch the line names."""
    for row in plant.files["shipped"]:
        when = left(plant, row["shipment"])
        yield row["shipment"], key(row), not plant.contradicts(key(row), when), key(row)
        for other in sorted(plant.candidates.get(key(row), ())):
            yield row["shipment"], other, False, key(row)


def left(plant: Plant, name: str) -> Span:
    """When a shipment left."""
    shipment = plant.shipments.get(name, {})
    return span(shipment.get("shipped_at"), plant.place(shipment))


def _transfer(plant: Plant, lines: list[Line], row: dict[str, str], kind: str) -> Iterator[Link]:
    """Goods that came in under their own key are the same batch: no link is needed."""
    sent = [other for other in plant.files["shipped"] if other["shipment"] == row.get("shipment")]
    chosen, certain = _bearing(sent, row, kind)
    names = {key(other) for other in chosen}
    sources = {line for line in lines if line[0] == row.get("shipment") and line[3] in names}
    if {source for _, source, _, _ in sources} <= {key(row)}:
        return
    node = ("transfer", row["shipment"], kind, row[kind], key(row), row.get("line", ""))
    when = span(row.get("received_at") or row.get("returned_at"), plant.place(row))
    yield Link(node, batch(key(row)), True, when)
    for _, source, sure, _ in sources:
        yield Link(batch(source), node, certain and sure, left(plant, row["shipment"]))


def _bearing(sent: list[dict[str, str]], row: dict[str, str], kind: str) -> tuple[list[dict[str, str]], bool]:
    """The lines of a shipment that a received or returned line comes from, and whether that is certain."""
    same_material = [other for other in sent if other["material"] == row["material"]]
    same_lot = [other for other in same_material if other["lot"] == row["lot"]]
    choices = [([other for other in same_lot if key(other) == key(row)], True), (same_lot, True)]
    if kind == "return":
        choices += [(same_material, False)]
    else:
        same_number = [other for other in sent if other["lot"] == row["lot"]]
        choices += [(same_material, True), (same_number, True), (sent, False)]
    return next(((found, certain) for found, certain in choices if found), ([], False))

"""Receipts and returns that name one of our shipments (rule 11), as one transfer per shipment, batch and receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from genealogy.derive.drawing import Drawing
from genealogy.derive.lines import when
from genealogy.keys import BatchKey
from genealogy.times import Interval


@dataclass(frozen=True, slots=True)
class Sent:
    """A line of the shipment; `candidate` where the line named it without its assigner (rule 3)."""

    key: str
    candidate: bool


@dataclass(frozen=True, slots=True)
class Came:
    """A line of a receipt or return that names the shipment."""

    document: str
    key: str
    returned: bool
    span: Interval


def draw_transfers(shipment: str, left: Interval, sent: Sequence[Sent], came: Sequence[Came], drawing: Drawing) -> None:
    """Add the transfers of one shipment, which left at that time.

    A batch that comes in under its own key is the same node: nothing to draw.
    """
    for line, span in _once(came):
        sources = linked(sent, line)
        if not sources or set(sources) == {line.key}:
            continue
        name = f"{shipment} → {line.document} {line.key}"
        transfer = drawing.node(
            "Transfer",
            name,
            caption=f"{shipment} → {line.document}",
            shipment=shipment,
            document=line.document,
            returned=line.returned or None,
        )
        drawing.edge(("Shipment", shipment), "MOVED_AS", transfer)
        for key, kind in sorted(sources.items()):
            drawing.edge(("Batch", key), kind, transfer, **when(left))
        drawing.edge(transfer, "PRODUCED", ("Batch", line.key), **when(span))


def _once(came: Sequence[Came]) -> Iterator[tuple[Came, Interval]]:
    """Each batch of a document once, in order; with several lines, from the first to the last of them."""
    spans: dict[tuple[str, str], Interval] = {}
    for line in came:
        known = spans.get((line.document, line.key), line.span)
        spans[line.document, line.key] = known.hull(line.span)
    firsts = {(line.document, line.key): line for line in came}
    for identity in sorted(firsts):
        yield firsts[identity], spans[identity]


def linked(sent: Sequence[Sent], line: Came) -> dict[str, str]:
    """From which shipped batches the line comes, each with the type of its link."""
    key = BatchKey.parse(line.key)
    keys = {item.key: BatchKey.parse(item.key) for item in sent}
    same = [item for item in sent if item.key == line.key and not item.candidate]
    if same:
        return _links([*same, *(item for item in sent if item.candidate and keys[item.key].bare == key)], certain=True)
    lot = [item for item in sent if (keys[item.key].material, keys[item.key].lot) == (key.material, key.lot)]
    material = [item for item in sent if keys[item.key].material == key.material]
    if lot:
        return _links(lot, certain=True)
    if line.returned:
        return _links(material, certain=False)
    number = [item for item in sent if keys[item.key].lot == key.lot]
    if material or number:
        return _links(material or number, certain=True)
    # Nothing on the shipment is of that material: a contradiction, so the wider reading, potential.
    return _links(list(sent), certain=False)


def _links(sent: Sequence[Sent], *, certain: bool) -> dict[str, str]:
    found = {item.key: "MAYBE_CONSUMED" for item in sent}
    if certain:
        found |= {item.key: "CONSUMED" for item in sent if not item.candidate}
    return found

"""What a vessel hands on: each charge to each draw, pair by pair (rules 12 to 14)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.links import Link, Node, batch
from tests.oracle.plant import CHARGE, DRAW, Line, Plant
from tests.oracle.times import Span, before, span, truth


def is_charge(plant: Plant, line: Line) -> bool:
    """Whether a consumed line goes into a vessel."""
    return plant.kind(line.run) == CHARGE


def is_draw(plant: Plant, line: Line) -> bool:
    """Whether a produced line comes out of a vessel: that of a draw, or what a charge run gives besides."""
    return plant.kind(line.run) in (CHARGE, DRAW)


def vessel_links(plant: Plant) -> Iterator[Link]:
    """Charged batches to the charge, each charge to each draw it may reach, draws to the drawn batches."""
    charges = [line for line in plant.consumed if is_charge(plant, line)]
    draws = [line for line in plant.produced if is_draw(plant, line)]
    for charge in charges:
        yield Link(batch(charge.key), charge_node(charge), charge.certain, charge.span)
    for draw in draws:
        yield Link(draw_node(draw), batch(draw.key), True, draw.span)
    for charge in all_charges(plant):
        for draw in draws:
            for vessel in plant.vessels(charge.run) & plant.vessels(draw.run):
                cuts = content_cuts(plant, vessel)
                if not before(draw.span, charge.span) and not cut_between(charge.span, draw.span, cuts):
                    yield Link(charge_node(charge), draw_node(draw), certainly(charge.span, draw.span, cuts))


def all_charges(plant: Plant) -> list[Line]:
    """Each line that went into a vessel once, of whatever batch it may have been, and also where nobody knows."""
    return list({line.number: line for line in (*plant.consumed, *plant.unfound) if is_charge(plant, line)}.values())


def charge_node(line: Line) -> Node:
    """The state of having been charged by one line."""
    return ("charge", line.run, str(line.number))


def draw_node(line: Line) -> Node:
    """The state of being drawn by one line."""
    return ("draw", line.run, str(line.number))


def content_cuts(plant: Plant, equipment: str) -> list[Span]:
    """When content was taken out entirely."""
    return _cleans(plant, equipment, ("validated", "empty"))


def residue_cuts(plant: Plant, equipment: str) -> list[Span]:
    """When residue was taken off."""
    return _cleans(plant, equipment, ("validated",))


def _cleans(plant: Plant, equipment: str, flags: tuple[str, ...]) -> list[Span]:
    rows = [row for row in plant.files["cleanings"] if row["equipment"] == equipment]
    return [span(row["cleaned_at"], plant.place(row)) for row in rows if any(truth(row, flag) for flag in flags)]


def cut_between(first: Span, second: Span, cuts: list[Span]) -> bool:
    """Whether a cut certainly lies between."""
    return any(before(first, cut) and before(cut, second) for cut in cuts)


def certainly(first: Span, second: Span, cuts: list[Span]) -> bool:
    """Whether the first certainly lies before the second and no cut may lie between."""
    return before(first, second) and not any(not before(cut, first) and not before(second, cut) for cut in cuts)

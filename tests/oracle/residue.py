"""What equipment carries over: from each run to each that came later or perhaps later (rule 15)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.oracle.links import Link, Node, batch
from tests.oracle.plant import CHARGE, DRAW, Line, Plant, Use, carries
from tests.oracle.runs import ends_of
from tests.oracle.times import Span, before, timed
from tests.oracle.vessels import all_charges, charge_node, cut_between, draw_node, is_draw, residue_cuts


class Spot(NamedTuple):
    """A moment at which material was in equipment, or came out of it."""

    node: Node
    run: str
    equipment: str
    span: Span


def residue_links(plant: Plant) -> Iterator[Link]:
    """What was on equipment to all that came out of it later or perhaps later, up to a cut; never within one run."""
    left, taken = list(_left(plant)), list(_taken(plant))
    for spot in taken:
        yield Link(spot.node, batch(spot.node[2]), True, plant.produced[int(spot.node[3])].span)
    for source in left:
        cuts = residue_cuts(plant, source.equipment)
        for target in taken:
            apart = source.equipment == target.equipment and source.run != target.run
            if apart and not before(target.span, source.span) and not cut_between(source.span, target.span, cuts):
                yield Link(source.node, target.node, False)


def _carrying(plant: Plant, run: str) -> list[Use]:
    return [use for use in plant.uses.get(run, []) if carries(plant, use.equipment)]


def _left(plant: Plant) -> Iterator[Spot]:
    """What lay on equipment, and when: the inside of a run while it is used, a charge and a draw at its own moment.

    What a draw was fed besides never was in the vessel, and what it took from there lay in it before; both passed the
    other equipment of the draw.
    """
    for run in plant.uses:
        _, outputs, _ = ends_of(plant, run)
        for use in _carrying(plant, run):
            inside = plant.kind(run) != CHARGE and not (plant.kind(run) == DRAW and use.equipment in plant.vessels(run))
            for output in (outputs or [""]) if inside else []:
                yield Spot(("inside", run, output), run, use.equipment, use.own_time or plant.span_of(run))
    for line in all_charges(plant):
        yield from (spot for spot, _ in _beside(plant, charge_node(line), line))
    for line in (line for line in plant.produced if is_draw(plant, line)):
        yield from (spot for spot, in_vessel in _beside(plant, draw_node(line), line) if not in_vessel)


def _beside(plant: Plant, node: Node, line: Line) -> Iterator[tuple[Spot, bool]]:
    for use in _carrying(plant, line.run):
        in_vessel = use.equipment in plant.vessels(line.run)
        when = line.span if in_vessel or not use.own_time else use.own_time
        yield Spot(node, line.run, use.equipment, when), in_vessel


def _taken(plant: Plant) -> Iterator[Spot]:
    for line in plant.produced:
        node = ("taken", line.run, line.key, str(line.number))
        by_line = is_draw(plant, line) or timed(plant.runs.get(line.run, {}))
        for use in _carrying(plant, line.run):
            drawn = is_draw(plant, line) and use.equipment in plant.vessels(line.run)
            when = line.span if by_line else plant.span_of(line.run)
            yield Spot(node, line.run, use.equipment, when if drawn else use.own_time or when)

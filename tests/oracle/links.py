"""Links between states of material, each certain or potential: pair by pair as rules 7, 11, 13, 14 and 15 say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.oracle.plant import CHARGE, DRAW, Line, Plant, Use, carries
from tests.oracle.rows import key
from tests.oracle.times import Span, before, span, timed, truth

Node = tuple[str, ...]


class Link(NamedTuple):
    """Material may have gone from one state to the other."""

    source: Node
    target: Node
    certain: bool


class Spot(NamedTuple):
    """A moment at which material was in equipment, or came out of it."""

    node: Node
    run: str
    equipment: str
    span: Span


def batch(text: str) -> Node:
    """The state of lying in a batch."""
    return ("batch", text)


def all_links(plant: Plant) -> list[Link]:
    """Every link the rules leave standing."""
    return [*run_links(plant), *vessel_links(plant), *residue_links(plant), *shipped_links(plant)]


def is_charge(plant: Plant, line: Line) -> bool:
    """Whether a consumed line goes into a vessel."""
    return plant.kind(line.run) == CHARGE


def is_draw(plant: Plant, line: Line) -> bool:
    """Whether a produced line comes out of a vessel: that of a draw, or what a charge run gives besides."""
    return plant.kind(line.run) in (CHARGE, DRAW)


# Runs: rule 7


def run_links(plant: Plant) -> Iterator[Link]:
    """Inputs into the inside of a run meant for one output, and out of it."""
    for run in sorted({row["run"] for file in ("consumed", "produced", "mapped") for row in plant.files[file]}):
        inputs, outputs, pairs = _ends(plant, run)
        for output in outputs:
            inside = ("inside", run, output)
            yield Link(inside, batch(output), True)
            for line_key, certain in inputs:
                stands, sure = _pair(pairs, line_key, output)
                if stands:
                    yield Link(batch(line_key), inside, certain and sure)
        if not outputs:
            yield from (Link(batch(line_key), ("inside", run, ""), certain) for line_key, certain in inputs)


def _ends(plant: Plant, run: str) -> tuple[list[tuple[str, bool]], list[str], set[tuple[str, str]]]:
    pairs = {(key(row, "in_"), key(row, "out_")) for row in plant.files["mapped"] if row["run"] == run}
    lines = {(line.key, line.certain) for line in plant.consumed if line.run == run}
    lined = {name for name, _ in lines}
    inputs = lines | {(source, True) for source, _ in pairs if source not in lined}
    inputs |= {(other, False) for source, _ in pairs for other in plant.candidates.get(source, ())}
    outputs = {line.key for line in plant.produced if line.run == run} | {target for _, target in pairs}
    return sorted(inputs), sorted(outputs), pairs


def _pair(pairs: set[tuple[str, str]], source: str, target: str) -> tuple[bool, bool]:
    """Whether a pair stands, and whether it is certain."""
    if not pairs or (source, target) in pairs:
        return True, True
    mapped_in, mapped_out = {one for one, _ in pairs}, {one for _, one in pairs}
    return not (source in mapped_in and target in mapped_out), False


# Vessels: rules 12 to 14


def vessel_links(plant: Plant) -> Iterator[Link]:
    """Charged batches to the charge, each charge to each draw it may reach, draws to the drawn batches."""
    charges = [line for line in plant.consumed if is_charge(plant, line)]
    draws = [line for line in plant.produced if is_draw(plant, line)]
    for charge in charges:
        yield Link(batch(charge.key), charge_node(charge), charge.certain)
    for draw in draws:
        yield Link(draw_node(draw), batch(draw.key), True)
    for charge in {charge.number: charge for charge in charges}.values():
        for draw in draws:
            for vessel in plant.vessels(charge.run) & plant.vessels(draw.run):
                cuts = content_cuts(plant, vessel)
                if not before(draw.span, charge.span) and not cut_between(charge.span, draw.span, cuts):
                    yield Link(charge_node(charge), draw_node(draw), certainly(charge.span, draw.span, cuts))


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


# Lines: rule 15


def residue_links(plant: Plant) -> Iterator[Link]:
    """What was on equipment to all that came out of it later or perhaps later, up to a cut; never within one run."""
    left, taken = list(_left(plant)), list(_taken(plant))
    for spot in taken:
        yield Link(spot.node, batch(spot.node[2]), True)
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
        _, outputs, _ = _ends(plant, run)
        for use in _carrying(plant, run):
            inside = plant.kind(run) != CHARGE and not (plant.kind(run) == DRAW and use.equipment in plant.vessels(run))
            for output in (outputs or [""]) if inside else []:
                yield Spot(("inside", run, output), run, use.equipment, use.own_time or plant.span_of(run))
    for line in {line.number: line for line in plant.consumed if is_charge(plant, line)}.values():
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


# Shipments: rule 11


def shipped_links(plant: Plant) -> Iterator[Link]:
    """Batches to shipments, and to what was received or came back from them."""
    lines = list(_shipped(plant))
    for name, source, certain in lines:
        yield Link(batch(source), ("shipment", name), certain)
    for row in plant.files["receipts"]:
        yield Link(("receipt", row["receipt"]), batch(key(row)), True)
        yield from _transfer(plant, lines, row, "receipt")
    for row in plant.files["returns"]:
        if "supplier" not in row:
            yield from _transfer(plant, lines, row, "return")


def _shipped(plant: Plant) -> Iterator[tuple[str, str, bool]]:
    for row in plant.files["shipped"]:
        shipment = plant.shipments.get(row["shipment"], {})
        when = span(shipment.get("shipped_at"), plant.place(shipment))
        yield row["shipment"], key(row), not plant.contradicts(key(row), when)
        for other in sorted(plant.candidates.get(key(row), ())):
            yield row["shipment"], other, False


def _transfer(plant: Plant, lines: list[tuple[str, str, bool]], row: dict[str, str], kind: str) -> Iterator[Link]:
    """Goods that came in under their own key are the same batch: no link is needed."""
    sent = [other for other in plant.files["shipped"] if other["shipment"] == row.get("shipment")]
    chosen, certain = _bearing(sent, row, kind)
    names = {key(other) for other in chosen}
    sources = {line for line in lines if line[0] == row.get("shipment") and _means(plant, names, line[1])}
    if {source for _, source, _ in sources} <= {key(row)}:
        return
    node = ("transfer", row["shipment"], kind, row[kind], key(row), row.get("line", ""))
    yield Link(node, batch(key(row)), True)
    for _, source, sure in sources:
        yield Link(batch(source), node, certain and sure)


def _means(plant: Plant, names: set[str], source: str) -> bool:
    return source in names or any(source in plant.candidates.get(name, ()) for name in names)


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

"""Well-mixed and first-in-first-out, as somebody would work them out on paper (rule 16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.oracle.links import Node
from tests.oracle.plant import Line, Plant
from tests.oracle.times import Span, before
from tests.oracle.vessels import charge_node, content_cuts, draw_node, is_charge, is_draw

Policies = Mapping[str, Mapping[str, Any]]


class Move(NamedTuple):
    """A charge or a draw."""

    node: Node
    span: Span
    amount: float | None


Stretch = tuple[list[Move], list[Move]]


def spared_draws(plant: Plant, reached: set[Node], policies: Policies) -> set[Node]:
    """The draws that carry nothing under the policy of their vessel, where these states are suspect."""
    found: set[Node] = set()
    for vessel in sorted({name for run in plant.uses for name in plant.vessels(run)}):
        said = policies.get(vessel, policies.get("*", {}))
        for charges, draws in _usable(plant, vessel, said.get("policy", "strict")):
            for draw in draws:
                bad = [move for move in charges if move.node in reached and not before(draw.span, move.span)]
                if said["policy"] == "well_mixed":
                    spared = _share(draw, charges, draws, reached) < said.get("threshold", 0.0)
                else:
                    spared = all(_is_apart(draw, move, charges, draws, said.get("overlap", 0.0)) for move in bad)
                found |= {draw.node} if bad and spared else set()
    return found


def _usable(plant: Plant, vessel: str, policy: str) -> list[Stretch]:
    """The stretches between cuts of which everything is known that the policy needs."""
    cuts = content_cuts(plant, vessel)
    stretches: dict[tuple[bool, ...], Stretch] = {}
    moves = _moves(plant, vessel)
    for number, side in enumerate(moves):
        for move in side:
            stretches.setdefault(tuple(before(cut, move.span) for cut in cuts), ([], []))[number].append(move)
    unclear = [move for move in (*moves[0], *moves[1]) if any(_meet(cut, move.span) for cut in cuts)]
    return [
        stretch
        for stretch in stretches.values()
        if policy != "strict"
        and not any(_may_be_with(one, move, cuts) for one in unclear for move in (*stretch[0], *stretch[1]))
        and _adds_up(*stretch)
        and not (
            policy == "well_mixed" and any(_meet(one.span, other.span) for one in stretch[0] for other in stretch[1])
        )
    ]


def _moves(plant: Plant, vessel: str) -> Stretch:
    charges = {
        line.number: Move(charge_node(line), line.span, _amount(plant, "consumed", line))
        for line in plant.consumed
        if is_charge(plant, line) and vessel in plant.vessels(line.run)
    }
    # What named no lot is a charge as well, also where nothing was on hand that it may have been.
    draws = [
        Move(draw_node(line), line.span, _amount(plant, "produced", line))
        for line in plant.produced
        if is_draw(plant, line) and vessel in plant.vessels(line.run)
    ]
    return list(charges.values()) + _lotless(plant, vessel, set(charges)), draws


def _lotless(plant: Plant, vessel: str, known: set[int]) -> list[Move]:
    rows = [(number, row) for number, row in enumerate(plant.files["consumed"]) if "lot" not in row]
    return [
        Move(("charge", row["run"], str(number)), plant.lotless[number], None)
        for number, row in rows
        if number not in known and plant.kind(row["run"]) == "charge" and vessel in plant.vessels(row["run"])
    ]


def _amount(plant: Plant, file: str, line: Line) -> float | None:
    row = plant.files[file][line.number]
    return float(row["quantity"]) if "quantity" in row and "lot" in row else None


def _meet(one: Span, other: Span) -> bool:
    return not before(one, other) and not before(other, one)


def _may_be_with(one: Move, other: Move, cuts: list[Span]) -> bool:
    """Whether no cut certainly lies between the two."""
    first, second = one.span, other.span
    return not any(
        (before(first, cut) and before(cut, second)) or (before(second, cut) and before(cut, first)) for cut in cuts
    )


def _adds_up(charges: list[Move], draws: list[Move]) -> bool:
    """All is told, and nothing was drawn that cannot have been there."""
    if any(move.amount is None for move in (*charges, *draws)):
        return False
    for move in (*charges, *draws):
        went = _sum([draw for draw in draws if before(draw.span, move.span)])
        went += (move.amount or 0.0) if move in draws else 0.0
        if went > _sum([one for one in charges if one.span.start < move.span.end and one != move]) + 1e-6:
            return False
    return _sum(draws) <= _sum(charges) + 1e-6


def _sum(moves: list[Move]) -> float:
    return sum(move.amount or 0.0 for move in moves)


def _share(draw: Move, charges: list[Move], draws: list[Move], reached: set[Node]) -> float:
    """How much of what was in the vessel was of suspect charges when it drew, everything being stirred all the time."""
    pure = bad = 0.0
    for move in sorted((*charges, *draws), key=lambda one: one.span.start):
        share = bad / (pure + bad) if pure + bad > 1e-6 else 0.0
        quantity = move.amount or 0.0
        if move == draw:
            return share
        if move in draws:
            pure, bad = max(0.0, pure - (1 - share) * quantity), max(0.0, bad - share * quantity)
        elif move.node in reached:
            bad += quantity
        else:
            pure += quantity
    raise AssertionError(draw)


def _is_apart(draw: Move, charge: Move, charges: list[Move], draws: list[Move], overlap: float) -> bool:
    """Whether the charge cannot have been where it drew, whatever the order of what may have come in either."""
    first = _sum([one for one in draws if before(one.span, draw.span)])
    last = _sum([one for one in draws if not before(draw.span, one.span)])
    low = _sum([one for one in charges if before(one.span, charge.span)])
    high = _sum([one for one in charges if not before(charge.span, one.span)])
    return low - overlap >= last or first >= high + overlap

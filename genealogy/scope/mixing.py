"""What draws from a vessel hold of suspect charges under a policy (rule 16): pure functions of its charges and draws.

A policy speaks only where the records allow it: with a quantity for each charge and draw since the last cut, in one
unit, and never more drawn than was there. Elsewhere the strict rule holds, and a doubt says why.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import accumulate

from genealogy.derive.chains import Cuts
from genealogy.scope.switches import VesselPolicy
from genealogy.times import Interval

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Move:
    """A charge or draw, by its part; `amount` is None where no usable quantity is recorded."""

    part: str
    run: str
    span: Interval
    amount: float | None


@dataclass(frozen=True, slots=True)
class Vessel:
    """What is recorded of a vessel; amounts are in `uom`."""

    name: str
    uom: str | None
    charges: tuple[Move, ...]
    draws: tuple[Move, ...]
    cuts: Cuts


@dataclass(frozen=True, slots=True)
class Judged:
    """`spared`: why, by the part of each draw that carries nothing suspect under the policy. `doubts`: why the policy
    was not applied somewhere. `unopened`: it was where only the first record begins, and more may have lain before."""

    spared: dict[str, str]
    doubts: tuple[str, ...]
    unopened: bool


def judge(vessel: Vessel, policy: VesselPolicy, suspect: Collection[str]) -> Judged:
    """The draws that the policy spares, given the parts of the suspect charges."""
    spared: dict[str, str] = {}
    doubts: list[str] = []
    unopened = False
    for number in range(len(vessel.cuts.starts) + 1):
        charges = [move for move in vessel.charges if number in vessel.cuts.stretches(move.span)]
        draws = [move for move in vessel.draws if number in vessel.cuts.stretches(move.span)]
        if not draws or not any(move.part in suspect for move in charges):
            continue
        doubt = _doubt(vessel, policy, charges, draws)
        if doubt:
            doubts.append(doubt)
            continue
        rule = _well_mixed if policy.policy == "well_mixed" else _first_in_first_out
        found = rule(vessel, policy, charges, draws, suspect)
        spared |= found
        unopened |= bool(found) and number == 0
    return Judged(spared, tuple(dict.fromkeys(doubts)), unopened)


def _doubt(vessel: Vessel, policy: VesselPolicy, charges: Sequence[Move], draws: Sequence[Move]) -> str:
    """Why the policy says nothing here; empty where it does."""
    moves = [*charges, *draws]
    if missing := next((move for move in moves if move.amount is None), None):
        return f"run {missing.run} has no usable quantity"
    if unclear := next((move for move in moves if vessel.cuts.unclear(move.span)), None):
        return f"run {unclear.run} may lie before or after a clean"
    if mingled := _mingled(charges, draws) if policy.policy == "well_mixed" else None:
        return f"run {mingled.run} drew while something may have been charged"
    return _overdrawn(charges, draws)


def _mingled(charges: Sequence[Move], draws: Sequence[Move]) -> Move | None:
    """A draw that lies certainly neither before nor after each charge."""
    starts = sorted(move.span.start for move in charges)
    ends = sorted(move.span.end for move in charges)
    return next((d for d in draws if bisect_left(starts, d.span.end) != bisect_right(ends, d.span.start)), None)


class _Sums:
    """How much was moved by moves that certainly lie before something, or may lie before it."""

    def __init__(self, moves: Sequence[Move]) -> None:
        by_end = sorted(moves, key=lambda move: move.span.end)
        by_start = sorted(moves, key=lambda move: move.span.start)
        self._ends = [move.span.end for move in by_end]
        self._starts = [move.span.start for move in by_start]
        self._ended = [0.0, *accumulate(move.amount or 0.0 for move in by_end)]
        self._begun = [0.0, *accumulate(move.amount or 0.0 for move in by_start)]

    def before(self, span: Interval) -> float:
        """By those that ended before it began."""
        return self._ended[bisect_right(self._ends, span.start)]

    def by_then(self, span: Interval) -> float:
        """By those that began before it ended: it too, where it is one of them."""
        return self._begun[bisect_left(self._starts, span.end)]


def _overdrawn(charges: Sequence[Move], draws: Sequence[Move]) -> str:
    """Where more had certainly left than can have been there: by a draw, by the next charge, or in the end."""
    came, went = _Sums(charges), _Sums(draws)
    for draw in draws:
        if _more(went.before(draw.span) + (draw.amount or 0.0), came.by_then(draw.span)):
            return f"by run {draw.run} more was drawn than had been charged"
    for charge in charges:
        if _more(went.before(charge.span), came.by_then(charge.span) - (charge.amount or 0.0)):
            return f"before run {charge.run} more was drawn than had been charged"
    total, left = (sum(move.amount or 0.0 for move in moves) for moves in (charges, draws))
    return f"{left:g} were drawn, and only {total:g} charged" if _more(left, total) else ""


def _more(one: float, other: float) -> bool:
    return one > other + ROUNDING * max(1.0, other)


def _well_mixed(
    vessel: Vessel, policy: VesselPolicy, charges: Sequence[Move], draws: Sequence[Move], suspect: Collection[str]
) -> dict[str, str]:
    """Each draw takes of everything in proportion, so only charges change the shares; a suspect charge is so wholly."""
    spared: dict[str, str] = {}
    inside = bad = 0.0
    last = ""
    events = [(move, True) for move in charges] + [(move, False) for move in draws]
    for move, is_charge in sorted(events, key=lambda event: (event[0].span.start, event[0].span.end)):
        amount = move.amount or 0.0
        if is_charge:
            inside += amount
            if move.part in suspect:
                bad, last = bad + amount, move.run
            continue
        share = min(1.0, bad / inside) if inside > 0 else 0.0
        if last and share < policy.threshold:
            figures = f"{bad:g} of {inside:g}{_unit(vessel)} in {vessel.name} were of suspect charges"
            least = f"{share:.3%}, less than {policy.threshold:.3%} (well mixed)"
            spared[move.part] = f"{figures} (the last by run {last}) when run {move.run} drew: {least}"
        bad, inside = max(0.0, bad - share * amount), max(0.0, inside - amount)
    return spared


def _first_in_first_out(
    vessel: Vessel, policy: VesselPolicy, charges: Sequence[Move], draws: Sequence[Move], suspect: Collection[str]
) -> dict[str, str]:
    """What is charged queues by quantity: a draw takes where those before it have stopped. Where the order of two is
    not certain, either may come first."""
    came, went = _Sums(charges), _Sums(draws)
    bad = [(came.before(move.span), came.by_then(move.span), move) for move in charges if move.part in suspect]
    spared: dict[str, str] = {}
    for draw in draws:
        first, last = went.before(draw.span), went.by_then(draw.span)
        reached = [one for one in bad if one[2].span.start < draw.span.end]
        if reached and all(low - policy.overlap >= last or first >= high + policy.overlap for low, high, _ in reached):
            low, high, charge = min(reached, key=lambda one: max(one[0] - last, first - one[1]))
            unit = _unit(vessel)
            took = f"run {draw.run} drew {first:g} to {last:g}{unit} of what went through {vessel.name}"
            lay = f"the nearest suspect charge, run {charge.run}, was {low:g} to {high:g}{unit} of it"
            spared[draw.part] = f"{took}; {lay} (first in, first out, overlap {policy.overlap:g}{unit})"
    return spared


def _unit(vessel: Vessel) -> str:
    return f" {vessel.uom}" if vessel.uom else ""

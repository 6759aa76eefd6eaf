"""Residue on equipment with carry-over (rule 15), as a chain of contents of its own.

A run deposits at its earliest moment; the outputs of other runs take at their latest. What is taken is not deposited
again. Only a validated clean cuts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from genealogy.derive.chains import Cuts, Timed, by_stretch, possible_chain
from genealogy.derive.drawing import Drawing, Ref
from genealogy.derive.lines import RunRecord, between, span_of, when
from genealogy.derive.vessel import Clean, bounding
from genealogy.record.stale import VESSEL_RUNS
from genealogy.store.moments import moment
from genealogy.times import BEGIN, Interval


@dataclass(frozen=True, slots=True)
class Deposit:
    """What leaves residue: a run, or a part of one."""

    run: str
    node: Ref


@dataclass(frozen=True, slots=True)
class Take:
    """An output that may carry the residue of other runs. `own` says that its run's own residue must not reach it;
    `came` is the time of the output's line, for residue comes into a batch with what is put in (rule 18)."""

    run: str
    batch: str
    own: bool
    came: Interval


@dataclass(frozen=True, slots=True)
class Use:
    """A run on the equipment: `spans` are the properties of each RAN_ON edge, `parts` those of its parts there. With
    `apart` its outputs are kept from its own residue though it is not mapped: supposed, never recorded."""

    run: RunRecord
    spans: tuple[Mapping[str, Any], ...]
    mapped: bool
    parts: tuple[Mapping[str, Any], ...]
    apart: bool = False


@dataclass(frozen=True, slots=True)
class _Spared:
    """What the clean (its id) at the end of a stretch keeps from the residue there: no flow, and drawn so that it can
    be shown, as for vessels."""

    clean: str | None
    takes: tuple[Take, ...]


def draw_residue(equipment: str, uses: Sequence[Use], cleans: Sequence[Clean], drawing: Drawing) -> None:
    """Add the residue of one piece of equipment."""
    cutting = [clean for clean in cleans if clean.validated]
    cuts = Cuts.of([clean.span for clean in cutting])
    deposits = [deposit for use in uses for deposit in _deposits(use)]
    left = by_stretch(deposits, cuts)
    taking = by_stretch([take for use in uses for take in _takes(use)], cuts)
    for number, clean in enumerate([*bounding(cuts, cutting), None]):
        spared = _Spared(clean, tuple(_next(taking, number)))
        _draw_stretch(equipment, number, left[number], taking[number], spared, drawing)
    _note_unclear(equipment, deposits, cuts, cutting, drawing)


def _spans(use: Use, otherwise: Interval) -> list[Interval]:
    """When the run was on the equipment: what each of its uses says, where they say nothing the other interval."""
    return [_span(said, use.run.span) if said["from"] or said["to"] else otherwise for said in use.spans]


def _span(said: Mapping[str, Any], run: Interval) -> Interval:
    started = span_of(said, "from") if said["from"] else Interval(run.start, run.start)
    ended = span_of(said, "to") if said["to"] else Interval(run.end, run.end)
    return between(started, ended)


def _deposits(use: Use) -> list[Timed[Deposit]]:
    run = use.run
    if not use.mapped and run.kind not in VESSEL_RUNS:
        return [Timed(Deposit(run.run, ("Run", run.run)), span) for span in _spans(use, run.span)]
    in_vessel = _in_vessel(use)
    return [
        Timed(Deposit(run.run, ("Part", part["part"])), span)
        for part in use.parts
        for span in (_inside(part) if in_vessel else _passing(use, part))
    ]


def _in_vessel(use: Use) -> bool:
    """Whether the run charged the equipment, or drew from it."""
    return any(part["inside"] for part in use.parts)


def _inside(part: Mapping[str, Any]) -> list[Interval]:
    """A charge lies in its vessel from its own moment on; what a draw took lay there before."""
    return [span_of(part, "at")] if part["inside"] and part["role"] == "charge" else []


def _passing(use: Use, part: Mapping[str, Any]) -> list[Interval]:
    """Charges and draws pass other equipment at their own moment, what the run was given besides while it went on."""
    if part["role"]:
        return _spans(use, span_of(part, "at"))
    return [] if use.run.kind == "charge" else _spans(use, use.run.span)


def _takes(use: Use) -> list[Timed[Take]]:
    """A drawn batch takes at its own moment. What a run's times are on other equipment its uses say first. Where line
    times are readings, an output that was out before an input went in must not get it as residue of its own run."""
    run, in_vessel = use.run, _in_vessel(use)
    vessel_run = run.kind in VESSEL_RUNS
    keeps = use.mapped or use.apart or vessel_run or run.timed
    return [
        Timed(Take(run.run, line.key, keeps, line.span), span)
        for line in run.outputs
        for own in (line.span if run.timed or vessel_run else run.span,)
        for span in ([own] if in_vessel else _spans(use, own))
    ]


def _next(taking: Sequence[Sequence[Timed[Take]]], number: int) -> Iterable[Take]:
    """The outputs that take in the next stretch that has any, without those of runs that may have come before the clean
    between; each once."""
    before = {take.what.run for take in taking[number]}
    later = next((takes for takes in taking[number + 1 :] if takes), ())
    return dict.fromkeys(take.what for take in later if take.what.run not in before)


def _draw_stretch(
    equipment: str,
    number: int,
    deposits: list[Timed[Deposit]],
    takes: list[Timed[Take]],
    spared: _Spared,
    drawing: Drawing,
) -> None:
    chain = possible_chain(deposits, takes)
    first_own: dict[str, int] = {}
    for place, deposit in reversed(list(enumerate(chain.comings))):
        first_own[deposit.what.run] = place
    last = len(chain.comings)
    kept = [(take, first_own.get(take.run, last) if take.own else last) for take in spared.takes]
    wanted = {stop for _, stop in kept}
    plans = []
    for take, taken in zip(chain.goings, chain.taken, strict=True):
        stop = min(taken, first_own.get(take.what.run, taken)) if take.what.own else taken
        wanted.add(stop)
        plans.append((take.what, stop, chain.comings[stop:taken]))
    states = _draw_states(equipment, number, chain.comings, wanted, drawing)
    for what, stop, meanwhile in plans:
        said = {"run": what.run, **when(what.came)}
        if stop:
            drawing.edge(states[stop], "CARRIED_OVER", ("Batch", what.batch), **said)
        for deposit in meanwhile:
            if deposit.what.run != what.run:
                drawing.edge(deposit.what.node, "CARRIED_OVER", ("Batch", what.batch), on=equipment, **said)
    for later, stop in kept:
        if stop:
            drawing.edge(states[stop], "CUT", ("Batch", later.batch), clean=spared.clean, run=later.run)


def _draw_states(
    equipment: str, number: int, comings: Sequence[Timed[Deposit]], wanted: set[int], drawing: Drawing
) -> dict[int, Ref]:
    """A state after each number of deposits that something takes from; each holds the one before it."""
    states: dict[int, Ref] = {}
    before = 0
    for count in sorted(wanted - {0}):
        state = drawing.node(
            "Content",
            f"{equipment} residue {number} {count}",
            equipment=equipment,
            residue=True,
            caption=f"residue on {equipment}",
        )
        drawing.edge(("Equipment", equipment), "CONTAINS", state)
        if before:
            drawing.edge(states[before], "CARRIED_OVER", state)
        for deposit in comings[before:count]:
            begun = None if deposit.span.start == BEGIN else moment(deposit.span.start)
            drawing.edge(deposit.what.node, "CARRIED_OVER", state, at=begun)
        states[count] = state
        before = count
    return states


def _note_unclear(
    equipment: str, deposits: Sequence[Timed[Deposit]], cuts: Cuts, cleans: Sequence[Clean], drawing: Drawing
) -> None:
    """A clean that does not certainly lie between two runs cuts nothing between them: a gap (rule 14)."""
    unclear = sorted({cleans[n].id for deposit in deposits for n in cuts.unclear(deposit.span)})
    for ref, said in drawing.nodes.items():
        if said.get("residue") and said.get("equipment") == equipment:
            drawing.note(ref, unclear=unclear)

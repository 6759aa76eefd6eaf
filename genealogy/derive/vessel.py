"""A re-used vessel as chains of content states (rules 12 to 14).

A charge puts the incoming batch into the next content, which holds the one before it too; a draw consumes the
content and produces the drawn batch. The content does not pass through the charge, whose run did not touch it. Each
stretch between cuts has a certain chain (charges at their latest, draws at their earliest) and, where times leave a
doubt, a possible one beside it, whose edges are of the MAYBE types.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from genealogy.derive.chains import Chain, Cuts, Timed, by_stretch, certain_chain, possible_chain
from genealogy.derive.drawing import Drawing, Ref
from genealogy.derive.lines import RunLine, RunRecord, draw_input, when
from genealogy.keys import material_of
from genealogy.store.moments import moment
from genealogy.times import BEGIN, Interval

Amount = tuple[float, str | None]


@dataclass(frozen=True, slots=True)
class Clean:
    """A clean of equipment: `validated` cuts content and residue, `empty` alone cuts content (rule 14)."""

    id: str
    span: Interval
    validated: bool
    empty: bool


@dataclass(frozen=True, slots=True)
class Charge:
    """A batch that enters the vessel, as the part by which it does."""

    part: Ref
    line: RunLine


@dataclass(frozen=True, slots=True)
class Draw:
    """A batch that leaves the vessel, as the part that makes it."""

    part: Ref
    line: RunLine


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What happens between two cuts."""

    vessel: str
    name: str
    last: bool
    charges: list[Timed[Charge]]
    draws: list[Timed[Draw]]


def draw_vessel(vessel: str, runs: Sequence[RunRecord], cleans: Sequence[Clean], drawing: Drawing) -> None:
    """Add the contents of a vessel and the parts of its charges and draws."""
    cutting = [clean for clean in cleans if clean.validated or clean.empty]
    cuts = Cuts.of([clean.span for clean in cutting])
    charges = [
        Timed(_charge_part(vessel, run, line, number, drawing), line.span)
        for run in runs
        if run.kind == "charge"
        for number, line in enumerate((*run.inputs, *run.backflushed), 1)
    ]
    draws = [
        Timed(_draw_part(vessel, run, line, number, drawing), line.span)
        for run in runs
        for number, line in enumerate(run.outputs, 1)
    ]
    last = len(cuts.starts)
    both = zip(by_stretch(charges, cuts), by_stretch(draws, cuts), strict=True)
    stretches = [
        _Stretch(vessel, f"{vessel} {number}", number == last, came, went) for number, (came, went) in enumerate(both)
    ]
    ends = [_draw_stretch(stretch, cuts, drawing) for stretch in stretches]
    _draw_spared(stretches, ends, bounding(cuts, cutting), drawing)
    _note_doubts(charges, draws, cuts, cutting, drawing)


def bounding(cuts: Cuts, cleans: Sequence[Clean]) -> list[str]:
    """The cleans that bound the stretches, in order, by id."""
    bounds = {(clean.span.start, clean.span.end): clean.id for clean in cleans}
    return [bounds[bound] for bound in zip(cuts.starts, cuts.ends, strict=True)]


def _charge_part(vessel: str, run: RunRecord, line: RunLine, number: int, drawing: Drawing) -> Charge:
    part = _part(f"{run.run} → {vessel} {number}", vessel, run, line, drawing, role="charge")
    if number > len(run.inputs):
        drawing.note(part, backflushed=line.key)  # what it was is found when a scope is asked for (rule 4)
    else:
        draw_input(line, "CONSUMED", part, drawing)
    return Charge(part, line)


def _draw_part(vessel: str, run: RunRecord, line: RunLine, number: int, drawing: Drawing) -> Draw:
    """The part that makes a drawn batch; what the run itself was given comes to it besides (`draw_parts`)."""
    part = _part(f"{run.run} ← {vessel} {number}", vessel, run, line, drawing, role="draw")
    said = {"quantity": line.quantity, "uom": line.uom, **when(line.span)}
    drawing.edge(part, "PRODUCED", ("Batch", line.key), **said)
    return Draw(part, line)


def _part(name: str, vessel: str, run: RunRecord, line: RunLine, drawing: Drawing, *, role: str) -> Ref:
    caption = f"{run.run} → {vessel if role == 'charge' else line.key}"
    said = {"caption": caption, "role": role, "run": run.run, "equipment": vessel, **when(line.span)}
    part = drawing.node("Part", name, **said)
    drawing.edge(("Run", run.run), "HAS_PART", part)
    return part


def _draw_spared(
    stretches: Sequence[_Stretch], ends: Sequence[Ref | None], cleans: Sequence[str], drawing: Drawing
) -> None:
    """What a stretch held is kept by the clean at its end from the draws of the next stretch that has any: no flow, and
    drawn so that it can be shown. Draws after a further clean are spared twice, and not drawn again."""
    for number, clean in enumerate(cleans):
        end, own = ends[number], {draw.what.part for draw in stretches[number].draws}
        later = next((stretch.draws for stretch in stretches[number + 1 :] if stretch.draws), ())
        for draw in later:
            if end and draw.what.part not in own:
                drawing.edge(end, "CUT", draw.what.part, clean=clean)


def _draw_stretch(stretch: _Stretch, cuts: Cuts, drawing: Drawing) -> Ref | None:
    """Both chains; gives back the last state, that of all charges there may have been."""
    sure_charges = [charge for charge in stretch.charges if not cuts.unclear(charge.span)]
    sure_draws = [draw for draw in stretch.draws if not cuts.unclear(draw.span)]
    certain = certain_chain(sure_charges, sure_draws)
    possible = possible_chain(stretch.charges, stretch.draws)
    rest = level(possible)
    end = _draw_chain(stretch, certain, "", rest, drawing)
    return _draw_chain(stretch, possible, "MAYBE_", rest, drawing) if certain != possible else end


def _draw_chain(
    stretch: _Stretch, chain: Chain[Charge, Draw], maybe: str, rest: Amount | None, drawing: Drawing
) -> Ref | None:
    """One chain of contents, and its last state, with the `rest` the stretch ends with; each state but the first comes
    from the one before it and a charge."""
    states: list[Ref] = []
    for number, charge in enumerate(chain.comings, 1):
        name = f"{stretch.name} {'possible' if maybe else 'certain'} {number}"
        caption = f"{stretch.vessel} after {number}"
        states.append(drawing.node("Content", name, equipment=stretch.vessel, caption=caption))
        drawing.edge(("Equipment", stretch.vessel), "CONTAINS", states[-1])
        drawing.edge(charge.what.part, f"{maybe}PRODUCED", states[-1])
        if number > 1:
            drawing.edge(states[-2], f"{maybe}PRODUCED", states[-1])
    for draw, taken in zip(chain.goings, chain.taken, strict=True):
        if taken:
            drawing.edge(states[taken - 1], f"{maybe}CONSUMED", draw.what.part)
            drawing.note(draw.what.part, charged=True)
    if not states:
        return None
    _note_end(stretch, states[-1], rest, drawing)
    return states[-1]


def _note_end(stretch: _Stretch, state: Ref, rest: Amount | None, drawing: Drawing) -> None:
    """What the last state of a stretch calculates to hold: the content now, or what a clean left unaccounted."""
    quantity, uom = rest or (None, None)
    if stretch.last:
        since = min(charge.span.start for charge in stretch.charges)
        drawing.note(state, current=True, quantity=quantity, uom=uom, since=None if since == BEGIN else moment(since))
    elif quantity and quantity > 0:
        drawing.note(state, left=quantity, uom=uom)


def level(chain: Chain[Charge, Draw]) -> Amount | None:
    """What is left in the end, with its unit; None where a quantity is missing or units differ.

    What is drawn beyond what was charged by then is of a heel that nobody recorded, and is not taken off a later charge
    (rule 13): otherwise a vessel would seem emptier than it is.
    """
    charged = [charge.what.line for charge in chain.comings]
    drawn = [(draw.what.line, taken) for draw, taken in zip(chain.goings, chain.taken, strict=True) if taken]
    lines = [*charged, *(line for line, _ in drawn)]
    units = {line.uom or "/" + material_of(line.key) for line in lines}  # where none is named, the material's own
    if any(line.quantity is None for line in lines) or len(units) != 1:
        return None
    gone = [0.0] * (len(charged) + 1)
    for line, taken in drawn:
        gone[taken] += line.quantity or 0.0
    held = 0.0
    for line, went in zip(charged, gone[1:], strict=True):
        held = max(0.0, held + (line.quantity or 0.0) - went)
    return round(held, 6), lines[0].uom


def _note_doubts(
    charges: Sequence[Timed[Charge]],
    draws: Sequence[Timed[Draw]],
    cuts: Cuts,
    cleans: Sequence[Clean],
    drawing: Drawing,
) -> None:
    """What narrows nothing although it could: cleans not certainly between (rule 14), draws before any charge (13)."""
    parts = [(item.what.part, item.span) for item in charges] + [(item.what.part, item.span) for item in draws]
    for part, span in parts:
        drawing.note(part, unclear=sorted(cleans[n].id for n in cuts.unclear(span)))
    for draw in draws:
        if not drawing.nodes[draw.what.part].pop("charged", False):
            drawing.note(draw.what.part, uncharged=True)

"""Runs drawn as one part per output (rule 7), so that a plain traversal never crosses a pair the mapping separates, nor
takes what a charge or draw was given besides for content of its vessel."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import reduce

from genealogy.derive.drawing import Drawing
from genealogy.derive.lines import RunLine, RunRecord, when
from genealogy.times import Interval


def draw_parts(run: RunRecord, drawing: Drawing) -> None:
    """Add the parts of one run; without a mapping every input goes into every output.

    A pair in the mapping is certain; a pair of which either end is not in the mapping is potential; two ends that are
    both in it, but not together, are cut.
    """
    inputs = _inputs(run)
    named_in = {first for first, _ in run.mapping if not inputs.get(first)}
    named_out = {second for _, second in run.mapping}
    spans: dict[str, list[Interval]] = defaultdict(list)
    for line in run.inputs:
        for key in (line.key, *line.candidates):  # what may be meant went in when the line says so
            spans[key].append(line.span)
    for output in _outputs(run, named_out):
        name = f"{run.run} → {output.key}"
        timed = run.timed or None
        part = drawing.node("Part", name, caption=name, run=run.run, output=output.key, timed=timed)
        drawing.edge(("Run", run.run), "HAS_PART", part)
        drawing.edge(
            part, "PRODUCED", ("Batch", output.key), quantity=output.quantity, uom=output.uom, **when(output.span)
        )
        for key, candidate in sorted(inputs.items()):
            kind = _edge_type(run, key, output.key, named_in, named_out, candidate)
            # Each line is a withdrawal of its own (rule 18); what a mapping keeps apart is shown once.
            lines = spans.get(key, [run.span])
            for span in dict.fromkeys(lines if kind != "CUT" else [reduce(Interval.hull, lines)]):
                drawing.edge(("Batch", key), kind, part, **when(span))


def _edge_type(run: RunRecord, key: str, output: str, named_in: set[str], named_out: set[str], candidate: bool) -> str:
    if candidate or (run.mapping and (output not in named_out or key not in named_in)):
        return "MAYBE_CONSUMED"
    if not run.mapping:
        return "CONSUMED"
    return "CONSUMED" if (key, output) in run.mapping else "CUT"


def _joined(first: RunLine, second: RunLine) -> RunLine:
    """Two lines of one output: suspect material may have come with the earlier, and only like units are added."""
    told = first.uom == second.uom and first.quantity is not None and second.quantity is not None
    quantity = (first.quantity or 0.0) + (second.quantity or 0.0) if told else None
    return RunLine(first.key, first.span.hull(second.span), quantity, first.uom if told else None)


def _inputs(run: RunRecord) -> dict[str, bool]:
    """Each input, and whether it is only a candidate; what the mapping names without a line counts as an input."""
    found = {key: True for line in run.inputs for key in line.candidates}
    found |= {line.key: False for line in run.inputs}
    return {first: False for first, _ in run.mapping} | found


def _outputs(run: RunRecord, named_out: set[str]) -> Sequence[RunLine]:
    listed: dict[str, RunLine] = {}
    for line in run.outputs:
        listed[line.key] = _joined(listed[line.key], line) if line.key in listed else line
    for key in sorted(named_out - listed.keys()):
        listed[key] = RunLine(key, run.span)
    return [listed[key] for key in sorted(listed)]

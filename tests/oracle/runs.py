"""What goes through a run: pair by pair (rule 7)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.links import Link, batch
from tests.oracle.plant import Line, Plant
from tests.oracle.rows import key
from tests.oracle.times import Span


def run_links(plant: Plant) -> Iterator[Link]:
    """Inputs into the inside of a run meant for one output, and out of it."""
    for run in sorted({row["run"] for file in ("consumed", "produced", "mapped") for row in plant.files[file]}):
        inputs, outputs, pairs = ends_of(plant, run)
        for output in outputs:
            inside = ("inside", run, output)
            yield Link(inside, batch(output), True, _hull(plant, plant.produced, run, output))
            for line_key, certain in inputs:
                stands, sure = pair(pairs, line_key, output)
                if stands:
                    for when in _went_in(plant, run, line_key):
                        yield Link(batch(line_key), inside, certain and sure, when)
            for line in _lotless(plant, run):
                if pair(pairs, line.key, output)[0]:
                    yield Link(batch(line.key), inside, False, line.span)
        if not outputs:
            for line_key, certain in inputs:
                for when in _went_in(plant, run, line_key):
                    yield Link(batch(line_key), ("inside", run, ""), certain, when)
            yield from (Link(batch(line.key), ("inside", run, ""), False, line.span) for line in _lotless(plant, run))


def _named(plant: Plant) -> list[Line]:
    """Consumptions that say of which lot, and what these may mean."""
    return [line for line in plant.consumed if line.number not in plant.lotless]


def _lotless(plant: Plant, run: str) -> list[Line]:
    """Each batch that a consumption without a lot may have taken: apart from what the run says it took of the same."""
    return [line for line in plant.consumed if line.run == run and line.number in plant.lotless]


def _went_in(plant: Plant, run: str, name: str) -> list[Span]:
    """Each line took for itself (rule 18); what it took may be in the run from the first of them on."""
    whole = _hull(plant, _named(plant), run, name)
    ends = {line.span.end for line in _named(plant) if (line.run, line.key) == (run, name)} or {whole.end}
    return [Span(whole.start, end) for end in sorted(ends)]


def _hull(plant: Plant, lines: list[Line], run: str, name: str) -> Span:
    """From the first to the last line of a batch in a run; a batch that only a mapping names has the run's time."""
    spans = [line.span for line in lines if (line.run, line.key) == (run, name)] or [plant.span_of(run)]
    return Span(min(one.start for one in spans), max(one.end for one in spans))


def ends_of(plant: Plant, run: str) -> tuple[list[tuple[str, bool]], list[str], set[tuple[str, str]]]:
    """Inputs with their certainty, outputs, and the mapped pairs of a run."""
    pairs = {(key(row, "in_"), key(row, "out_")) for row in plant.files["mapped"] if row["run"] == run}
    lines = {(line.key, line.certain) for line in _named(plant) if line.run == run}
    lined = {name for name, _ in lines}
    inputs = lines | {(source, True) for source, _ in pairs if source not in lined}
    inputs |= {(other, False) for source, _ in pairs for other in plant.candidates.get(source, ())}
    outputs = {line.key for line in plant.produced if line.run == run} | {target for _, target in pairs}
    return sorted(inputs), sorted(outputs), pairs


def pair(pairs: set[tuple[str, str]], source: str, target: str) -> tuple[bool, bool]:
    """Whether a pair stands, and whether it is certain."""
    if not pairs or (source, target) in pairs:
        return True, True
    mapped_in, mapped_out = {one for one, _ in pairs}, {one for _, one in pairs}
    return not (source in mapped_in and target in mapped_out), False

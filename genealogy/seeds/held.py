"""What lay in a vessel while it was suspect (rules 12, 21): drawn then it is a seed, drawn later it is potential."""

from __future__ import annotations

from collections.abc import Collection

from genealogy.scope.edges import DERIVED, HELD, PART, RUN, Edges
from genealogy.scope.vessels import read_vessels
from genealogy.seeds.asked import SeedQuery
from genealogy.store import Reads
from genealogy.times import UNKNOWN, Interval

NARROWING = ("run", "operator", "shift", "run_kind", "parameter")  # these ask for some runs, not for the vessel


def held_in(store: Reads, query: SeedQuery, period: Interval, seeds: Collection[str]) -> Edges:
    """Edges of the answer from the vessel to the draws after its suspect time that may hold what it held then, up to
    the next clean; not to the `seeds`. Nothing for what is no vessel."""
    edges = Edges()
    if query.equipment is None or period == UNKNOWN or any(getattr(query, name) for name in NARROWING):
        return edges
    for vessel in read_vessels(store, [query.equipment]):
        charged = {
            number
            for charge in vessel.charges
            if not period.certainly_before(charge.span)
            for number in vessel.cuts.stretches(charge.span)
        }
        held = charged & set(vessel.cuts.stretches(period))
        for draw in vessel.draws:
            late = PART + draw.part not in seeds and not draw.span.certainly_before(period)
            if late and held & set(vessel.cuts.stretches(draw.span)):
                for node in (RUN + draw.run, PART + draw.part):
                    edges.extend(Edges([HELD + vessel.name], ["MAYBE_CONSUMED"], [node], [DERIVED], [""], [0]))
    return edges

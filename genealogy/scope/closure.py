"""The whole closure of a scope: recorded and drawn links, and the candidates of consumptions that name no lot."""

from __future__ import annotations

from collections.abc import Sequence

from genealogy.scope.backflush import Candidates
from genealogy.scope.edges import Direction, Edges, Engine, by_frontier, fetch
from genealogy.store import Reads


def closure(
    store: Reads, keys: Sequence[str], direction: Direction, engine: Engine = "path", *, noted: bool = False
) -> Edges:
    """Every flow edge downstream or upstream of these batches, uncapped (rule 24). Raises TimedOutError.

    Candidates lead to further batches, and these to further candidates, until nothing is new.
    """
    edges = fetch(store, keys, direction, engine, noted=noted)
    candidates = Candidates(store)
    seen: set[str] = set()
    while fresh := {*keys, *edges.sources, *edges.targets} - seen:
        seen |= fresh
        more = candidates.edges_of(fresh, direction)
        edges.extend(more)
        onward = sorted(set(more.targets if direction == "downstream" else more.sources) - seen)
        edges.extend(by_frontier(store, onward, direction, seen))
    return edges

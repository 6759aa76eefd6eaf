"""The whole closure of a scope: recorded and drawn links, the candidates of consumptions that name no lot, and what
stood together where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from genealogy.scope.backflush import Candidates
from genealogy.scope.contact import Contacts
from genealogy.scope.edges import Direction, Edges, Engine, by_frontier, fetch
from genealogy.store import Reads


def closure(
    store: Reads,
    keys: Sequence[str],
    direction: Direction,
    engine: Engine = "path",
    *,
    alone: bool = False,
    contact: bool = False,
) -> Edges:
    """Every flow edge downstream or upstream of these batches, uncapped (rule 24); with `contact` also to what stood
    on a pack with them (rule 10). Raises TimedOutError.

    Candidates lead to further batches, and these to further candidates, until nothing is new.
    """
    edges = fetch(store, keys, direction, engine, alone=alone)
    candidates, contacts = Candidates(store), Contacts(store) if contact else None
    seen: set[str] = set()
    while fresh := {*keys, *edges.sources, *edges.targets} - seen:
        seen |= fresh
        more = candidates.edges_of(fresh, direction)
        if contacts:
            more.extend(contacts.edges_of(fresh, direction))
        edges.extend(more)
        onward = sorted(set(more.targets if direction == "downstream" else more.sources) - seen)
        edges.extend(by_frontier(store, onward, direction, seen))
    return edges

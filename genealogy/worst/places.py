"""Where single cuts could be made in the scope of a batch, and which edges each would take away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from genealogy.scope.edges import CONTENT, Edges, is_batch
from genealogy.store import Reads
from genealogy.worst.cuts import Cut

Places = dict[Cut, list[int]]


def places_of(store: Reads, edges: Edges) -> Places:
    """Every cut that is considered, with the positions of its edges; no edge is in two of them."""
    found: Places = defaultdict(list)
    for cut, number in (*_between_contents(store, edges), *_into_batches(store, edges), *_of_mixing(store, edges)):
        found[cut].append(number)
    return dict(found)


def _between_contents(store: Reads, edges: Edges) -> Iterator[tuple[Cut, int]]:
    """A clean before a run that charges a vessel or leaves residue: what was there is not in what is there then. Both
    chains of a vessel are cut by it. Within one run nobody cleans."""
    ids = sorted({node[2:] for ends in (edges.sources, edges.targets) for node in ends if node.startswith(CONTENT)})
    rows = store.read("worst.fed", ids=ids).rows if ids else []
    fed = {CONTENT + content: (equipment, tuple(runs)) for content, equipment, runs in rows}
    for number, (near, far) in enumerate(zip(edges.sources, edges.targets, strict=True)):
        if near in fed and far in fed:
            equipment, runs = fed[far]
            if not {*runs} & {*fed[near][1]}:
                yield Cut("clean", equipment, runs, ""), number


def _into_batches(store: Reads, edges: Edges) -> Iterator[tuple[Cut, int]]:
    """A clean before the run in which a batch took residue."""
    numbers = [number for number, kind in enumerate(edges.types) if kind == "CARRIED_OVER"]
    keys = sorted({edges.targets[number] for number in numbers if is_batch(edges.targets[number])})
    taken: dict[tuple[str, str], list[Cut]] = defaultdict(list)
    for key, source, equipment, run in store.read("worst.takes", keys=keys).rows if keys else ():
        taken[source, key].append(Cut("clean", equipment, (run,), ""))
    for number in numbers:
        if cuts := taken[edges.sources[number], edges.targets[number]]:
            yield cuts.pop(), number


def _of_mixing(store: Reads, edges: Edges) -> Iterator[tuple[Cut, int]]:
    """A batch kept out of a run that mixes it with its like; a lot of its own where several runs filled one."""
    keys = sorted({node for ends in (edges.sources, edges.targets) for node in ends if is_batch(node)})
    mixed = {(key, node): run for key, node, run in store.read("worst.mixed", keys=keys).rows}
    lots = {(node, key): run for key, node, run in store.read("worst.lots", keys=keys).rows}
    for number, (near, far) in enumerate(zip(edges.sources, edges.targets, strict=True)):
        if run := mixed.get((near, far)):
            yield Cut("segregation", "", (run,), near), number
        elif edges.types[number] != "CARRIED_OVER" and (run := lots.get((near, far))):
            yield Cut("lot", "", (run,), far), number

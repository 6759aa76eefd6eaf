"""What single cuts spare of one batch's recall: pure calculation on the columns of its scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import astuple, dataclass
from typing import Literal

from genealogy.dominators import in_order
from genealogy.scope.edges import Edges, is_batch

WALKED = 50  # cuts of a scope in which edges cross, that are walked
Kind = Literal["clean", "segregation", "lot"]
Gone = Mapping[str, tuple[Set[str], Set[str]]]  # batch -> shipments, customers


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """A clean of `equipment` before `runs`; a segregation of `batch` from the run; a lot number of its own for what the
    run put into `batch`."""

    kind: Kind
    equipment: str
    runs: tuple[str, ...]
    batch: str

    def text(self) -> str:
        """What to do, in a sentence."""
        run = f"run {' or '.join(self.runs)}"
        if self.kind == "clean":
            return f"clean {self.equipment} before {run}"
        if self.kind == "segregation":
            return f"keep {self.batch} out of {run}"
        return f"give what {run} put into {self.batch} a lot number of its own"


@dataclass(frozen=True, slots=True)
class Hit:
    """How many batches, shipments and customers."""

    batches: int = 0
    shipments: int = 0
    customers: int = 0

    def less(self, other: Hit) -> Hit:
        """The difference."""
        return Hit(self.batches - other.batches, self.shipments - other.shipments, self.customers - other.customers)


Node = str | Cut | tuple[str, str]  # of the flow, a cut, a shipment or a customer


def hit_of(edges: Edges, source: str, gone: Gone, without: frozenset[int] = frozenset()) -> Hit:
    """What a recall of `source` hits, itself included; `without` are positions of edges that are cut."""
    onward: dict[str, list[str]] = {}
    for number, node in enumerate(edges.sources):
        if number not in without:
            onward.setdefault(node, []).append(edges.targets[number])
    seen, stack = {source}, [source]
    while stack:
        for node in onward.get(stack.pop(), ()):
            if node not in seen:
                seen.add(node)
                stack.append(node)
    keys = [node for node in seen if is_batch(node)]
    sent = [gone[key] for key in keys if key in gone]
    shipments, customers = (set().union(*(each[side] for each in sent)) for side in (0, 1))
    return Hit(len(keys), len(shipments), len(customers))


def spared_by(edges: Edges, source: str, gone: Gone, cuts: Mapping[Cut, Sequence[int]]) -> dict[Cut, Hit]:
    """What each cut (with the positions of the edges it takes away; no edge in two of them) keeps out of a recall of
    `source`; cuts that spare nothing are left out.

    A cut stands in the graph as a node in the middle of its edges, and spares what that node dominates. Where edges
    cross in it that have neither end in common, that is the least it spares; of these the best are walked.
    """
    crossed = {cut: numbers for cut, numbers in cuts.items() if _crossed(edges, numbers)}
    found = _dominated(edges, source, gone, {cut: cuts[cut] for cut in cuts.keys() - crossed.keys()})
    for cut, hit in found.items():
        if cut.kind == "lot" and hit.batches:  # the lot of its own is hit instead
            found[cut] = hit.less(Hit(1))
    if crossed:
        whole, least = hit_of(edges, source, gone), _dominated(edges, source, gone, crossed)
        for cut in sorted(least, key=lambda cut: (-sum(astuple(least[cut])), cut))[:WALKED]:
            least[cut] = whole.less(hit_of(edges, source, gone, frozenset(crossed[cut])))
        found |= least
    return {cut: hit for cut, hit in found.items() if hit != Hit()}


def _dominated(edges: Edges, source: str, gone: Gone, cuts: Mapping[Cut, Sequence[int]]) -> dict[Cut, Hit]:
    graph = _Graph()
    within = {number: cut for cut, numbers in cuts.items() for number in numbers}
    for number, (near, far) in enumerate(zip(edges.sources, edges.targets, strict=True)):
        if number in within:
            graph.join(near, within[number])
            graph.join(within[number], far)
        else:
            graph.join(near, far)
    for key, (shipments, customers) in gone.items():
        for way, things in (("shipment", shipments), ("customer", customers)):
            for thing in things:
                graph.join(key, (way, thing))
    return graph.dominated(source)


def _crossed(edges: Edges, numbers: Iterable[int]) -> bool:
    ends = [(edges.sources[number], edges.targets[number]) for number in numbers]
    return len({near for near, _ in ends}) > 1 and len({far for _, far in ends}) > 1


class _Graph:
    """Nodes of the flow, cuts, shipments and customers, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[Node, int] = {}
        self._onward: list[list[int]] = []

    def join(self, near: Node, far: Node) -> None:
        self._onward[self._number(near)].append(self._number(far))

    def _number(self, thing: Node) -> int:
        number = self._numbers.setdefault(thing, len(self._numbers))
        if number == len(self._onward):
            self._onward.append([])
        return number

    def dominated(self, source: str) -> dict[Cut, Hit]:
        """For each cut on the way what is reached through it alone."""
        order, above = in_order(self._onward, self._number(source))
        names = list(self._numbers)
        sums = [[0, 0, 0] for _ in order]
        found = {}
        for place in range(len(order) - 1, -1, -1):
            name = names[order[place]]
            mine, upper = sums[place], sums[above[place]]
            if isinstance(name, Cut):
                found[name] = Hit(*mine)
            elif isinstance(name, tuple):
                mine[1 if name[0] == "shipment" else 2] += 1
            elif is_batch(name):
                mine[0] += 1
            if place:
                for kind in range(3):
                    upper[kind] += mine[kind]
        return found

"""Chains in time on random closures, against the rule link by link: no shorter one is allowed, none that is not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

from genealogy.dominators import immediate_dominators
from genealogy.scope.chains import Arc, Chains, Times, chains_of, reach_of, shortest
from genealogy.scope.edges import Edges, is_batch, unsure_of
from genealogy.scope.entry import enter
from tests.support.campaign import size

TOLERANCE = 2
Cost = tuple[int, int, int]


@dataclass
class Closure:
    """A closure at random: batches a..e, runs 1..3; moments at which edges out of batches are covered or not."""

    edges: Edges = field(default_factory=Edges)
    seeds: dict[str, int] = field(default_factory=dict)
    uncovered: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    @classmethod
    def at_random(cls, seed: int) -> Closure:
        random = Random(seed)
        made = cls()
        batches, runs = "abcdef"[: random.randint(2, 6)], ["/r1", "/r2", "/r3"][: random.randint(1, 3)]
        for number in range(random.randint(1, 16)):
            ends = [random.choice(batches), random.choice(runs)]
            kind = random.choice(("", "", "MAYBE_")) + ("CONSUMED" if number % 2 else "PRODUCED")
            source, target = ends if number % 2 else ends[::-1]
            moment = random.choice((0, *range(1, 25)))
            made.edges.extend(Edges([source], [kind], [target], [1.0], ["kg"], [moment]))
            made.uncovered |= {number} if random.random() < 0.2 else set()
            made.doubtful |= {number} if random.random() < 0.1 else set()
        made.seeds = {random.choice(batches): random.choice((0, 12)) for _ in range(random.choice((1, 1, 2)))}
        return made

    def came(self, number: int) -> int:
        return self.edges.moments[number] if is_batch(self.edges.targets[number]) else 0

    def gone(self, number: int) -> int:
        return self.edges.moments[number] if is_batch(self.edges.sources[number]) else 0

    def chains(self) -> Chains:
        def covered(number: int) -> bool:
            return number not in self.uncovered

        unsure = unsure_of(self.edges, self.doubtful)
        return chains_of(self.edges, self.seeds, Times(self.came, self.gone, covered, TOLERANCE, unsure))

    def may_follow(self, entered: int, number: int, unsure: Collection[int]) -> bool | None:
        """Whether the edge is sure after such an entry; None where it cannot carry what came in then."""
        if not self.gone(number) or self.gone(number) >= entered:
            return number not in unsure
        return False if self.gone(number) + TOLERANCE >= entered or number in self.uncovered else None

    def slowly(self, sure: bool, without: str = "") -> dict[str, Cost]:
        """The least cost to each node, by trying every pair of edges until nothing changes."""
        unsure, ends = unsure_of(self.edges, self.doubtful), range(len(self.edges))
        best: dict[int, Cost] = {}  # by the last edge of the chain
        for _ in range(len(self.edges) + 1):
            for number in ends:
                source, target = self.edges.sources[number], self.edges.targets[number]
                befores = [((0, 0, 0), moment) for node, moment in self.seeds.items() if node == source]
                befores += [(best[n], self.came(n)) for n in ends if n in best and self.edges.targets[n] == source]
                for cost, entered in befores if without not in (source, target) else ():
                    fits = self.may_follow(entered, number, unsure)
                    if fits is None or (sure and not fits):
                        continue
                    far = (cost[0] + is_batch(target), cost[1] + (not fits), cost[2] + number * 7 % 3)
                    best[number] = min(far, best.get(number, far))
        nodes: dict[str, Cost] = {node: (0, 0, 0) for node in self.seeds if node != without}
        for number, cost in best.items():
            target = self.edges.targets[number]
            nodes[target] = min(cost, nodes.get(target, cost))
        return nodes


def weigh(number: int, sure: bool) -> tuple[int, int]:
    return not sure, number * 7 % 3


def nodes_of(chains: Chains, vertices: Collection[int]) -> set[str]:
    return {chains.nodes[vertex] for vertex in vertices} - {""}


def test_chains_are_in_time_and_none_is_shorter() -> None:
    told = 0
    for seed in range(size(300, 10_000)):
        closure = Closure.at_random(seed)
        chains = closure.chains()
        for sure in (False, True):
            right = closure.slowly(sure)
            assert nodes_of(chains, reach_of(chains, [0], sure)) == right.keys(), seed
            for node, cost in right.items():
                found = shortest(chains, chains.entries(node), weigh, sure)
                assert found is not None
                assert found.cost == cost, (seed, node)
                check_chain(closure, found.links, node, cost)
        told += len(chains.nodes) > len({*chains.nodes})
    assert told  # some had to be told apart in time


def check_chain(closure: Closure, way: list[tuple[int, bool]], node: str, cost: Cost) -> None:
    """Link by link: it begins at a seed, each link may follow the one before, it ends there, at the cost it says."""
    edges, unsure = closure.edges, unsure_of(closure.edges, closure.doubtful)
    if not way:
        assert node in closure.seeds
        return
    at, entered = edges.sources[way[0][0]], closure.seeds[edges.sources[way[0][0]]]
    for number, sure in way:
        assert edges.sources[number] == at
        assert closure.may_follow(entered, number, unsure) in (sure, True)
        at, entered = edges.targets[number], closure.came(number)
    assert at == node
    hops = sum(is_batch(edges.targets[number]) for number, _ in way)
    assert cost == (hops, sum(not sure for _, sure in way), sum(number * 7 % 3 for number, _ in way))


def test_the_chains_reach_what_the_recall_reaches() -> None:
    for seed in range(size(300, 10_000)):
        closure = Closure.at_random(seed)
        edges, chains = closure.edges, closure.chains()

        def covered(node: str, moment: int, closure: Closure = closure) -> bool:
            own = [n for n in range(len(closure.edges)) if closure.edges.sources[n] == node]
            return all(n not in closure.uncovered for n in own if closure.gone(n) == moment)

        # Whether stock is covered is a matter of batch and moment: the same here.
        closure.uncovered = {n for n in range(len(edges)) if not covered(edges.sources[n], closure.gone(n))}
        chains = closure.chains()
        entered = enter(edges, closure.seeds, closure.doubtful, TOLERANCE, covered)
        standing = closure.seeds.keys() | {edges.targets[number] for number in entered.standing}
        certain = closure.seeds.keys() | {edges.targets[number] for number in entered.certain}
        assert nodes_of(chains, reach_of(chains, [0])) == standing
        assert nodes_of(chains, reach_of(chains, [0], sure=True)) == certain
        assert {arc.edge for v in reach_of(chains, [0]) for arc in chains.arcs[v]} - {-1} == {*entered.standing}


def test_what_a_vertex_dominates_is_lost_without_it() -> None:
    """Where a node stands once, its dominance is that of the node; where more than once, never more."""
    for seed in range(size(300, 5_000)):
        closure = Closure.at_random(seed)
        chains = closure.chains()
        above = immediate_dominators([[arc.target for arc in arcs] for arcs in chains.arcs], 0)
        right = closure.slowly(False)
        for node in right:
            lost = right.keys() - closure.slowly(False, node).keys() - {node}
            vertices = [v for v in chains.entries(node) if above[v] >= 0]
            found = {other for other in right if dominated(above, chains, other, vertices)} - {node}
            assert found <= lost, (seed, node)
            assert found == lost or len(vertices) > 1
            rest = reach_of(chains, [0], without=chains.entries(node))
            assert right.keys() - nodes_of(chains, rest) == lost | {node}


def dominated(above: list[int], chains: Chains, node: str, vertices: list[int]) -> bool:
    step, ways = chains.last[node], set()
    while step not in ways:
        ways.add(step)
        step = above[step]
    return bool(ways & set(vertices))


def test_equal_chains_are_chosen_by_name() -> None:
    """a -> r2 -> c and a -> r1 -> c: the first by name, whichever was read first."""
    rows = [("a", "CONSUMED", "/r2"), ("/r2", "PRODUCED", "c"), ("a", "CONSUMED", "/r1"), ("/r1", "PRODUCED", "c")]
    for order in (rows, rows[::-1]):
        sources, types, targets = (list(column) for column in zip(*order, strict=True))
        edges = Edges(sources, types, targets, [1.0] * 4, ["kg"] * 4, [0] * 4)
        chains = chains_of(edges, {"a": 0}, Times(lambda n: 0, lambda n: 0, lambda n: True, 0, set()))
        found = shortest(chains, chains.entries("c"), lambda n, sure: (0, 0))
        assert found is not None
        assert [edges.targets[number] for number, _ in found.links] == ["/r1", "c"]
    assert Arc(1, -1, True) in chains.arcs[0]

"""What tests settle, against the definitions: without the batch, and link by link."""

from __future__ import annotations

from random import Random

import pytest

from genealogy.sample.choosing import choose, cleared_by, confirmed_by, counted
from genealogy.sample.tree import Tree, tree_of, weights_of
from genealogy.scope.chains import ROOT, Chains, Times, chains_of, reach_of
from genealogy.scope.edges import Edges, is_batch, unsure_of
from tests.explain.test_chains import Closure
from tests.support.campaign import size


def chains_over(*rows: str) -> Chains:
    """Links without times: `a > r1` is sure, `a ? r1` potential; single letters are batches, the seed is `s`."""
    parts = [row.split() for row in rows]

    def node(name: str) -> str:
        return name if len(name) == 1 else f"/r{name}"

    kinds = ["CONSUMED" if sign == ">" else "MAYBE_CONSUMED" for _, sign, _ in parts]
    columns = [node(part[0]) for part in parts], kinds, [node(part[2]) for part in parts]
    edges = Edges(*columns, [1.0] * len(rows), [""] * len(rows), [0] * len(rows))
    return chains_of(edges, {"s": 0}, Times(lambda n: 0, lambda n: 0, lambda n: True, 0, unsure_of(edges, ())))


def potential_of(chains: Chains) -> set[str]:
    """The batches that chains lead to, and no sure one."""
    every, sure = (reach_of(chains, [ROOT], sure=only) for only in (False, True))
    return (
        {chains.nodes[v] for v in every}
        - {chains.nodes[v] for v in sure}
        - {node for node in chains.nodes[1:] if not is_batch(node)}
    )


def test_a_line_with_residue() -> None:
    """Residue may have gone into a, b and c; a was packed into d and e, d and b went into f."""
    chains = chains_over("s ? 01", "01 > a", "s ? 02", "02 > b", "s ? 03", "03 > c", *PACKED)
    assert potential_of(chains) == set("abcdef")
    tree = tree_of(chains)
    assert cleared_by(chains, "a", set("abcdef")) == ["a", "d", "e"]
    assert confirmed_by(tree, "a", set("abcdef")) == ["a", "d", "e", "f"]
    assert cleared_by(chains, "b", set("abcdef")) == ["b"]
    assert confirmed_by(tree, "d", set("abcdef")) == ["a", "d", "e", "f"]  # d can only have it from a
    first, second, third = choose(chains, set("abcdef"), dict.fromkeys("abcdef", 0.5), 3)
    assert (first.key, first.settles, first.left) == ("a", 3.5, 2.5)
    assert (second.key, second.settles, second.left) == ("b", 1.25, 1.25)  # itself; f if bad, where a left it open
    assert (third.key, third.left) == ("c", 0.25)


PACKED = ("a > 04", "04 > d", "a > 05", "05 > e", "d > 06", "b > 06", "06 > f")


def test_a_test_of_what_is_packed_tells_of_what_it_came_from() -> None:
    """Only e can be tested: clean it clears itself, bad it confirms a, d and f as well."""
    chains = chains_over("s ? 01", "01 > a", *PACKED[:3], "05 > e", "d > 06", "06 > f")
    (only,) = choose(chains, set("adef"), {"e": 0.25}, 5)
    assert (only.clears, only.confirms) == (["e"], ["a", "d", "e", "f"])
    assert (only.settles, only.left) == (0.75 + 0.25 * 4, 4 - 1.75)


def test_what_is_likely_bad_is_chosen_for_what_it_confirms() -> None:
    """a alone leads to c and d; b came of x and y, and a bad b shows all three: it is chosen where that is likely."""
    rows = ["s ? 01", "01 > a", "a ? 02", "02 > c", "a ? 03", "03 > d"]
    chains = chains_over(*rows, "s ? 04", "04 > x", "x ? 05", "05 > y", "y ? 06", "06 > b")
    potential = set("acdxyb")
    for prior, first in ((0.1, "a"), (0.9, "b")):
        (choice,) = choose(chains, potential, dict.fromkeys("ab", prior), 1)
        assert (choice.key, round(choice.settles, 6)) == (first, 2.8)  # 0.9 of three and 0.1 of one
    assert confirmed_by(tree_of(chains), "b", potential) == ["b", "x", "y"]


def test_nothing_more_is_chosen_than_tells_something() -> None:
    chains = chains_over("s ? 01", "01 > a")
    assert [choice.key for choice in choose(chains, {"a"}, {"a": 0.5}, 9)] == ["a"]
    assert choose(chains, {"a"}, {}, 9) == []
    assert choose(chains, {"a"}, {"a": 0.5}, 0) == []


@pytest.mark.parametrize("first", range(0, size(200, 8_000), 100))
def test_random_closures_against_the_definitions(first: int) -> None:
    for seed in range(first, first + 100):
        closure = Closure.at_random(seed)
        chains = closure.chains()
        potential, tree = potential_of(chains), tree_of(chains)
        right = closure.slowly(sure=False)
        check_links(tree)
        for key in potential:
            lost = right.keys() - closure.slowly(sure=False, without=key).keys()
            assert set(cleared_by(chains, key, potential)) == lost & potential
            assert key in confirmed_by(tree, key, potential)
        weights = weights_of(tree, dict.fromkeys(potential, 1.0))
        for key in potential:
            # What is counted when choosing is never more than what is listed.
            cleared, confirmed = counted(tree, weights, key)
            lists = len(cleared_by(chains, key, potential)), len(confirmed_by(tree, key, potential))
            assert (cleared <= lists[0], confirmed <= lists[1]) == (True, True)
            assert cleared == lists[0] or len(chains.entries(key)) > 1
        priors = {key: Random(seed).random() for key in sorted(potential)}
        chosen = choose(chains, potential, priors, 3)
        assert all(choice.settles > 0 for choice in chosen)
        assert len(chosen) == len({choice.key for choice in chosen}) <= 3
        assert bool(chosen) == bool(potential)


def check_links(tree: Tree) -> None:
    """Linked: a sure walk leads from the vertex above, and it needs nothing that does not hang below that."""
    for vertex in tree.order[1:]:
        near = reach_of(tree.chains, [tree.above[vertex]], sure=True)
        assert tree.linked[vertex] == (vertex in near)

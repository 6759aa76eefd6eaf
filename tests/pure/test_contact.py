"""What stood together on a pack: joined by lots of things, and yet what pairs say."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from math import inf
from operator import itemgetter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from genealogy.scope.contact import Stay, alike, joined, meetings, pack_of
from genealogy.scope.edges import DERIVED, STOOD_WITH, Direction, Edges, is_batch
from genealogy.scope.entry import enter

MOMENTS = st.integers(1, 12)
STAYS = st.builds(
    lambda first, last: Stay(*sorted((first or -inf, last or inf))), st.none() | MOMENTS, st.none() | MOMENTS
)
ON_PACK = st.lists(st.tuples(st.sampled_from("ABCDE"), STAYS), max_size=7)


def met(stays: Iterable[tuple[str, Stay]], direction: Direction = "downstream") -> list[Any]:
    """All meetings there."""
    there = alike(stays)
    return list(meetings(there, range(len(there)), direction))


def in_lots(stays: list[tuple[str, Stay]]) -> Edges:
    """The edges of the product."""
    edges = Edges()
    for name, here, there, both in met(stays):
        edges.extend(joined(f"/bPAL#{name}", here, there, both))
    return edges


def in_pairs(stays: list[tuple[str, Stay]]) -> Edges:
    """The same from the definition: each with each it may have met."""
    edges = Edges()
    for number, ((one, here), (other, there)) in enumerate(permutations(stays, 2)):
        both = here.shared(there)
        if one != other and both:
            moments = [0 if moment in (-inf, inf) else int(moment) for moment in (both.last, both.first)]
            node = f"/bpair{number}"
            edges.extend(Edges([one, node], [STOOD_WITH] * 2, [node, other], [DERIVED] * 2, ["", ""], moments))
    return edges


@given(ON_PACK, st.sampled_from("ABCDE"), st.integers(0, 12), st.sets(st.sampled_from("ABCDE")))
def test_lots_of_things_say_what_pairs_say(
    stays: list[tuple[str, Stay]], seed: str, since: int, short: set[str]
) -> None:
    def reached(edges: Edges) -> dict[str, int]:
        found = enter(edges, {seed: since}, (), 0, lambda key, _: key not in short).since
        return {node: moment for node, moment in found.items() if is_batch(node) and node != seed}

    assert reached(in_lots(stays)) == reached(in_pairs(stays))


def test_a_thousand_pieces_packed_at_once_are_joined_by_one_node() -> None:
    found = met((f"P/{number}", Stay(5, 9)) for number in range(1_000))
    assert len(found) == 1
    assert len(joined("/bPAL#0-0", *found[0][1:])) == 2_000


def test_one_after_the_other_is_no_contact() -> None:
    assert met([("A", Stay(1, 2)), ("B", Stay(3, 4)), ("C", Stay(5, inf))]) == []
    assert met([("A", Stay(1, 3)), ("A", Stay(2, 4))]) == []


def test_they_meet_while_both_are_there() -> None:
    names = {name: (here, there, both) for name, here, there, both in met([("A", Stay(1, 9)), ("B", Stay(4))])}
    assert names == {"0-1": ({"A"}, {"B"}, Stay(4, 9)), "1-0": ({"B"}, {"A"}, Stay(4, 9))}
    assert joined("/bPAL#0-1", *names["0-1"]).moments == [9, 4]


@given(ON_PACK)
def test_both_directions_say_the_same(stays: list[tuple[str, Stay]]) -> None:
    assert sorted(met(stays), key=itemgetter(0)) == sorted(met(stays, "upstream"), key=itemgetter(0))


def test_a_pack_may_have_any_name() -> None:
    assert pack_of("/b托盘#7#2-0") == "托盘#7"

"""What stood together on a pack: groups instead of pairs, and yet what pairs say."""

from __future__ import annotations

from itertools import permutations
from math import inf

from hypothesis import given
from hypothesis import strategies as st

from genealogy.scope.contact import Stay, joined, pack_of, together
from genealogy.scope.edges import DERIVED, STOOD_WITH, Edges, is_batch
from genealogy.scope.entry import enter
from genealogy.scope.readings import readings_of

MOMENTS = st.integers(1, 12)
STAYS = st.builds(
    lambda first, last: Stay(*sorted((first or -inf, last or inf))), st.none() | MOMENTS, st.none() | MOMENTS
)
ON_PACK = st.lists(st.tuples(st.sampled_from("ABCDE"), STAYS), max_size=7)


def in_groups(stays: list[tuple[str, Stay]]) -> Edges:
    """The edges of the product."""
    edges = Edges()
    for number, group in enumerate(together(stays)):
        edges.extend(joined(f"/bPAL#{number}", group))
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
            edges.stays += [(node, False, other, None, None)]
    return edges


@given(ON_PACK, st.sampled_from("ABCDE"), st.integers(0, 12))
def test_groups_say_what_pairs_say(stays: list[tuple[str, Stay]], seed: str, since: int) -> None:
    def reached(edges: Edges) -> dict[str, int]:
        readings = readings_of(edges, edges.stays)
        found = enter(edges, {seed: since}, (), 0, lambda *_: True, readings).since
        return {node: moment for node, moment in found.items() if is_batch(node)}

    assert reached(in_groups(stays)) == reached(in_pairs(stays))


def test_a_thousand_pieces_on_one_pallet_are_one_group() -> None:
    stays = [(f"P/{number}", Stay(number, 5_000 + number)) for number in range(1_000)]
    (group,) = together(stays)
    assert len(group) == 1_000
    assert len(joined("/bPAL#0", group)) == 2_000


def test_one_after_the_other_is_no_contact() -> None:
    assert list(together([("A", Stay(1, 2)), ("B", Stay(3, 4)), ("C", Stay(5, inf))])) == []
    assert list(together([("A", Stay(1, 3)), ("A", Stay(2, 4))])) == []


def test_each_goes_in_until_its_last_moment_and_out_from_its_first() -> None:
    edges = joined("/bPAL#0", {"A": Stay(1, 9), "C": Stay(5, inf)})
    into = dict(zip(edges.targets, edges.moments, strict=True))
    out = dict(zip(edges.sources, edges.moments, strict=True))
    assert (out["A"], out["C"], into["A"], into["C"]) == (9, 0, 1, 5)


def test_a_pack_may_have_any_name() -> None:
    assert pack_of("/b托盘#7#2") == "托盘#7"

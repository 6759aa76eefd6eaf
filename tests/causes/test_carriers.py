"""Bits against the plain closure of each batch alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from genealogy.causes.carriers import Carriers, members
from genealogy.scope.edges import Edges
from genealogy.scope.walk import walk

KINDS = ("CONSUMED", "PRODUCED", "MAYBE_CONSUMED", "CARRIED_OVER")
NODES = ("A", "B", "C", "D", "/r1", "/r2", "/r3")
LINK = st.tuples(st.sampled_from(NODES), st.sampled_from(KINDS), st.sampled_from(NODES))


@given(st.lists(LINK, max_size=14), st.sets(st.integers(0, 13)))
def test_all_at_once_is_each_alone(links: list[tuple[str, str, str]], doubtful: set[int]) -> None:
    """On any graph, cycles included."""
    edges = Edges(*map(list, zip(*links, strict=True))) if links else Edges()
    keys = ["A", "B", "C"]
    carriers = Carriers(edges, keys, doubtful)
    alone = [walk(edges, [key], "upstream", doubtful) for key in keys]
    for node in NODES:
        linked, certain = carriers.of(node)
        others = [number for number, key in enumerate(keys) if key != node]
        assert list(members(linked)) == [n for n in others if node in alone[n].hops]
        assert list(members(certain)) == [n for n in others if node in alone[n].certain]

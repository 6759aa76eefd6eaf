"""The walk over edges, the moments of entry, and what covers a withdrawal: each on a graph of a few edges."""

from __future__ import annotations

import pytest

from genealogy.scope.cover import Cover, Ledger, covers, ledgers_of
from genealogy.scope.edges import Edges
from genealogy.scope.walk import walk, walk_over
from genealogy.stock.units import Units

# A -> R1 -> B -> R2 -> C, and A -- maybe --> R3 -> C; C goes back into R1.
EDGES = Edges(
    ["A", "/r1", "B", "/r2", "A", "/r3", "C"],
    ["CONSUMED", "PRODUCED", "CONSUMED", "PRODUCED", "MAYBE_CONSUMED", "PRODUCED", "CONSUMED"],
    ["/r1", "B", "/r2", "C", "/r3", "C", "/r1"],
)


def test_hops_count_batches_on_the_shortest_way() -> None:
    found = walk(EDGES, ["A"], "downstream")
    assert {name: found.hops[name] for name in found.batches()} == {"A": 0, "B": 1, "C": 1}
    assert [found.verdict(name) for name in found.batches()] == ["certain", "certain", "certain"]
    assert {name: found.by.get(name) for name in "ABC"} == {"A": None, "B": 1, "C": 5}


def test_what_lies_between_batches_costs_nothing() -> None:
    """By way of X to D in four edges and two batches; through a vessel in five edges and one batch."""
    edges = Edges(
        ["A", "/r1", "X", "/r2", "A", "/r3", "/c1", "/c2", "/c3", "D", "/r4"],
        ["CONSUMED", "PRODUCED", "CONSUMED", "PRODUCED", *["CONSUMED"] * 4, "PRODUCED", "CONSUMED", "PRODUCED"],
        ["/r1", "X", "/r2", "D", "/r3", "/c1", "/c2", "/c3", "D", "/r4", "E"],
    )
    found = walk(edges, ["A"], "downstream")
    assert found.hops == {
        **{"A": 0, "/r1": 0, "/r3": 0, "/c1": 0, "/c2": 0, "/c3": 0},
        **{"X": 1, "/r2": 1, "D": 1, "/r4": 1, "E": 2},
    }
    assert (found.by["D"], found.by["E"], found.by["/c3"]) == (8, 10, 7)


def test_a_doubtful_edge_makes_potential_what_has_no_other_way() -> None:
    found = walk(EDGES, ["A"], "downstream", {2})
    assert [(name, found.verdict(name)) for name in found.batches()] == [
        ("A", "certain"),
        ("B", "certain"),
        ("C", "potential"),
    ]


def test_batches_are_ordered_by_hops_first() -> None:
    assert walk(EDGES, ["C"], "downstream").batches() == ["C", "B"]


def test_upstream_is_against_the_arrows() -> None:
    found = walk(EDGES, ["B"], "upstream")
    assert {name: found.hops[name] for name in found.batches()} == {"B": 0, "A": 1, "C": 1}


@pytest.mark.parametrize(
    ("direction", "standing", "found"),
    [
        ("downstream", range(7), {"A", "/r1", "B", "/r2", "C", "/r3"}),
        ("downstream", [0, 1], {"A", "/r1", "B"}),
        ("downstream", [1, 2], {"A"}),
        ("upstream", range(7), {"A"}),
    ],
)
def test_over_some_edges_alone(direction: str, standing: list[int], found: set[str]) -> None:
    assert walk_over(EDGES, ["A"], direction, standing) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("came", "left", "moment", "covered"),
    [
        ([(100, 10.0)], [], 100, True),
        ([(101, 10.0)], [], 100, False),  # not in by then
        ([], [], 100, False),  # nothing ever came
        ([(50, 10.0)], [(60, 10.0)], 100, True),
        ([(50, 10.0)], [(60, 10.1)], 100, False),
        ([(50, 10.0)], [(60, 10.0 + 1e-10)], 100, True),  # rounding
        ([(50, 1e9)], [(60, 1e9 + 0.5)], 100, True),
        ([(50, 1e9)], [(60, 1e9 + 1.5)], 100, False),
        ([(50, 10.0)], [(100, 10.1)], 100, False),  # it had begun
        ([(50, 10.0)], [(101, 10.1)], 100, True),
        ([(50, 10.0)], [(60, None)], 100, False),  # nobody knows how much
        ([(50, 10.0)], [(101, None)], 100, True),
        ([(50, 5.0), (60, 5.0)], [(60, 4.0), (70, 6.0)], 100, True),
        ([(50, 0.0)], [], 100, False),
        ([(50, 0.5)], [], 100, True),
    ],
)
def test_what_covers_a_withdrawal(
    came: list[tuple[int, float]], left: list[tuple[int, float | None]], moment: int, covered: bool
) -> None:
    assert covers(Ledger(came, left), moment) is covered
    cover = Cover(lambda keys: {key: Ledger(came, left) for key in keys})
    assert not cover.covers("M/1", moment)  # not read yet
    cover.fetch(["M/1"])
    assert cover.covers("M/1", moment) is covered
    cover.fetch(["M/2"])
    assert cover.covers("M/1", moment) is covered  # what was read stays


def test_ledgers_are_kept_in_the_first_unit_that_is_told() -> None:
    units = Units.of([("M", "kg", "g", 1000.0)])
    found = ledgers_of(
        ["M/1", "M/2"],
        [
            ("M/1", "M", True, 2.0, None, 10, 20),  # no unit: as it is
            ("M/1", "M", True, 2.0, "kg", 10, 20),
            ("M/1", "M", False, 500.0, "g", 30, 40),
            ("M/1", "M", False, 1.0, "桶", None, 40),  # no factor, no time
            ("M/1", "M", True, -1.0, "kg", 50, 60),  # an adjustment that takes away
            ("M/1", "M", True, None, "kg", 50, 60),
            ("M/1", "M", True, 7.0, "kg", 50, None),  # nobody knows until when
        ],
        units,
    )
    assert found["M/1"] == Ledger([(20, 2.0), (20, 2.0)], [(30, 0.5), (0, None), (50, 1.0)])
    assert found["M/2"] == Ledger()

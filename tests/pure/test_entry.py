"""When suspect material came into each node, and which withdrawals that cuts: on edges small enough to read."""

from __future__ import annotations

from genealogy.scope.edges import Edges
from genealogy.scope.entry import Entered, early, enter, latest_entries, left_by
from genealogy.scope.readings import NONE, Readings

# S -> run 1 -> A (made at 50), A -> run 2 (took by 40) -> B, A -> run 3 (by 60) -> C, S -> run 4 -> A (made at 90).
EDGES = Edges(
    ["S", "/r1", "A", "/r2", "A", "/r3", "S", "/r4"],
    ["CONSUMED", "PRODUCED"] * 4,
    ["/r1", "A", "/r2", "B", "/r3", "C", "/r4", "A"],
    [1.0] * 8,
    ["kg"] * 8,
    [45, 50, 40, 41, 60, 61, 80, 90],
)


def entered(tolerance: int = 0, covers: bool = True) -> Entered:
    return enter(EDGES, {"S": 10}, (), tolerance, lambda node, moment: covers)


def test_the_latest_entry_of_a_batch_is_that_of_any_edge() -> None:
    assert latest_entries(EDGES, {"S": 10}) == {"S": 10, "A": 90, "B": 41, "C": 61}
    assert latest_entries(EDGES, {"S": 10, "A": 95})["A"] == 95


def test_a_run_has_entries_where_its_times_are_readings() -> None:
    inputs = Edges(["S", "T", "S"], ["CONSUMED"] * 3, ["/r1", "/r1", "/r2"], [1.0] * 3, [""] * 3, [5, 5, 5])
    readings = Readings({0: 30, 1: 20, 2: 25})
    assert latest_entries(inputs, {}, readings) == {"/r1": 30, "/r2": 25}


def test_early_is_what_left_by_more_than_the_tolerance_before_the_latest_entry() -> None:
    assert early(EDGES, {"A": 60}, 0) == [2]
    assert early(EDGES, {"A": 61}, 0) == [2, 4]
    assert early(EDGES, {"A": 61}, 1) == [2]
    assert early(EDGES, {"A": 60}, 20) == []
    assert early(EDGES, {"/r1": 999}, 0) == []  # a run without readings holds nothing back


def test_what_has_no_moment_is_not_early() -> None:
    unknown = Edges(["A"], ["CONSUMED"], ["/r2"], [1.0], ["kg"], [0])
    assert early(unknown, {"A": 90}, 0) == []


def test_what_a_run_gave_is_early_by_its_readings() -> None:
    readings = Readings({}, {1: 50, 3: 30})
    assert early(EDGES, {"/r1": 51, "/r2": 30}, 0, readings) == [1]
    assert early(EDGES, {"/r1": 51, "/r2": 31}, 0, readings) == [1, 3]
    assert early(EDGES, {"/r1": 52, "/r2": 32}, 2, readings) == []


def test_suspect_material_comes_in_at_the_earliest_entry() -> None:
    found = entered()
    assert found.since["A"] == 50
    assert found.by == {"/r1": 0, "A": 1, "/r3": 4, "C": 5, "/r4": 6}
    assert found.cut == [2]
    assert found.kept == frozenset()
    assert sorted(found.standing) == sorted(found.certain) == [0, 1, 4, 5, 6, 7]
    assert "B" not in found.since and found.sure_since == found.since


def test_a_tolerance_keeps_what_may_have_been_as_late_but_not_for_sure() -> None:
    found = entered(tolerance=9)
    assert (found.cut, found.kept) == ([2], frozenset())
    for tolerance in (10, 11):
        found = entered(tolerance)
        assert (found.cut, found.kept, found.since["B"]) == ([], frozenset({2}), 41)
        assert sorted(found.certain) == [0, 1, 4, 5, 6, 7] and "B" not in found.sure_since


def test_what_left_at_the_moment_of_entry_did_not_leave_before() -> None:
    for tolerance in (0, 10):
        found = enter(EDGES, {"A": 40}, (), tolerance, lambda node, moment: True)
        assert (found.cut, found.kept) == ([], frozenset())
        assert 2 in found.certain and "B" in found.sure_since
        found = enter(EDGES, {"A": 41}, (), tolerance, lambda node, moment: True)
        assert (found.cut, found.kept) == (([], frozenset({2})) if tolerance else ([2], frozenset()))


def test_records_are_not_asked_about_what_clocks_may_account_for() -> None:
    def covered(node: str, moment: int) -> bool:
        raise AssertionError((node, moment))

    assert enter(EDGES, {"S": 10}, (), 10, covered).kept == {2}


def test_where_records_do_not_add_up_an_early_withdrawal_stays_and_is_told() -> None:
    found = entered(covers=False)
    assert (found.cut, found.kept, found.since["B"]) == ([], frozenset({2}), 41)
    assert sorted(found.certain) == [0, 1, 4, 5, 6, 7]
    assert "B" not in found.sure_since


def test_an_edge_leaves_a_run_by_its_reading_and_a_batch_by_its_moment() -> None:
    assert left_by(EDGES, NONE, 2) == 40
    assert left_by(EDGES, NONE, 3) == 0
    assert left_by(EDGES, Readings({}, {3: 33}), 3) == 33


def test_a_batch_entered_again_and_earlier_frees_what_left_since_then() -> None:
    """By the longer way it came in at 65; of what waited for that, the later one goes first, whatever its place."""
    edges = Edges(
        ["S", "/r1", "S", "/r2", "X", "/r3", "A", "/r4", "A", "/r5"],
        ["CONSUMED", "PRODUCED"] * 5,
        ["/r1", "A", "/r2", "X", "/r3", "A", "/r4", "B", "/r5", "C"],
        [1.0] * 10,
        ["kg"] * 10,
        [80, 90, 20, 30, 60, 65, 70, 71, 60, 61],
    )
    found = enter(edges, {"S": 10}, (), 0, lambda node, moment: True)
    assert (found.since["A"], found.by["A"], found.cut) == (65, 5, [8])
    assert sorted(found.standing) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert found.since["B"] == 71 and "C" not in found.since


def test_records_are_asked_about_the_batch_and_the_moment() -> None:
    asked = enter(EDGES, {"S": 10}, (), 0, lambda node, moment: (node, moment) == ("A", 40))
    assert asked.cut == [2]


def test_what_is_potential_is_no_way_for_what_is_sure() -> None:
    """A doubtful edge, or one that is potential by its type: either is enough."""
    found = enter(EDGES, {"S": 10}, {1}, 0, lambda node, moment: True)
    assert (found.since["A"], found.sure_since["A"]) == (50, 90)
    perhaps = Edges(["S", "/r1"], ["MAYBE_CONSUMED", "PRODUCED"], ["/r1", "A"], [1.0] * 2, ["kg"] * 2, [45, 50])
    found = enter(perhaps, {"S": 10}, (), 0, lambda node, moment: True)
    assert (found.standing, found.certain, found.sure_since) == ([0, 1], [], {"S": 10})


def test_a_run_is_entered_by_its_reading() -> None:
    readings = Readings({0: 47}, {1: 46})
    found = enter(EDGES, {"S": 10}, (), 0, lambda node, moment: True, readings)
    assert found.since["/r1"] == 47 and sorted(found.cut) == [1, 2, 4]

"""Runs whose line times are readings: several lines of one batch count as one, from the first to the last of them."""

from __future__ import annotations

from genealogy.scope.edges import INFERRED, Edges
from genealogy.scope.readings import readings_of

EDGES = Edges(
    ["A", "M/1", "/r1", "/r1"],
    ["CONSUMED", INFERRED, "PRODUCED", "PRODUCED"],
    ["/r1", "/r1", "X", "Y"],
    [1.0] * 4,
    ["kg"] * 4,
    [0] * 4,
)
Row = tuple[str, bool, str, int | None, int | None]


def went_in(key: str, earliest: int | None, latest: int | None) -> Row:
    return "/r1", True, key, earliest, latest


def came_out(key: str, earliest: int | None, latest: int | None) -> Row:
    return "/r1", False, key, earliest, latest


def test_an_input_went_in_with_the_first_of_its_lines() -> None:
    found = readings_of(EDGES, [went_in("A", 30, 31), went_in("A", 20, 21), went_in("A", 25, 26)])
    assert found.entered == {0: 20} and found.first_in == {"/r1": 21}


def test_one_line_of_unknown_time_and_the_input_may_have_gone_in_ever() -> None:
    for rows in ([went_in("A", None, 9), went_in("A", 20, 21)], [went_in("A", 20, 21), went_in("A", None, 9)]):
        found = readings_of(EDGES, rows)
        assert found.entered == {} and found.first_in == {"/r1": 9}


def test_an_output_was_out_with_the_last_of_its_lines() -> None:
    found = readings_of(EDGES, [came_out("X", 1, 40), came_out("X", 1, 60), came_out("X", 1, 50), came_out("Y", 1, 7)])
    assert found.left == {2: 60, 3: 7} and found.first_in == {}


def test_one_line_of_unknown_time_and_the_output_may_have_come_out_any_time() -> None:
    for rows in ([came_out("X", 1, None), came_out("X", 1, 60)], [came_out("X", 1, 60), came_out("X", 1, None)]):
        assert readings_of(EDGES, rows).left == {}


def test_a_candidate_is_meant_by_the_line_of_its_material() -> None:
    assert readings_of(EDGES, [went_in("/mM", 30, 31), went_in("M/1", 1, 2)]).entered == {1: 30}


def test_a_run_had_something_in_when_the_first_input_certainly_was() -> None:
    found = readings_of(EDGES, [went_in("A", 30, 35), went_in("B", 10, 38), went_in("C", 5, None)])
    assert found.first_in == {"/r1": 35}
    assert not found.covers("/r1", 34) and found.covers("/r1", 35) and not found.covers("/r2", 99)

"""Shares on circles (rule 26): the least that agree with each other, on mixtures small enough to solve by hand."""

from __future__ import annotations

import pytest

from genealogy.exposure.shares import Group, Mixtures, order_of, shares_of


def shares(mixtures: Mixtures, **seeds: float) -> dict[str, float]:
    return shares_of(mixtures, seeds, order_of(mixtures))


def test_what_goes_back_into_itself() -> None:
    found = shares({"A": [Group([(1.0, "S"), (1.0, "A")], 4.0)]}, S=1.0)
    assert found == {"S": 1.0, "A": pytest.approx(1 / 3)}  # a = (1 + a) / 4


def test_a_better_group_is_taken_once_it_is_known() -> None:
    """By the first of its groups A has a quarter; then B has five eighths, which is more; then both have all."""
    mixtures = {
        "A": [Group([(1.0, "S")], 4.0), Group([(1.0, "B")], 1.0)],
        "B": [Group([(1.0, "A"), (1.0, "S")], 2.0)],
    }
    assert shares(mixtures, S=1.0) == {"S": 1.0, "A": pytest.approx(1.0), "B": pytest.approx(1.0)}


def test_the_worse_group_stays_aside() -> None:
    mixtures = {
        "A": [Group([(1.0, "S")], 2.0), Group([(1.0, "B")], 1.0)],
        "B": [Group([(1.0, "A")], 4.0)],
    }
    assert shares(mixtures, S=1.0) == {"S": 1.0, "A": pytest.approx(0.5), "B": pytest.approx(0.125)}


def test_a_part_of_nothing_does_not_hide_those_after_it() -> None:
    mixtures = {"A": [Group([(0.0, "B"), (1.0, "S")], 1.0)], "B": [Group([(1.0, "A")], 1.0)]}
    assert shares(mixtures, S=1.0) == {"S": 1.0, "A": pytest.approx(1.0), "B": pytest.approx(1.0)}


def test_sources_that_nobody_suspects_are_clean() -> None:
    mixtures = {"A": [Group([(1.0, "X"), (1.0, "B"), (2.0, "S")], 4.0)], "B": [Group([(1.0, "A"), (1.0, "X")], 2.0)]}
    assert shares(mixtures, S=1.0) == {"S": 1.0, "A": pytest.approx(4 / 7), "B": pytest.approx(2 / 7)}


def test_a_circle_that_nothing_enters_holds_nothing() -> None:
    mixtures = {"A": [Group([(1.0, "B")], 1.0)], "B": [Group([(1.0, "A")], 1.0)]}
    assert shares(mixtures, S=1.0) == {"S": 1.0, "A": 0.0, "B": 0.0}


def test_a_seed_on_a_circle_keeps_its_share() -> None:
    mixtures = {"A": [Group([(1.0, "B")], 1.0)], "B": [Group([(1.0, "A")], 2.0)]}
    assert shares(mixtures, A=0.8) == {"A": 0.8, "B": 0.4}


def test_no_share_is_more_than_all() -> None:
    """What went in is more than the total says: the records do not add up."""
    assert shares({"A": [Group([(3.0, "S")], 2.0)]}, S=1.0)["A"] == 1.0
    assert shares({"A": [Group([(3.0, "S"), (1.0, "A")], 2.0)]}, S=1.0)["A"] == 1.0


def test_of_nothing_there_is_no_share() -> None:
    assert shares({"A": [Group([(0.0, "S")], 0.0)]}, S=1.0)["A"] == 0.0


def test_several_sources_from_outside_add_up_on_a_circle() -> None:
    mixtures = {"A": [Group([(1.0, "S"), (1.0, "T"), (1.0, "B")], 4.0)], "B": [Group([(1.0, "A")], 2.0)]}
    assert shares(mixtures, S=1.0, T=0.5)["A"] == pytest.approx(3 / 7)  # a = (1 + 1/2 + a/2) / 4

"""Places that nobody counted, of a batch that was counted elsewhere (rule 29)."""

from __future__ import annotations

import datetime as dt

import pytest

from genealogy.stock.balance import Balance, balance_of
from genealogy.stock.lines import BatchStock, StockCount, StockLine
from genealogy.times import INSTANT, Interval


def at(day: int) -> Interval:
    moment = dt.datetime(2026, 3, day, tzinfo=dt.UTC)
    return Interval(moment, moment + INSTANT)


def balanced(counts: list[tuple[float | None, str | None]], *more: StockLine) -> Balance:
    """Of a batch received at two places, 60 and 40, on the first; counted on the second."""
    lines = [StockLine("received", 60, "H1", at(1)), StockLine("received", 40, "H2", at(1)), *more]
    stock = BatchStock("kg", lines=lines, counts=[StockCount(amount, place, at(2)) for amount, place in counts])
    for line in lines:
        if line.item != "shipped":
            stock.add(line.item, line.quantity)
    return balance_of(stock)


def test_a_place_that_nobody_counted_is_named_and_the_figures_stay() -> None:
    found = balanced([(58, "H1")])
    assert (found.on_hand, found.unaccounted, found.where) == (58, 42, [("H1", 58, None)])
    assert found.not_counted == [("H2", 40)]


@pytest.mark.parametrize("counts", [[(58, "H1"), (30, "H2")], [(90, None)], [(58, "H1"), (None, None)], [(100, "H1")]])
def test_none_is_named_where_all_was_counted_or_nothing_lacks(counts: list[tuple[float | None, str | None]]) -> None:
    assert balanced(counts).not_counted == []


def test_what_left_there_is_not_there_by_calculation() -> None:
    gone = StockLine("shipped", 40, "H2", at(1))
    assert balanced([(58, "H1")], gone).not_counted == []
    assert balanced([(58, "H1")], StockLine("consumed", 15, "H2", at(1))).not_counted == [("H2", 25)]


def test_what_was_moved_there_is_on_hand_and_not_missing() -> None:
    moved = StockLine("moved", 10, "H1", at(1), "H3")
    assert balanced([(48, "H1")], moved).not_counted == [("H2", 40)]


def test_stock_at_a_place_that_nobody_named_is_no_place_to_count() -> None:
    found = balanced([(58, "H1"), (40, "H2")], StockLine("produced", 5, None, at(1)))
    assert (found.unaccounted, found.not_counted) == (7, [])

"""Counting, running stock and yields, worked out by hand and by brute force."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genealogy.answers.yields import Band, yield_of
from genealogy.errors import UsageError
from genealogy.finder.lines import Ledger, lowest, shortfalls
from genealogy.finder.reach import Flow, Reach
from genealogy.stock.units import Units

NODES = ["面/1", "面/2", "M/3", "M/4", "/r1", "/r2", "/c3"]


def walked(edges: list[tuple[str, str]], starts: list[str]) -> int:
    seen, left = set(starts), list(starts)
    while left:
        node = left.pop()
        for source, target in edges:
            if source == node and target not in seen:
                seen.add(target)
                left.append(target)
    return sum(not node.startswith("/") for node in seen)


@given(
    st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=14),
    st.lists(st.lists(st.sampled_from(NODES), max_size=3), min_size=1, max_size=4),
)
def test_each_count_is_that_of_a_plain_walk(edges: list[tuple[str, str]], searches: list[list[str]]) -> None:
    flow = Flow(edges)
    turned = [(target, source) for source, target in edges]
    for starts in searches:
        assert flow.reach(starts, "downstream", None) == Reach(walked(edges, starts), True)
        assert flow.reach(starts, "upstream", None) == Reach(walked(turned, starts), True)


def test_a_bound_stops_and_says_so() -> None:
    flow = Flow([(f"M/{n}", f"M/{n + 1}") for n in range(10)])
    assert flow.reach(["M/0"], "downstream", 4) == Reach(4, False)
    assert flow.reach(["M/0"], "downstream", None) == Reach(11, True)
    assert flow.reach(["M/8"], "downstream", 4) == Reach(3, True)


def test_stock_below_zero_at_a_moment_only() -> None:
    """10 came at 5, 6 left at 3: 6 short at 3, though 4 are left."""
    ledger = Ledger("kg", [(10.0, 5, 5), (-6.0, 3, 3)])
    assert lowest(ledger) == -6.0
    assert shortfalls(ledger) == [("negative_for_a_time", "6 kg")]
    assert shortfalls(Ledger("kg", [(10.0, 3, 9), (-6.0, 3, 3)])) == []
    assert shortfalls(Ledger("kg", [(10.0, None, None), (-6.0, 3, 3)])) == []
    assert shortfalls(Ledger("kg", [(10.0, 5, 5), (-6.0, 3, None)])) == []
    assert shortfalls(Ledger("kg", [(10.0, 5, 5), (-12.5, 7, 7)])) == [("negative_stock", "2.5 kg")]
    assert shortfalls(Ledger("kg", [(10.0, 5, 5), (-12.5, 7, 7)], unknown=True)) == []


FLOUR = Units.of([("面粉", "袋", "kg", 25.0)])


def test_yields_in_a_common_unit() -> None:
    made = yield_of("R", [(True, "面粉", 4.0, "袋"), (True, "糖", 20.0, "kg"), (False, "饼干", 90.0, "kg")], FLOUR)
    assert made is not None
    assert (made.input, made.output, made.share, made.uom) == (120.0, 90.0, 0.75, "kg")
    assert made.as_dict(Band(0.8, 1.05))["flag"] == "low"
    no: Mapping[str, list[tuple[bool, str, float | None, str | None]]] = {
        "no factor": [(True, "糖", 4.0, "袋"), (False, "饼干", 90.0, "kg")],
        "no quantity": [(True, "糖", None, "kg"), (False, "饼干", 90.0, "kg")],
        "one unit is not known": [(True, "糖", 1.0, None), (False, "饼干", 90.0, "kg")],
        "nothing out": [(True, "糖", 1.0, "kg")],
        "nothing in": [(True, "糖", 0.0, "kg"), (False, "饼干", 1.0, "kg")],
    }
    for name, lines in no.items():
        assert (name, yield_of("R", lines, FLOUR)) == (name, None)


def test_bands() -> None:
    band = Band.parse("0.8:1.05")
    assert [band.verdict(share) for share in (0.79, 0.8, 1.05, 1.06)] == ["low", None, None, "high"]
    for text in ("1", "a:b", "2:1", "-1:1", "0:inf", "nan:1", "0:1:2"):
        with pytest.raises(UsageError):
            Band.parse(text)

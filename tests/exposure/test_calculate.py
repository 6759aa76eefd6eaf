"""Shares and bounds on random histories: what must hold whatever happened, and the slow oracle."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from genealogy.exposure.bounds import bulk, pieces, withdrawn
from genealogy.exposure.calculate import Calculated, calculate
from genealogy.exposure.flows import Choice, Flows, Inflow, Line, Making, Output, Pool, size_of
from genealogy.exposure.order import circles
from genealogy.exposure.shares import Group, order_of, shares_of
from genealogy.stock.units import Units
from tests.exposure.histories import SEED, History, flows_of, histories, rows_of
from tests.oracle.exposure import shares
from tests.support.campaign import size

RUNS = settings(max_examples=size(150, 10_000), deadline=None)


@RUNS
@given(histories())
def test_the_shares_are_those_of_the_oracle(history: History) -> None:
    found = calculate(flows_of(history)).shares
    for name, share in shares(rows_of(history), [SEED]).items():
        assert found[name] == pytest.approx(float(share), abs=1e-9)


@RUNS
@given(histories())
def test_suspect_quantity_is_conserved(history: History) -> None:
    """Rule 31: what the seed gave is in stock, or was lost or gained in runs in proportion."""
    found = calculate(flows_of(history)).shares
    flows = flows_of(history)
    rest = changed = 0.0
    for name, pool in flows.pools.items():
        came = sum(inflow.quantity or 0.0 for inflow in pool.inflows)
        if name != SEED:
            rest += found[name] * (came - history.taken(name))
    for node, making in flows.makings.items():
        put = sum(found[line.source or ""] * (line.quantity or 0.0) for line in making.inputs)
        changed += put - found[node] * sum(output.quantity or 0.0 for output in making.outputs.values())
    assert rest + changed == pytest.approx(history.taken(SEED), rel=1e-9, abs=1e-9)


@RUNS
@given(histories())
def test_the_bounds_hold_what_is_well_mixed(history: History) -> None:
    flows = flows_of(history)
    found = calculate(flows)
    for name, pool in flows.pools.items():
        bound, whole = found.bounds[name], size_of(pool)
        assert bound is not None and whole is not None
        assert -1e-9 <= bound[0] <= found.shares[name] * whole + 1e-6
        assert found.shares[name] * whole - 1e-6 <= bound[1] <= whole + 1e-9


@RUNS
@example(History((({"M/0": 1, "M/1": 3}, {"M/1": 1}), ({"M/1": 2}, {"M/1": 1}))), 1e-3)
@given(histories(), st.sampled_from([1e-3, 7.0, 1e6]))
def test_another_unit_changes_no_share(history: History, scale: float) -> None:
    one, other = calculate(flows_of(history)), calculate(flows_of(history, scale, uom="g"))
    assert other.shares == pytest.approx(one.shares, abs=1e-9)
    for name, bound in one.bounds.items():
        assert other.bounds[name] == pytest.approx(
            tuple(scale * end for end in bound or ()), rel=1e-6, abs=1e-6 * scale
        )


@RUNS
@given(histories(), st.randoms(use_true_random=False))
def test_quantities_told_in_several_units_are_the_same_quantities(history: History, random: Random) -> None:
    one, flows = calculate(flows_of(history)), flows_of(history)
    flows.units = Units.of([("M", "kg", "g", 1000.0)])
    for making in flows.makings.values():
        lines: list[Line | Output] = [*making.inputs, *making.outputs.values()]
        for line in lines:
            if random.random() < 0.5:
                line.quantity, line.uom = (line.quantity or 0.0) * 1000, "g"
    other = calculate(flows)
    assert other.shares == pytest.approx(one.shares, abs=1e-9)
    for name, bound in one.bounds.items():
        assert other.bounds[name] == pytest.approx(bound, rel=1e-6, abs=1e-6)


@RUNS
@given(histories())
def test_other_names_change_nothing(history: History) -> None:
    one, other = calculate(flows_of(history)), calculate(flows_of(history, prefix="料/批"))
    renamed = {node.replace("料/批", "M/"): share for node, share in other.shares.items()}
    assert renamed == pytest.approx(one.shares, abs=1e-9)


@RUNS
@given(histories())
def test_the_order_of_rows_does_not_matter(history: History) -> None:
    flows = flows_of(history)
    turned = Flows(
        dict(reversed(flows.pools.items())),
        {node: replace(making, inputs=making.inputs[::-1]) for node, making in reversed(flows.makings.items())},
    )
    one, other = calculate(flows), calculate(turned)
    assert other.shares == pytest.approx(one.shares, abs=1e-9)
    for name, bound in one.bounds.items():
        assert other.bounds[name] == pytest.approx(bound, rel=1e-6, abs=1e-6)


def test_the_order_is_that_of_material_and_circles_stay_together() -> None:
    found = circles({"d": ["b"], "b": ["a", "c"], "c": ["b"], "a": ["outside"]})
    assert [sorted(nodes) for nodes in found] == [["a"], ["b", "c"], ["d"]]


def test_a_long_chain_is_no_recursion() -> None:
    assert len(circles({str(number): [str(number + 1)] for number in range(20_000)})) == 20_000


def test_the_highest_of_several_units_counts_on_a_circle_too() -> None:
    """By weight A is half seed and half B, by pieces it is B; B is half A: a = 1/2 + b/2, b = a/2."""
    flows = Flows(
        {
            "S/1": Pool("S", "kg", [Inflow(None, 1.0)], seed=True),
            "A/1": Pool("A", "kg", [Inflow("/rR1", 2.0)]),
            "B/1": Pool("B", "kg", [Inflow("/rR2", 2.0)]),
        },
        {
            "/rR1": Making(
                [Line("S/1", "S", 1.0, "kg"), Line("B/1", "B", 1.0, "kg"), Line("B/1", "B", 1.0, "pcs")],
                {"A/1": Output("A", 2.0, "kg")},
            ),
            "/rR2": Making([Line("A/1", "A", 1.0, "kg"), Line(None, "N", 1.0, "kg")], {"B/1": Output("B", 2.0, "kg")}),
        },
    )
    found = calculate(flows).shares
    assert (found["A/1"], found["B/1"]) == pytest.approx((2 / 3, 1 / 3))


def test_nothing_comes_by_a_quantity_of_nothing_on_a_circle_either() -> None:
    """A vessel that was empty when its next charge came, of which nobody wrote down how much, and which comes round."""
    mixtures = {
        "pool": [Group([(0.0, "seed"), (0.0, "back")], 0.0), Group([(1.0, "loose")], 1.0)],
        "back": [Group([(2.0, "pool")], 4.0)],
        "loose": [Group([(3.0, "seed"), (3.0, "back")], 6.0)],
    }
    found = shares_of(mixtures, {"seed": 1.0}, order_of(mixtures))
    assert {node: round(share, 9) for node, share in found.items()} == {
        "seed": 1.0,
        "pool": round(2 / 3, 9),
        "loose": round(2 / 3, 9),
        "back": round(1 / 3, 9),
    }
    empty = {"one": [Group([(0.0, "seed"), (0.0, "two")], 0.0)], "two": [Group([(1.0, "one")], 1.0)]}
    assert shares_of(empty, {"seed": 1.0}, order_of(empty)) == {"seed": 1.0, "one": 0.0, "two": 0.0}


def test_of_several_that_it_may_be_the_worst_counts_but_not_for_the_lower_bound() -> None:
    found = _chosen({"S/1": False, "N/1": False})
    assert (found.shares["P/1"], found.bounds["P/1"]) == (1.0, (0.0, 5.0))


def test_what_both_readings_give_is_sure() -> None:
    assert _chosen({"S/1": True, "T/1": False}).bounds["P/1"] == (5.0, 5.0)


def _chosen(options: dict[str, bool]) -> Calculated:
    pools = {name: Pool("S", "kg", [Inflow(None, 9.0)], seed=name != "N/1") for name in ("S/1", "T/1", "N/1")}
    making = Making([Line("/a", "S", 5.0, "kg")], {"P/1": Output("P", 5.0, "kg")})
    pools["P/1"] = Pool("P", "kg", [Inflow("/rR", 5.0)])
    return calculate(Flows(pools, {"/rR": making}, {"/a": Choice(options)}))


def test_the_formulas_of_rule_27() -> None:
    assert bulk(60, 0.9, (90, 90), 100) == pytest.approx((51, 60))
    assert pieces(70, 100, 400, (150, 150)) == (8, 70)
    assert pieces(70, 100, 399, (150, 150)) == (8, 70)
    assert withdrawn(60, 100, (50, 50)) == (10, 50)
    assert withdrawn(120, 100, (50, 50)) == (50, 70)

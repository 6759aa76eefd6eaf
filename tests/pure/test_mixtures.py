"""What share of what goes into what: inputs by unit, and those of which nobody knows how much, by themselves."""

from __future__ import annotations

from genealogy.exposure.calculate import calculate
from genealogy.exposure.flows import Flows, Inflow, Line, Making, Output, Pool


def share(pool: Pool, *inputs: Line) -> float:
    """That of P/1, which that pool is; S/1 is suspect, N/1 is not, H/1 is by half."""
    half = Pool("H", "kg", [Inflow("S/1", 5.0), Inflow(None, 5.0)])
    pools = {"S/1": Pool("S", "kg", [Inflow(None, 99.0)], seed=True), "H/1": half, "P/1": pool}
    return calculate(Flows(pools, {"/r": Making(list(inputs), {"P/1": Output("P", 8.0, "kg")})})).shares["P/1"]


def test_an_inflow_of_unknown_quantity_is_a_share_by_itself() -> None:
    assert share(Pool("P", "kg", [Inflow("H/1", None), Inflow(None, 8.0)])) == 0.5
    assert (
        share(Pool("P", "kg", [Inflow(None, None), Inflow("S/1", 2.0), Inflow("H/1", None), Inflow(None, 2.0)])) == 0.5
    )
    assert (
        share(Pool("P", "kg", [Inflow(None, None), Inflow("S/1", 3.0), Inflow("H/1", None), Inflow(None, 1.0)])) == 0.75
    )
    assert share(Pool("P", "kg", [Inflow(None, None), Inflow(None, 1.0)])) == 0.0


def test_what_left_before_was_clean() -> None:
    assert share(Pool("P", "kg", [Inflow("S/1", 2.0), Inflow(None, 8.0)], left=6.0)) == 0.5
    assert share(Pool("P", "kg", [Inflow("S/1", 2.0), Inflow(None, 8.0)], left=9.0)) == 1.0  # more than there was


def test_inputs_count_by_what_of_them_goes_there() -> None:
    made = Pool("P", "kg", [Inflow("/r", 8.0)])
    assert share(made, Line("S/1", "S", 8.0, "kg", weight=2.0), Line(None, "N", 6.0, "kg")) == 0.25
    assert share(made, Line("S/1", "S", 2.0, "kg"), Line(None, "N", 6.0, "kg"), Line(None, "N", 0.0, "kg")) == 0.25
    assert share(made, Line("H/1", "H", None, "kg"), Line(None, "N", 6.0, "kg")) == 0.5

"""Bounds of the suspect quantity (rule 27), each way in which they are handed on, on flows small enough to reckon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genealogy.exposure.bounds import Bound
from genealogy.exposure.calculate import calculate
from genealogy.exposure.flows import Choice, Flows, Inflow, Line, Making, Output, Pool
from genealogy.exposure.order import circles
from genealogy.stock.units import Units

UNITS = [("S", "kg", "g", 1000.0), ("N", "kg", "g", 1000.0), ("P", "kg", "g", 1000.0), ("Q", "kg", "g", 1000.0)]
SUSPECT, CLEAN = Line("S/1", "S", 4.0, "kg"), Line(None, "N", 6.0, "kg")


def seed(uom: str = "kg") -> Pool:
    """Of which all is suspect."""
    return Pool("S", uom, [Inflow(None, 99.0)], seed=True)


def bound(making: Making, made: Inflow, uom: str = "kg", **pools: Pool) -> Bound | None:
    """Those of the batch P/1, which that run made; of S/1, in kg, all is suspect."""
    named = {name.replace("_", "/"): pool for name, pool in pools.items()}
    known = {"S/1": seed(), "P/1": Pool("P", uom, [made]), **named}
    choices = {"/a": Choice({"S/1": False, "H/1": False}), "/b": Choice({"S/1": True, "H/1": True})}
    return calculate(Flows(known, {"/r": making}, choices, units=Units.of(UNITS))).bounds["P/1"]


def making(
    *inputs: Line, p: float | None = 8.0, q: float | None = 2.0, uom: str = "kg", beside: Line | None = None
) -> Making:
    """A run of these inputs that made P/1 and Q/1."""
    outputs = {"P/1": Output("P", p, uom), "Q/1": Output("Q", q, uom)}
    return Making(list(inputs), outputs, [beside] if beside else [])


def half() -> Pool:
    """10 kg, of which exactly 5 are suspect."""
    return Pool("H", "kg", [Inflow("S/1", 5.0), Inflow(None, 5.0)])


def test_in_bulk_what_is_clean_may_have_gone_into_it_first() -> None:
    assert bound(making(SUSPECT, CLEAN), Inflow("/r", 8.0)) == (2.0, 4.0)
    assert bound(making(SUSPECT, CLEAN, p=4.0, q=1.0), Inflow("/r", 4.0)) == (1.0, 2.0)  # by a yield of a half
    assert bound(making(SUSPECT, CLEAN, p=20.0, q=20.0), Inflow("/r", 20.0)) == (0.0, 16.0)


def test_what_is_only_possible_is_clean_for_the_lower_bound() -> None:
    perhaps = Line("S/1", "S", 4.0, "kg", certain=False)
    assert bound(making(perhaps, CLEAN), Inflow("/r", 8.0)) == (0.0, 4.0)
    assert bound(making(SUSPECT, CLEAN), Inflow("/r", 8.0, certain=False)) == (0.0, 4.0)


def test_several_inflows_add_up_and_no_mix_holds_more_than_it_has() -> None:
    run = making(SUSPECT, CLEAN)
    for inflows, wanted in (
        ([Inflow("/r", 8.0), Inflow("S/1", 1.0), Inflow(None, 7.0)], (3.0, 5.0)),
        ([Inflow("/r", 8.0), Inflow("S/1", 7.0)], (9.0, 11.0)),
    ):
        flows = Flows({"S/1": seed(), "P/1": Pool("P", "kg", inflows)}, {"/r": run})
        assert calculate(flows).bounds["P/1"] == wanted
    left = Pool("P", "kg", [Inflow("S/1", 9.0), Inflow(None, 1.0)], left=8.0)
    assert calculate(Flows({"S/1": seed(), "P/1": left})).bounds["P/1"] == (2.0, 2.0)


def test_an_inflow_of_unknown_quantity_may_be_all_of_it() -> None:
    run = making(SUSPECT, CLEAN)
    pool = Pool("P", "kg", [Inflow("/r", None)], stated=8.0)
    assert calculate(Flows({"S/1": seed(), "P/1": pool}, {"/r": run})).bounds["P/1"] == (0.0, 8.0)
    pool = Pool("P", "kg", [Inflow("/r", None)])
    assert calculate(Flows({"S/1": seed(), "P/1": pool}, {"/r": run})).bounds["P/1"] is None


def test_all_that_a_suspect_run_made_is_suspect() -> None:
    flows = Flows({"P/1": Pool("P", "kg", [Inflow("/r", 8.0)])}, {"/r": making(CLEAN)}, seeds={"/r"})
    assert calculate(flows).bounds["P/1"] == (8.0, 8.0)


def test_a_withdrawal_takes_of_a_mix_what_it_must_and_what_it_may() -> None:
    assert bound(making(Line("H/1", "H", 8.0, "kg"), p=8.0, q=0.0), Inflow("/r", 8.0), H_1=half()) == (3.0, 5.0)
    assert bound(making(Line("H/1", "H", 8.0, "kg"), p=4.0, q=0.0), Inflow("/r", 4.0), H_1=half()) == (1.5, 2.5)


def test_of_a_mix_of_unknown_size_anything_may_be_taken() -> None:
    unknown = Pool("H", "kg", [Inflow("S/1", 5.0), Inflow(None, None)])
    assert bound(making(Line("H/1", "H", 8.0, "kg"), q=0.0), Inflow("/r", 8.0), H_1=unknown) == (0.0, 8.0)


def test_of_a_mix_in_another_unit_anything_may_be_taken_unless_a_factor_is_declared() -> None:
    grams = Line("H/1", "H", 8000.0, "g")
    assert bound(making(grams, p=8000.0, q=0.0, uom="g"), Inflow("/r", 8000.0), "g", H_1=half()) == (0.0, 8000.0)
    kept = Pool("S", "kg", [Inflow("S/1", 5.0), Inflow(None, 5.0)])
    same = making(Line("T/1", "S", 8000.0, "g"), p=8000.0, q=0.0, uom="g")
    assert bound(same, Inflow("/r", 8000.0), "g", T_1=kept) == (3000.0, 5000.0)


def test_an_output_in_another_unit_than_its_batch() -> None:
    run = making(SUSPECT, CLEAN)
    run.outputs["P/1"] = Output("P", 8000.0, "g")
    assert bound(run, Inflow("/r", 8.0)) == (2.0, 4.0)
    run.outputs["P/1"] = Output("P", 8.0, "box")  # no factor is declared: all of it may be suspect
    assert bound(run, Inflow("/r", 8.0)) == (0.0, 8.0)
    del run.outputs["P/1"]  # the run says nothing of it
    assert bound(run, Inflow("/r", 8.0)) == (0.0, 8.0)


def test_where_a_quantity_is_missing_all_may_be_suspect() -> None:
    assert bound(making(Line("S/1", "S", None, "kg"), CLEAN), Inflow("/r", 8.0)) == (0.0, 8.0)
    assert bound(making(SUSPECT, Line(None, "N", None, "kg")), Inflow("/r", 8.0)) == (0.0, 8.0)
    assert bound(making(SUSPECT, CLEAN, q=None), Inflow("/r", 8.0)) == (0.0, 8.0)
    elsewhere = Line(None, "N", None, "kg")
    assert bound(making(SUSPECT, CLEAN, beside=elsewhere), Inflow("/r", 8.0)) == (0.0, 8.0)


def test_an_output_that_cannot_be_added_takes_nothing_away() -> None:
    run = making(SUSPECT, CLEAN, q=None)
    run.outputs["Q/1"] = Output("Q", None, "box")
    assert bound(run, Inflow("/r", 8.0)) == pytest.approx((3.2, 3.2))  # 8 came of 10


def test_what_goes_into_other_outputs_counts_for_the_yield() -> None:
    for elsewhere in (Line(None, "N", 10.0, "kg"), Line(None, "N", 10_000.0, "g")):
        run = making(SUSPECT, CLEAN, p=10.0, q=10.0, beside=elsewhere)
        assert bound(run, Inflow("/r", 10.0)) == (4.0, 4.0)


def test_pieces_count_each_material_by_itself() -> None:
    chips = Line("S/1", "S", 30.0, "pcs"), Line(None, "S", 70.0, "件")
    run = making(*chips, Line(None, "N", 500.0, "pcs"), p=90.0, q=10.0, uom="pcs")
    assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == (20.0, 30.0)
    run = making(*chips, p=90.0, q=10.0, uom="pcs", beside=Line(None, "S", 100.0, "pcs"))
    assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == (5.0, 30.0)  # two in each piece
    run = making(*chips, p=90.0, q=10.0, uom="pcs", beside=Line(None, "N", 100.0, "pcs"))
    assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == (20.0, 30.0)  # another material


def test_of_pieces_only_the_material_that_nobody_counted_is_unknown() -> None:
    chips = Line("S/1", "S", 30.0, "pcs")
    for lost, wanted in (("N", (20.0, 30.0)), ("S", (0.0, 90.0))):
        run = making(chips, Line(None, "S", 70.0, "pcs"), Line(None, lost, None, "pcs"), p=90.0, q=10.0, uom="pcs")
        assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == wanted


def test_what_is_poured_into_pieces_counts_in_bulk_and_the_highest_of_all_counts() -> None:
    paste, rest = Line("S/1", "S", 3.0, "kg"), Line(None, "S", 1.0, "kg")
    run = making(paste, rest, p=90.0, q=10.0, uom="pcs")
    assert bound(run, Inflow("/r", 90.0), "pcs") == (65.0, 75.0)  # a kilogram is in 25 pieces
    chips = Line("C/1", "C", 80.0, "pcs"), Line(None, "C", 20.0, "pcs")
    bad = Pool("C", "pcs", [Inflow("S/1", 80.0)])
    run = making(paste, rest, *chips, p=90.0, q=10.0, uom="pcs")
    assert bound(run, Inflow("/r", 90.0), "pcs", C_1=bad) == (70.0, 80.0)


def test_pieces_made_beside_what_is_weighed() -> None:
    """The waste in kg is no piece, and its quantity does not matter."""
    run = making(Line("S/1", "S", 30.0, "pcs"), Line(None, "S", 70.0, "pcs"), p=100.0, uom="pcs")
    run.outputs["Q/1"] = Output("Q", None, "kg")
    assert bound(run, Inflow("/r", 100.0), "pcs", S_1=seed("pcs")) == (30.0, 30.0)


def test_one_of_several_takes_the_least_and_the_most_of_any() -> None:
    """Whether or not it is sure that it was one of them decides what is certain."""
    assert bound(making(Line("/a", "H", 8.0, "kg"), q=0.0), Inflow("/r", 8.0), H_1=half()) == (0.0, 8.0)
    assert bound(making(Line("/b", "H", 8.0, "kg"), q=0.0), Inflow("/r", 8.0), H_1=half()) == (3.0, 8.0)


def test_where_nothing_suspect_came_the_bounds_are_nothing() -> None:
    clean = Pool("N", "kg", [Inflow(None, 50.0)])
    assert bound(making(Line("N/1", "N", 8.0, "kg"), q=0.0), Inflow("/r", 8.0), N_1=clean) == (0.0, 0.0)


def test_inputs_in_several_units_and_lines_add_up() -> None:
    grams, more = Line("S/1", "S", 3000.0, "g"), Line("S/1", "S", 1.0, "kg")
    nothing = Line(None, "N", 0.0, "kg")
    assert bound(making(grams, more, CLEAN, nothing), Inflow("/r", 8.0)) == (2.0, 4.0)
    assert bound(making(more, grams, CLEAN, beside=nothing), Inflow("/r", 8.0)) == (2.0, 4.0)
    perhaps = Line("S/1", "S", 4.0, "kg", certain=False)
    assert bound(making(perhaps, CLEAN, p=10.0, q=0.0), Inflow("/r", 10.0)) == (0.0, 4.0)
    little = Line("S/1", "S", 0.5, "kg"), Line(None, "N", 9.5, "kg")
    assert bound(making(*little, p=10.0, q=0.0), Inflow("/r", 10.0)) == (0.5, 0.5)


def test_of_one_material_in_units_that_cannot_be_added_nothing_is_certain() -> None:
    """The bags may hold more of it, all clean, than the kilograms."""
    bags, reels = Line(None, "S", 3.0, "bag"), Line(None, "S", 2.0, "reel")
    assert bound(making(SUSPECT), Inflow("/r", 8.0)) == (8.0, 8.0)
    assert bound(making(SUSPECT, bags), Inflow("/r", 8.0)) == (0.0, 8.0)
    assert bound(making(SUSPECT, replace(bags, material="B")), Inflow("/r", 8.0)) == (8.0, 8.0)
    assert bound(making(SUSPECT, CLEAN, bags), Inflow("/r", 8.0)) == (0.0, 4.0)
    assert bound(making(SUSPECT, beside=bags), Inflow("/r", 8.0)) == (0.0, 8.0)
    parts = Line("S/1", "S", 10.0, "pcs")
    assert bound(making(parts, uom="pcs"), Inflow("/r", 8.0), uom="pcs") == (8.0, 8.0)
    assert bound(making(parts, reels, uom="pcs"), Inflow("/r", 8.0), uom="pcs") == (0.0, 8.0)
    assert bound(making(parts, replace(reels, material="B"), uom="pcs"), Inflow("/r", 8.0), uom="pcs") == (8.0, 8.0)
    assert bound(making(parts, uom="pcs", beside=reels), Inflow("/r", 8.0), uom="pcs") == (0.0, 8.0)


def test_what_nobody_suspects_is_clean_however_little_is_known_of_it() -> None:
    unknown = Pool("N", "kg", [Inflow(None, None)])
    assert bound(making(SUSPECT, Line("N/1", "N", 6.0, "kg")), Inflow("/r", 8.0), N_1=unknown) == (2.0, 4.0)
    pool = Pool("P", "kg", [Inflow("N/1", 4.0), Inflow("S/1", 1.0)])
    assert calculate(Flows({"S/1": seed(), "N/1": unknown, "P/1": pool})).bounds["P/1"] == (1.0, 1.0)


def test_a_withdrawal_of_what_holds_at_least_and_at_most() -> None:
    between = Pool("H", "kg", [Inflow("S/1", 3.0), Inflow("S/1", 2.0, certain=False), Inflow(None, 5.0)])
    assert bound(making(Line("H/1", "H", 8.0, "kg"), q=0.0), Inflow("/r", 8.0), H_1=between) == (1.0, 5.0)


def test_units_where_no_run_lies_between() -> None:
    pools = {"S/1": seed(), "T/1": Pool("S", "kg", [Inflow("S/1", 5.0), Inflow(None, 5.0)])}
    grams = Pool("S", "g", [Inflow("T/1", 8000.0)])
    found = calculate(Flows(pools | {"P/1": grams}, units=Units.of(UNITS)))
    assert found.bounds["P/1"] == (3000.0, 5000.0)
    run = Making([Line("/a", "S", 8000.0, "g")], {"P/1": Output("P", 8000.0, "g")})
    made = Pool("P", "g", [Inflow("/r", 8000.0)])
    flows = Flows(pools | {"P/1": made}, {"/r": run}, {"/a": Choice({"T/1": True})}, units=Units.of(UNITS))
    assert calculate(flows).bounds["P/1"] == (3000.0, 5000.0)


def test_what_is_clean_hides_no_other_component() -> None:
    chips = Line("S/1", "S", 30.0, "pcs")
    paste = Line(None, "N", 1.0, "kg")
    for more in ([], [Line(None, "M", None, "kg")]):  # nor does it matter there that something was not weighed
        run = making(chips, Line(None, "S", 70.0, "pcs"), paste, *more, p=90.0, q=10.0, uom="pcs")
        assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == (20.0, 30.0)
    nothing = Line(None, "S", 0.0, "pcs")
    run = making(chips, Line(None, "S", 70.0, "pcs"), p=90.0, q=10.0, uom="pcs", beside=nothing)
    assert bound(run, Inflow("/r", 90.0), "pcs", S_1=seed("pcs")) == (20.0, 30.0)


def test_what_is_weighed_is_not_counted() -> None:
    run = making(Line("S/1", "S", 300.0, "kg"), Line(None, "S", 100.0, "kg"), p=90.0, q=10.0, uom="pcs")
    assert bound(run, Inflow("/r", 90.0), "pcs") == (65.0, 75.0)


def test_on_a_circle_what_is_narrower_narrows_the_others() -> None:
    """B takes 8 of the 10 of A, of which 5 are suspect at least; A takes 5 of B."""
    pools = {
        "B": Pool("S", "kg", [Inflow("A", 8.0), Inflow(None, 2.0)]),
        "A": Pool("S", "kg", [Inflow("S", 5.0), Inflow("B", 5.0)]),
        "S": seed(),
    }
    found = calculate(Flows(pools)).bounds
    assert (found["A"], found["B"]) == ((5.0, 10.0), (3.0, 8.0))


def test_the_order_of_calculation() -> None:
    assert circles({"A": ["B"], "B": [], "C": []}) == [["B"], ["A"], ["C"]]
    found = circles({"A": ["B"], "B": ["C"], "C": ["A", "D"], "D": ["X"]})
    assert [sorted(some) for some in found] == [["D"], ["A", "B", "C"]]

"""The formulas of rule 27 one by one, and what an answer says is not known."""

from __future__ import annotations

import pytest

from genealogy.exposure.bounds import bulk, pieces, withdrawn
from genealogy.exposure.calculate import calculate
from genealogy.exposure.flows import Choice, Flows, Inflow, Line, Making, Output, Pool
from genealogy.exposure.mixtures import unmeasured, without_common_unit


@pytest.mark.parametrize(
    ("size", "total", "came", "suspect", "bound"),
    [
        (5, 0, 10, (1, 1), (0, 5)),  # nothing came out, by the record
        (5, 10, 0, (1, 1), (0, 5)),  # nothing went in
        (1, 1, 3, (3, 3), (1, 1)),
        (2, 2, 1, (1, 1), (1, 2)),  # one part in two pieces may spoil both
        (50, 100, 10, (2, 2), (0, 20)),
        (50, 100, 100, (2, 2), (0, 2)),
        (100, 100, 100, (7, 7), (7, 7)),
        (100, 100, 300, (30, 30), (10, 30)),  # three in each piece, and no rounding makes them four
        (100, 100, 300, (31, 31), (11, 31)),
        (90, 100, 100, (20, 30), (10, 30)),  # ten of them may be in the other lot
        (90, 100, 100, (5, 95), (0, 90)),
    ],
)
def test_pieces(
    size: float, total: float, came: float, suspect: tuple[float, float], bound: tuple[float, float]
) -> None:
    assert pieces(size, total, came, suspect) == bound


@pytest.mark.parametrize(
    ("size", "ratio", "suspect", "came", "bound"),
    [
        (10, 1.0, (5, 5), 20, (0, 5)),
        (10, 1.0, (15, 15), 20, (5, 10)),
        (10, 0.5, (15, 15), 20, (7.5, 7.5)),
        (10, 2.0, (1, 2), 20, (0, 4)),
    ],
)
def test_in_bulk(
    size: float, ratio: float, suspect: tuple[float, float], came: float, bound: tuple[float, float]
) -> None:
    assert bulk(size, ratio, suspect, came) == pytest.approx(bound)


@pytest.mark.parametrize(
    ("quantity", "size", "held", "bound"),
    [
        (10, 100, (50, 60), (0, 10)),
        (60, 100, (50, 60), (10, 60)),
        (80, 100, (50, 60), (30, 60)),
        (110, 100, (50, 60), (50, 70)),  # ten more than there were: they may be anything
    ],
)
def test_what_a_withdrawal_takes(
    quantity: float, size: float, held: tuple[float, float], bound: tuple[float, float]
) -> None:
    assert withdrawn(quantity, size, held) == bound


def seed(name: str = "S") -> Pool:
    """All suspect, 10 kg."""
    return Pool(name, "kg", [Inflow(None, 10.0)], seed=True)


def test_a_choice_has_the_share_of_its_worst_option_and_no_more() -> None:
    half = Pool("H", "kg", [Inflow("S/1", 5.0), Inflow(None, 5.0)])
    flows = Flows({"S/1": seed(), "H/1": half}, {}, {"/a": Choice({"H/1": False, "N/1": False})})
    making = Making([Line("/a", "H", 4.0, "kg"), Line(None, "N", 4.0, "kg")], {"P/1": Output("P", 8.0, "kg")})
    flows.makings["/rR"], flows.pools["P/1"] = making, Pool("P", "kg", [Inflow("/rR", 8.0)])
    found = calculate(flows)
    assert (found.shares["H/1"], found.shares["/a"], found.shares["P/1"]) == pytest.approx((0.5, 0.5, 0.25))


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ([Line("S/1", "S", 1.0, "kg"), Line(None, "N", 1.0, "pcs")], True),
        ([Line("S/1", "S", 1.0, "kg"), Line(None, "N", 1.0, "kg")], False),
        ([Line(None, "S", 1.0, "kg"), Line(None, "N", 1.0, "pcs")], False),  # nothing suspect in it
        ([Line("S/1", "S", 1.0, "kg"), Line(None, "S", 1.0, "g")], False),  # a factor is declared
    ],
)
def test_what_cannot_be_added_is_named(lines: list[Line], named: bool) -> None:
    flows = Flows({"S/1": seed()}, {"/rR": Making(lines, {"P/1": Output("P", 1.0, "kg")})})
    flows.units.factors["S"] = {"g": {"kg": 0.001}, "kg": {"g": 1000.0}}
    assert without_common_unit(flows) == (["/rR"] if named else [])


@pytest.mark.parametrize(
    ("source", "quantity", "certain", "named"),
    [("S/1", None, True, True), ("S/1", 1.0, True, False), ("S/1", None, False, False), (None, None, True, False)],
)
def test_what_nobody_measured_is_named(source: str | None, quantity: float | None, certain: bool, named: bool) -> None:
    making = Making([Line(source, "S", quantity, "kg", certain)], {"P/1": Output("P", 1.0, "kg")})
    pool = Pool("P", "kg", [Inflow(source, quantity, certain)])
    assert unmeasured(Flows({"P/1": pool}, {"/rR": making})) == (["P/1", "/rR"] if named else [])

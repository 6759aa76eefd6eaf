"""How much a mix holds, and which inputs of a run can be added."""

from __future__ import annotations

import pytest

from genealogy.exposure.flows import Inflow, Line, Making, Output, Pool, in_groups, size_of
from genealogy.stock.units import Units

UNITS = Units.of([("A", "kg", "g", 1000.0), ("B", "L", "kg", 0.8)])


@pytest.mark.parametrize(
    ("pool", "size"),
    [
        (Pool("A", "kg", [Inflow("S", 3.0), Inflow(None, 4.0)]), 7.0),
        (Pool("A", "kg", [Inflow("S", 3.0), Inflow(None, 4.0)], left=2.0), 5.0),
        (Pool("A", "kg", [Inflow("S", 3.0)], left=9.0), 0.0),
        (Pool("A", "kg", [Inflow("S", 3.0), Inflow("R", None, residue=True)]), 3.0),  # residue is no quantity to know
        (Pool("A", "kg", [Inflow("S", 3.0), Inflow("T", None)]), None),
        (Pool("A", "kg", [Inflow("S", 3.0), Inflow("T", None), Inflow("U", 2.0)], stated=10.0, left=1.0), 9.0),
        (Pool("A", "kg", [Inflow("S", 3.0)], stated=10.0), 3.0),  # what came in is known, and counts
        (Pool("A", "kg", [], stated=10.0), 10.0),
        (Pool("A", "kg", [Inflow("R", 5.0, residue=True)]), None),
        (Pool("A", "kg", []), None),
    ],
)
def test_the_size_of_a_mix(pool: Pool, size: float | None) -> None:
    assert size_of(pool) == size


def test_lines_of_one_unit_are_one_group() -> None:
    lines = [Line("S", "A", 1.0, "kg"), Line(None, "B", 2.0, "kg"), Line("T", "A", None, "kg")]
    assert in_groups(Making(lines), lines, UNITS) == {"kg": [(lines[0], 1.0), (lines[1], 1.0)]}
    assert in_groups(Making(lines), lines[2:], UNITS) == {}


def test_the_unit_of_the_outputs_comes_first() -> None:
    lines = [Line("S", "A", 1.0, "kg"), Line("T", "A", 5.0, "g"), Line("U", "B", 2.0, "L"), Line("V", "A", None, "g")]
    for uom, wanted in (
        ("g", {"g": [(lines[0], 1000.0), (lines[1], 1.0)], "L": [(lines[2], 1.0)]}),
        ("kg", {"kg": [(lines[0], 1.0), (lines[1], 0.001), (lines[2], 0.8)]}),
        ("L", {"L": [(lines[2], 1.0)], "g": [(lines[0], 1000.0), (lines[1], 1.0)]}),
    ):
        making = Making(lines, {"P": Output("P", 9.0, uom)})
        assert in_groups(making, lines, UNITS) == wanted


def test_what_has_no_unit_is_added_to_the_first_there_is() -> None:
    lines = [Line("S", "A", 1.0, None), Line("T", "A", 5.0, "g")]
    assert in_groups(Making(lines), lines, UNITS) == {"g": [(lines[0], 1.0), (lines[1], 1.0)]}
    bare = [Line("S", "A", 1.0, None)]
    assert in_groups(Making(bare, beside=[Line(None, "A", 2.0, None)]), bare, UNITS) == {None: [(bare[0], 1.0)]}


def test_what_goes_elsewhere_says_its_units_too() -> None:
    """Else what is used here and what is used there could not be told in one."""
    here, there = Line("S", "A", 1.0, "kg"), Line(None, "A", 300.0, "g")
    making = Making([here], {}, [there])
    assert in_groups(making, making.inputs, UNITS) == {"g": [(here, 1000.0)]}
    assert in_groups(making, making.beside, UNITS) == {"g": [(there, 1.0)]}

"""Quantities as text, and factors between units, also in chains (rule 25)."""

from __future__ import annotations

import pytest

from genealogy.stock.units import Units, decimal_text


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (None, None),
        (0.0, "0"),
        (-0.0, "0"),
        (-1e-9, "0"),
        (1.0, "1"),
        (100.0, "100"),
        (2.5, "2.5"),
        (-2.5, "-2.5"),
        (1 / 3, "0.333333"),
        (2e-6, "0.000002"),
        (123456789.125, "123456789.125"),
    ],
)
def test_a_quantity_is_written_to_six_places(number: float | None, text: str | None) -> None:
    assert decimal_text(number) == text


def units() -> Units:
    """New ones, which remember nothing."""
    rows = [("钢", "t", "kg", 1000.0), ("钢", "kg", "g", 1000.0), ("钢", "箱", "kg", 20.0), ("油", "L", "kg", 0.9)]
    return Units.of(rows)


@pytest.mark.parametrize(
    ("source", "target", "factor"),
    [
        ("t", "kg", 1000.0),
        ("kg", "t", 0.001),
        ("t", "g", 1e6),
        ("g", "t", 1e-6),
        ("箱", "g", 20_000.0),
        ("kg", "kg", 1.0),
        ("t", "L", None),
        ("?", "!", None),
        (None, "kg", 1.0),
        ("kg", None, 1.0),
        ("?", "?", 1.0),
    ],
)
def test_factors_go_both_ways_and_in_chains(source: str | None, target: str | None, factor: float | None) -> None:
    known = units()
    for _ in range(2):  # the second time from memory
        found = known.factor("钢", source, target)
        assert found == (None if factor is None else pytest.approx(factor))


def test_factors_are_those_of_a_material_alone() -> None:
    assert units().factor("油", "t", "kg") is None
    assert units().factor("水", "t", "kg") is None
    assert units().factor("油", "kg", "L") == pytest.approx(1 / 0.9)


def test_what_is_declared_in_both_directions_stands_as_declared() -> None:
    both = Units.of([("M", "a", "b", 3.0), ("M", "b", "a", 0.25)])
    assert (both.factor("M", "a", "b"), both.factor("M", "b", "a")) == (3.0, 0.25)

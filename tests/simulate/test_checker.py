"""The checker that vouches for bundles sees what is broken: one change to a good bundle, one complaint at least."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

import pytest

from loaders.example import BUNDLE
from tests.simulate import checker
from tests.simulate.reading import Bundle, Row, read


def row(bundle: Bundle, file: str, **cells: str) -> Row:
    """The first row with these cells."""
    return next(row for row in bundle[file] if all(row[name] == text for name, text in cells.items()))


BROKEN: dict[str, tuple[Callable[[Bundle], object], Callable[[Bundle], Iterator[str]]]] = {
    "a line twice": (lambda b: b["consumed"].append(b["consumed"][0]), checker.complaints),
    "an unknown supplier": (lambda b: row(b, "receipts", receipt="GR-001").update(supplier="X"), checker.complaints),
    "a lot nobody described": (lambda b: b["shipped"][0].update(lot="X"), checker.complaints),
    "a time without zone": (lambda b: b["cleanings"][0].update(cleaned_at="2026-03-02T00:20:00"), checker.complaints),
    "a negative quantity": (lambda b: b["produced"][0].update(quantity="-1"), checker.complaints),
    "an odd word": (lambda b: b["orders"][0].update(status="done"), checker.complaints),
    "a strange unit": (lambda b: b["consumed"][0].update(uom="oz"), checker.complaints),
    "an empty run": (lambda b: b["consumed"][0].update(run=""), checker.complaints),
    "more shipped than made": (lambda b: b["shipped"][0].update(quantity="999"), checker.stock_complaints),
    "shipped before made": (
        lambda b: b["shipments"][0].update(shipped_at="2026-03-01T00:00:00+08:00"),
        checker.stock_complaints,
    ),
    "a wrong count": (lambda b: b["counts"][0].update(quantity="1"), checker.stock_complaints),
    "more made than used": (
        lambda b: row(b, "produced", material="PANEL-7").update(quantity="9999"),
        checker.run_complaints,
    ),
    "a run that ends first": (
        lambda b: b["runs"][0].update(ended_at="2026-02-01T00:00:00+08:00"),
        checker.run_complaints,
    ),
    "a vessel drawn dry": (
        lambda b: row(b, "produced", material="COAT-MIX").update(quantity="9000"),
        checker.vessel_complaints,
    ),
    "a full vessel cleaned": (
        lambda b: row(b, "cleanings", equipment="COATER-1").update(cleaned_at="2026-03-04T12:00:00+08:00"),
        checker.vessel_complaints,
    ),
}


@pytest.fixture(scope="module")
def good() -> Bundle:
    bundle = read(BUNDLE)
    return bundle | {"consumed": [line for line in bundle["consumed"] if line["lot"]]}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_seen(name: str, good: Bundle) -> None:
    spoil, check = BROKEN[name]
    bundle = copy.deepcopy(good)
    assert list(check(bundle)) == []
    spoil(bundle)
    assert list(check(bundle)) != []

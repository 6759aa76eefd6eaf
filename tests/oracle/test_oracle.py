"""The oracle itself, on cases small enough to see the answer."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tests.oracle.plant import read
from tests.oracle.reach import reach
from tests.oracle.rows import clean, key
from tests.oracle.runs import pair
from tests.oracle.times import BEGIN, END, Place, Span, before, between, span
from tests.oracle.vessels import certainly, cut_between

LONDON = Place(ZoneInfo("UTC"), time(0))
SHIFTS = Place(ZoneInfo("Asia/Shanghai"), time(6))


def at(first: int, last: int) -> Span:
    """Hours of a day, half-open."""
    return Span(datetime(2026, 3, 2, first, tzinfo=UTC), datetime(2026, 3, 2, last, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "place", "start", "end"),
    [
        ("2026-03-02T08:00:00Z", LONDON, "2026-03-02T08:00:00", "2026-03-02T08:00:00.000001"),
        ("2026-03-02T08:00:00", SHIFTS, "2026-03-02T00:00:00", "2026-03-02T00:00:00.000001"),
        ("2026-03-02", LONDON, "2026-03-02T00:00:00", "2026-03-03T00:00:00"),
        ("2026-03-02", SHIFTS, "2026-03-01T16:00:00", "2026-03-02T22:00:00"),
        ("2026-03-02T08:00:00Z/2026-03-03", LONDON, "2026-03-02T08:00:00", "2026-03-04T00:00:00"),
    ],
)
def test_times(text: str, place: Place, start: str, end: str) -> None:
    assert [moment.isoformat() for moment in span(text, place)] == [f"{start}+00:00", f"{end}+00:00"]


def test_unknown_times_are_open() -> None:
    assert span(None, LONDON) == Span(BEGIN, END)
    assert span("../2026-03-02", LONDON).start == BEGIN
    assert not before(span(None, LONDON), at(1, 2))


def test_an_end_before_the_start_is_anything_between() -> None:
    assert between(at(8, 9), at(10, 11)) == at(8, 11)
    assert between(at(10, 11), at(8, 9)) == at(8, 11)
    assert between(at(8, 12), at(9, 10)) == at(8, 10)


@pytest.mark.parametrize(
    ("cut", "cuts", "doubt"),
    [
        (at(3, 4), True, True),  # between
        (at(2, 4), True, True),  # from the end of the first on
        (at(1, 4), False, True),  # may lie in the first
        (at(4, 7), False, True),  # may lie in the second
        (at(0, 1), False, False),  # before the first
        (at(7, 8), False, False),  # after the second
    ],
)
def test_cuts(cut: Span, cuts: bool, doubt: bool) -> None:
    first, second = at(1, 2), at(5, 7)
    assert cut_between(first, second, [cut]) is cuts
    assert certainly(first, second, [cut]) is not doubt


def test_mapped_pairs() -> None:
    pairs = {("a", "x"), ("b", "y")}
    assert pair(pairs, "a", "x") == (True, True)
    assert pair(pairs, "a", "y")[0] is False
    assert pair(pairs, "a", "z") == (True, False)
    assert pair(pairs, "c", "x") == (True, False)
    assert pair(set(), "c", "x") == (True, True)


def test_rows_that_count() -> None:
    rows = clean(
        {
            "runs": [{"run": " R1 ", "kind": "split"}, {"run": "R1", "kind": "merge"}, {"run": "R2"}],
            "consumed": [{"run": "R2", "material": "M", "lot": "1", "serial": ""}],
            "corrections": [{"record_kind": "run", "record": "R2", "action": "void"}],
        }
    )
    assert rows["runs"] == [{"run": "R1", "kind": "split"}]
    assert rows["consumed"] == []


def test_keys() -> None:
    assert key({"material": "M", "lot": "A/7", "assigner": "S 1", "serial": "#3"}) == "M/A%2F7@S 1#%233"
    assert key({"material": "..", "lot": "批"}) == "%2E%2E/批"


def test_the_strongest_chain_and_the_shortest_way() -> None:
    """a to c in one step by residue, potential; in two steps by runs, certain."""
    plant = read(
        {
            "equipment": [{"equipment": "L", "carry_over": "true"}],
            "runs": [
                {
                    "run": "R1",
                    "equipment": "L",
                    "started_at": "2026-03-02T01:00:00Z",
                    "ended_at": "2026-03-02T02:00:00Z",
                },
                {
                    "run": "R2",
                    "equipment": "L",
                    "started_at": "2026-03-02T03:00:00Z",
                    "ended_at": "2026-03-02T04:00:00Z",
                },
            ],
            "consumed": [{"run": "R1", "material": "M", "lot": "a"}, {"run": "R2", "material": "M", "lot": "b"}],
            "produced": [{"run": "R1", "material": "M", "lot": "b"}, {"run": "R2", "material": "M", "lot": "c"}],
        }
    )
    assert reach(plant, ["M/a"], "downstream").batches == {
        "M/a": (0, "certain"),
        "M/b": (1, "certain"),
        "M/c": (1, "certain"),
    }
    assert reach(plant, ["M/c"], "upstream").runs == {"R1", "R2"}

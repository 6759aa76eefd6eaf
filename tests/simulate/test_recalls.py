"""Against the simulator's truth: what really was contaminated is in the recall, however many records were lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from genealogy.store import Store
from loaders.simulate import PLANTS
from tests.simulate.reading import Bundle, Row
from tests.simulate.recalls import Tally, behind, lost_lines, recalled, since_then, still_reached
from tests.support.campaign import size
from tests.support.servers import wipe

BATCHES = 600


@pytest.mark.timeout(size(600, 4 * 3600))
@pytest.mark.parametrize(("late", "count"), [(False, size(2, 200)), (True, size(2, 200))])
def test_no_contaminated_batch_is_missed_unless_lost_lines_cut_it_off(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], late: bool, count: int
) -> None:
    """Seeds that are bad since ever, and seeds that turn bad while they are used: there time must narrow the recall."""
    total, missed = Tally(), {}
    for number in range(count):
        plant = sorted(PLANTS)[number % len(PLANTS)]
        wipe(store)
        tally, without_excuse = recalled(
            store, tmp_path / str(number), plant, BATCHES, number, lost=0.01 * (1 + number % 5), late=late
        )
        total += tally
        if without_excuse:
            missed[plant, number] = sorted(without_excuse)
    with capsys.disabled():
        print(f"\n{count} plants with lost records, seeds bad {'later' if late else 'ever'}: {total.text()}")
    assert missed == {}
    assert total.true > total.cut
    assert total.recalled_true + total.cut == total.true
    assert total.recalled < total.structural if late else total.recalled <= total.structural


def row(**cells: str) -> Row:
    return {"assigner": "", "serial": "", **cells}


LINES = [row(run="R1", material="A", lot="1"), row(run="R2", material="B", lot="1")]
CHAIN: Bundle = {
    "runs": [{"run": name, "kind": "produce", "equipment": ""} for name in ("R1", "R2")],
    "consumed": LINES,
    "produced": [row(run="R1", material="B", lot="1"), row(run="R2", material="C", lot="1")],
    "batches": [row(material=name, lot="1") for name in "ABC"],
    **{name: [] for name in ("mapped", "equipment", "cleanings")},
}


def test_a_lost_line_cuts_off_what_lies_behind_it_and_nothing_else() -> None:
    """A/1 -> R1 -> B/1 -x (lost) x-> R2 -> C/1."""
    assert still_reached(CHAIN, "A/1", []) == {"A/1", "B/1", "C/1"}
    assert still_reached(CHAIN, "A/1", LINES[1:]) == {"A/1", "B/1"}
    assert behind(CHAIN, "A/1", LINES[1:], {"R2"}) == {"C/1"}
    assert behind(CHAIN, "A/1", LINES[1:], {"R1"}) == set()


def test_what_was_taken_before_a_lot_turned_bad_reaches_nothing() -> None:
    early, late = ("2026-03-02T08:00:00+00:00", "2026-03-02T09:00:00+00:00")
    chain = CHAIN | {"consumed": [row | {"at": early} for row in LINES]}
    assert still_reached(since_then(chain, "A/1", early), "A/1", []) == {"A/1", "B/1", "C/1"}
    assert still_reached(since_then(chain, "A/1", late), "A/1", []) == {"A/1"}


def test_only_lines_lost_whole_are_an_excuse() -> None:
    line = {"was.run": "R1", "was.material": "A", "was.lot": "1"}
    deleted = [
        {"file": "consumed", "lost": "row", **line},
        {"file": "consumed", "lost": "lot assigner serial", **line},
        {"file": "batches", "lost": "row", "was.material": "A", "was.lot": "1"},
    ]
    assert lost_lines(deleted) == [{"run": "R1", "material": "A", "lot": "1"}]

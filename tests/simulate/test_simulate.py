"""The simulator's history holds together, is the same for the same seed, and its truth is what the records say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from genealogy.errors import GenealogyError, UsageError
from genealogy.events import BY_KIND
from loaders.kinds import FILES
from loaders.simulate import PLANTS, Summary, simulate
from tests.simulate import checker, walk
from tests.simulate.reading import REQUIRED, Bundle, key, read, when

BATCHES = 3000


class Made:
    """One simulated plant, read back."""

    def __init__(self, plant: str, out: Path) -> None:
        self.plant = plant
        self.out = out
        self.summary: Summary = simulate(out, plant, BATCHES, 7)
        self.bundle: Bundle = read(self.summary.bundle)
        self.truth: dict[str, Any] = json.loads(self.summary.truth.read_text(encoding="utf-8"))

    @property
    def fractions(self) -> dict[str, float]:
        return {row["key"]: row["fraction"] for row in self.truth["batches"]}


@pytest.fixture(scope="module", params=sorted(PLANTS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(request.param, tmp_path_factory.mktemp(request.param))


def test_every_file_is_written_in_the_contract_s_columns_and_is_well_formed(made: Made) -> None:
    assert set(made.bundle) == set(REQUIRED)
    assert list(checker.complaints(made.bundle)) == []


def test_every_row_is_an_event_without_unknown_columns(made: Made) -> None:
    for file, rows in made.bundle.items():
        model = BY_KIND[FILES[f"{file}.csv"]]
        for row in rows:
            event = model.model_validate({name: text for name, text in row.items() if text})
            assert not event.attributes, (file, row)


def test_every_kind_of_record_occurs(made: Made) -> None:
    assert [name for name, rows in made.bundle.items() if not rows] == []


def test_stock_is_never_negative_and_counts_agree_with_the_books(made: Made) -> None:
    assert list(checker.stock_complaints(made.bundle)) == []


def test_runs_keep_their_times_and_make_no_more_than_they_take(made: Made) -> None:
    assert list(checker.run_complaints(made.bundle)) == []


def test_vessels_do_one_thing_at_a_time_and_are_cleaned_empty(made: Made) -> None:
    assert list(checker.vessel_complaints(made.bundle)) == []


def test_the_number_of_batches_is_within_five_percent(made: Made) -> None:
    assert abs(len(made.bundle["batches"]) - BATCHES) <= BATCHES * 0.05
    assert made.summary.batches == len(made.bundle["batches"])


def test_the_summary_counts_the_rows(made: Made) -> None:
    assert made.summary.rows == {name: len(rows) for name, rows in made.bundle.items()}


def test_the_seed_is_raw_and_received_in_the_first_third(made: Made) -> None:
    seed = made.truth["seed"]
    assert made.fractions[seed] == 1.0 == max(made.fractions.values())
    rows = {walk.written(key(row)): row for row in made.bundle["receipts"]}
    times = sorted(when(row["started_at"]) for row in made.bundle["runs"])
    kinds = {row["material"]: row["kind"] for row in made.bundle["materials"]}
    assert kinds[rows[seed]["material"]] == "raw"
    assert when(rows[seed]["received_at"]) < times[0] + (times[-1] - times[0]) / 3
    assert len(made.fractions) > BATCHES / 100


def test_the_truth_lies_within_what_the_records_connect(made: Made) -> None:
    seed = next(key(row) for row in made.bundle["batches"] if walk.written(key(row)) == made.truth["seed"])
    closure = walk.batches_in(walk.reached(walk.graph(made.bundle), [seed]), made.bundle)
    assert set(made.fractions) <= closure
    shipments, customers = walk.consignees(made.bundle, set(made.fractions))
    assert {row["shipment"] for row in made.truth["shipments"]} == shipments
    assert set(made.truth["customers"]) == customers


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(made: Made, tmp_path: Path) -> None:
    again = simulate(tmp_path / "a", made.plant, BATCHES, 7)
    other = simulate(tmp_path / "b", made.plant, BATCHES, 8)
    for path in sorted(again.bundle.iterdir()):
        assert path.read_bytes() == (made.summary.bundle / path.name).read_bytes()
    assert again.truth.read_bytes() == made.summary.truth.read_bytes()
    assert (other.bundle / "runs.csv").read_bytes() != (made.summary.bundle / "runs.csv").read_bytes()


def test_what_goes_missing_is_listed_and_nothing_else_changes(made: Made, tmp_path: Path) -> None:
    summary = simulate(tmp_path, made.plant, BATCHES, 7, missing=0.05)
    torn = read(summary.bundle)
    deleted = json.loads(summary.truth.read_text(encoding="utf-8"))["deleted"]
    assert deleted
    assert _mended(torn, deleted) == {name: sorted(map(_cells, rows)) for name, rows in made.bundle.items()}
    assert {entry["lost"] for entry in deleted} >= {"row", "at", "lot assigner serial", "started_at ended_at"}


def _cells(row: dict[str, str]) -> list[tuple[str, str]]:
    return sorted((name, text) for name, text in row.items() if text)


def _mended(torn: Bundle, deleted: list[dict[str, str]]) -> dict[str, list[list[tuple[str, str]]]]:
    """The torn bundle with each deletion put back."""
    rows = {name: sorted(map(_cells, found)) for name, found in torn.items()}
    for entry in deleted:
        was = {name.removeprefix("was."): text for name, text in entry.items() if name.startswith("was.")}
        if entry["lost"] != "row":
            rows[entry["file"]].remove(_cells({n: "" if n in entry["lost"].split() else t for n, t in was.items()}))
        rows[entry["file"]].append(_cells(was))
    return {name: sorted(found) for name, found in rows.items()}


def test_the_electronics_truth_is_what_the_records_give_when_mixed_in_time_order(tmp_path: Path) -> None:
    made = Made("electronics", tmp_path)
    expected = walk.shares(made.bundle, made.truth["seed"])
    assert set(made.fractions) == set(expected)
    assert made.fractions == pytest.approx(expected, abs=1e-9)


def test_progress_is_told(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    simulate(tmp_path, "electronics", BATCHES, 1, progress=lambda done, total: seen.append((done, total)))
    assert seen[0] == (1000, BATCHES)
    assert seen[-1] == (BATCHES, BATCHES)


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(GenealogyError, match="cannot write"):
        simulate(tmp_path / "file" / "out", "electronics", 1000, 1)


@pytest.mark.parametrize(("plant", "batches", "missing"), [("bakery", 1000, 0), ("dairy", 3, 0), ("dairy", 1000, 2)])
def test_arguments_that_cannot_be_are_refused(plant: str, batches: int, missing: float, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        simulate(tmp_path, plant, batches, 1, missing)


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bundle").mkdir()
    with pytest.raises(UsageError, match="choose another folder"):
        simulate(tmp_path, "electronics", 1000, 1)

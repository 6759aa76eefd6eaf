"""Files from strangers: each is taken or refused with a reason, in bounded memory, and reaches nothing outside."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loaders.load import load
from tests.hostile import archives, books, texts, untidy
from tests.hostile.case import Hostile
from tests.hostile.conftest import Take
from tests.hostile.page import cases, line, told

VALUES = texts.VALUES
CASES = (*archives.CASES, *books.CASES, *texts.CASES, *untidy.CASES)
PAGE = (Path(__file__).parents[2] / "docs" / "bad-input.md").read_text(encoding="utf-8").splitlines()
MOST_KIB = 700 << 10  # an ordinary file takes a tenth of it


def test_there_are_enough_and_each_has_its_name() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert len({case.name for case in VALUES}) == len(VALUES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_hostile_file(case: Hostile, take: Take, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    path = case.make(source)
    before = _listing(tmp_path, source)

    taken = take("load", path, "--dry-run", "--json")

    said = taken.out + taken.err
    assert "Traceback" not in said
    assert (taken.code, taken.seen) == (case.code, ""), said[:2000]
    assert case.said in said
    assert "\x1b" not in said
    answer = taken.answer()
    assert (answer["totals"]["rows"] - answer["totals"]["rejected"] if answer else 0) == case.good
    assert line(case, told(answer) if answer else _sentence(taken.err)) in PAGE
    assert taken.kib < MOST_KIB
    assert _listing(tmp_path, source) == before
    assert not list((tmp_path / "work" / "tmp").iterdir()), "what was unpacked is gone"
    assert {entry.name for entry in (tmp_path / "work" / "home").iterdir()} <= {"loads"}


@pytest.mark.parametrize("case", VALUES, ids=lambda case: case.name)
def test_an_absurd_value(case: Hostile, tmp_path: Path) -> None:
    """In a small text, which needs no limits: what is said names file, row, column and value."""
    report = load(None, case.make(tmp_path), ZoneInfo("UTC"))

    said = " ".join(map(str, report.errors))
    assert report.clean == (case.code == 0)
    assert case.said in said
    assert report.clean or said.startswith(
        ("batches.csv row 2, quantity '", "batches.csv row 2, produced_at '", "batches.csv row 2, lot '")
    )
    assert report.totals["rows"] - report.totals["rejected"] == case.good
    assert line(case, told(report.as_dict())) in PAGE


def test_the_page_has_these_lines_and_no_others() -> None:
    names = [text.partition(" | ")[0] for text in PAGE if text.startswith("| ") and not text.startswith("| file")]
    assert names == [line(case, "").partition(" | ")[0] for case in cases()]


def _sentence(err: str) -> str:
    """What is said of a failure, without the word in front."""
    return err.strip().splitlines()[-1].partition(": ")[2]


def _listing(folder: Path, source: Path) -> set[tuple[str, int]]:
    """Everything beside the work folder."""
    kept = {(entry.name, 0) for entry in folder.iterdir()}
    return kept | {(str(path), path.stat().st_size) for path in source.rglob("*")}


def test_what_is_outside_is_seen(take: Take, tmp_path: Path) -> None:
    """The guard sees what it is there for: a file written elsewhere, and a connection."""
    path = texts.CASES[1].make(tmp_path)

    written = take("load", path, "--dry-run", "--rejected", tmp_path / "elsewhere")
    assert f"open {tmp_path}/elsewhere/batches.csv" in written.seen

    connected = take("load", path)
    assert connected.code != 0
    assert connected.seen

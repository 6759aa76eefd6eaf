"""Rows that did not go in: reported, written out, corrected, loaded again."""

from __future__ import annotations

import csv
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from genealogy.errors import GenealogyError, UsageError
from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from loaders.report import SHOWN
from tests.loaders.graph import ask

UTC = ZoneInfo("UTC")
BAD = 'material,lot,quantity,Colour\n铜,1,5,red\n铁,2,"5,5",blue\nC,3,1\nD,"4,1,green\n'


def _bundle(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def _rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


def test_rejected_rows_stand_beside_their_reason(tmp_path: Path) -> None:
    load(None, _bundle(tmp_path / "in", batches=BAD), UTC, Options(rejected_dir=tmp_path / "out"))

    header, number, short, quote = _rows(tmp_path / "out" / "batches.csv")
    assert header == ["_error", "material", "lot", "quantity", "Colour"]
    assert number[0].startswith("quantity: is not a number")
    assert number[1:] == ["铁", "2", "5,5", "blue"]
    assert short[0].endswith("leave no field out: C,3,1")
    assert quote[0].endswith('for a quote inside a text: D,"4,1,green')
    assert short[1:] == quote[1:] == [""] * 4
    assert (tmp_path / "out" / "batches.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "or Excel shows noise"


def test_rejected_rows_corrected_load(store: Store, tmp_path: Path) -> None:
    first = load(store, _bundle(tmp_path / "in", batches=BAD), UTC, Options(rejected_dir=tmp_path / "out"))
    assert (first.totals["new"], first.totals["rejected"], first.clean) == (1, 3, False)
    header, number, short, quote = _rows(tmp_path / "out" / "batches.csv")
    number[3], short[1:], quote[1:] = "5.5", ["C", "3", "1", ""], ["D", "4", "1", "green"]
    with (tmp_path / "out" / "batches.csv").open("w", encoding="utf-8-sig", newline="") as handle:
        csv.writer(handle).writerows([header, number, short, quote])

    second = load(store, tmp_path / "out", UTC)

    assert second.clean
    assert second.totals["new"] == 3
    question = "MATCH (b:Batch) RETURN b.key, b.quantity, b.colour, b._error ORDER BY b.lot"
    assert ask(store, question) == [
        ("铜/1", 5.0, "red", None),
        ("铁/2", 5.5, "blue", None),
        ("C/3", 1.0, None, None),
        ("D/4", 1.0, "green", None),
    ]


def test_rejected_rows_left_as_they_are_are_rejected_again(tmp_path: Path) -> None:
    load(None, _bundle(tmp_path / "in", batches=BAD), UTC, Options(rejected_dir=tmp_path / "out"))

    again = load(None, tmp_path / "out", UTC, Options(rejected_dir=tmp_path / "out2"))

    assert (again.totals["rows"], again.totals["rejected"]) == (3, 3)
    assert (tmp_path / "out2" / "batches.csv").read_bytes() == (tmp_path / "out" / "batches.csv").read_bytes()


def test_no_rejected_row_no_file(tmp_path: Path) -> None:
    load(None, _bundle(tmp_path / "in", materials="material\nA\n"), UTC, Options(rejected_dir=tmp_path / "out"))

    assert not (tmp_path / "out").exists()


def test_a_conflict_is_reported_and_the_first_stays(store: Store, tmp_path: Path) -> None:
    first = "run,material,lot,quantity,line\nR,A,1,5,\nR,A,1,5.0,\nR,A,1,6,\nR,A,1,6,2\n"
    report = load(store, _bundle(tmp_path / "in", consumed=first), UTC, Options(rejected_dir=tmp_path / "out"))

    assert report.totals == {"rows": 4, "new": 2, "repeated": 1, "rejected": 0, "conflicts": 1}
    assert [str(conflict) for conflict in report.conflicts] == [
        "consumed.csv row 4, R A 1: differs from what was recorded before; the first stays"
    ]
    assert _rows(tmp_path / "out" / "consumed.csv")[1:] == [
        ["differs from what was recorded before; the first stays", "R", "A", "1", "6", ""]
    ]
    assert ask(store, "MATCH ()-[c:CONSUMED]->() RETURN c.quantity ORDER BY c.quantity") == [(5.0,), (6.0,)]


@pytest.mark.parametrize("chunk", [1, 2, 10_000])
def test_a_twin_is_held_against_the_record_that_stays(store: Store, tmp_path: Path, chunk: int) -> None:
    load(store, _bundle(tmp_path / "a", batches="material,lot,quantity\nA,1,5\n"), UTC)

    later = _bundle(tmp_path / "b", batches="material,lot,quantity\nA,1,7\nA,1,5\nA,1,7\nA,2,1\nA,2,1\n")
    report = load(store, later, UTC, Options(chunk=chunk))

    assert report.totals == {"rows": 5, "new": 1, "repeated": 2, "rejected": 0, "conflicts": 2}
    assert [conflict.row for conflict in report.conflicts] == [2, 4]


def test_the_report_is_short_and_the_file_has_all(tmp_path: Path) -> None:
    rows = "".join(f"A,{number},x\n" for number in range(SHOWN + 300))
    bundle = _bundle(tmp_path / "in", batches="material,lot,quantity\n" + rows)

    report = load(None, bundle, UTC, Options(rejected_dir=tmp_path / "out", chunk=150))

    assert report.totals["rejected"] == SHOWN + 300
    assert [error.row for error in report.errors] == list(range(2, SHOWN + 2))
    assert len(_rows(tmp_path / "out" / "batches.csv")) == 1 + SHOWN + 300


def test_rejected_rows_never_overwrite_a_bundle(tmp_path: Path) -> None:
    bundle = _bundle(tmp_path / "in", batches=BAD)

    with pytest.raises(UsageError, match=r"in holds batches\.csv already; name an empty folder"):
        load(None, bundle, UTC, Options(rejected_dir=bundle))
    assert (bundle / "batches.csv").read_text(encoding="utf-8") == BAD


def test_rejected_rows_that_cannot_be_written_stop_the_load(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file where a folder should be")

    with pytest.raises(GenealogyError, match=r"rejected rows cannot be written to .*out: "):
        load(None, _bundle(tmp_path / "in", batches=BAD), UTC, Options(rejected_dir=tmp_path / "out"))

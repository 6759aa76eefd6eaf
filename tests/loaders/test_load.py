"""Whole bundles into a real Neo4j."""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import loaders.example
from genealogy.errors import NotFoundError
from genealogy.store import Store
from loaders.kinds import FILES
from loaders.load import load
from loaders.loads import get_load, list_loads
from loaders.options import Options
from tests.loaders.graph import ask, edges, fingerprint, nodes
from tests.support.servers import wipe

EXAMPLE = Path(loaders.example.__file__).parent / "bundle"
HUDSON = Path(__file__).parent.parent / "golden" / "hudson-1997"
UTC = ZoneInfo("UTC")


@pytest.mark.parametrize(("name", "rows", "consumed"), [("no-break", 1320, 519), ("with-break", 1319, 518)])
def test_golden_bundle_loads_whole(store: Store, name: str, rows: int, consumed: int) -> None:
    report = load(store, HUDSON / name, UTC)

    assert report.clean
    assert report.totals == {"rows": rows, "new": rows, "repeated": 0, "rejected": 0, "conflicts": 0}
    assert edges(store)["CONSUMED"] == consumed
    assert {label: nodes(store)[label] for label in ("Batch", "Run", "Receipt", "Shipment", "Customer")} == {
        **{"Batch": 585, "Run": 65, "Receipt": 455, "Shipment": 65, "Customer": 9}
    }


def test_loading_again_changes_nothing(store: Store) -> None:
    first = load(store, HUDSON / "no-break", UTC)
    before = fingerprint(store)

    second = load(store, HUDSON / "no-break", UTC, Options(chunk=100))

    assert second.totals == first.totals | {"new": 0, "repeated": first.totals["rows"]}
    assert second.clean
    assert fingerprint(store) == before
    assert nodes(store)["Page"] == 11  # one a file: the second load recorded nothing


@pytest.fixture(scope="module")
def undisturbed(server_store: Store) -> str:
    """What the example plant looks like after one load in one go."""
    wipe(server_store)
    load(server_store, EXAMPLE, UTC)
    return fingerprint(server_store)


def test_chunks_make_no_difference(undisturbed: str, store: Store) -> None:
    load(store, EXAMPLE, UTC, Options(chunk=61))

    assert fingerprint(store) == undisturbed


def test_dry_run_writes_nothing(store: Store) -> None:
    before = nodes(store)

    report = load(None, HUDSON / "no-break", UTC)

    assert report.dry_run
    assert report.totals == {"rows": 1320, "new": 0, "repeated": 0, "rejected": 0, "conflicts": 0}
    assert nodes(store) == before


def test_the_load_is_remembered(store: Store) -> None:
    report = load(store, HUDSON / "no-break", UTC, Options(load_id="L-1"))

    kept = get_load(store, "L-1")
    assert (kept.state, kept.source, kept.sha256) == ("done", "no-break", report.sha256)
    assert kept.report == report.as_dict()
    assert kept.finished_at is not None
    assert kept.started_at <= kept.finished_at
    assert [one.load for one in list_loads(store)] == ["L-1"]
    assert ask(store, "MATCH (p:Page) RETURN DISTINCT p.load") == [("L-1",)]


def test_an_unknown_load_is_said_to_be_unknown(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no load 'L-9'"):
        get_load(store, "L-9")


class _Killed(BaseException):
    """Whatever ends a load from outside, as a key press does: before, between and after the last chunks."""


@pytest.mark.parametrize("moment", [2, 24, 44])
def test_a_broken_load_is_resumed_by_loading_again(undisturbed: str, store: Store, moment: int) -> None:
    calls = 0

    def break_off(what: str, done: int, total: int) -> None:
        nonlocal calls
        calls += what != "examine"
        if calls > moment:
            raise _Killed

    with pytest.raises(_Killed):
        load(store, EXAMPLE, UTC, Options(chunk=100, progress=break_off, load_id="L-1"))
    assert get_load(store, "L-1").state == "interrupted"
    report = load(store, EXAMPLE, UTC)

    assert fingerprint(store) == undisturbed
    assert report.clean
    assert report.totals["repeated"] > 0
    assert report.totals["new"] + report.totals["repeated"] == report.totals["rows"]


def test_a_load_whose_process_vanished_is_marked_by_the_next(store: Store) -> None:
    report = load(store, HUDSON / "no-break", UTC, Options(load_id="L-1"))
    store.write("load.finish", load="L-1", props={"state": "running"})  # as kill -9 leaves it

    load(store, HUDSON / "no-break", UTC, Options(load_id="L-2"))

    assert [(one.load, one.state) for one in list_loads(store)] == [("L-2", "done"), ("L-1", "interrupted")]
    assert {one.sha256 for one in list_loads(store)} == {report.sha256}


def test_every_kind_of_file_loads_and_links(store: Store) -> None:
    report = load(store, EXAMPLE, UTC)

    assert report.clean, [str(error) for error in report.errors]
    assert [file.file for file in report.files] == list(FILES)
    assert all(file.new == file.rows > 0 for file in report.files)
    assert nodes(store)["Stale"] == 0, "what is derived is settled at the end of the load"
    assert nodes(store)["Content"] > 0


def test_a_failed_load_is_marked_and_its_error_goes_on(store: Store) -> None:
    def fail(what: str, done: int, total: int) -> None:
        if what == "runs.csv":
            raise OSError("the terminal is gone")

    with pytest.raises(OSError, match="the terminal is gone"):
        load(store, HUDSON / "no-break", UTC, Options(progress=fail, load_id="L-1"))

    kept = get_load(store, "L-1")
    assert (kept.state, kept.report) == ("failed", None)
    assert nodes(store)["Receipt"] == 455, "what was recorded until then stays"


def test_memory_does_not_grow_with_the_bundle(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        file = tmp_path / "consumed.csv"
        file.write_text("run,material,lot,note\n" + f"R,A,1,{'x' * 1_000}\n" * rows)
        gc.collect()
        tracemalloc.start()
        report = load(None, file, UTC, Options(chunk=500))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert report.totals["rows"] == rows
        return most

    peak(1_000)  # what is made once
    assert peak(10_000) < 1.2 * peak(2_000)


def test_a_foreign_column_never_stands_for_a_time(store: Store, tmp_path: Path) -> None:
    """Beside a time lie `_end` and `_text`; a column of that name is kept under another."""
    (tmp_path / "consumed.csv").write_text("run,material,lot,at,at_end,at_text\nR,A,1,2026-03-04T08:00:00,9,x\n")
    load(store, tmp_path, UTC)

    question = "MATCH ()-[e:CONSUMED]->() RETURN e.at_end, e.at_text, e.x_at_end, e.x_at_text"
    assert ask(store, question) == [(None, "2026-03-04T08:00:00", "9", "x")]

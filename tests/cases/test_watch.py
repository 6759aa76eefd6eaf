"""While a case is open: refused at the door, or recorded with an alarm, and covered from then on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from api.events import Recorded, parse, record_events
from genealogy.cases.book import alarms_of, show_case
from genealogy.cases.check import check_case
from genealogy.cases.life import Said, cancel_case, close_case, reopen_case
from genealogy.errors import UnderRecallError
from genealogy.graph_hash import graph_hash
from genealogy.ledger.head import last_of
from genealogy.rebuild import rebuild
from genealogy.record.writer import Source
from genealogy.settings import Settings
from genealogy.store import Store
from loaders.load import load
from loaders.options import Options
from loaders.report import LoadReport
from tests.api.conftest import write_bundle
from tests.cases.conftest import FLOUR, WANG, ZONE, later, opened, rows

LI = Said("李雷", "完")
FLOUR_LINE = {"material": "面粉", "lot": "批0301", "assigner": "S-麦香"}
BUN_LINE = {"material": "包子", "lot": "B1"}
USE = {"event": "consumed", "run": "R8", **FLOUR_LINE, "quantity": 1, "uom": "kg"}
SHIP = {"event": "shipped", "shipment": "S8", **BUN_LINE, "quantity": 9, "uom": "pcs"}
MOVE = {"event": "movement", "movement": "M8", **BUN_LINE, "kind": "move", "quantity": 9, "uom": "pcs"}


def post(store: Store, *events: dict[str, Any], reported: bool = False) -> Recorded:
    return record_events(store, Settings(), parse(list(events)), Source("api", "test"), reported=reported)


def touches(store: Store, *events: dict[str, Any]) -> list[tuple[int, str]]:
    """What is refused: position and batch."""
    with pytest.raises(UnderRecallError) as refused:
        post(store, *events)
    assert (refused.value.code, refused.value.status) == ("under_recall", 409)
    return [(one["position"], one["batch"]) for one in refused.value.members["touches"]]  # type: ignore[attr-defined]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "a consumption": (USE, FLOUR),
    "a shipment line": (SHIP, "包子/B1"),
    "a move": (MOVE | {"to_location": "DC"}, "包子/B1"),
    "a move that says no kind": (MOVE | {"kind": None, "to_location": "DC"}, "包子/B1"),
    "an output of a run that took it": (
        {"event": "produced", "run": "R2", "material": "包子", "lot": "B2", "quantity": 1},
        "面团/D1",
    ),
    "a consumption that names no lot": ({"event": "consumed", "run": "R8", "material": "面团"}, "面团/D1"),
    "a mapping to another batch": (
        {"event": "mapped", "run": "R8", "in_material": "面团", "in_lot": "D1", "out_material": "糕", "out_lot": "1"},
        "面团/D1",
    ),
}


@pytest.mark.parametrize(("event", "batch"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(plant: Store, event: dict[str, Any], batch: str) -> None:
    case = opened(plant)
    before = graph_hash(plant), last_of(plant)
    run = {"event": "run", "run": "R8"}
    assert touches(plant, run, event) == [(1, batch)]
    assert (graph_hash(plant), last_of(plant)) == before
    assert alarms_of(plant, case) == []


PASSES: dict[str, dict[str, Any]] = {
    "scrap": MOVE | {"kind": "scrap"},
    "a sample": MOVE | {"kind": "sample"},
    "an adjustment": MOVE | {"kind": "adjust", "quantity": "-1"},
    "a move to the quarantine of the case": MOVE | {"to_location": "WH-隔离"},
    "a return": {"event": "return", "return": "T8", "customer": "K-北", **BUN_LINE, "quantity": 1},
    "a return to the supplier": {"event": "return", "return": "T9", "supplier": "S-麦香", **FLOUR_LINE, "quantity": 1},
    "a count": {"event": "count", "count": "N8", **BUN_LINE, "quantity": 80, "location": "WH"},
    "a status": {"event": "status", **BUN_LINE, "status": "rejected"},
    "another batch": {"event": "consumed", "run": "R8", "material": "糖", "lot": "T1", "quantity": 1},
    "another material without lot": {"event": "consumed", "run": "R8", "material": "糖"},
    "an output of another run": {"event": "produced", "run": "R8", "material": "糖浆", "lot": "1"},
    "a mapping inside of the scope": {
        **{"event": "mapped", "run": "R1", "in_material": "面粉", "in_lot": "批0301", "in_assigner": "S-麦香"},
        **{"out_material": "面团", "out_lot": "D1"},
    },
}


@pytest.mark.parametrize("event", PASSES.values(), ids=PASSES)
def test_what_passes(plant: Store, event: dict[str, Any]) -> None:
    case = opened(plant)
    assert post(plant, event).new == 1
    assert alarms_of(plant, case) == []


def test_what_was_recorded_before_is_no_news(plant: Store) -> None:
    post(plant, USE)
    opened(plant)
    assert post(plant, USE).repeated == 1
    assert touches(plant, USE, SHIP) == [(1, "包子/B1")]


def test_only_an_open_case_watches(plant: Store) -> None:
    draft = opened(plant, draft=True)
    assert post(plant, USE | {"run": "D"}).new == 1
    first, second = opened(plant), opened(plant)
    close_case(plant, first, "结案", LI)
    assert touches(plant, USE)
    cancel_case(plant, second, LI)
    assert post(plant, USE).new == 1
    assert show_case(plant, draft)["alarms"] == []


def test_a_draw_from_a_vessel_that_holds_it(plant: Store) -> None:
    later(
        plant,
        equipment=rows("equipment=缸 kind=vessel", "equipment=缸2 kind=vessel"),
        runs=rows(
            "run=V1 kind=charge equipment=缸 started_at=2026-03-02T10:00:00Z ended_at=2026-03-02T10:05:00Z",
            "run=V2 kind=charge equipment=缸2 started_at=2026-03-02T10:00:00Z ended_at=2026-03-02T10:05:00Z",
        ),
        consumed=rows(
            "run=V1 material=面粉 lot=批0301 assigner=S-麦香 quantity=1 uom=kg",
            "run=V2 material=糖 lot=T1 quantity=1 uom=kg",
        ),
    )
    case = opened(plant)
    draw = {"event": "run", "run": "V9", "kind": "draw", "started_at": "2026-03-03T10:00:00Z"}
    out = {"event": "produced", "run": "V9", "material": "馅", "lot": "1", "quantity": 1, "uom": "kg"}
    assert post(plant, draw | {"run": "V8", "equipment": "缸2"}, out | {"run": "V8", "lot": "0"}).new == 2
    assert touches(plant, draw | {"equipment": "缸"}, out) == [(1, FLOUR)]
    assert post(plant, draw | {"equipment": "缸"}, out, reported=True).alarms == 1
    assert show_case(plant, case)["covers"]["joined"] == ["馅/1"]


def test_residue_is_found_afterwards_and_alarmed(plant: Store) -> None:
    later(
        plant,
        equipment=rows("equipment=线 kind=line carry_over=true"),
        runs=rows("run=R5 equipment=线 started_at=2026-03-02T10:00:00Z ended_at=2026-03-02T11:00:00Z"),
        consumed=rows("run=R5 material=面团 lot=D1 quantity=1 uom=kg"),
        produced=rows("run=R5 material=饼 lot=1 quantity=1 uom=pcs"),
    )
    case = opened(plant)
    run = {"event": "run", "run": "R6", "equipment": "线", "started_at": "2026-03-02T12:00:00Z"}
    done = post(plant, run, {"event": "produced", "run": "R6", "material": "糖饼", "lot": "2", "quantity": 1})
    assert (done.new, done.alarms) == (2, 1)
    (alarm,) = alarms_of(plant, case)
    assert (alarm["key"], alarm["record"]) == ("糖饼/2", "joined")
    assert "residue on 线" in alarm["what"]


def test_a_mapping_that_keeps_apart_is_believed(plant: Store) -> None:
    later(
        plant,
        consumed=rows("run=R7 material=面团 lot=D1 quantity=1", "run=R7 material=糖 lot=T1 quantity=1"),
        produced=rows("run=R7 material=饼 lot=面"),
        mapped=rows("run=R7 in_material=面团 in_lot=D1 out_material=饼 out_lot=面"),
    )
    opened(plant)
    out = {"event": "produced", "run": "R7", "material": "饼", "lot": "糖"}
    apart = {"event": "mapped", "run": "R7", "in_material": "糖", "in_lot": "T1", "out_material": "饼", "out_lot": "糖"}
    assert touches(plant, out) == [(0, "面团/D1")]
    assert post(plant, out, apart).new == 2


FEED = {
    "runs": "run,kind\nR8,produce\nR9,produce\n",
    "consumed": "run,material,lot,assigner,quantity,uom\nR8,面粉,批0301,S-麦香,5,kg\nR9,馒头,M1,,4,pcs\n",
    "produced": "run,material,lot,quantity,uom\nR8,馒头,M1,10,pcs\nR9,礼盒,L1,2,pcs\n",
    "shipped": "shipment,material,lot,quantity,uom\nS9,礼盒,L1,1,pcs\nS9,包子,B1,1,pcs\n",
    "movements": "movement,material,lot,kind,quantity,uom\nM9,包子,B1,scrap,1,pcs\n",
}


def feed(store: Store, folder: Path, files: dict[str, str] | None = None) -> LoadReport:
    return load(store, write_bundle(folder, **(files or FEED)), ZoneInfo("UTC"), Options(load_id="feed-1"))


def test_a_load_is_recorded_and_alarmed(plant: Store, tmp_path: Path) -> None:
    case = opened(plant)
    report = feed(plant, tmp_path / "feed")
    assert (report.clean, report.totals["new"], report.alarms) == (True, 9, 4)
    alarms = alarms_of(plant, case)
    direct, joined = alarms[:2], alarms[2:]
    assert [(one["key"], one["what"], one["source"], one["row"], one["load"]) for one in direct] == [
        (FLOUR, "used in run R8", "consumed.csv", 2, "feed-1"),
        ("包子/B1", "shipped with S9", "shipped.csv", 3, "feed-1"),
    ]
    assert [one["key"] for one in joined] == ["馒头/M1", "礼盒/L1"]
    said = orjson.loads(orjson.dumps(check_case(plant, case)))
    assert {one["key"] for one in said["batches"]["in"]} == {"馒头/M1", "礼盒/L1"}
    named = {one["sequence"]: (one["source"], one["row"]) for one in said["records"]}
    assert {named[one["sequence"]] for one in direct} == {("consumed.csv", 2), ("shipped.csv", 3)}


def test_what_came_into_scope_is_watched_from_then_on(plant: Store, tmp_path: Path) -> None:
    case = opened(plant)
    feed(plant, tmp_path / "feed")
    assert show_case(plant, case)["covers"]["joined"] == ["礼盒/L1", "馒头/M1"]
    assert touches(plant, SHIP | {"material": "礼盒", "lot": "L1"}) == [(0, "礼盒/L1")]


def test_a_load_again_alarms_no_more(plant: Store, tmp_path: Path) -> None:
    case = opened(plant)
    feed(plant, tmp_path / "feed")
    before = graph_hash(plant)
    assert feed(plant, tmp_path / "again").alarms == 0
    assert len(alarms_of(plant, case)) == 4
    assert graph_hash(plant) == before


def test_two_cases_are_alarmed_each(plant: Store, tmp_path: Path) -> None:
    cases = [opened(plant), opened(plant)]
    assert feed(plant, tmp_path / "feed").alarms == 8
    assert [len(alarms_of(plant, case)) for case in cases] == [4, 4]


def test_a_void_record_raises_no_alarm(plant: Store, tmp_path: Path) -> None:
    later(plant, corrections=rows("record_kind=shipment record=S9 action=void"))
    opened(plant)
    files = {"shipped": FEED["shipped"]}
    assert feed(plant, tmp_path / "feed", files).alarms == 0


def test_a_rebuild_keeps_alarms_and_what_joined(plant: Store, tmp_path: Path) -> None:
    case = opened(plant)
    feed(plant, tmp_path / "feed")
    assert post(plant, USE | {"run": "R10"}, reported=True).alarms == 1
    before = show_case(plant, case)
    assert rebuild(plant, ZONE)["equal"]
    assert show_case(plant, case) == before
    assert len(before["alarms"]) == 5
    assert touches(plant, SHIP | {"material": "礼盒", "lot": "L1"})


def test_a_reopened_case_covers_what_its_new_revision_says(plant: Store) -> None:
    case = opened(plant)
    later(plant, corrections=rows("record_kind=run record=R2 action=void"))
    close_case(plant, case, "结案", LI)
    reopen_case(plant, case, WANG)
    assert post(plant, SHIP).new == 1
    assert touches(plant, USE)


def test_nothing_falls_between_asking_and_opening(plant: Store) -> None:
    """What is made while a case is being opened is covered by it, or was met by its watch."""
    lots = [f"D{number}" for number in range(10, 40)]
    begun = threading.Event()

    def make() -> None:
        for lot in lots:
            later(
                plant,
                consumed=rows(f"run=R{lot} material=面粉 lot=批0301 assigner=S-麦香 quantity=1 uom=kg"),
                produced=rows(f"run=R{lot} material=面团 lot={lot} quantity=1 uom=kg"),
            )
            begun.set()

    thread = threading.Thread(target=make)
    thread.start()
    begun.wait()
    case = opened(plant)
    thread.join()
    covered = {row[0] for row in plant.read("case.covered", case=case).rows}
    met = {alarm["what"].removeprefix("used in run R") for alarm in alarms_of(plant, case)}
    assert {lot for lot in lots if f"面团/{lot}" not in covered and lot not in met} == set()

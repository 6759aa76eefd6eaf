"""Hold and release in one call: what is on hand, where, by which case, and back to what it was."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from genealogy.answers import card
from genealogy.cases.book import show_case
from genealogy.cases.holding import hold_case, release_case
from genealogy.cases.life import Said, close_case, reopen_case
from genealogy.errors import CaseStatusError, UsageError
from genealogy.graph_hash import graph_hash
from genealogy.ledger.head import last_of
from genealogy.rebuild import rebuild
from genealogy.store import Store
from tests.cases.conftest import FLOUR, WANG, ZONE, later, opened, rows
from tests.loaders.graph import ask

BUN, DOUGH = "包子/B1", "面团/D1"
NOW = Said("王芳", "隔离", None)


def where(store: Store, key: str) -> list[tuple[Any, ...]]:
    return [(one["location"], one["quantity"], one["status"]) for one in card(store, key)["where"]]


def test_everything_on_hand_is_held_and_said_where(plant: Store) -> None:
    done = hold_case(plant, opened(plant), NOW)
    assert [one["key"] for one in done["held"]] == [BUN, FLOUR]
    assert done["held"][0]["where"] == [
        {"location": "DC", "quantity": "30", "uom": "pcs", "status": None},
        {"location": "WH", "quantity": "50", "uom": "pcs", "status": None},
    ]
    assert (done["already"], done["not_on_hand"]) == ([], 1)
    assert where(plant, BUN) == [("DC", "30", "hold"), ("WH", "50", "hold")]
    assert where(plant, FLOUR) == [("WH", "20", "hold")]
    assert where(plant, "糖/T1") == [("WH", "50", None)]


def test_what_is_on_the_way_to_us_is_held(plant: Store) -> None:
    """All that R3 made is on a truck to the second site."""
    later(
        plant,
        consumed=rows("run=R3 material=面粉 lot=批0301 assigner=S-麦香 quantity=5 uom=kg"),
        produced=rows("run=R3 material=面团 lot=D2 quantity=5 uom=kg"),
        shipments=rows("shipment=S7 from_location=WH to_location=二厂 shipped_at=2026-03-04T00:00:00Z"),
        shipped=rows("shipment=S7 material=面团 lot=D2 quantity=5 uom=kg"),
    )
    held = {one["key"]: one for one in hold_case(plant, opened(plant), NOW)["held"]}
    assert (held["面团/D2"]["in_transit"], held["面团/D2"]["where"]) == ("5", [])
    later(
        plant,
        receipts=rows(
            "receipt=G7 shipment=S7 material=面团 lot=D2 quantity=5 uom=kg location=二厂 received_at=2026-03-05"
        ),
    )
    assert ("二厂", "5", "hold") in where(plant, "面团/D2")


def test_a_second_call_changes_nothing(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    before = graph_hash(plant), last_of(plant)
    again = hold_case(plant, case, Said("李雷", "again"))
    assert (again["held"], [one["key"] for one in again["already"]]) == ([], [BUN, FLOUR])
    assert (graph_hash(plant), last_of(plant)) == before


def test_release_puts_back_what_it_was(plant: Store) -> None:
    later(
        plant,
        statuses=rows(
            "material=包子 lot=B1 status=available at=2026-03-02T12:00:00Z",
            "material=包子 lot=B1 status=quarantine location=DC at=2026-03-03T12:00:00Z",
            "material=包子 lot=B1 status=rejected location=WH quantity=5 uom=pcs at=2026-03-03T13:00:00Z",
        ),
    )
    before = where(plant, BUN)
    assert before == [("DC", "30", "quarantine"), ("WH", "45", "available"), ("WH", "5", "rejected")]
    case = opened(plant)
    hold_case(plant, case, NOW)
    assert {status for _, _, status in where(plant, BUN)} == {"hold"}
    done = release_case(plant, case, NOW)
    assert where(plant, BUN) == before
    assert [one["key"] for one in done["released"]] == [BUN, FLOUR]
    assert {one["status"] for one in done["released"][0]["where"]} == {"quarantine", "available", "rejected"}
    assert where(plant, FLOUR) == [("WH", "20", "available")]
    assert release_case(plant, case, NOW) == {"case": case, "released": [], "kept": []}


def test_a_hold_goes_with_the_goods_and_to_what_comes_back(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    later(
        plant,
        movements=rows("movement=M9 material=包子 lot=B1 from_location=WH to_location=WH-隔离 quantity=50 uom=pcs"),
        returns=rows("return=T1 customer=K-北 material=包子 lot=B1 quantity=2 uom=箱 location=退货"),
    )
    assert {status for _, _, status in where(plant, BUN)} == {"hold"}
    assert ("退货", "40", "hold") in where(plant, BUN)


def test_what_was_rejected_while_it_was_held_stays_so(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    later(plant, statuses=rows("material=包子 lot=B1 status=rejected location=DC at=2099-01-01T00:00:00Z"))
    release_case(plant, case, NOW)
    assert where(plant, BUN) == [("DC", "30", "rejected"), ("WH", "50", "available")]


def test_what_another_open_case_holds_stays_held(plant: Store) -> None:
    first, second = opened(plant), opened(plant)
    hold_case(plant, first, NOW)
    assert [one["key"] for one in hold_case(plant, second, NOW)["held"]] == [BUN, FLOUR]
    done = release_case(plant, first, NOW)
    assert (done["released"], done["kept"][0]) == ([], {"key": BUN, "held_by": [second]})
    assert {status for _, _, status in where(plant, BUN)} == {"hold"}
    assert [one["key"] for one in release_case(plant, second, NOW)["released"]] == [BUN, FLOUR]
    assert where(plant, FLOUR) == [("WH", "20", "available")]


def test_a_closed_case_still_releases_and_its_hold_is_not_undone_by_another(plant: Store) -> None:
    first, second = opened(plant), opened(plant)
    hold_case(plant, first, NOW)
    close_case(plant, first, "结案", WANG)
    with pytest.raises(CaseStatusError, match="is closed"):
        hold_case(plant, first, NOW)
    hold_case(plant, second, NOW)
    release_case(plant, second, NOW)
    assert where(plant, FLOUR) == [("WH", "20", "hold")]
    release_case(plant, first, NOW)
    assert where(plant, FLOUR) == [("WH", "20", "available")]


def test_a_batch_held_before_goes_back_to_hold(plant: Store) -> None:
    later(plant, statuses=rows("material=面粉 lot=批0301 assigner=S-麦香 status=hold at=2026-03-02T12:00:00Z"))
    case = opened(plant)
    hold_case(plant, case, NOW)
    release_case(plant, case, NOW)
    assert where(plant, FLOUR) == [("WH", "20", "hold")]


def test_what_an_earlier_revision_held_is_released_too(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    later(plant, corrections=rows("record_kind=run record=R2 action=void"))
    close_case(plant, case, "结案", WANG)
    assert reopen_case(plant, case, WANG)["holds"] == [BUN, FLOUR]
    assert [one["key"] for one in release_case(plant, case, NOW)["released"]] == [BUN, FLOUR]
    assert show_case(plant, case)["holds"] == []


def test_a_status_of_somebody_else_ends_no_hold(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    later(plant, statuses=rows(f"material=包子 lot=B1 status=available case={case} at=2099-01-01T00:00:00Z"))
    assert show_case(plant, case)["holds"] == [BUN, FLOUR]


def test_what_somebody_set_free_is_held_again(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    later(
        plant,
        statuses=rows(
            "material=包子 lot=B1 status=available at=2099-01-01T00:00:00Z",
            "material=包子 lot=B1 status=rejected location=DC at=2099-01-02T00:00:00Z",
        ),
    )
    assert [one["key"] for one in hold_case(plant, case, NOW)["held"]] == [BUN]
    assert where(plant, BUN) == [("DC", "30", "rejected"), ("WH", "50", "hold")]
    assert hold_case(plant, case, NOW)["held"] == []
    release_case(plant, case, NOW)
    assert where(plant, BUN) == [("DC", "30", "rejected"), ("WH", "50", "available")]


def test_some_batches_only(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, NOW)
    assert [one["key"] for one in release_case(plant, case, NOW, [BUN])["released"]] == [BUN]
    assert where(plant, FLOUR) == [("WH", "20", "hold")]
    with pytest.raises(UsageError, match="does not hold"):
        release_case(plant, case, NOW, [BUN])


def test_stock_that_a_missing_quantity_leaves_open_is_held(plant: Store) -> None:
    later(plant, consumed=rows("run=R7 material=面团 lot=D1"))
    done = hold_case(plant, opened(plant), NOW)
    assert DOUGH in [one["key"] for one in done["held"]]


def test_two_who_hold_at_once(plant: Store) -> None:
    """Each batch is held once: one call does it, the other finds it done."""
    case = opened(plant)
    done: list[dict[str, Any]] = []
    threads = [threading.Thread(target=lambda: done.append(hold_case(plant, case, NOW))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(one["held"]) for one in done) == [0, 0, 0, 2]
    assert ask(plant, "MATCH (s:Status {status: 'hold'}) RETURN count(s)") == [(2,)]


def test_it_is_recorded_who_and_why_and_rebuilt(plant: Store) -> None:
    case = opened(plant)
    hold_case(plant, case, Said("王芳", "隔离", "2026-03-10T09:30:00+08:00"))
    release_case(plant, case, NOW, [BUN])
    entries = show_case(plant, case)["entries"]
    assert [(one["action"], one["batches"], one["by"]) for one in entries[1:]] == [
        ("hold", 2, "王芳"),
        ("release", 1, "王芳"),
    ]
    reasons = ask(plant, "MATCH (s:Status) RETURN DISTINCT s.reason, s.by")
    assert reasons == [(f"{case}: 隔离", "王芳")]
    assert rebuild(plant, ZONE)["equal"]
    assert [one["key"] for one in release_case(plant, case, NOW)["released"]] == [FLOUR]


def test_a_hold_needs_a_moment(plant: Store) -> None:
    case = opened(plant)
    for at, text in (("2026-03-10", "is no moment"), ("soon", "not a time")):
        with pytest.raises(UsageError, match=text):
            hold_case(plant, case, Said("王芳", "x", at))

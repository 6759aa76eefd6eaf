"""The audit trail: complete, in order, with what is void, and by the pages of the object alone."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from genealogy.errors import NotFoundError, UsageError
from genealogy.events.care import Correction
from genealogy.history import history
from genealogy.rebuild import rebuild
from genealogy.record.pages import events_of
from genealogy.record.past import subjects
from genealogy.record.reading import restored
from genealogy.record.rows import record_id
from genealogy.record.writer import Source, record
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, later, opened, rows
from tests.queries.everything import fill
from tests.support.bundles import events_of as events_in
from tests.support.bundles import record_bundles

UTC = ZoneInfo("UTC")


def told(answer: dict[str, Any]) -> list[str]:
    """Kind of each event, a cross before what is void."""
    return ["x" * event["void"] + event["event"] for event in answer["events"]]


def test_each_object_has_all_its_events(store: Store) -> None:
    """Against a reading of the whole ledger: every object, every event that is about it, and no other."""
    fill(store)
    expected: dict[str, set[int]] = {}
    voids: dict[str, int] = {}
    for first, _, _, packed, hashes, *_ in store.read("ledger.pages", after=0, upto=1 << 62, limit=100).rows:
        kept = list(events_of(first, packed, hashes))
        for item, event in zip(kept, restored(store, kept), strict=True):
            for name in subjects(event):
                expected.setdefault(name, set()).add(item.seq)
            if isinstance(event, Correction):
                voids[record_id(event.record_kind, event.record)] = item.seq
    assert set(voids) == {"receipt:OLD", "cleaning:TANK/2026-03-05"}
    for void, correction in voids.items():
        lines = expected[void] - {correction}
        for numbers in expected.values():
            if numbers & lines:
                numbers.add(correction)  # it took back a line that is about them
    found = {name: [event["sequence"] for event in history(store, name)["events"]] for name in expected}
    assert found == {name: sorted(numbers) for name, numbers in expected.items()}
    assert len({name.partition(":")[0] for name in expected}) == 18


def test_a_trail_says_who_when_and_from_where(store: Store) -> None:
    events = events_in({name: PLANT[name] for name in ("materials", "receipts")})
    record(store, events, Source("L1", "goods.csv", "王芳"), UTC)
    (receipt,) = [event for event in history(store, FLOUR)["events"] if event["event"] == "receipt"]
    assert (receipt["load"], receipt["source"], receipt["by"], receipt["row"]) == ("L1", "goods.csv", "王芳", 4)
    assert receipt["at"] == "2026-03-01T08:00:00Z"
    assert receipt["values"] == {**PLANT["receipts"][0]}
    assert (receipt["void"], receipt["voided_by"]) == (False, None)
    assert [event["values"] for event in history(store, "supplier:S-麦香")["events"]] == [receipt["values"]]


def test_what_a_correction_took_back_still_shows(store: Store) -> None:
    record_bundles(store, [PLANT])
    wrong = rows("record_kind=receipt record=G1 action=replace by_record=G7 reason=数量 by=李雷 at=2026-03-04")
    later(store, corrections=wrong)
    right = PLANT["receipts"][0] | {"receipt": "G7", "quantity": "110"}
    later(store, receipts=[right])
    late = PLANT["receipts"][0] | {"line": "2", "quantity": "5"}
    later(store, receipts=[late])  # of the void receipt: never in the graph
    trail = history(store, FLOUR)
    assert told(trail) == ["xreceipt", "consumed", "correction", "receipt", "xreceipt"]
    correction = trail["events"][2]
    assert correction["values"]["reason"] == "数量"
    assert correction["values"]["by"] == "李雷"
    assert [line["values"]["quantity"] for line in correction["old"]] == ["100", "5"]
    assert [line["values"]["quantity"] for line in correction["new"]] == ["110"]
    assert {event["voided_by"] for event in trail["events"] if event["void"]} == {correction["sequence"]}
    assert told(history(store, "receipt:G1")) == ["xreceipt", "correction", "xreceipt"]
    assert told(history(store, "receipt:G7")) == ["correction", "receipt"]
    assert told(history(store, "supplier:S-麦香")) == ["supplier", "xreceipt", "correction", "receipt", "xreceipt"]
    before = trail
    assert rebuild(store, UTC)["equal"]
    assert history(store, FLOUR) == before


def test_a_correction_is_an_error_declaration(store: Store) -> None:
    """EPCIS 2.0: when, why in the words of the CBV, and which events hold instead."""
    record_bundles(store, [PLANT])
    wrong = rows(
        "record_kind=receipt record=G1 action=replace by_record=G7 reason=数量 by=李雷 at=2026-03-04T08:00:00Z",
        "record_kind=receipt record=G2 action=void error_reason=did_not_occur by=李雷",
        "record_kind=run record=R2 action=void error_reason=incorrect_data",
    )
    wrong[2]["corrective_event_ids"] = "ni:///sha-256;a?ver=CBV2.0 urn:uuid:1"
    right = [PLANT["receipts"][0] | {"receipt": "G7", "quantity": quantity, "line": quantity} for quantity in "67"]
    later(store, corrections=wrong)
    later(store, receipts=right)

    def declared(name: str) -> dict[str, Any]:
        (found,) = [event for event in history(store, name)["events"] if event["event"] == "correction"]
        assert [line["sequence"] for line in found["old"]]
        return dict(found["error_declaration"], recorded_at=found["recorded_at"])

    ids = [event["id"] for event in history(store, "receipt:G7")["events"] if event["event"] == "receipt"]
    for name in ("receipt:G1", "receipt:G7", FLOUR):
        found = declared(name)
        assert (found["declarationTime"], found["reason"]) == ("2026-03-04T08:00:00Z", "incorrect_data")
        assert found["correctiveEventIDs"] == ids
    assert len(ids) == 2
    other, run = declared("receipt:G2"), declared("run:R2")
    assert (other["reason"], other["declarationTime"]) == ("did_not_occur", other["recorded_at"])
    assert (other["correctiveEventIDs"], run["reason"]) == ([], "incorrect_data")
    assert run["correctiveEventIDs"] == ["ni:///sha-256;a?ver=CBV2.0", "urn:uuid:1"]


def test_what_did_not_occur_is_not_replaced() -> None:
    said = {"record_kind": "run", "record": "R", "by_record": "R2", "error_reason": "did_not_occur"}
    with pytest.raises(ValidationError, match="void and not replaced"):
        Correction.model_validate({**said, "action": "replace"})
    assert Correction.model_validate({**said, "action": "void"}).declared_reason == "did_not_occur"


def test_a_record_that_was_void_before_it_came(store: Store) -> None:
    events = events_in({"corrections": rows("record_kind=run record=R9 action=void"), **PLANT})
    record(store, events, Source("one", "chunk"), UTC)
    later(store, runs=rows("run=R9 kind=produce"), consumed=rows("run=R9 material=糖 lot=T1"))
    assert told(history(store, "run:R9")) == ["correction", "xrun", "xconsumed"]
    assert told(history(store, "糖/T1")) == ["correction", "receipt", "xconsumed"]


def test_in_one_transaction_with_its_correction(store: Store) -> None:
    events = events_in({"corrections": rows("record_kind=run record=R2 action=void"), **PLANT})
    record(store, events, Source("one", "chunk"), UTC)
    assert told(history(store, "run:R2")) == ["correction", "xrun", "xproduced", "xconsumed"]


def test_a_case(store: Store) -> None:
    record_bundles(store, [PLANT])
    case = opened(store)
    trail = history(store, f"case:{case}")
    assert told(trail)[0] == "case"
    assert {event["by"] for event in trail["events"]} == {None}
    assert [event["values"]["by"] for event in trail["events"] if event["event"] == "case_entry"] == ["王芳"]


def test_it_reads_the_pages_of_the_object_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(30):
        later(store, receipts=rows(f"receipt=G{number} material=盐 lot=Y{number} quantity=1 uom=kg"))
    read = Store.reading
    pages: list[int] = []

    def counted(self: Store, work: Any, name: str = "reading") -> Any:
        return read(self, lambda tx: work(_Counting(tx, pages)), name)

    monkeypatch.setattr(Store, "reading", counted)
    assert len(history(store, "盐/Y7")["events"]) == 1
    assert pages == [1]


class _Counting:
    """A transaction that notes how many pages each question brought."""

    def __init__(self, inner: Any, pages: list[int]) -> None:
        self.inner, self.pages = inner, pages

    def read(self, name: str, **params: Any) -> Any:
        answer = self.inner.read(name, **params)
        if name == "ledger.pages_of":
            self.pages.append(len(answer.rows))
        return answer


def test_unknown_and_malformed(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no record names run R1"):
        history(store, "run:R1")
    with pytest.raises(NotFoundError):
        history(store, "A/1")
    with pytest.raises(UsageError, match="KIND:ID"):
        history(store, "nonsense")

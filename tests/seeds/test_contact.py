"""Contact asked for by HTTP, with kill steps, stock and a case: the rest is told by golden cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from starlette.testclient import TestClient

from genealogy.answers import KillStep, Seed, Switches, recall
from genealogy.cases.question import Question, ask
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

PLANT = """
receipts receipt=G1 batch=A/坏 quantity=5 uom=kg received_at=1T08:00
receipts receipt=G2 batch=B/1 quantity=9 uom=kg received_at=1T09:00
packs pack=托盘#7 batch=A/坏 packed_at=2T08:00
packs pack=托盘#7 batch=B/1 packed_at=2T09:00
inspections inspection=I1 batch=B/1 characteristic=germs result=pass inspected_at=1T12:00
shipments shipment=S1 customer=C1 shipped_at=4T08:00
shipped shipment=S1 batch=B/1 quantity=2 uom=kg
packs pack=空 batch=D/1 packed_at=2T08:00
"""


@pytest.fixture
def plant(store: Store) -> Store:
    record_bundles(store, [rows_of(PLANT)])
    return store


def test_how_much_of_it_is_touched_nobody_knows(plant: Store) -> None:
    answer = recall(plant, [Seed("A/坏")], switches=Switches(contact=True), cross_check=True)
    touched = answer["batches"][1]
    assert (touched["key"], touched["verdict"], touched["reasons"]) == (
        *("B/1", "potential"),
        ["from A/坏 beside it on pack 托盘#7"],
    )
    assert touched["exposure"] == {"fraction": 1.0, "low": "0", "high": "9"}
    assert [(row["shipment"], row["verdict"]) for row in answer["shipments"]] == [("S1", "potential")]
    assert [row["customer"] for row in answer["customers"]] == ["C1"]


def test_a_test_that_was_passed_before_ends_no_contact(plant: Store) -> None:
    switches = Switches(contact=True, kill_steps=(KillStep(characteristic="germs"),))
    answer = recall(plant, [Seed("A/坏")], switches=switches)
    assert [row["key"] for row in answer["batches"]] == ["A/坏", "B/1"]
    assert answer["mitigated"] == []


def test_by_http_and_not_unless_asked(plant: Store, client: TestClient) -> None:
    body: dict[str, Any] = {"seeds": [{"key": "A/坏"}]}
    assert len(client.post("/recalls/preview", json=body).json()["batches"]) == 1
    answer = client.post("/recalls/preview", json=body | {"switches": {"contact": True}}).json()
    assert [row["key"] for row in answer["batches"]] == ["A/坏", "B/1"]
    assert answer["switches"]["contact"] is True


def test_a_case_asks_for_it_again(plant: Store) -> None:
    answer = recall(plant, [Seed("A/坏")], switches=Switches(contact=True))
    question = Question.of_document(orjson.dumps(answer), timedelta(minutes=5), ZoneInfo("UTC"))
    assert [row["key"] for row in ask(plant, question)["batches"]] == ["A/坏", "B/1"]

"""What a seed query and a switch may say, and what is an error: on the core, by HTTP and on the command line."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from genealogy.answers import KillStep, Seed, SeedQuery, Switches, VesselPolicy, recall
from genealogy.errors import NothingMatchesError, UsageError
from genealogy.store import Store
from tests.golden.reading import rows_of
from tests.support.bundles import record_bundles

PLANT = """
receipts receipt=G1 supplier=供应商 batch=A/1 supplier_lot=甲-8 quantity=5 received_at=2T08:00
runs run=R1 kind=produce equipment=L shift=早班 started_at=2T10:00 ended_at=2T11:00
equipment equipment=L kind=line carry_over=false
parameters run=R1 parameter=heat value=hot
consumed run=R1 batch=A/1 quantity=5
produced run=R1 batch=P/1 quantity=5
shipments shipment=S1 customer=C1 shipped_at=3T08:00
shipped shipment=S1 batch=P/1 quantity=5
"""


@pytest.fixture
def plant(store: Store) -> Store:
    record_bundles(store, [rows_of(PLANT)])
    return store


BAD_QUERIES: list[tuple[dict[str, Any], str]] = [
    ({}, "ask for one of them, not nothing"),
    ({"run": "R1", "supplier": "S"}, "ask for one of them"),
    ({"supplier_lot": "甲-8"}, "needs receipt or supplier beside supplier_lot"),
    ({"run_kind": "rework"}, "needs run or equipment"),
    ({"material": "A"}, "ask for its failed inspections"),
    ({"failed": True}, "needs material"),
    ({"parameter": "heat"}, "below one value or above another"),
    ({"equipment": "L", "below": 3.0}, "below one value or above another"),
    ({"run": "R1", "from_": "yesterday"}, "is not a time"),
    ({"run": "R1", "from_": "2026-03-05", "to": "2026-03-04"}, "ends before it begins"),
]


@pytest.mark.parametrize(("said", "words"), BAD_QUERIES)
def test_a_query_that_makes_no_sense_says_why(plant: Store, said: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        recall(plant, [SeedQuery(**said)])


UNMATCHED: list[dict[str, Any]] = [
    {"receipt": "G9"},
    {"supplier": "供应商", "from_": "2026-03-03"},
    {"supplier": "供应商", "supplier_lot": "甲-9"},
    {"run": "R9"},
    {"equipment": "L", "to": "2026-03-01"},
    {"shift": "晚班"},
    {"material": "A", "failed": True},
]


@pytest.mark.parametrize("said", UNMATCHED)
def test_what_no_record_matches_is_an_error_that_says_what_was_looked_for(plant: Store, said: dict[str, Any]) -> None:
    query = SeedQuery(**said)
    with pytest.raises(NothingMatchesError) as error:
        recall(plant, [query, Seed("A/1")])
    assert query.text() in str(error.value)


def test_the_answer_repeats_the_query_and_names_the_records(plant: Store) -> None:
    query = SeedQuery(supplier=" 供应商 ", supplier_lot="甲-8")
    answer = recall(plant, [Seed("A/1", "2026-03-01"), query, SeedQuery(run="R1")])
    assert answer["seeds"] == [
        {"key": "A/1", "from": "2026-03-01", "to": None},
        {
            "key": "A/1",
            "from": "2026-03-02T08:00:00Z",
            "to": None,
            "by": {"supplier": " 供应商 ", "supplier_lot": "甲-8"},
            "records": ["receipt G1"],
        },
        {"run": "R1", "from": None, "to": None, "by": {"run": "R1"}, "records": ["run R1"]},
    ]
    assert [row["reasons"] for row in answer["batches"]] == [["seed"], ["from run R1, a seed"]]
    assert recall(plant, [SeedQuery(run="R1")])["batches"][0]["reasons"] == ["from run R1, a seed"]


def test_a_reading_that_is_no_number_is_taken_as_out_of_range_and_named(plant: Store) -> None:
    answer = recall(plant, [SeedQuery(parameter="heat", below=70.0)])
    assert [row["run"] for row in answer["seeds"]] == ["R1"]
    assert [gap["records"] for gap in answer["gaps"] if gap["code"] == "reading_is_no_number"] == [["R1", "heat hot"]]


def test_readings_in_several_units_are_named(plant: Store) -> None:
    reading = "parameters run=R1 parameter=heat"
    more = f"{reading} value=60 unit=CEL line=1\n{reading} value=9 unit=FAH line=2"
    record_bundles(plant, [rows_of(more)])
    answer = recall(plant, [SeedQuery(parameter="heat", below=70.0)])
    assert [gap["records"] for gap in answer["gaps"] if gap["code"] == "readings_in_units"] == [
        ["heat", "none, CEL, FAH"]
    ]


BAD_SWITCHES = [
    (Switches(carry_over={"X": False}), "names the equipment X"),
    (Switches(carry_over={"L": True}), "cannot be switched on"),
    (Switches(vessels={"X": VesselPolicy()}), "names the equipment X"),
    (Switches(kill_steps=(KillStep(run="R9"),)), "names the run R9"),
]


@pytest.mark.parametrize(("switches", "words"), BAD_SWITCHES)
def test_a_switch_on_what_is_not_there_says_so(plant: Store, switches: Switches, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        recall(plant, [Seed("A/1")], switches=switches)


@pytest.mark.parametrize("make", [lambda: VesselPolicy("well_mixed", 1.5), lambda: VesselPolicy(overlap=-1), KillStep])
def test_a_switch_that_cannot_be_is_refused(make: Any) -> None:
    with pytest.raises(UsageError):
        make()


def test_defaults_are_the_wider_reading_and_are_repeated(plant: Store) -> None:
    said = {"carry_over": {}, "vessels": {}, "stop_at_utilities": False, "kill_steps": [], "contact": False}
    assert recall(plant, [Seed("A/1")])["switches"] == said
    switches = Switches({"*": False}, {"L": VesselPolicy("well_mixed", 0.1)}, True, (KillStep(run="R1"),))
    answer = recall(plant, [Seed("A/1")], switches=switches)
    assert answer["switches"] == {
        "carry_over": {"*": False},
        "vessels": {"L": {"policy": "well_mixed", "threshold": 0.1, "overlap": 0.0}},
        "stop_at_utilities": True,
        "kill_steps": [{"run": "R1"}],
        "contact": False,
    }
    assert [row.get("key") or row.get("shipment") or row["customer"] for row in answer["mitigated"]] == [
        "P/1",
        "S1",
        "C1",
    ]


def test_by_http(plant: Store, client: TestClient) -> None:
    body: dict[str, Any] = {"seeds": [{"supplier": "供应商", "to": "2026-03-03"}, {"key": "A/1"}]}
    body["switches"] = {"kill_steps": [{"run_kind": "produce"}]}
    answer = client.post("/recalls/preview", json=body).json()
    assert [row["key"] for row in answer["seeds"]] == ["A/1", "A/1"]
    assert [row["key"] for row in answer["mitigated"][:1]] == ["P/1"]
    assert answer["customers"] == []


@pytest.mark.parametrize(
    ("seed", "switches", "status", "code"),
    [
        ({"run": "R9"}, {}, 404, "nothing_matches"),
        ({"run": "R1", "key": "A/1"}, {}, 422, "malformed"),
        ({"run": "R1", "receipt": "G1"}, {}, 422, "malformed"),
        ({"run": "R1"}, {"vessels": {"L": {"policy": "stirred"}}}, 422, "malformed"),
        ({"run": "R1"}, {"vessels": {"L": {"threshold": 7}}}, 422, "malformed"),
        ({"run": "R1"}, {"kill_steps": [{}]}, 422, "malformed"),
        ({"run": "R1"}, {"carry_over": {"X": False}}, 422, "malformed"),
    ],
)
def test_errors_by_http(plant: Store, client: TestClient, seed: Any, switches: Any, status: int, code: str) -> None:
    answer = client.post("/recalls/preview", json={"seeds": [seed], "switches": switches})
    assert (answer.status_code, answer.json()["code"]) == (status, code)

"""A case held against the records of now: what changed, and which record did it."""

from __future__ import annotations

from typing import Any

from genealogy.cases.check import check_case
from genealogy.store import Store
from tests.cases.conftest import FLOUR, later, opened, rows


def because(found: dict[str, Any], item: dict[str, Any]) -> list[str]:
    """The records that an item names, as kind and identity."""
    said = {one["sequence"]: f"{one['event']} {one['identity']}" for one in found["records"]}
    return [said[number] for number in item["because"]]


def test_nothing_changed(plant: Store) -> None:
    case = opened(plant)
    later(plant, receipts=rows("receipt=G9 material=盐 lot=Y1 quantity=5 uom=kg"))
    found = check_case(plant, case)
    assert (found["changed"], found["records"]) == (False, [])
    assert found["now"]["set_hash"] == found["frozen"]["set_hash"]


def test_a_late_run_brings_batches_shipments_and_customers_in(plant: Store) -> None:
    case = opened(plant)
    later(
        plant,
        runs=rows("run=R3 started_at=2026-03-04T08:00:00Z", "run=R9 started_at=2026-03-04T08:00:00Z"),
        consumed=rows("run=R3 material=面团 lot=D1 quantity=1 uom=kg", "run=R9 material=糖 lot=T1 quantity=1 uom=kg"),
        produced=rows("run=R3 material=花卷 lot=H1 quantity=9 uom=pcs", "run=R9 material=糖浆 lot=X quantity=1 uom=kg"),
        shipments=rows("shipment=S9 customer=K-西 shipped_at=2026-03-05"),
        shipped=rows("shipment=S9 material=花卷 lot=H1 quantity=9 uom=pcs"),
    )
    found = check_case(plant, case)
    (batch,) = found["batches"]["in"]
    assert (batch["key"], batch["verdict"], batch["reasons"]) == ("花卷/H1", "certain", ["from 面团/D1 by run R3"])
    assert because(found, batch) == ["run R3", "produced R3 花卷 H1", "consumed R3 面团 D1"]
    (line,) = found["lines"]["in"]
    assert (line["shipment"], line["key"], line["quantity"]) == ("S9", "花卷/H1", "9")
    (customer,) = found["customers"]["in"]
    assert customer["customer"] == "K-西"
    assert because(found, customer)[-2:] == ["shipment S9", "shipped S9 花卷 H1"]
    assert {(one["source"], one["load"]) for one in found["records"]} == {("rows", "test")}
    assert all(one["row"] for one in found["records"])
    assert found["batches"]["out"] == found["batches"]["changed"] == []


def test_a_void_shipment_goes_out(plant: Store) -> None:
    case = opened(plant)
    later(plant, corrections=rows("record_kind=shipment record=S2 action=void reason=typo"))
    found = check_case(plant, case)
    (line,), (customer,) = found["lines"]["out"], found["customers"]["out"]
    assert (line["shipment"], customer["customer"]) == ("S2", "K-南")
    assert because(found, line) == because(found, customer) == ["correction shipment S2"]


def test_a_void_run_takes_out_all_behind_it(plant: Store) -> None:
    case = opened(plant)
    later(plant, corrections=rows("record_kind=run record=R1 action=void"))
    found = check_case(plant, case)
    assert [one["key"] for one in found["batches"]["out"]] == ["包子/B1", "面团/D1"]
    assert because(found, found["batches"]["out"][0]) == ["correction run R1"]
    assert [one["customer"] for one in found["customers"]["out"]] == ["K-北", "K-南"]


def test_a_mapping_changes_a_verdict(plant: Store) -> None:
    case = opened(plant)
    later(plant, mapped=rows("run=R1 in_material=糖 in_lot=T1 out_material=面团 out_lot=D1"))
    found = check_case(plant, case)
    (first, second) = found["batches"]["changed"]
    assert (first["key"], first["verdict"], first["was"]) == ("包子/B1", "potential", {"verdict": "certain"})
    assert second["key"] == "面团/D1"
    assert because(found, first) == because(found, second) == ["mapped R1 糖 T1 面团 D1"]


def test_a_further_line_of_a_known_shipment_is_a_change(plant: Store) -> None:
    case = opened(plant)
    later(plant, shipped=rows("shipment=S2 material=包子 lot=B1 quantity=5 uom=pcs line=2"))
    found = check_case(plant, case)
    (line,) = found["lines"]["changed"]
    assert (line["quantity"], line["was"]["quantity"]) == ("125", "120")
    assert because(found, line) == ["shipped S2 包子 B1 2"]
    assert found["batches"] == {"in": [], "out": [], "changed": []}


def test_a_customer_who_gives_back_without_shipment(plant: Store) -> None:
    case = opened(plant)
    later(plant, returns=rows("return=B1 customer=K-西 material=面粉 lot=批0301 assigner=S-麦香 quantity=1 uom=kg"))
    found = check_case(plant, case)
    (customer,) = found["customers"]["in"]
    assert customer["customer"] == "K-西"
    assert [text.split()[0] for text in because(found, customer)] == ["return"]
    assert FLOUR not in [one["key"] for one in found["batches"]["in"]]


VESSEL = {
    "equipment": rows("equipment=缸 kind=vessel"),
    "runs": rows(
        "run=V1 kind=charge equipment=缸 started_at=2026-03-02T10:00:00Z ended_at=2026-03-02T10:05:00Z",
        "run=V9 kind=draw equipment=缸 started_at=2026-03-02T12:00:00Z ended_at=2026-03-02T12:05:00Z",
    ),
    "produced": rows("run=V9 material=馅 lot=1 quantity=1 uom=kg"),
}
CHARGE = rows("run=V1 material=面粉 lot=批0301 assigner=S-麦香 quantity=1 uom=kg")


def test_a_late_charge_of_a_vessel_is_named(plant: Store) -> None:
    later(plant, **VESSEL)
    case = opened(plant)
    later(plant, consumed=CHARGE)
    found = check_case(plant, case)
    (batch,) = found["batches"]["in"]
    assert batch["key"] == "馅/1"
    assert because(found, batch) == ["consumed V1 面粉 批0301 S-麦香"]


def test_a_late_clean_of_a_vessel_is_named(plant: Store) -> None:
    later(plant, **VESSEL, consumed=CHARGE)
    case = opened(plant)
    later(plant, cleanings=rows("equipment=缸 cleaned_at=2026-03-02T11:00:00Z validated=true empty=true"))
    found = check_case(plant, case)
    (batch,) = found["batches"]["out"]
    assert batch["key"] == "馅/1"
    assert because(found, batch) == ["cleaning 缸 2026-03-02T11:00:00Z"]

"""A small plant with Chinese names: flour into dough, dough into buns and rolls, shipped to two customers."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.cases.life import Opening, Said, open_case
from genealogy.cases.question import Question
from genealogy.store import Store
from tests.support.bundles import record_bundles

ZONE = ZoneInfo("UTC")
FLOUR = "面粉/批0301@S-麦香"
WANG = Said("王芳", "金属异物", "2026-03-10T09:00:00+08:00")
OPENING = Opening("面粉异物", "II", ("WH-隔离",))


def rows(*lines: str) -> list[dict[str, str]]:
    """`"run=R1 material=面团"` as the row of a bundle."""
    return [dict(pair.split("=", 1) for pair in line.split()) for line in lines]


# 100 kg of flour; R1 makes 90 kg dough, R2 500 buns of it (K-北 gets 300, K-南 120, 80 are left in two places); 20 kg
# of flour are left. Sugar is in no scope.
PLANT = {
    "materials": rows("material=面粉 uom=kg", "material=面团 uom=kg", "material=包子 name=肉包子 uom=pcs"),
    "conversions": rows("material=包子 from_uom=箱 to_uom=pcs factor=20"),
    "suppliers": rows("supplier=S-麦香 name=麦香面粉厂"),
    "customers": rows(
        "customer=K-北 name=北方超市 contact=李雷 email=li@k-bei.example phone=+86-10-0000",
        "customer=K-南 name=南方餐饮 phone=+86-20-0000",
        "customer=K-西 name=西部商店",
    ),
    "receipts": rows(
        "receipt=G1 supplier=S-麦香 material=面粉 lot=批0301 assigner=S-麦香 quantity=100 uom=kg"
        " received_at=2026-03-01T08:00:00Z location=WH",
        "receipt=G2 material=糖 lot=T1 quantity=50 uom=kg received_at=2026-03-01T08:00:00Z location=WH",
    ),
    "runs": rows(
        "run=R1 kind=produce started_at=2026-03-02T08:00:00Z ended_at=2026-03-02T09:00:00Z location=WH",
        "run=R2 kind=produce started_at=2026-03-02T10:00:00Z ended_at=2026-03-02T12:00:00Z location=WH",
    ),
    "consumed": rows(
        "run=R1 material=面粉 lot=批0301 assigner=S-麦香 quantity=80 uom=kg",
        "run=R2 material=面团 lot=D1 quantity=90 uom=kg",
    ),
    "produced": rows(
        "run=R1 material=面团 lot=D1 quantity=90 uom=kg", "run=R2 material=包子 lot=B1 quantity=500 uom=pcs"
    ),
    "movements": rows(
        "movement=M1 material=包子 lot=B1 kind=move from_location=WH to_location=DC quantity=30 uom=pcs"
        " at=2026-03-02T13:00:00Z"
    ),
    "shipments": rows(
        "shipment=S1 customer=K-北 from_location=WH shipped_at=2026-03-03T08:00:00Z",
        "shipment=S2 customer=K-南 from_location=WH shipped_at=2026-03-03T09:00:00Z",
    ),
    "shipped": rows(
        "shipment=S1 material=包子 lot=B1 quantity=15 uom=箱", "shipment=S2 material=包子 lot=B1 quantity=120 uom=pcs"
    ),
}

# More dough of the same flour.
SECOND_RUN = {
    "consumed": rows("run=R3 material=面粉 lot=批0301 assigner=S-麦香 quantity=5 uom=kg"),
    "produced": rows("run=R3 material=面团 lot=D2 quantity=5 uom=kg"),
}


@pytest.fixture
def plant(store: Store) -> Store:
    record_bundles(store, [PLANT])
    return store


def question(*keys: str) -> Question:
    """What a case of these seeds asks."""
    return Question([{"key": key} for key in keys or (FLOUR,)], None, dt.timedelta(minutes=5), ZONE)


def opened(store: Store, **more: Any) -> str:
    """A case on the flour, open; its id."""
    return str(open_case(store, question(), OPENING, WANG, **more)["case"])


def later(store: Store, **files: list[dict[str, str]]) -> None:
    """Record more, as a feed does."""
    record_bundles(store, [files])

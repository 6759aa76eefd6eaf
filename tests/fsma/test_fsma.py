"""The sortable spreadsheet: every key data element where it belongs, what is missing named, nothing that calculates."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from openpyxl import load_workbook

from genealogy.errors import UsageError
from genealogy.fsma import EVENTS, Records, plan_paper, read_plan, records_of_period, records_of_scope, workbook
from genealogy.fsma.page import fsma_page
from genealogy.fsma.period import period
from genealogy.paper import pdf_bytes
from genealogy.store import Store
from loaders.load import load

ZONE = ZoneInfo("America/Chicago")
FARM = """\
materials: material,name,uom,brand,packaging,commodity,variety
  TOM,Tomatoes,kg,,,Tomato,Roma
  SAL,=Salad 沙拉,pcs,Bistro,tray 250 g,,
suppliers: supplier,name,phone,address
  GROW,Grower Ltd,555-1,1 Farm Road
customers: customer,name,phone,address
  SHOP,Shop,555-2,2 Market Street
locations: location,name,phone,address,gln
  FIELD,North farm,555-3,3 Field Lane,
  COOL,Cold store,555-4,4 Ice Street,
  PACK,Packhouse,555-5,5 Box Street,4012345000009
  KITCHEN,Kitchen,,6 Pan Street,
runs: run,started_at,ended_at,location,cte,field,recipient,farm
  H1,,2026-03-01,FIELD,harvesting,North 4,COOL,
  C1,,2026-03-01T18:00,COOL,cooling,,PACK,FIELD
  P1,,2026-03-02,PACK,initial packing,,,
  T1,2026-03-03T08:00:00-06:00,2026-03-03T09:30:00-06:00,KITCHEN,,,,
produced: run,material,lot,quantity,uom
  H1,TOM,H-1,100,kg
  C1,TOM,C-1,100,kg
  P1,TOM,0042,98.5,kg
  T1,SAL,S-1,400,pcs
consumed: run,material,lot,quantity,uom,farm,harvested_on,harvester,harvester_phone
  C1,TOM,H-1,100,kg,,,,
  P1,TOM,C-1,100,kg,FIELD,2026-03-01,Crew 7,555-9
  T1,TOM,0042,98.5,kg,,,,
  T1,SALT,X-9,1,kg,,,,
receipts: receipt,material,lot,supplier,quantity,uom,received_at,location,document,cte,fishing_area,landed_on
  R1,SALT,X-9,GROW,25,kg,2026-02-20,KITCHEN,DN-7,,,
  R2,TUNA,F-1,GROW,9,kg,,PACK,,first_land-based receiving,FAO 61,2026-02-11
shipments: shipment,customer,from_location,shipped_at,document
  D1,SHOP,KITCHEN,2026-03-04,BOL-1
shipped: shipment,material,lot,quantity,uom
  D1,SAL,S-1,400,pcs
"""


def filled(store: Store, folder: Path) -> None:
    found: dict[str, list[str]] = {}
    for line in FARM.splitlines():
        if line[0] != " ":
            name, _, line = line.partition(": ")
            found[name] = []
        found[name].append(line.strip())
    for name, lines in found.items():
        (folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    assert load(store, folder, ZONE).clean


def rows(records: Records, event: str, record: str) -> list[dict[str, Any]]:
    titles = [kde.title for kde in EVENTS[event]]
    return [
        {name: value for name, value in zip(titles, one.values, strict=True) if value not in (None, "")}
        | {"missing": one.missing}
        for one in records.by_event[event]
        if one.record == record
    ]


def test_every_event_has_its_elements(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    records = records_of_scope(store, ["SAL/S-1"], ZONE)
    assert {name: len(found) for name, found in records.by_event.items()} == {
        **{"Harvesting": 1, "Cooling": 2, "Initial packing": 2, "First land-based receiving": 0},
        **{"Shipping": 1, "Receiving": 1, "Transformation": 3},
    }
    (harvest,) = rows(records, "Harvesting", "H1")
    assert (harvest["Commodity"], harvest["Variety"], harvest["Field or growing area"]) == ("Tomato", "Roma", "North 4")
    assert (harvest["Immediate subsequent recipient: name"], harvest["Date of harvesting"]) == (
        "Cold store",
        "2026-03-01",
    )
    assert harvest["missing"] == ()
    packed = {
        key: value for row in rows(records, "Initial packing", "P1") for key, value in row.items() if key != "missing"
    }
    assert packed["Traceability lot code assigned"] == "0042"
    assert (packed["Quantity received"], packed["Quantity packed"], packed["Harvester: phone"]) == (
        100.0,
        98.5,
        "555-9",
    )
    assert packed["Where initially packed (TLC source): address"] == "5 Box Street"
    (receipt,) = rows(records, "Receiving", "R1")
    assert receipt["Immediate previous source: phone"] == "555-1"
    assert (receipt["Reference document number"], receipt["Date received"]) == ("DN-7", "2026-02-20")
    assert receipt["missing"] == ("Product", "Where received: phone", "TLC source: name"), "whose lot number is X-9?"
    used = [
        row["Traceability lot code used"]
        for row in rows(records, "Transformation", "T1")
        if "Traceability lot code used" in row
    ]
    assert sorted(used) == ["0042", "X-9"]
    (made,) = [row for row in rows(records, "Transformation", "T1") if "New traceability lot code" in row]
    assert made["Date transformation completed"] == "2026-03-03 09:30"
    (shipped,) = rows(records, "Shipping", "D1")
    assert (shipped["TLC source: name"], shipped["Shipped from: name"]) == ("Kitchen", "Kitchen")
    assert shipped["missing"] == ("Shipped from: phone",)


def test_a_period_holds_what_happened_in_it_and_what_has_no_date(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    records = records_of_period(store, *period("2026-03-03", "2026-03-04", ZONE), ZONE)
    assert {one.record for found in records.by_event.values() for one in found} == {"T1", "D1", "R2"}
    assert records.undated == {"receipt": 1}
    (landed,) = rows(records, "First land-based receiving", "R2")
    assert (landed["Date landed"], landed["Harvest locations"]) == ("2026-02-11", "FAO 61")
    assert "Harvest date range" in landed["missing"]


def test_the_workbook_sorts_and_never_calculates(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    path = tmp_path / "out.xlsx"
    with path.open("wb") as file:
        workbook(records_of_scope(store, ["SAL/S-1"], ZONE), file)

    book = load_workbook(path)
    assert book.sheetnames == ["About", *EVENTS, "Locations", "Products", "Missing"]
    for event, kdes in EVENTS.items():
        head = [cell.value for cell in next(book[event].iter_rows(max_row=1))]
        assert head == ["Record", *(kde.title for kde in kdes), "Missing"]
        assert len(set(head)) == len(head)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    with zipfile.ZipFile(path) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)

    table = pd.read_excel(path, sheet_name="Transformation", engine="calamine")
    assert (
        table["Quantity used"].dropna().sort_values().tolist() == [1.0, 98.5, 100.0]
        or table["Quantity used"].max() == 98.5
    )
    assert "=Salad 沙拉" in table["Product produced"].tolist()
    lots = pd.read_excel(path, sheet_name="Transformation", dtype=str, engine="calamine")["Traceability lot code used"]
    assert "0042" in lots.tolist()
    missing = pd.read_excel(path, sheet_name="Missing", engine="calamine")
    assert ("Shipping", "D1", "Shipped from: phone", "1.1340(a)(5)") in set(missing.itertuples(index=False, name=None))


def test_the_plan_is_a_paper(store: Store, tmp_path: Path) -> None:
    filled(store, tmp_path)
    said = fsma_page().split("```yaml\n")[1].split("```")[0].replace("TOMATO, SALAD", "TOM, SAL")
    path = tmp_path / "plan.yaml"
    path.write_text(said, encoding="utf-8")
    paper = plan_paper(store, read_plan(path))
    assert paper.tables[0].rows == (("TOM", "Tomatoes"), ("SAL", "=Salad 沙拉"))
    assert ("FIELD", "North farm", "555-3", "3 Field Lane") in paper.tables[1].rows
    assert pdf_bytes(paper).startswith(b"%PDF")
    path.write_text(said.replace("business:", "busines:"), encoding="utf-8")
    with pytest.raises(UsageError, match=r"plan\.yaml: bus"):
        read_plan(path)


def test_a_period_that_ends_before_it_starts() -> None:
    with pytest.raises(UsageError, match="ends before it starts"):
        period("2026-03-02", "2026-03-01", ZONE)
    start, end = period("2026-03-01", "2026-03-01", ZONE)
    assert end - start == dt.timedelta(days=1)

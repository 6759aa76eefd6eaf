"""A bundle as plain rows, read without any of the product's code: the contract typed once more, by hand."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

Row = dict[str, str]
Bundle = dict[str, list[Row]]
Key = tuple[str, str, str, str]

REQUIRED = {
    "materials": ["material"],
    "conversions": ["material", "from_uom", "to_uom", "factor"],
    "suppliers": ["supplier"],
    "customers": ["customer"],
    "locations": ["location"],
    "equipment": ["equipment"],
    "operators": ["operator"],
    "batches": ["material", "lot"],
    "receipts": ["receipt", "material", "lot"],
    "runs": ["run"],
    "used": ["run"],
    "parameters": ["run", "parameter", "value"],
    "consumed": ["run", "material"],
    "produced": ["run", "material", "lot"],
    "mapped": ["run", "in_material", "in_lot", "out_material", "out_lot"],
    "orders": ["order", "material"],
    "shipments": ["shipment"],
    "shipped": ["shipment", "material", "lot"],
    "returns": ["return", "material", "lot"],
    "inspections": ["inspection", "material", "lot", "result"],
    "cleanings": ["equipment", "cleaned_at"],
    "movements": ["movement", "material", "lot"],
    "counts": ["count", "material", "lot", "quantity"],
    "statuses": ["material", "lot", "status"],
    "packs": ["pack"],
    "corrections": ["record_kind", "record", "action"],
}
OPTIONAL = {
    "materials": "name kind uom gtin shelf_life_days",
    "conversions": "",
    "suppliers": "name contact email phone address gln",
    "customers": "name contact email phone address gln",
    "locations": "name site address phone timezone day_start gln",
    "equipment": "name kind location carry_over",
    "operators": "name team",
    "batches": "assigner serial quantity uom produced_at expires_on status",
    "receipts": "supplier shipment assigner serial supplier_lot quantity uom received_at location document unit_cost"
    " currency line",
    "runs": "kind work_order started_at ended_at equipment operator shift location timed",
    "used": "equipment operator role from to line",
    "parameters": "unit at line",
    "consumed": "lot assigner serial quantity uom at line",
    "produced": "assigner serial quantity uom at line",
    "mapped": "in_assigner in_serial out_assigner out_serial quantity line",
    "orders": "kind customer lot assigner quantity uom due status line",
    "shipments": "customer from_location to_location order shipped_at delivered_at signed_by signed_at carrier tracking"
    " document",
    "shipped": "assigner serial quantity uom line",
    "returns": "customer supplier shipment assigner serial quantity uom returned_at location line",
    "inspections": "assigner serial receipt run inspected_at inspector characteristic value unit defect report line",
    "cleanings": "validated empty line",
    "movements": "assigner serial kind from_location to_location quantity uom at line",
    "counts": "assigner serial location uom counted_at line",
    "statuses": "assigner serial quantity uom location reason at by line",
    "packs": "material lot assigner serial child_pack quantity uom packed_at unpacked_at line",
    "corrections": "by_record reason at by line",
}


def read(folder: Path) -> Bundle:
    """All files of a bundle; fails on a file or column that the contract does not know."""
    bundle: Bundle = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            known = {*REQUIRED[path.stem], *OPTIONAL[path.stem].split()}
            header = set(reader.fieldnames or ())
            assert header <= known, (path.name, header - known)
            assert set(REQUIRED[path.stem]) <= header, path.name
            bundle[path.stem] = list(reader)
    return bundle


def key(row: Row, prefix: str = "") -> Key:
    """Material, lot, assigner, serial."""
    get = row.get
    return (row[prefix + "material"], row[prefix + "lot"], get(prefix + "assigner", ""), get(prefix + "serial", ""))


def when(text: str) -> datetime:
    """A time with its offset."""
    moment = datetime.fromisoformat(text)
    assert moment.tzinfo is not None, text
    return moment


def by(rows: list[Row], column: str) -> dict[str, list[Row]]:
    """Rows grouped by a column."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def base_amount(bundle: Bundle) -> dict[tuple[str, str], tuple[str, Decimal]]:
    """For (material, uom): the unit it converts to, and the factor."""
    return {
        (row["material"], row["from_uom"]): (row["to_uom"], Decimal(row["factor"])) for row in bundle["conversions"]
    }


def standing(bundle: Bundle, kind: str, column: str) -> Iterator[Row]:
    """The rows of a file that no correction has superseded."""
    gone = {row["record"] for row in bundle["corrections"] if row["record_kind"] == kind}
    return (row for row in bundle[kind + "s"] if row[column] not in gone)

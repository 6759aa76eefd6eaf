"""Rows as they stand: identity, conflicts and corrections (rules 1, 5, 6)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

Row = Mapping[str, str]
Bundle = Mapping[str, Sequence[Row]]

BATCH = ("material", "lot", "assigner", "serial")
MAPPED = tuple(f"{side}_{part}" for side in ("in", "out") for part in BATCH)
IDENTITY: dict[str, tuple[str, ...]] = {
    "materials": ("material",),
    "conversions": ("material", "from_uom", "to_uom"),
    "suppliers": ("supplier",),
    "customers": ("customer",),
    "locations": ("location",),
    "equipment": ("equipment",),
    "operators": ("operator",),
    "batches": BATCH,
    "receipts": ("receipt", *BATCH, "received_at", "line"),
    "runs": ("run",),
    "used": ("run", "equipment", "operator", "role", "from", "line"),
    "parameters": ("run", "parameter", "at", "line"),
    "consumed": ("run", *BATCH, "at", "line"),
    "produced": ("run", *BATCH, "at", "line"),
    "mapped": ("run", *MAPPED, "line"),
    "orders": ("order", *BATCH, "line"),
    "shipments": ("shipment",),
    "shipped": ("shipment", *BATCH, "line"),
    "returns": ("return", *BATCH, "returned_at", "line"),
    "inspections": ("inspection", *BATCH, "inspected_at", "characteristic", "line"),
    "cleanings": ("equipment", "cleaned_at", "line"),
    "movements": ("movement", *BATCH, "at", "line"),
    "counts": ("count", *BATCH, "counted_at", "location", "line"),
    "statuses": (*BATCH, "at", "location", "line"),
    "packs": ("pack", *BATCH, "child_pack", "packed_at", "line"),
    "corrections": ("record_kind", "record"),
}
# record kind of a correction -> the files whose rows belong to such a record, and the column that names it
RECORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "receipt": (("receipts", "receipt"),),
    "run": tuple((file, "run") for file in ("runs", "used", "parameters", "consumed", "produced", "mapped")),
    "shipment": (("shipments", "shipment"), ("shipped", "shipment")),
    "return": (("returns", "return"),),
    "order": (("orders", "order"),),
    "inspection": (("inspections", "inspection"),),
    "movement": (("movements", "movement"),),
    "count": (("counts", "count"),),
    "pack": (("packs", "pack"),),
}
_PLAIN = "._-~:+ "


def clean(bundle: Bundle) -> dict[str, list[dict[str, str]]]:
    """The rows that count: normal form, of equal identities the first, without what a correction took away."""
    files = {file: _first(IDENTITY[file], map(_normal, rows)) for file, rows in bundle.items()}
    for correction in files.get("corrections", []):
        if correction["record_kind"] == "cleaning":
            files["cleanings"] = [row for row in files.get("cleanings", []) if _clean(row) != correction["record"]]
            continue
        for file, column in RECORDS[correction["record_kind"]]:
            files[file] = [row for row in files.get(file, []) if row.get(column) != correction["record"]]
    return {file: files.get(file, []) for file in IDENTITY}


def _normal(row: Row) -> dict[str, str]:
    found = {name: unicodedata.normalize("NFC", str(value)).strip() for name, value in row.items() if value is not None}
    return {name: value for name, value in found.items() if value}


def _first(identity: tuple[str, ...], rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    kept: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        kept.setdefault(tuple(row.get(name, "") for name in identity), row)
    return list(kept.values())


def key(row: Row, side: str = "") -> str:
    """The batch a row names, as a key is written; `side` is `in_` or `out_` for a mapping."""
    material, lot, assigner, serial = (_written(row.get(side + part, "")) for part in BATCH)
    return f"{material}/{lot}" + (f"@{assigner}" if assigner else "") + (f"#{serial}" if serial else "")


def _clean(row: Row) -> str:
    line = row.get("line", "")
    return f"{_written(row['equipment'])}/{row['cleaned_at']}" + (f"#{_written(line)}" if line else "")


def _written(part: str) -> str:
    dots = part.strip(".") == ""
    return "".join(
        char if char.isalnum() or (char in _PLAIN and not dots) else "".join(f"%{byte:02X}" for byte in char.encode())
        for char in part
    )

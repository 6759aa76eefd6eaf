"""The columns of the CSV bundle, in the order in which the simulator and the example plant write them."""

from __future__ import annotations

from typing import Final

_BATCH = "material lot assigner serial"
_PARTY = "name contact email phone address gln"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        "materials": "material name kind uom gtin shelf_life_days",
        "conversions": "material from_uom to_uom factor",
        "suppliers": f"supplier {_PARTY}",
        "customers": f"customer {_PARTY}",
        "locations": "location name site address phone timezone day_start gln",
        "equipment": "equipment name kind location carry_over",
        "operators": "operator name team",
        "batches": f"{_BATCH} quantity uom produced_at expires_on status",
        "receipts": f"receipt supplier shipment {_BATCH} supplier_lot quantity uom received_at location document"
        " unit_cost currency",
        "runs": "run kind work_order started_at ended_at equipment operator shift location timed",
        "used": "run equipment operator role from to",
        "parameters": "run parameter value unit at",
        "consumed": f"run {_BATCH} quantity uom at line",
        "produced": f"run {_BATCH} quantity uom at",
        "mapped": "run in_material in_lot in_assigner in_serial out_material out_lot out_assigner out_serial quantity",
        "orders": "order kind customer material lot assigner quantity uom due status",
        "shipments": "shipment customer from_location to_location order shipped_at delivered_at signed_by signed_at"
        " carrier tracking document",
        "shipped": f"shipment {_BATCH} quantity uom",
        "returns": f"return customer supplier shipment {_BATCH} quantity uom returned_at location",
        "inspections": f"inspection {_BATCH} receipt run result inspected_at inspector characteristic value unit defect"
        " report",
        "cleanings": "equipment cleaned_at validated empty",
        "movements": f"movement {_BATCH} kind from_location to_location quantity uom at",
        "counts": f"count {_BATCH} location quantity uom counted_at",
        "statuses": f"{_BATCH} status quantity uom location reason at by",
        "packs": f"pack {_BATCH} child_pack quantity uom packed_at unpacked_at",
        "corrections": "record_kind record action by_record reason at by",
    }.items()
}

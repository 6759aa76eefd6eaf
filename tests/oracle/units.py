"""A line's quantity in the unit of its material, which is also that of a line that names none (rule 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.oracle.rows import Row

if TYPE_CHECKING:
    from tests.oracle.plant import Plant


def amount(plant: Plant, row: Row) -> float | None:
    """None where nothing is recorded, or no factor is declared."""
    if "quantity" not in row:
        return None
    unit = next((one.get("uom") for one in plant.files["materials"] if one["material"] == row["material"]), None)
    factor = _factor(plant, row["material"], row.get("uom", unit), unit)
    return None if factor is None else float(row["quantity"]) * factor


def _factor(plant: Plant, material: str, source: str | None, target: str | None) -> float | None:
    if source is None or target is None:
        return 1.0
    known, more = {source: 1.0}, True
    while more:
        more = False
        for one in plant.files["conversions"]:
            ends, factor = (one["from_uom"], one["to_uom"]), float(one["factor"])
            for (here, there), by in ((ends, factor), (ends[::-1], 1 / factor)):
                if one["material"] == material and here in known and there not in known:
                    known[there], more = known[here] * by, True
    return known.get(target)

"""Master data of a plant: written once, before anything happens."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.simulate.bundle import Bundle
from loaders.simulate.flows import OPERATORS
from loaders.simulate.plant import Catalogue, example_code
from loaders.simulate.stock import Line, Vessel


def write_master(bundle: Bundle, catalogue: Catalogue) -> None:
    """Materials, conversions, partners, places and people."""
    for number, material in enumerate(catalogue.materials, 1):
        gtin = example_code(number, "0") if material.kind == "finished" else ""
        days = "" if material.shelf_days is None else material.shelf_days
        bundle.write("materials", (material.code, material.name, material.kind, material.uom, gtin, days))
    for conversion in catalogue.conversions():
        bundle.write("conversions", conversion)
    for number, party in enumerate(catalogue.suppliers, 1):
        bundle.write("suppliers", party.row(100 + number))
    for number, party in enumerate(catalogue.customers, 1):
        bundle.write("customers", party.row(200 + number))
    for number, place in enumerate(catalogue.places, 1):
        street = f"{number} Sample Street, {place.site}"
        row = (place.code, place.name, place.site, street, f"+00 000 0001 {number:04}", place.zone, "06:00")
        bundle.write("locations", (*row, example_code(300 + number)))
    for number in range(1, OPERATORS + 1):
        team = "ABC"[number % 3]
        bundle.write("operators", (f"OP-{number:02}", f"Operator {number:02} 操作员{number:02}", f"Team {team}"))


def write_equipment(bundle: Bundle, machines: Iterable[tuple[Line | Vessel, str, str]]) -> None:
    """Equipment rows of `(machine, name, kind)`; a line that holds something back carries over."""
    for machine, name, kind in machines:
        carries = isinstance(machine, Line) and machine.hold > 0
        bundle.write("equipment", (machine.code, name, kind, machine.place, "true" if carries else "false"))

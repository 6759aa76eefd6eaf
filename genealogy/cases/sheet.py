"""The lines of a recall that are reconciled: what was shipped to whom of which batch, and what was told of it since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.cases.book import Standing
from genealogy.cases.notices import OF_QUANTITY
from genealogy.cases.reconcile import Line, Told
from genealogy.keys import BatchKey
from genealogy.stock.units import Units
from genealogy.store import Reads
from genealogy.store.moments import from_micros
from genealogy.times import Clock, parse_time


@dataclass(slots=True)
class Sheet:
    """What is reconciled: the lines by consignee and batch, in each batch's unit."""

    units: Units
    uoms: Mapping[str, str | None]
    lines: dict[tuple[str, str], Line] = field(default_factory=dict)
    warnings: dict[str, set[str]] = field(default_factory=dict)

    def line(self, customer: str, key: str) -> Line:
        """The line of a batch at a consignee."""
        place = (customer, key)
        if place not in self.lines:
            self.lines[place] = Line(customer, key, BatchKey.parse(key).material, self.uoms.get(key))
        return self.lines[place]

    def amount(self, line: Line, quantity: float | None, uom: str | None) -> float | None:
        """In the batch's unit; None, and a warning, where it is not recorded or no factor is declared."""
        factor = self.units.factor(line.material, uom, line.uom)
        if quantity is None or factor is None:
            code = "quantity_missing" if quantity is None else "missing_conversion"
            self.warnings.setdefault(code, set()).add(f"{line.key} at {line.customer}")
            return None
        return quantity * factor


def sheet_of(
    store: Reads, case: Standing, answer: Mapping[str, Any], notices: Sequence[Mapping[str, Any]], last: dt.date
) -> Sheet:
    """The lines of a recall answer with the returns that are recorded and the case's notices."""
    keys = {one["key"] for one in answer["batches"]} | {one["key"] for one in notices if one["key"]}
    materials = sorted({BatchKey.parse(key).material for key in keys})
    units = Units.of(store.read("answer.conversions", materials=materials).rows)
    sheet = Sheet(units, {one["key"]: one["uom"] for one in answer["batches"]})
    # Who had only what left before it was suspect is no consignee, and owes nothing.
    consignees = {one["customer"] for part in (answer["customers"], notices) for one in part}
    for shipment in answer["shipments"]:
        for said in shipment["lines"] if shipment["customer"] else ():
            line = sheet.line(shipment["customer"], said["key"])
            amount = sheet.amount(line, _number(said["quantity"]), said["uom"])
            line.shipped = None if amount is None or line.shipped is None else line.shipped + amount
    for key, customer, quantity, uom, at in store.read("case.returned", keys=sorted(keys)).rows:
        if customer in consignees:
            # One of which the day is not known counts on the last: it is no reason to call a line closed earlier.
            day = last if at is None else from_micros(at).astimezone(case.zone).date()
            _tell(sheet, customer, key, Told(day, "came back", 0.0), quantity, uom)
    for said in notices:
        if said["what"] in OF_QUANTITY:
            told = Told(day_of(said["at"], case), said["what"], 0.0)
            _tell(sheet, said["customer"], said["key"], told, _number(said["quantity"]), said["uom"])
    return sheet


def _tell(sheet: Sheet, customer: str, key: str, told: Told, quantity: float | None, uom: str | None) -> None:
    line = sheet.line(customer, key)
    if (amount := sheet.amount(line, quantity, uom)) is not None:
        line.told.append(Told(told.day, told.kind, amount))


def _number(text: str | None) -> float | None:
    return None if text is None else float(text)


def day_of(text: str, case: Standing) -> dt.date:
    """The day of a time, by the case's clock; of an interval the first."""
    return parse_time(text, Clock(case.zone)).start.astimezone(case.zone).date()

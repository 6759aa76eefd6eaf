"""The books of the example plant while they are being written: rows by file, stock by batch."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.simulate.columns import COLUMNS

ZONE = "+08:00"
UNITS = {"COAT-2K": "L", "COAT-MIX": "mL", "COAT-WASTE": "mL", "PASTE": "kg", "PASTE-JAR": "g"}


def at(day: int, hour: int, minute: int = 0) -> str:
    """A moment of March 2026; minutes may run over the hour."""
    hour, minute = hour + minute // 60, minute % 60
    return f"2026-03-{day:02}T{hour:02}:{minute:02}:00{ZONE}"


@dataclass(slots=True)
class Lot:
    """A batch and what is left of it."""

    material: str
    lot: str
    left: float
    assigner: str = ""
    place: str = "FLOOR"

    @property
    def names(self) -> dict[str, str]:
        return {"material": self.material, "lot": self.lot, "assigner": self.assigner}

    def amount(self, quantity: float) -> dict[str, str]:
        return {"quantity": f"{quantity:g}", "uom": UNITS.get(self.material, "pcs")}


Part = tuple[Lot, float]


class Book:
    """Rows in the order in which they were written, and the raw material in the store, oldest first."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, str]]] = {name: [] for name in COLUMNS}
        self.raw: dict[str, list[Lot]] = defaultdict(list)
        self._numbers: dict[str, int] = defaultdict(int)

    def add(self, file: str, **cells: str) -> None:
        """One row; a cell may be given as `from_` where Python keeps the word."""
        self.rows[file].append({name.rstrip("_"): text for name, text in cells.items()})

    def number(self, prefix: str) -> str:
        """The next document number."""
        self._numbers[prefix] += 1
        return f"{prefix}-{self._numbers[prefix]:03}"

    def save(self, folder: Path) -> None:
        """Write every file of the contract."""
        for name, columns in COLUMNS.items():
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.rows[name])

    def born(self, lot: Lot, made: str, expires: str = "") -> Lot:
        """Describe a new batch."""
        amount = lot.amount(lot.left)
        self.add("batches", **lot.names, **amount, produced_at=made, expires_on=expires, status="available")
        return lot

    def receive(self, lot: Lot, supplier: str, when: str, price: str) -> str:
        """Goods received into the store; returns the receipt's number."""
        receipt = self.number("GR")
        lot.place = "WH-RAW"
        cells = {"supplier_lot": lot.lot, "location": "WH-RAW", "document": f"DN-{receipt}", "currency": "CNY"}
        cells |= {**lot.names, **lot.amount(lot.left)}
        self.add("receipts", receipt=receipt, supplier=supplier, received_at=when, unit_cost=price, **cells)
        self.born(lot, when)
        return receipt

    def move(self, lot: Lot, place: str, when: str, quantity: float | None = None, kind: str = "move") -> str:
        """Move a batch (all of it unless a quantity is given), or scrap it where place is empty."""
        number = self.number("MV")
        amount = lot.amount(lot.left if quantity is None else quantity)
        self.add(
            "movements",
            movement=number,
            **lot.names,
            kind=kind,
            from_location=lot.place,
            to_location=place,
            **amount,
            at=when,
        )
        if place and quantity is None:
            lot.place = place
        if not place:
            lot.left -= lot.left if quantity is None else quantity
        return number

    def take(self, material: str, quantity: float) -> list[Part]:
        """The oldest raw material that makes up a quantity."""
        parts: list[Part] = []
        while quantity > 0:
            lot = self.raw[material][0]
            part = min(lot.left, quantity)
            parts.append((lot, part))
            quantity -= part
            if part == lot.left:
                self.raw[material].pop(0)
        return parts

    def run(
        self,
        kind: str,
        equipment: str,
        start: str,
        end: str,
        inputs: Sequence[Part],
        outputs: Sequence[Lot],
        order: str = "",
    ) -> str:
        """A run with its lines; returns its number."""
        run = self.number("R")
        operator = f"OP-{(self._numbers['R'] % 6) + 1}"
        hour = int(start[11:13])
        shift = "night 夜班" if hour < 6 else "early 早班" if hour < 14 else "late 中班"
        self.add(
            "runs",
            run=run,
            kind=kind,
            work_order=order,
            started_at=start,
            ended_at=end,
            equipment=equipment,
            operator=operator,
            shift=shift,
            location="FLOOR",
        )
        for line, (lot, quantity) in enumerate(inputs, 1):
            lot.left -= quantity
            self.add("consumed", run=run, **lot.names, **lot.amount(quantity), at=start, line=str(line))
        for lot in outputs:
            self.add("produced", run=run, **lot.names, **lot.amount(lot.left), at=end)
            self.born(lot, end, "2031-03-31" if lot.material[:5] in ("ECU-7", "SNS-3") else "")
        return run

    def inspect(
        self, lot: Lot, when: str, what: str, passed: bool = True, value: str = "", unit: str = "", **more: str
    ) -> None:
        """An inspection of one characteristic."""
        self.add(
            "inspections",
            inspection=self.number("QI"),
            **lot.names,
            result="pass" if passed else "fail",
            inspected_at=when,
            inspector="OP-6",
            characteristic=what,
            value=value,
            unit=unit,
            **more,
        )

    def ship(
        self, parts: Sequence[Part], customer: str, to: str, left: str, arrived: str, signed: str, order: str = ""
    ) -> str:
        """A shipment to a customer, or to a warehouse of our own; not arrived where `arrived` is empty."""
        number = self.number("SH")
        sign_time = arrived.replace(":00:00+", ":25:00+")
        self.add(
            "shipments",
            shipment=number,
            customer=customer,
            from_location="WH-FG",
            to_location=to,
            order=order,
            shipped_at=left,
            delivered_at=arrived,
            signed_by=signed,
            signed_at=sign_time if signed else "",
            carrier="Example Freight 示例物流",
            tracking=f"TRK-{number}",
            document=f"DN-{number}",
        )
        for lot, quantity in parts:
            lot.left -= quantity
            self.add("shipped", shipment=number, **lot.names, **lot.amount(quantity))
        return number

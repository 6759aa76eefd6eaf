"""One bundle with everything that a first load may meet."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import loaders.example
from genealogy.events import BY_KIND, Event
from loaders.kinds import FILES
from tests.queries.everything import events

EXAMPLE = Path(loaders.example.__file__).parent / "bundle"

# What is odd: the same again, the same with other content, rows that are none, unknown columns with texts that a table
# does not like, a place described only after it is named (never: the order of files), lines of void records, looks
# that two batches share, keys without assigner, and times that are read by the clock of a place that has one.
ODD: dict[str, list[dict[str, str]]] = {
    "materials.csv": [
        {"material": "糖", "name": '细砂糖 "A", 1;2', "等级": "一\n二\\", "gtin": "1"},
        {"material": "糖", "name": '细砂糖 "A", 1;2', "等级": "一\n二\\", "gtin": "1"},
        {"material": "糖", "name": "other"},
        {"material": "", "name": "none"},
        {"material": "NUM", "seq": "7", "等级": "true"},
    ],
    "suppliers.csv": [{"supplier": "糖厂", "contact": "王", "phone": "+86 1"}, {"supplier": "糖厂", "contact": "李"}],
    "locations.csv": [
        {"location": "厂", "timezone": "America/Lima", "day_start": "06:00"},
        {"location": "厂", "timezone": "UTC"},
        {"location": "W", "name": "no clock"},
    ],
    "equipment.csv": [
        {"equipment": "锅", "location": "厂", "carry_over": "true"},
        {"equipment": "锅", "location": "W"},
    ],
    "batches.csv": [
        *({"material": "糖", "lot": lot, "quantity": "1", "uom": "kg"} for lot in ("0007", "７", "a", "A", "b")),
        {"material": "糖", "lot": "b", "quantity": "2", "uom": "kg"},
        {"material": "糖", "lot": "x", "assigner": "糖厂", "produced_at": "2026-03-01"},
    ],
    "corrections.csv": [
        {"record_kind": "receipt", "record": "R0", "action": "void"},
        {"record_kind": "run", "record": "V0", "action": "void", "reason": "twice"},
        {"record_kind": "run", "record": "V0", "action": "void", "reason": "other"},
        {"record_kind": "shipment", "record": "S0", "action": "void"},
    ],
    "receipts.csv": [
        {"receipt": "R0", "material": "糖", "lot": "gone", "quantity": "1"},
        {"receipt": "R0", "material": "糖", "lot": "gone", "quantity": "1"},
        {"receipt": "R1", "supplier": "糖厂", "material": "糖", "lot": "b", "quantity": "1", "uom": "kg", "line": "1"},
        {"receipt": "R1", "supplier": "糖厂", "material": "糖", "lot": "b", "quantity": "1", "uom": "kg", "line": "2"},
        {"receipt": "R1", "supplier": "S9", "material": "糖", "lot": "c", "shipment": "S2", "location": "厂"},
        {
            "receipt": "R2",
            "material": "糖",
            "lot": "b",
            "shipment": "S1",
            "received_at": "2026-03-09",
            "location": "厂",
        },
        {"receipt": "R2", "material": "糖", "lot": "d", "quantity": "many"},
    ],
    "runs.csv": [
        {"run": "K1", "equipment": "锅", "operator": "张", "started_at": "2026-03-02T08:00", "ended_at": "2026-03-02"},
        {"run": "K2", "location": "W", "equipment": "锅", "started_at": "2026-03-02T09:00"},
        {"run": "K1", "equipment": "锅", "operator": "王"},
        {"run": "V0", "equipment": "锅", "started_at": "2026-03-02T08:00"},
    ],
    "used.csv": [{"run": "K1", "equipment": "勺", "operator": "张"}, {"run": "V0", "equipment": "only here"}],
    "produced.csv": [
        {"run": "K1", "material": "糖", "lot": "new", "at": "2026-03-02T08:30"},
        {"run": "V0", "material": "糖", "lot": "never"},
        {"run": "V0", "material": "糖", "lot": "never", "quantity": "7"},
    ],
    "consumed.csv": [
        {"run": "K1", "material": "糖", "lot": "x", "quantity": "1", "uom": "kg"},
        {"run": "K1", "material": "糖", "lot": "x", "quantity": "1", "uom": "kg"},
        {"run": "K1", "material": "糖", "quantity": "1", "uom": "kg", "at": "2026-03-02T08:10"},
        {"run": "named only", "material": "盐", "lot": "1/2@#"},
        {"run": "K2", "material": "糖", "lot": "b", "at": "2026-03-02T09:10", "x_note": "n", "event": "e"},
    ],
    "shipments.csv": [
        {"shipment": "S1", "customer": "C9", "from_location": "厂", "to_location": "厂", "shipped_at": "2026-03-05"},
        {"shipment": "S0", "customer": "C9"},
    ],
    "shipped.csv": [
        {"shipment": "S1", "material": "糖", "lot": "new", "quantity": "1"},
        {"shipment": "S0", "material": "糖", "lot": "new"},
        {"shipment": "S3", "material": "糖", "lot": "b"},
    ],
    "movements.csv": [
        {"movement": "M1", "material": "糖", "lot": "b", "from_location": "厂", "to_location": "厂", "kind": "move"},
    ],
}


def write(folder: Path) -> Path:
    """The example plant, one of each kind of event, and what is odd, as the files of one bundle."""
    tables = {name: _rows(EXAMPLE / name) for name in FILES if (EXAMPLE / name).exists()}
    names = {kind: name for name, kind in FILES.items()}
    for event in events():
        if event.kind_of_event in BY_KIND:
            tables.setdefault(names[event.kind_of_event], []).append(_row(event))
    for name, rows in ODD.items():
        tables.setdefault(name, []).extend(rows)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        columns = dict.fromkeys(column for row in rows for column in row)
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(columns), restval="")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _row(event: Event) -> dict[str, str]:
    own = {name for name in type(event).own if name in type(event).model_fields}
    dumped = event.model_dump(by_alias=True, exclude_none=True, exclude=own)
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in dumped.items()}

"""Is a bundle well formed and free of contradictions? Plain checks over plain rows, each a generator of complaints."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from tests.simulate.reading import REQUIRED, Bundle, Key, Row, base_amount, by, key, standing, when

TIMES = {
    *("at", "from", "to", "produced_at", "received_at", "started_at", "ended_at", "shipped_at", "delivered_at"),
    *("signed_at", "returned_at", "inspected_at", "cleaned_at", "counted_at", "packed_at", "unpacked_at"),
}
NUMBERS = {"quantity", "factor", "unit_cost", "shelf_life_days"}
BATCH = ("material", "lot", "assigner", "serial")
IDENTITY = {
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
    "mapped": ("run", *(f"{side}_{part}" for side in ("in", "out") for part in BATCH), "line"),
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
# column -> the file and column that must describe it
NAMED = {
    "material": ("materials", "material"),
    "supplier": ("suppliers", "supplier"),
    "customer": ("customers", "customer"),
    "location": ("locations", "location"),
    "from_location": ("locations", "location"),
    "to_location": ("locations", "location"),
    "equipment": ("equipment", "equipment"),
    "operator": ("operators", "operator"),
    "inspector": ("operators", "operator"),
    "run": ("runs", "run"),
    "shipment": ("shipments", "shipment"),
    "receipt": ("receipts", "receipt"),
    "child_pack": ("packs", "pack"),
    "by_record": ("movements", "movement"),
}
WORDS = {
    ("materials", "kind"): "raw intermediate finished packaging utility",
    ("equipment", "kind"): "line machine vessel tool",
    ("runs", "kind"): "produce rework split merge relabel repack unbuild charge draw",
    ("orders", "kind"): "sales transfer production",
    ("orders", "status"): "open reserved closed",
    ("movements", "kind"): "move scrap sample adjust",
    ("inspections", "result"): "pass fail",
    ("corrections", "action"): "void replace",
    ("equipment", "carry_over"): "true false",
    ("cleanings", "validated"): "true false",
    ("cleanings", "empty"): "true false",
}


def complaints(bundle: Bundle) -> Iterator[str]:
    """Everything that is wrong with the bundle's form and references."""
    for file, rows in bundle.items():
        for row in rows:
            yield from _cells(file, row)
        counts = Counter(tuple(row.get(column, "") for column in IDENTITY[file]) for row in rows)
        yield from (f"{file}: twice {identity}" for identity, times in counts.items() if times > 1)
    yield from references(bundle)


def _cells(file: str, row: Row) -> Iterator[str]:
    for column in REQUIRED[file]:
        if not row[column].strip():
            yield f"{file}: {column} empty in {row}"
    for column, text in row.items():
        if text != text.strip():
            yield f"{file}.{column}: {text!r} not trimmed"
        if text and column in TIMES and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", text):
            yield f"{file}.{column}: {text!r} is no time"
        if text and column in NUMBERS and not re.fullmatch(r"\d+(\.\d+)?", text):
            negative = file == "movements" and row["kind"] == "adjust" and text.startswith("-")
            if not negative:
                yield f"{file}.{column}: {text!r} is no quantity"
        if text and text not in WORDS.get((file, column), text).split() and (file, column) in WORDS:
            yield f"{file}.{column}: {text!r}"


def references(bundle: Bundle) -> Iterator[str]:
    """Whatever is named but described nowhere, or in a unit that nothing converts."""
    known = {target: {row[target[1]] for row in bundle[target[0]]} for target in NAMED.values()}
    batches = {key(row) for row in bundle["batches"]}
    uoms = {row["material"]: row["uom"] for row in bundle["materials"]}
    factors = base_amount(bundle)
    units = {*uoms.items(), *factors, *((material, to) for (material, _), (to, _) in factors.items())}
    for file, rows in bundle.items():
        for row in rows:
            for column, target in NAMED.items():
                if row.get(column) and row[column] not in known[target]:
                    yield f"{file}.{column}: {row[column]} is described nowhere"
            if row.get("lot") and file != "batches" and key(row) not in batches:
                yield f"{file}: batch {key(row)} is described nowhere"
            if row.get("quantity") and row.get("uom") and (row["material"], row["uom"]) not in units:
                yield f"{file}: {row['uom']} of {row['material']} cannot be converted"
    for row in bundle["mapped"]:
        if not {key(row, "in_"), key(row, "out_")} <= batches:
            yield f"mapped: {row}"


Entry = tuple[datetime, int, Decimal, str]


def stock_entries(bundle: Bundle) -> dict[tuple[Key, str], list[Entry]]:
    """What enters (first) and leaves each batch at each place, with time and record."""
    factors = base_amount(bundle)
    entries: dict[tuple[Key, str], list[Entry]] = defaultdict(list)

    def post(row: Row, place: str, time: str, sign: int, record: str) -> None:
        amount = sign * Decimal(row["quantity"]) * factors.get((row["material"], row["uom"]), ("", Decimal(1)))[1]
        entries[key(row), place].append((when(time), int(amount < 0), amount, record))

    runs = {row["run"]: row for row in bundle["runs"]}
    shipments = {row["shipment"]: row for row in bundle["shipments"]}
    for row in standing(bundle, "receipt", "receipt"):
        post(row, row["location"], row["received_at"], 1, row["receipt"])
    for row in bundle["produced"]:
        post(row, runs[row["run"]]["location"], row["at"], 1, row["run"])
    for row in bundle["consumed"]:
        post(row, runs[row["run"]]["location"], row["at"], -1, row["run"])
    for row in bundle["shipped"]:
        head = shipments[row["shipment"]]
        post(row, head["from_location"], head["shipped_at"], -1, row["shipment"])
    for row in standing(bundle, "return", "return"):
        post(row, row["location"], row["returned_at"], 1 if row["customer"] else -1, row["return"])
    for row in standing(bundle, "movement", "movement"):
        if row["from_location"]:
            post(row, row["from_location"], row["at"], 1 if row["kind"] == "adjust" else -1, row["movement"])
        if row["to_location"]:
            post(row, row["to_location"], row["at"], 1, row["movement"])
    return entries


def stock_complaints(bundle: Bundle) -> Iterator[str]:
    """Stock that would be negative, material used before it was there, counts that differ from the books."""
    entries = stock_entries(bundle)
    counts = by(bundle["counts"], "lot")
    factors = base_amount(bundle)
    for (batch, place), lines in entries.items():
        level = Decimal(0)
        lines.sort()
        for moment, _, amount, record in lines:
            level += amount
            if level < 0:
                yield f"{batch} at {place}: {level} after {record} at {moment}"
        for row in counts.get(batch[1], ()):
            if key(row) == batch and row["location"] == place:
                counted = Decimal(row["quantity"]) * factors.get((batch[0], row["uom"]), ("", Decimal(1)))[1]
                booked = sum((line[2] for line in lines if line[0] <= when(row["counted_at"])), Decimal(0))
                if counted != booked:
                    yield f"{row['count']}: counted {counted}, booked {booked}"


def run_complaints(bundle: Bundle) -> Iterator[str]:
    """Lines outside their run's time, runs that make more of a unit than they took, and ends before starts."""
    factors = base_amount(bundle)
    consumed, produced = by(bundle["consumed"], "run"), by(bundle["produced"], "run")

    def sums(rows: list[Row]) -> dict[str, Decimal]:
        total: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            unit, factor = factors.get((row["material"], row["uom"]), (row["uom"], Decimal(1)))
            total[unit] += Decimal(row["quantity"]) * factor
        return total

    for run in bundle["runs"]:
        start, end = when(run["started_at"]), when(run["ended_at"])
        lines = [*consumed.get(run["run"], ()), *produced.get(run["run"], ())]
        if not lines:
            yield f"{run['run']}: no lines"
        if start >= end or any(not start <= when(row["at"]) <= end for row in lines):
            yield f"{run['run']}: a line outside of {start} to {end}"
        if run["kind"] not in ("charge", "draw"):
            used, made = sums(consumed.get(run["run"], [])), sums(produced.get(run["run"], []))
            if any(used[unit] < amount for unit, amount in made.items()):
                yield f"{run['run']}: makes {dict(made)} of {dict(used)}"


def vessel_complaints(bundle: Bundle) -> Iterator[str]:
    """Vessels drawn below nothing, cleaned while full, or doing two things at once."""
    factors = base_amount(bundle)
    lines = by([*bundle["consumed"], *bundle["produced"]], "run")
    steps: dict[str, list[tuple[datetime, datetime, Decimal, str]]] = defaultdict(list)
    vessels = {row["equipment"] for row in bundle["equipment"] if row["kind"] == "vessel"}
    for run in bundle["runs"]:
        if run["kind"] in ("charge", "draw"):
            rows = lines[run["run"]]
            parts = (Decimal(r["quantity"]) * factors.get((r["material"], r["uom"]), ("", Decimal(1)))[1] for r in rows)
            amount = sum(parts, Decimal(0)) * (1 if run["kind"] == "charge" else -1)
            steps[run["equipment"]].append((when(run["started_at"]), when(run["ended_at"]), amount, run["run"]))
    for row in bundle["cleanings"]:
        if row["equipment"] in vessels:
            steps[row["equipment"]].append((when(row["cleaned_at"]), when(row["cleaned_at"]), Decimal(0), "clean"))
    for vessel, done in steps.items():
        level, free = Decimal(0), datetime.min.replace(tzinfo=done[0][0].tzinfo)
        for start, end, amount, what in sorted(done):
            level += amount
            if level < 0 or start < free or (what == "clean" and level):
                yield f"{vessel}: {what} at {start}, level {level}, free from {free}"
            free = end

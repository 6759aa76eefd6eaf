"""Random plants whose places have clocks of their own, and whose times mostly do not say a zone."""

from __future__ import annotations

from random import Random

from tests.exhaustive.plants import Rows, plant, void_cleans

CLOCKS = (
    {"timezone": "Asia/Shanghai", "day_start": "06:00"},
    {"timezone": "America/New_York"},
    {"day_start": "05:00"},
    {"name": "无时区"},
)
PLACED: dict[str, tuple[str, ...]] = {
    "equipment": ("location",),
    "runs": ("location",),
    "receipts": ("location",),
    "returns": ("location",),
}
PLACED |= {"shipments": ("from_location", "to_location"), "movements": ("from_location", "to_location")}
PLACED |= {"counts": ("location",), "statuses": ("location",)}


def zoned(seed: int, prefix: str) -> Rows:
    """The plant of that seed with places, more kinds of records, and times as a local clock shows them."""
    random, rows = Random(seed), plant(seed, prefix)
    places = [f"{prefix}厂{number}" for number in range(len(CLOCKS))]
    _add_records(random, rows, prefix)
    _void_some(random, rows, prefix)
    for file, columns in PLACED.items():
        for row in rows.get(file, []):
            row |= {column: random.choice(places) for column in columns if random.random() < 0.5}
    for lines in rows.values():
        for row in lines:
            row |= {column: _local(random, text) for column, text in row.items() if text.endswith("Z")}
    void_cleans(seed, rows)
    said = zip(places, CLOCKS, strict=True)
    rows["locations"] = [{"location": place, **clock} for place, clock in said if random.random() < 0.9]
    return rows


def _add_records(random: Random, rows: Rows, prefix: str) -> None:
    """Records with times that the plant itself has not."""
    batch = {"material": f"{prefix}A", "lot": f"{prefix}1"}
    for number, run in enumerate(row["run"] for row in list(rows.get("runs", []))):
        at = f"2026-03-0{random.randrange(2, 5)}T{random.randrange(24):02}:00:00Z"
        on, person = random.choice((f"{prefix}V", f"{prefix}L", "")), random.choice((f"{prefix}O", ""))
        seen = {"result": "pass", "inspected_at": at}
        for file, row in {
            "parameters": {"run": run, "parameter": "T", "value": "1", "at": at},
            "inspections": {"inspection": f"{prefix}I{number}", "run": run, **batch, **seen},
            "used": {"run": run, "from": at, "line": f"z{number}", "equipment": on, "operator": person},
            "movements": {"movement": f"{prefix}M{number}", **batch, "quantity": "1", "at": at},
            "counts": {"count": f"{prefix}N{number}", **batch, "quantity": "1", "counted_at": at},
            "statuses": {**batch, "status": "hold", "at": at, "line": str(number)},
        }.items():
            if random.random() < 0.3 and (file != "used" or on or person):
                rows.setdefault(file, []).append({name: value for name, value in row.items() if value})


def _void_some(random: Random, rows: Rows, prefix: str) -> None:
    """Corrections of records that other records go on naming."""
    batch = {"material": f"{prefix}A", "lot": f"{prefix}1"}
    for kind in ("receipt", "shipment"):
        for row in list(rows.get(f"{kind}s", [])):
            if kind == "receipt" and random.random() < 0.5:
                seen = {"inspection": f"{prefix}J{row[kind]}", **batch, kind: row[kind], "result": "fail"}
                rows.setdefault("inspections", []).append(seen)
            if random.random() < 0.2:
                void = {"record_kind": kind, "record": row[kind], "action": "void"}
                rows.setdefault("corrections", []).append(void)


def _local(random: Random, text: str) -> str:
    """The time without its zone, or the day alone."""
    how = random.random()
    if "/" in text or how < 0.2:
        return text if how < 0.5 else text.replace("Z", "")
    return text[:10] if how < 0.5 else text.removesuffix("Z")

"""Batches whose stock comes and goes in every way there is, in two units, now and then counted."""

from __future__ import annotations

from random import Random

from tests.exhaustive.plants import Rows

HOURS = 70
UNITS = ("kg", "kg", "bag")


def master() -> Rows:
    """What all batches share."""
    return {
        "materials": [{"material": "M", "uom": "kg"}],
        "conversions": [{"material": "M", "from_uom": "bag", "to_uom": "kg", "factor": "25"}],
        "locations": [{"location": "B"}],
        "customers": [{"customer": "C"}],
    }


def history(seed: int) -> Rows:
    """What happened to the batch `M/seed`."""
    random, rows = Random(seed), Rows()
    batch = {"material": "M", "lot": str(seed)}
    hours = random.sample(range(HOURS), 14)
    ways = random.choices((_receipt, _produced, _consumed, _shipped, _return, _movement), k=random.randint(0, 9))
    for number, way in enumerate(ways):
        amount = {"quantity": str(random.choice((1, 2, 5, 10, 0.5))), "uom": random.choice(UNITS)}
        way(random, rows, batch | amount, f"{seed}-{number}", _time(hours[number]))
    if random.random() < 0.4:
        rows["batches"] = [batch | {"quantity": "100", "uom": "kg"}]
    for number in range(random.choice((0, 0, 1, 2))):
        said = {"count": f"{seed}-{number}", "quantity": "5000", "counted_at": _time(hours[10 + number])}
        rows.setdefault("counts", []).append(batch | said)
    return rows


def _time(hour: int) -> str:
    return f"2026-03-{2 + hour // 24:02}T{hour % 24:02}:00:00Z"


def _add(rows: Rows, file: str, row: dict[str, str]) -> None:
    rows.setdefault(file, []).append(row)


def _receipt(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    _add(rows, "receipts", line | {"receipt": name, "received_at": when})


def _produced(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    _add(rows, "runs", {"run": name, "started_at": when, "ended_at": when})
    _add(rows, "produced", line | {"run": name})


def _consumed(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    _add(rows, "runs", {"run": name, "started_at": when, "ended_at": when})
    _add(rows, "consumed", line | {"run": name})


def _shipped(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    """To a customer, delivered or not; or to a place of our own, arrived or not."""
    head = {"shipment": name, "shipped_at": when}
    if random.random() < 0.5:
        head |= {"customer": "C"} | ({"delivered_at": when} if random.random() < 0.5 else {})
    else:
        head["to_location"] = "B"
        if random.random() < 0.5:
            _add(
                rows,
                "receipts",
                line | {"receipt": name, "shipment": name, "received_at": when.replace(":00:", ":30:")},
            )
    _add(rows, "shipments", head)
    _add(rows, "shipped", line | {"shipment": name})


def _return(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    party = random.choice(({"customer": "C"}, {"supplier": "S"}))
    _add(rows, "returns", line | party | {"return": name, "returned_at": when})


def _movement(random: Random, rows: Rows, line: dict[str, str], name: str, when: str) -> None:
    kind = random.choice(("scrap", "sample", "adjust", "adjust", "move"))
    if kind == "adjust" and random.random() < 0.5:
        line = line | {"quantity": "-" + line["quantity"]}
    _add(rows, "movements", line | {"movement": name, "kind": kind, "at": when})

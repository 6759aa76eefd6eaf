"""Plants changed in a way of which it is known what it does to the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from hashlib import sha256
from random import Random

from tests.exhaustive.plants import Rows
from tests.oracle.entry import covered
from tests.oracle.plant import Plant, names, read
from tests.oracle.reach import all_links

TIMES = frozenset(
    {"at", "from", "to", "started_at", "ended_at", "received_at", "shipped_at", "returned_at", "cleaned_at"}
    | {"produced_at"}
)
PARTS = ("material", "lot", "assigner")
NAMES = frozenset(
    {*PARTS, *(f"{side}_{part}" for side in ("in", "out") for part in PARTS)}
    | {"run", "equipment", "shipment", "receipt", "return", "customer", "supplier", "record", "operator"}
)
Names = Mapping[str, str]


def changed(rows: Rows, change: Callable[[str, str], str]) -> Rows:
    """The rows with every cell (column, text) replaced."""
    return {
        file: [{column: change(column, text) for column, text in row.items()} for row in lines]
        for file, lines in rows.items()
    }


def shifted(rows: Rows, by: timedelta) -> Rows:
    """All times later by whole days."""
    return changed(
        rows, lambda column, text: "/".join(_later(one, by) for one in text.split("/")) if column in TIMES else text
    )


def _later(text: str, by: timedelta) -> str:
    if len(text) == 10:
        return (date.fromisoformat(text) + by).isoformat()
    return (datetime.fromisoformat(text) + by).isoformat()


def new_name(text: str) -> str:
    """Another name, in another order than the old ones."""
    return "批" + sha256(text.encode()).hexdigest()[:8]


def renamed(rows: Rows) -> Rows:
    """Every name another one."""
    return changed(rows, lambda column, text: new_name(text) if column in NAMES and text != "run" else text)


def new_key(plant: Plant, key: str) -> str:
    """A batch under the new names."""
    material, lot, assigner, _ = names(plant)[key]
    return f"{new_name(material)}/{new_name(lot)}" + (f"@{new_name(assigner)}" if assigner else "")


def in_units(rows: Rows, choose: Callable[[], str]) -> Rows:
    """Every quantity in the unit that is chosen for it, with the factor declared."""
    materials = sorted({row["material"] for lines in rows.values() for row in lines if "material" in row})
    factors = [{"material": one, "from_uom": "kg", "to_uom": "g", "factor": "1000"} for one in materials]
    told = {
        file: [row | _told(row["quantity"], choose()) if "quantity" in row else row for row in lines]
        for file, lines in rows.items()
    }
    return told | {"conversions": factors}


def _told(quantity: str, unit: str) -> dict[str, str]:
    return {"quantity": quantity + ("000" if unit == "g" else ""), "uom": unit}


def shuffled_twice(random: Random, rows: Rows) -> Rows:
    """Every row twice, in no order, and so the files."""
    return {
        file: random.sample(lines * 2, 2 * len(lines)) for file, lines in random.sample(list(rows.items()), len(rows))
    }


def has_conflicts(rows: Rows) -> bool:
    """Whether two rows tell of one record, and not the same: of these the first stays (rule 5)."""
    turned = {file: lines[::-1] for file, lines in rows.items()}
    one, other = read(rows).files, read(turned).files
    return any(not all(row in other[file] for row in lines) for file, lines in one.items())


def with_event(random: Random, rows: Rows, plant: Plant) -> Rows:
    """One thing more that happened: goods went through a run, left, or came in."""
    batches = [dict(zip(PARTS, parts, strict=False)) for _, parts in sorted(names(plant).items())]
    lines = [{name: text for name, text in batch.items() if text} for batch in batches]
    one, other = random.choice(lines), random.choice(lines)
    when = f"2026-03-0{random.randrange(2, 5)}T{random.randrange(24):02}:00:00Z"
    quantity = {"quantity": str(random.choice((1, 5, 40)))}
    what = random.choice(("run", "run", "run", "shipment", "receipt"))
    if what == "shipment":
        return _more(
            rows, shipments={"shipment": "new", "shipped_at": when}, shipped={"shipment": "new", **one, **quantity}
        )
    if what == "receipt":
        return _more(rows, receipts={"receipt": "new", "received_at": when, **one, **quantity})
    kind, on = random.choice(("produce", "charge", "draw", "rework")), random.choice(rows["equipment"])["equipment"]
    run = {"run": "new", "kind": kind, "equipment": on, "started_at": when}
    made = {"material": "new", "lot": "new"} if random.random() < 0.5 else other
    sides = {"consumed": {"run": "new", **one, **quantity}, "produced": {"run": "new", **made, **quantity}}
    if random.random() < 0.3:
        sides.pop(random.choice(("consumed", "produced")))
    return _more(rows, runs=run, **sides)


def with_clean(random: Random, rows: Rows) -> Rows:
    """One clean more."""
    when = f"2026-03-0{random.randrange(2, 5)}" + random.choice(("", f"T{random.randrange(24):02}:30:00Z"))
    said = random.choice(({"validated": "true"}, {"empty": "true"}, {"validated": "true", "empty": "true"}))
    on = random.choice(rows["equipment"])["equipment"]
    return _more(rows, cleanings={"equipment": on, "cleaned_at": when, "line": "new", **said})


def _more(rows: Rows, **lines: dict[str, str]) -> Rows:
    return rows | {file: [*rows.get(file, []), line] for file, line in lines.items()}


def open_questions(plant: Plant) -> set[tuple[object, ...]]:
    """What a further record may answer, and so narrow the scope: what a number without assigner means, what may have
    left before anything that is known came in, what a draw without a charge was."""
    found: set[tuple[object, ...]] = {("meant", bare, one) for bare, some in plant.candidates.items() for one in some}
    links = [link for link in all_links(plant) if link.source[0] in ("batch", "inside")]
    return found | {("uncovered", *link.source, link.target, link.span) for link in links if not covered(plant, link)}

"""Small plants made at random, awkward on purpose: re-used vessels, residue, loops, moved goods, bad clocks."""

from __future__ import annotations

from random import Random

Rows = dict[str, list[dict[str, str]]]

MATERIALS = ("A", "B", "C")
LOTS = ("1", "2", "3")
FLAGS = ("true", "false", "")
KINDS = ("produce", "rework", "split", "", "charge", "draw", "charge", "draw")
DAYS = 3


def plant(seed: int, prefix: str) -> Rows:
    """A plant of about ten to forty rows; the same for the same seed. `prefix` keeps its names apart from others'."""
    rows = _Maker(Random(seed), prefix).made()
    void_cleans(seed, rows)
    return rows


def void_cleans(seed: int, rows: Rows) -> None:
    """Corrections of some cleans, in place of those there are."""
    others = [row for row in rows.get("corrections", []) if row["record_kind"] != "cleaning"]
    random = Random(f"cleans of {seed}")
    for row in rows.get("cleanings", []):
        if random.random() < 0.3:
            record = f"{row['equipment']}/{row['cleaned_at']}#{row['line']}"
            others.append({"record_kind": "cleaning", "record": record, "action": "void"})
    if others:
        rows["corrections"] = others


class _Maker:
    def __init__(self, random: Random, prefix: str) -> None:
        self.random, self.prefix, self.rows = random, prefix, Rows()
        self.equipment = [f"{prefix}{name}" for name in ("V", "W", "L", "M")]
        self.shipments = [f"{prefix}S{number}" for number in range(random.choice((0, 1, 2)))]

    def made(self) -> Rows:
        for name in self.equipment:
            kind = "vessel" if name[-1] in "VW" else "line"
            self.add("equipment", equipment=name, kind=self.maybe(kind, 0.9), carry_over=self.random.choice(FLAGS))
        for number in range(self.random.randint(2, 8)):
            self.run(f"{self.prefix}R{number}")
        for number in range(self.random.choice((0, 0, 1, 1, 2, 3))):
            flags = {flag: self.random.choice(FLAGS) for flag in ("validated", "empty")}
            when = self.time() or "2026-03-03"
            on = self.random.choice(self.equipment)
            self.add("cleanings", equipment=on, cleaned_at=when, **flags, line=str(number))
        for number in range(self.random.choice((0, 1, 2))):
            self.receipt(f"{self.prefix}G{number}", "")
        for shipment in self.shipments:
            self.shipment(shipment)
        if self.random.random() < 0.2:
            run = f"{self.prefix}R{self.random.randint(0, 5)}"
            self.add("corrections", record_kind="run", record=run, action="void")
        if self.random.random() < 0.3:
            self.add("batches", **self.batch(), produced_at=self.time())
        return self.rows

    def add(self, file: str, **row: str) -> None:
        self.rows.setdefault(file, []).append({name: value for name, value in row.items() if value})

    def run(self, run: str) -> None:
        start, end = self.window()
        kind = self.random.choice(KINDS)
        vessel = kind in ("charge", "draw")
        on = self.random.choice(self.equipment[:2] if vessel and self.random.random() < 0.9 else self.equipment)
        self.add(
            **{"file": "runs", "run": run, "kind": kind, "started_at": start, "ended_at": end},
            **{"equipment": self.maybe(on, 0.9), "timed": self.random.choice(("true", "", ""))},
        )
        if self.random.random() < 0.25:
            self.used(run)
        inputs = [self.batch() for _ in range(0 if kind == "draw" and self.random.random() < 0.8 else self.count())]
        outputs = [self.batch() for _ in range(0 if kind == "charge" and self.random.random() < 0.8 else self.count())]
        for number, row in enumerate(inputs):
            self.add("consumed", run=run, **row, at=self.line_time(), line=str(number), **self.amount(5))
        if self.random.random() < 0.15:  # nobody wrote down of which lot
            lotless = {"material": self.material()}
            self.add("consumed", run=run, **lotless, at=self.line_time(), line="L", **self.amount(5))
        for number, row in enumerate(outputs):
            self.add("produced", run=run, **row, at=self.line_time(), line=str(number), **self.amount(15))
        if inputs and outputs and self.random.random() < 0.3:
            self.map(run, inputs, outputs)

    def map(self, run: str, inputs: list[dict[str, str]], outputs: list[dict[str, str]]) -> None:
        for number in range(self.random.choice((1, 1, 2, 3))):
            ends = (("in_", self.random.choice(inputs)), ("out_", self.random.choice(outputs)))
            row = {side + name: value for side, one in ends for name, value in one.items()}
            self.add("mapped", run=run, **row, line=str(number))

    def used(self, run: str) -> None:
        start, end = self.window() if self.random.random() < 0.5 else ("", "")
        on = self.random.choice(self.equipment)
        self.add(**{"file": "used", "run": run, "equipment": on, "from": start, "to": end})

    def receipt(self, receipt: str, shipment: str) -> None:
        supplier = self.maybe(f"{self.prefix}P", 0.8)
        said = {"receipt": receipt, "shipment": shipment, "supplier": supplier, "received_at": self.time()}
        self.add("receipts", **said, **self.batch(), **self.amount(40))

    def shipment(self, shipment: str) -> None:
        self.add("shipments", shipment=shipment, customer=self.maybe(shipment + "-C", 0.8), shipped_at=self.time())
        for number in range(self.random.choice((1, 2, 3))):
            self.add("shipped", shipment=shipment, **self.batch(), line=str(number), **self.amount(5))
        if self.random.random() < 0.5:
            self.receipt(shipment + "-in", shipment)
        if self.random.random() < 0.4:
            row = {
                "return": shipment + "-back",
                "shipment": shipment,
                "returned_at": self.time(),
                **self.batch(),
                **self.amount(3),
            }
            self.add(**{"file": "returns", **row})

    def batch(self) -> dict[str, str]:
        material, lot = self.material(), self.prefix + self.random.choice(LOTS)
        assigner = "X" if self.random.random() < 0.15 else ""
        return {"material": material, "lot": lot, **({"assigner": assigner} if assigner else {})}

    def material(self) -> str:
        return self.prefix + self.random.choice(MATERIALS)

    def amount(self, usual: int) -> dict[str, str]:
        """A quantity, which now and then nobody wrote down."""
        return {} if self.random.random() < 0.1 else {"quantity": str(usual + self.random.randrange(usual))}

    def count(self) -> int:
        return self.random.choice((1, 1, 1, 2, 2, 3))

    def maybe(self, value: str, chance: float) -> str:
        return value if self.random.random() < chance else ""

    def window(self) -> tuple[str, str]:
        first = self.random.randrange(DAYS * 12)
        last = first + self.random.choice((1, 2, 4, 8))
        return self.vague(first), self.vague(last)

    def line_time(self) -> str:
        return self.time() if self.random.random() < 0.5 else ""

    def time(self) -> str:
        return self.vague(self.random.randrange(DAYS * 12))

    def vague(self, hour: int) -> str:
        """A moment, two hours apart from the next, as somebody may have written it down."""
        how = self.random.random()
        moment = f"2026-03-{2 + hour // 12:02}T{hour % 12 * 2:02}:00:00Z"
        if how < 0.08:
            return ""
        if how < 0.2:
            return moment[:10]
        if how < 0.3:
            later = hour + self.random.choice((1, 2, 5))
            return f"{moment}/2026-03-{2 + later // 12:02}T{later % 12 * 2:02}:00:00Z"
        return moment

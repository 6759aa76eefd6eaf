"""Small plants whose every moment is known, for cleans that are made after they were only thought of."""

from __future__ import annotations

from random import Random

Rows = dict[str, list[dict[str, str]]]


def moment(minutes: int) -> str:
    """Minutes after the beginning, as a time."""
    return f"2026-03-01T{minutes // 60:02d}:{minutes % 60:02d}:00Z"


def busy_plant(seed: int) -> Rows:
    """Ten runs, one an hour, on two vessels and two lines that may carry over; lots of one material throughout."""
    random, rows, lots = Random(seed), Rows(), [f"{seed}-0"]

    def add(file: str, **row: str) -> None:
        rows.setdefault(file, []).append(row)

    for name, kind in (("V", "vessel"), ("W", "vessel"), ("L", "line"), ("K", "line")):
        carries = "true" if name == "K" else random.choice(("true", "true", "false"))
        add("equipment", equipment=f"{name}{seed}", kind=kind, carry_over=carries)
    for number in range(10):
        run, kind = f"{seed}-R{number}", random.choice(("charge", "draw", "charge", "draw", "produce", "produce"))
        on = random.choice("LK" if kind == "produce" else "VW") + str(seed)
        span = {"started_at": moment(60 * number), "ended_at": moment(60 * number + 30)}
        add("runs", run=run, kind=kind, equipment=on, **span)
        if kind != "draw":
            for lot in sorted({*random.choices([*lots[-4:], f"{seed}-n{number}"], k=2)}):
                add("consumed", run=run, material="M", lot=lot)
        if kind != "charge":
            for _ in range(random.randint(1, 2)):
                lots.append(f"{seed}-{len(lots)}")
                add("produced", run=run, material="M", lot=lots[-1])
    return rows

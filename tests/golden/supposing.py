"""What is supposed in a question, on paper: the rows, seeds and switches as they would be, for the oracle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.whatif import Change
from tests.golden.reading import Rows, time_of
from tests.oracle.rows import key

Ask = Mapping[str, Any]


def changes_of(ask: Ask) -> list[Change]:
    """The changes of a question, with their times in full."""
    return [Change.parse(str(time_of(text))) for text in ask.get("what_if", ())]


def supposed(ask: Ask) -> Ask:
    """The question with the seeds and kill steps as they would be."""
    changes = changes_of(ask)
    if not changes:
        return ask
    seeds = list(ask["recall"]) if isinstance(ask["recall"], list) else [ask["recall"]]
    steps = list(ask.get("switches", {}).get("kill_steps", ()))
    for change in changes:
        some, one = {"seed": (seeds, change.key), "kill_step": (steps, {"run": change.run})}.get(
            change.what, ([], None)
        )
        if one and change.adds:
            some.append(one)
        elif one:
            some.remove(one)
    return {**ask, "recall": seeds, "switches": {**ask.get("switches", {}), "kill_steps": steps}}


def supposed_rows(rows: Rows, changes: Sequence[Change]) -> Rows:
    """The rows as they would be recorded."""
    for change in changes:
        if change.cleans:
            rows = {**rows, "cleanings": _cleanings(rows.get("cleanings", []), change)}
        elif change.what == "segregation" and change.adds:
            files = ("consumed", "produced", "mapped")
            rows = {**rows, **{file: [row for row in rows.get(file, []) if not _apart(row, change)] for file in files}}
        elif change.what == "segregation":
            rows = {**rows, "mapped": [row for row in rows.get("mapped", []) if row["run"] != change.run]}
    return rows


def _cleanings(rows: list[dict[str, str]], change: Change) -> list[dict[str, str]]:
    here = {"equipment": str(change.equipment), "cleaned_at": str(change.at)}
    if change.adds:
        return [*rows, here | {"validated" if change.what == "clean" else "empty": "true", "line": "supposed"}]
    return [row for row in rows if row["equipment"] != change.equipment or change.at not in (None, row["cleaned_at"])]


def _apart(row: dict[str, str], change: Change) -> bool:
    sides = [side for side in ("", "in_", "out_") if f"{side}lot" in row]
    return row["run"] == change.run and change.key in [key(row, side) for side in sides]

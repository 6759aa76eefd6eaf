"""Recall cases on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.report_since import print_known, print_since
from api.cli.tables import amount, fill, show, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console


def print_cases(console: Console, cases: list[dict[str, Any]]) -> None:
    """Print the list of cases."""
    if not cases:
        console.print("There is no case.")
        return
    made = table("Recall cases", *_HEADS, numbers=("batches", "alarms"))
    rows = ([one[name] for name in _HEADS[:-1]] + [", ".join(seed["key"] for seed in one["seeds"])] for one in cases)
    fill(made, rows)
    show(console, made)


_HEADS = ("case", "title", "class", "status", "revision", "batches", "alarms", "seeds")


def print_case(console: Console, case: dict[str, Any]) -> None:
    """Print one case."""
    print_known(console, case)
    head = (
        f"Case {case['case']}: {case['title']} (class {case['class']}, {case['status']}, revision {case['revision']})"
    )
    console.print(head, style="bold", markup=False, soft_wrap=True)
    console.print(f"Suspect: {', '.join(seed['key'] for seed in case['seeds'])}", markup=False, soft_wrap=True)
    covers, frozen = case["covers"], case["frozen"]
    console.print(
        f"Covers {covers['batches']:,} batches ({covers['certain']:,} certain, {covers['potential']:,} potential), "
        f"{len(covers['joined']):,} of them joined since it was frozen",
        markup=False,
    )
    console.print(f"Holds {len(case['holds']):,} batches", markup=False)
    console.print(f"Frozen {frozen['computed_at']}, sha256 {frozen['sha256']}", markup=False, soft_wrap=True)
    signed = any(entry["signer"] for entry in case["entries"])
    heads, names = (("signed by", "as", "signed"), ("signer_name", "meaning", "signed_at")) if signed else ((), ())
    made = table("Steps", "#", "when", "who", "what", "decision", "why", *heads)
    names = ("number", "at", "by", "action", "decision", "reason", *names)
    fill(made, ([_done(entry) if name == "action" else entry[name] for name in names] for entry in case["entries"]))
    show(console, made)
    made = table("Alarms", "when", "batch", "what", "record", "source", "row")
    fill(made, ([alarm[name] for name in _ALARM] for alarm in case["alarms"]))
    show(console, made)
    print_since(console, case)


def _done(entry: dict[str, Any]) -> str:
    return f"answer: {entry['question']}" if entry["question"] else str(entry["action"])


_ALARM = ("at", "key", "what", "sequence", "source", "row")
_LISTS = {
    "held": "Held now (the status is that before)",
    "already": "Held before by this case",
    "released": "Released (the status is that of now)",
}


def print_holding(console: Console, found: dict[str, Any]) -> None:
    """Print what was held or released, and where."""
    for name, title in _LISTS.items():
        if name not in found or (name == "already" and not found[name]):
            continue
        console.print(f"Case {found['case']}: {len(found[name]):,} batches {name}", style="bold", markup=False)
        made = table(title, "batch", "location", "quantity", "status", numbers=("quantity",))
        fill(made, ([one["key"], *row] for one in found[name] for row in _places(one)))
        show(console, made)
    made = table("Stay held", "batch", "held by case too")
    fill(made, ([one["key"], ", ".join(one["held_by"])] for one in found.get("kept", ())))
    show(console, made)


def _places(one: dict[str, Any]) -> Iterator[tuple[Any, str, Any]]:
    for place in one["where"]:
        yield place["location"], amount(place["quantity"], place["uom"]), place["status"]
    if one["in_transit"] != "0":
        yield "in transit", amount(one["in_transit"], one["uom"]), None

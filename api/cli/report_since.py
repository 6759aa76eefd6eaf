"""An answer of the past on the screen: what was known, and what came to light since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.report_check import print_changes
from api.cli.tables import fill, show, table

if TYPE_CHECKING:
    from rich.console import Console


def print_known(console: Console, answer: dict[str, Any]) -> None:
    """Say of when an answer is, where it is not of now."""
    if known := answer.get("as_of"):
        text = f"As of {known['time']}: known were the events up to {known['sequence']:,}"
        console.print(text, style="bold", markup=False)


def print_since(console: Console, answer: dict[str, Any]) -> None:
    """Print the difference between an answer of the past and that of now."""
    if not (since := answer.get("since")):
        return
    if since["unanswered"]:
        console.print(f"Now: {since['unanswered']}", style="bold red", markup=False)
    if not since["changed"]:
        console.print(f"Nothing of it has changed up to event {since['sequence']:,}", style="bold", markup=False)
        return
    console.print(f"Since then, up to event {since['sequence']:,}:", style="bold red", markup=False)
    if "lines" in since:
        print_changes(console, since)
    elif "members" in since:
        _case(console, since)
    else:
        _trace(console, since)


def _trace(console: Console, since: dict[str, Any]) -> None:
    made = table("What came in, went out or changed", "", "what", "which", "verdict", "because of records")
    for what, id_ in (("batches", "key"), *((f"{one}s", one) for one in _IDS)):
        for way, rows in since[what].items():
            numbers = ((row, ", ".join(map(str, row["because"]))) for row in rows)
            fill(made, ((way, what, row[id_], row.get("verdict"), text) for row, text in numbers))
    show(console, made)


def _case(console: Console, since: dict[str, Any]) -> None:
    console.print(f"It is otherwise now in: {', '.join(since['members'])}", markup=False)
    made = table("Records since", "record", "event", "source", "row", "recorded at")
    fill(
        made,
        ([one[name] for name in ("sequence", "event", "source", "row", "recorded_at")] for one in since["records"]),
    )
    show(console, made)


_IDS = ("run", "receipt", "supplier", "shipment", "customer")

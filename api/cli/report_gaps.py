"""Gaps of the whole graph, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import fill, show, table

if TYPE_CHECKING:
    from rich.console import Console


def print_found(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `find_gaps`."""
    totals = answer["totals"]
    console.print(f"{totals['gaps']:,} gaps, {len(answer['gaps']):,} listed", style="bold", markup=False)
    made = table("By kind", "gap", "number", "may hide", numbers=("number",))
    fill(made, ((row["code"], row["gaps"], row["may_hide"]) for row in totals["by_code"]))
    show(console, made)
    made = table("Those first that may hide most", "batches", "side", "gap", "what", numbers=("batches",))
    fill(made, map(_row, answer["gaps"]))
    show(console, made)
    if totals["ranked"] < totals["gaps"]:
        console.print(f"Only {totals['ranked']:,} of them are ranked.", style="yellow", markup=False)


def _row(gap: dict[str, Any]) -> tuple[str, str, str, str]:
    hides = gap["hides"]
    number = f"{hides['batches']:,}" if hides["exact"] else f"≥ {hides['batches']:,}"
    return number, hides["side"], gap["code"], gap["text"]

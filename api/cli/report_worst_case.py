"""Worst cases, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, show, table

if TYPE_CHECKING:
    from rich.console import Console

KINDS = ("batches", "shipments", "customers")


def print_worst(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `worst_case`."""
    rows, totals = answer["batches"], answer["totals"]
    console.print(f"{totals['batches']:,} batches, {len(rows):,} listed", style="bold", markup=False)
    made = table("A recall would hit most of", "batch", *KINDS, "on hand", "open", numbers=(*KINDS, "on hand"))
    fill(made, map(_row, rows))
    show(console, made)
    if any(not hit["exact"] for row in rows for hit in row["hits"].values()):
        error = f"{totals['standard_error']:.2%}"
        console.print(f"≈ an estimate; its standard error is {error}.", style="yellow", markup=False)
    cut = len({one["key"] for row in answer["cuts"] for one in row["of"]})
    made = table(
        "Single cuts that would spare most", *KINDS, "of recalls", "what to do", numbers=(*KINDS, "of recalls")
    )
    fill(made, ((*(row["spares"][kind] for kind in KINDS), len(row["of"]), row["text"]) for row in answer["cuts"]))
    if cut:
        show(console, made)


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    hits = (row["hits"][kind] for kind in KINDS)
    numbers = (f"{'' if hit['exact'] else '≈ '}{hit['number']:,}" for hit in hits)
    there = amount(row["on_hand"], row["uom"]) if row["on_hand"] != "0" else ""
    opened = [f"order {order}" for order in row["orders"]] + [f"run {run}" for run in row["runs"]]
    if row["in_transit"] != "0":
        opened.append(f"{amount(row['in_transit'], row['uom'])} in transit")
    return row["key"], *numbers, there, ", ".join(opened)

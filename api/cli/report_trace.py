"""A trace on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.report_since import print_known, print_since
from api.cli.tables import fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console


def print_trace(console: Console, answer: dict[str, Any]) -> None:
    """Print the answer of `trace`."""
    print_known(console, answer)
    batches = answer["batches"]
    console.print(f"{answer['direction']} of {answer['batch']}: {len(batches):,} batches", style="bold", markup=False)
    made = table("Batches", "hops", "batch", "verdict", numbers=("hops",))
    fill(made, ((row["hops"], row["key"], row["verdict"]) for row in batches))
    show(console, made)
    _names(console, "Suppliers", answer["suppliers"], "supplier")
    _names(console, "Customers", answer["customers"], "customer")
    for what, name in (("runs", "run"), ("receipts", "receipt"), ("shipments", "shipment")):
        ids = [row[name] for row in answer[what]]
        if ids:
            more = f" and {len(ids) - 8} more" if len(ids) > 8 else ""
            console.print(f"{len(ids):,} {what}: {', '.join(ids[:8])}{more}", markup=False)
    print_gaps(console, answer["gaps"])
    print_since(console, answer)


def _names(console: Console, title: str, rows: list[dict[str, Any]], id_: str) -> None:
    made = table(title, id_, "name")
    fill(made, ((row[id_], row["name"]) for row in rows))
    show(console, made)

"""What changed since a case was frozen, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, show, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

_TITLES = {"batches": "Batches", "lines": "Shipment lines", "customers": "Customers"}


def print_check(console: Console, found: dict[str, Any]) -> None:
    """Print the answer of `case check`."""
    head = f"Case {found['case']}, revision {found['revision']}, {found['status']}: "
    if not found["changed"]:
        console.print(head + "nothing has changed since it was frozen", style="bold", markup=False)
        return
    console.print(head + "the records say something else now", style="bold red", markup=False)
    print_changes(console, found)


def print_changes(console: Console, found: dict[str, Any]) -> None:
    """Print what came in, went out or changed, and the records that did it."""
    for part, title in _TITLES.items():
        made = table(title, "", "what", "verdict", "before", "because of records")
        fill(made, _rows(found[part]))
        show(console, made)
    made = table("Records since", "record", "event", "which", "source", "row", "recorded at")
    names = ("sequence", "event", "identity", "source", "row", "recorded_at")
    fill(made, ([one[name] for name in names] for one in found["records"]))
    show(console, made)


def _rows(part: dict[str, Any]) -> Iterator[list[Any]]:
    for way, items in part.items():
        for one in items:
            names = [one.get(name) for name in ("shipment", "key", "customer")]
            names += [amount(one["quantity"], one["uom"])] if "quantity" in one else []
            was = " ".join(str(value) for value in one.get("was", {}).values())
            numbers = ", ".join(map(str, one["because"])) or "no later record names it"
            yield [way, " ".join(filter(None, names)), one["verdict"], was, numbers]

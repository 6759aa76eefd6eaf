"""How a recall goes, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, show, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

_ITEMS = ("shipped", "found", "returned", "destroyed", "missing", "excess")


def print_effectiveness(console: Console, found: dict[str, Any]) -> None:
    """Print the answer of `case effectiveness`."""
    totals, check = found["totals"], found["check"]
    head = f"Case {found['case']}, {found['status']}, opened {found['opened']}, as of {found['until']}"
    console.print(head, style="bold", markup=False)
    console.print(
        f"{totals['notified']:,} of {totals['consignees']:,} consignees told, {totals['acknowledged']:,} answered",
        markup=False,
    )
    console.print(
        f"Effectiveness check level {check['level']} ({check['percent']} percent): {check['to_check']:,} of "
        f"{check['consignees']:,} to check, {check['checked']:,} done, {check['left']:,} left",
        markup=False,
    )
    made = table("Consignees", "customer", "name", "told", "answered", "checked", "phone")
    names = ("customer", "name", "sent_at", "acknowledged_at", "checked_at", "phone")
    fill(made, ([one[name] for name in names] for one in found["consignees"]))
    show(console, made)
    made = table("What came back", "customer", "batch", *_ITEMS, numbers=_ITEMS)
    fill(made, _lines(found["consignees"]))
    show(console, made)
    made = table("By material", "material", *_ITEMS, numbers=_ITEMS)
    rows = totals["by_material"]
    fill(made, ([row["material"], *(amount(row[name], row["uom"]) for name in _ITEMS)] for row in rows))
    show(console, made)
    made = table("Missing, day by day", "day", "told", "answered", "missing", numbers=("told", "answered"))
    fill(made, ([one["day"], one["notified"], one["acknowledged"], _missing(one)] for one in _turns(found["days"])))
    show(console, made)
    for warning in found["warnings"]:
        console.print(f"Mind: {warning['text']}", style="yellow", markup=False, soft_wrap=True)


def _lines(consignees: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for one in consignees:
        for line in one["lines"]:
            yield [one["customer"], line["key"], *(amount(line[name], line["uom"]) for name in _ITEMS)]


def _turns(days: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The days on which something changed, and the last."""
    before: dict[str, Any] = {}
    for number, day in enumerate(days):
        said = {name: value for name, value in day.items() if name != "day"}
        if said != before or number == len(days) - 1:
            yield day
        before = said


def _missing(day: dict[str, Any]) -> str:
    return ", ".join(f"{amount(one['quantity'], one['uom'])} {one['material']}" for one in day["missing"])

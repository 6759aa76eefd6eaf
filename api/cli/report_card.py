"""The card of a batch, and lists of batches, on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.cli.tables import amount, fill, print_gaps, show, table

if TYPE_CHECKING:
    from rich.console import Console

_QUANTITIES = (
    *("produced", "received", "returned", "on_hand", "in_transit", "shipped", "undelivered", "returned_to_supplier"),
    *("consumed", "scrapped", "sampled", "adjusted", "unaccounted"),
)
_LISTS = {"gaps", "where", "orders"}


def print_card(console: Console, card: dict[str, Any]) -> None:
    """Print the answer of `batch`."""
    console.print(card["key"], style="bold", markup=False)
    facts = table("", "what", "value")
    plain = {
        name: value for name, value in card.items() if not isinstance(value, list | dict) and value not in (None, "")
    }
    hidden = {"schema_version", "key", *_QUANTITIES}
    fill(facts, ((name, value) for name, value in plain.items() if name not in hidden))
    fill(facts, ((name.replace("_", " "), amount(card[name], card["uom"])) for name in _QUANTITIES if card[name]))
    show(console, facts)
    print_rows(console, card["where"], "Where it is")
    print_rows(console, card["orders"], "Orders")
    for name, rows in card.items():
        if isinstance(rows, list) and name not in _LISTS:
            print_rows(console, rows, name.replace("_", " ").capitalize())
    print_gaps(console, card["gaps"])


def print_rows(console: Console, rows: list[Any], title: str = "Batches") -> None:
    """A list of objects as a table whose columns are their fields; of plain values as one column."""
    dicts = [row if isinstance(row, dict) else {title.lower(): row} for row in rows]
    columns = [
        name for name in dict.fromkeys(key for row in dicts for key in row) if any(row.get(name) for row in dicts)
    ]
    made = table(title, *columns)
    fill(made, ([_text(row.get(name)) for name in columns] for row in dicts))
    show(console, made)


def _text(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else value

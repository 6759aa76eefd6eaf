"""How tables look, and how values are written in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console
    from rich.table import Table

COLOURS = {"certain": "bold red", "potential": "yellow"}
SHOWN = 40  # rows of a list on the screen; --json has all


def table(title: str, *columns: str, numbers: Sequence[str] = (), whole: Sequence[str] = ()) -> Table:
    """An empty table; the columns in `numbers` are right-aligned, those in `whole` never broken into lines."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, header_style="bold")
    for column in columns:
        made.add_column(
            column, justify="right" if column in numbers else "left", overflow="fold", no_wrap=column in whole
        )
    return made


def fill(made: Table, rows: Iterable[Sequence[Any]], shown: int = SHOWN) -> None:
    """Add rows as text, the first `shown` of them, and say how many more there are."""
    left = 0
    for number, row in enumerate(rows):
        if number < shown:
            made.add_row(*map(cell, row))
        else:
            left += 1
    if left:
        made.caption = f"and {left:,} more: --json lists all"
        made.caption_justify = "left"


def cell(value: Any) -> Any:
    """A value in a cell: verdicts in their colour, large numbers with separators, nothing for None."""
    from rich.text import Text

    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = "" if value is None else str(value)
    return Text(text, style=COLOURS.get(text, ""))


def amount(quantity: str | None, uom: str | None) -> str:
    """A quantity with its unit; `?` where it is not known."""
    if quantity is None:
        return "?"
    whole, point, rest = quantity.partition(".")
    grouped = f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole
    return f"{grouped}{point}{rest} {uom or ''}".rstrip()


def show(console: Console, made: Table) -> None:
    """Print a table that has rows."""
    if made.row_count:
        console.print(made)


def print_gaps(console: Console, gaps: list[dict[str, Any]]) -> None:
    """What the records do not say."""
    made = table("Gaps in the records", "may hide", "gap", "what is missing or contradictory")
    fill(made, ((gap["may_hide"], gap["code"], gap["text"]) for gap in gaps), 15)
    show(console, made)

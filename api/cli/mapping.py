"""Commands of mappings: propose one from foreign tables, preview what it makes of them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import AsJson, new_file, out, print_json, say

if TYPE_CHECKING:
    from loaders.mapping.preview import Shown

group = typer.Typer(help="Foreign tables: a mapping proposed, and tried.", no_args_is_help=True)
Tables = Annotated[Path, typer.Argument(metavar="PATH", help="Workbook, CSV file, zip or folder of foreign tables.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("propose")(propose_)
    group.command("preview")(preview_)
    app.add_typer(group, name="mapping")


def propose_(
    path: Tables,
    into: Annotated[Path | None, typer.Option("--out", help="Write it there; without it, print it.")] = None,
) -> None:
    """Propose which column is which of ours, from the headers (Chinese and English) and the first rows."""
    from contextlib import ExitStack

    from loaders.files import raw_tabs
    from loaders.mapping import propose

    with ExitStack() as held:
        proposal = propose(raw_tabs(path, held))
    if proposal.unread:
        say(f"no records were recognised in: {', '.join(proposal.unread)}")
    if into is None:
        typer.echo(proposal.text, nl=False)
        return
    with new_file(into) as file:
        file.write(proposal.text.encode())
    say(f"{into}: look at it, correct it, then `genealogy mapping preview {path} --mapping {into}`")


def preview_(
    path: Tables,
    mapping: Annotated[Path | None, typer.Option(help="The mapping; without it, mapping.yaml in the folder.")] = None,
    rows: Annotated[int, typer.Option(min=1, max=1000, help="How many rows of each table.")] = 5,
    json: AsJson = False,
) -> None:
    """Show the first rows as the events they would be recorded as; nothing is written."""
    from loaders.mapping.preview import preview

    shown = preview(path, mapping, rows)
    if json:
        print_json({"rows": [asdict(one) for one in shown]})
    else:
        _print(shown)
    if any(one.errors for one in shown):
        raise typer.Exit(4)


def _print(shown: list[Shown]) -> None:
    from rich.table import Table

    for file, sheet in dict.fromkeys((one.file, one.sheet) for one in shown):
        mine = [one for one in shown if (one.file, one.sheet) == (file, sheet)]
        names = list(dict.fromkeys(name for one in mine for name in one.event or {} if name != "kind"))
        table = Table("row", *names, title=f"{sheet or file} as {file}", title_justify="left")
        for one in mine:
            if one.event:
                table.add_row(str(one.row), *(str(one.event.get(name, "")) for name in names))
        if names:
            out().print(table)
        for text in (text for one in mine for text in one.errors):
            out().print(text, style="red", markup=False, soft_wrap=True)

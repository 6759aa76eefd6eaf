"""The command that pulls from a business system."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import home
from api.cli.output import AsJson, out, print_json, progress
from api.cli.session import opened, settings

if TYPE_CHECKING:
    from rich.console import Console

    from loaders.erp.report import PullReport


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("pull")(pull_)


def pull_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the source: the file NAME.yaml.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check everything, write nothing.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Everything there is, not only what changed.")] = False,
    since: Annotated[str, typer.Option(help="What changed at or after this time of the source's own.")] = "",
    sources: Annotated[
        Path | None, typer.Option(help="Folder of the sources' files; without it `sources` in the home.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Pull what changed in a business system since the last time; doing it again changes nothing (docs/erp.md)."""
    from api.access.caller import os_author
    from genealogy.errors import UsageError
    from genealogy.ledger.checkpoints import make
    from genealogy.ledger.head import zone_of
    from loaders.erp.kinds import connected
    from loaders.erp.pull import Wish, pull
    from loaders.erp.source import read_source

    if full and since:
        raise UsageError("--full is everything and --since a part of it; give one of them")
    try:
        dt.datetime.fromisoformat(since or "2000-01-01")
    except ValueError:
        raise UsageError(
            f"--since {since!r} is no time; write it as the source does, such as 2026-03-01 00:00:00"
        ) from None
    chosen = settings()
    source, secret = read_source(sources or home.root(chosen) / "sources", name)
    with progress() as bars, opened(chosen, bars) as store, connected(source, secret) as connector:
        report = pull(
            store, name, source, connector, zone_of(store, chosen), Wish(dry_run, full, since), os_author(), bars
        )
        if not dry_run:
            make(store, chosen)
    if json:
        print_json(report.as_dict())
    else:
        _print(out(), report)
    if not report.clean:
        raise typer.Exit(4)


def _print(console: Console, report: PullReport) -> None:
    from rich.table import Table

    from loaders.report import SHOWN

    table = Table("type", title=f"Pull {report.load} from {report.source}", title_justify="left", title_style="bold")
    for name in report.totals:
        table.add_column(name, justify="right")
    for one in report.types:
        table.add_row(one.type, *(f"{getattr(one, name):,}" for name in report.totals))
    table.add_section()
    table.add_row("all", *(f"{number:,}" for number in report.totals.values()), style="bold")
    console.print(table)
    for one in report.types:
        for note in one.notes:
            console.print(f"{one.type}: {note}", markup=False, style="yellow")
        if one.open or one.without_lot:
            text = f"{one.type}: {one.open:,} not done yet, {one.without_lot:,} lines of what is not tracked by lot"
            console.print(text, markup=False)
    for fault in (*report.rejected[:SHOWN], *report.conflicts[:SHOWN]):
        console.print(str(fault), markup=False, style="red", soft_wrap=True)
    if report.alarms:
        text = f"{report.alarms:,} alarms: it touches what open recall cases cover; `genealogy case show` lists them"
        console.print(text, style="bold red", markup=False)
    if report.dry_run:
        console.print("Dry run: nothing was written to the database.")

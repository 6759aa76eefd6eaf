"""The command that pulls from a business system."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.output import AsJson, out, print_json, progress
from api.cli.session import opened, settings, zone_of

if TYPE_CHECKING:
    from rich.console import Console

    from genealogy.settings import Settings
    from loaders.erp.report import PullReport
    from loaders.sql.pull import SqlReport


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
    """Pull what changed in a business system or database since the last time; doing it again changes nothing
    (docs/erp.md, docs/sql.md)."""
    from api import home
    from genealogy.errors import UsageError
    from loaders.erp.source import said_of

    if full and since:
        raise UsageError("--full is everything and --since a part of it; give one of them")
    chosen = settings()
    folder = sources or home.root(chosen) / "sources"
    said, file = said_of(folder, name)
    asked = _Asked(chosen, name, folder, said, file, dry_run, full, since, json)
    pulled = _from_database if isinstance(said, dict) and said.get("kind") == "sql" else _from_system
    if not pulled(asked):
        raise typer.Exit(4)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command was told, and what the file of the source says."""

    chosen: Settings
    name: str
    folder: Path
    said: Any
    file: Path
    dry_run: bool
    full: bool
    since: str
    json: bool


def _from_system(asked: _Asked) -> bool:
    """Pull documents; whether all of it is in."""
    from api.access.caller import os_author
    from genealogy.errors import UsageError
    from genealogy.ledger.checkpoints import make
    from loaders.erp.kinds import connected
    from loaders.erp.pull import Wish, pull
    from loaders.erp.source import checked_source

    try:
        dt.datetime.fromisoformat(asked.since or "2000-01-01")
    except ValueError:
        raise UsageError(
            f"--since {asked.since!r} is no time; write it as the source does, such as 2026-03-01 00:00:00"
        ) from None
    source, secret = checked_source(asked.folder, asked.said, asked.file)
    wish = Wish(asked.dry_run, asked.full, asked.since)
    with progress() as bars, opened(asked.chosen, bars) as store, connected(source, secret) as connector:
        zone = zone_of(store, asked.chosen)
        report = pull(store, asked.name, source, connector, zone, wish, os_author(), bars)
        if not asked.dry_run:
            make(store, asked.chosen)
    if asked.json:
        print_json(report.as_dict())
    else:
        _print(out(), report)
    return report.clean


def _from_database(asked: _Asked) -> bool:
    """Pull what queries give; whether all of it is in."""
    from api import home
    from api.access.caller import os_author
    from genealogy.errors import UsageError
    from genealogy.ledger.checkpoints import make
    from loaders.loads import new_id
    from loaders.options import Options
    from loaders.sql.pull import pull_sql
    from loaders.sql.source import sql_source

    if asked.since:
        raise UsageError("--since is for documents; of a database, pull --full, or say it in the query")
    source, secret, mapping = sql_source(asked.folder, asked.said, asked.file)
    load_id = new_id()
    rejected = home.make(asked.chosen, "loads") / load_id / "rejected"
    how = {"dry_run": asked.dry_run, "full": asked.full}
    with progress() as bars, opened(asked.chosen, bars) as store:
        zone = zone_of(store, asked.chosen)
        options = Options(rejected, bars, load_id=load_id, by=os_author())
        report = pull_sql(store, asked.name, source, secret, mapping, zone, options, **how)
        if not asked.dry_run:
            make(store, asked.chosen)
    rows = rejected if rejected.exists() else None
    if asked.json:
        print_json(report.as_dict() | {"rejected_rows": str(rows) if rows else None})
    else:
        _print_database(out(), report, rows)
    return report.load.clean


def _print_database(console: Console, report: SqlReport, rejected: Path | None) -> None:
    from api.cli.loading import print_load

    print_load(console, report.load, rejected)
    for one in report.queries:
        since = f" since {one.since}" if one.since else ""
        text = f"query {one.query}: {one.rows:,} rows{since}; cursor {one.cursor or 'none'} {one.note}"
        console.print(text.rstrip(), markup=False, soft_wrap=True)


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

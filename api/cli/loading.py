"""Running a load from the command line, and what is printed of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from api import home
from api.cli.output import progress
from api.cli.session import opened, zone_of

if TYPE_CHECKING:
    from rich.console import Console

    from genealogy.settings import Settings
    from genealogy.store import Store
    from loaders.options import Options
    from loaders.report import LoadReport


def run_load(
    chosen: Settings,
    path: Path,
    dry_run: bool,
    rejected: Path | None,
    load_id: str | None = None,
    *,
    mapping: Path | None = None,
    proceed: bool = False,
    initial: bool = False,
) -> tuple[LoadReport, Path | None]:
    """Load a bundle with progress on standard error; gives back the report and where its rejected rows are."""
    from api.access.caller import os_author
    from genealogy.ledger.checkpoints import make
    from loaders.files import found
    from loaders.load import load
    from loaders.loads import new_id
    from loaders.options import Options

    found(path)  # before a server is started for it
    load_id = load_id or new_id()
    folder = rejected or home.make(chosen, "loads") / load_id / "rejected"
    with progress() as bars:
        options = Options(folder, bars, load_id=load_id, by=os_author())
        if dry_run:
            report = load(None, path, chosen.zone, options, mapping=mapping, proceed=proceed)
        elif initial:
            report = _first(chosen, path, options, mapping)
        else:
            with opened(chosen, bars) as store:
                report = load(store, path, zone_of(store, chosen), options, mapping=mapping, proceed=proceed)
                make(store, chosen)  # from here on a change of what was loaded is found
    return report, folder if folder.exists() else None


def _first(chosen: Settings, path: Path, options: Options, mapping: Path | None) -> LoadReport:
    from genealogy.ledger.checkpoints import make
    from loaders.initial import load_initial

    def opening() -> AbstractContextManager[Store]:
        return opened(chosen, options.progress)

    report = load_initial(chosen, path, opening, options, mapping=mapping)
    with opening() as store:
        make(store, chosen)
    return report


def print_load(console: Console, report: LoadReport, folder: Path | None) -> None:
    """Counts per file, then what did not go in and why."""
    from rich.table import Table

    numbers = ("rows", "new", "repeated", "rejected", "conflicts")
    table = Table(title=f"Load {report.load} of {report.source}", title_justify="left", title_style="bold")
    table.add_column("file")
    for name in numbers:
        table.add_column(name, justify="right")
    for file in report.files:
        table.add_row(file.file, *(f"{getattr(file, name):,}" for name in numbers))
    table.add_section()
    table.add_row("all", *(f"{report.totals[name]:,}" for name in numbers), style="bold")
    console.print(table)
    _print_faults(console, report)
    if report.alarms:
        text = f"{report.alarms:,} alarms: it touches what open recall cases cover; `genealogy case show` lists them"
        console.print(text, style="bold red", markup=False)
    if folder:
        console.print(f"Rejected rows, with reasons: {folder} (correct them there and load that folder)", markup=False)
    if report.dry_run:
        console.print("Dry run: nothing was written to the database.")


def _print_faults(console: Console, report: LoadReport) -> None:
    for file in report.files:
        if file.refused:
            console.print(f"{file.place} was left out: it {file.refused}", markup=False, style="red")
        if file.unknown_columns:
            kept = ", ".join(file.unknown_columns)
            console.print(f"{file.place}: kept as attributes: {kept}", markup=False)
        for note in file.notes:
            console.print(f"{file.place}: {note}", markup=False, style="yellow")
    for name in report.unknown_files:
        console.print(f"{name} is no part of a bundle and was not read", markup=False)
    for fault in (*report.errors, *report.conflicts):
        console.print(str(fault), markup=False, style="red", soft_wrap=True)
    shown = len(report.errors) + len(report.conflicts)
    if (missing := report.totals["rejected"] + report.totals["conflicts"] - shown) > 0:
        console.print(f"... and {missing} more", style="red")

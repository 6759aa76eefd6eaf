"""Commands that bring data in or make it: load, simulate, rebuild."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, named_path, out, print_json, progress, say
from api.cli.session import opened, settings


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(load)
    app.command()(simulate)
    app.command()(rebuild)


def load(
    path: Annotated[
        Path,
        typer.Argument(
            help="Folder, zip, workbook (.xlsx) or CSV of a bundle; or a document (EPCIS, B2MML).", parser=named_path
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check every row, write nothing.")] = False,
    rejected: Annotated[Path | None, typer.Option(help="Folder for rejected rows; without it one in the home.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="YAML that says which foreign columns are which of ours; see docs/mapping.md.")
    ] = None,
    proceed: Annotated[
        bool, typer.Option("--proceed", help="Of an EPCIS document take the valid events where others are not.")
    ] = False,
    initial: Annotated[
        bool,
        typer.Option(
            "--initial", help="The first load of years of history, into an empty and stopped embedded server."
        ),
    ] = False,
    json: AsJson = False,
) -> None:
    """Load a bundle, or a document of EPCIS or B2MML; doing it again changes nothing and continues a load that was
    broken off."""
    from api.cli.loading import print_load, run_load

    report, folder = run_load(settings(), path, dry_run, rejected, mapping=mapping, proceed=proceed, initial=initial)
    if json:
        print_json(report.as_dict() | {"rejected_rows": str(folder) if folder else None})
    else:
        print_load(out(), report, folder)
    if not report.clean:
        raise typer.Exit(4)


def simulate(
    into: Annotated[
        Path, typer.Argument(metavar="OUT", help="Folder to write bundle/ and truth.json into.", parser=named_path)
    ],
    plant: Annotated[str, typer.Option(help="electronics, dairy or chemical.")] = "electronics",
    batches: Annotated[int, typer.Option(min=1, help="How many batches in all.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed writes the same files.")] = 1,
    missing: Annotated[float, typer.Option(min=0, max=1, help="Share of the records that are lost.")] = 0.0,
    json: AsJson = False,
) -> None:
    """Write the bundle of a made-up plant-year, and beside it what one bad batch truly reached."""
    from loaders.simulate import simulate as write

    with progress() as bars:
        made = write(into, plant, batches, seed, missing, lambda done, total: bars("batches", done, total))
    if json:
        print_json(made)
        return
    say(f"{made.batches} batches in {made.bundle}, the truth in {made.truth}")
    out().print(f"seed batch: {made.seed}, which truly reached {made.contaminated} batches", markup=False)


def rebuild(json: AsJson = False) -> None:
    """Delete the graph and draw it again from the recorded events; local times by GENEALOGY_TIMEZONE where that is
    set, which the ledger keeps from then on."""
    from genealogy.ledger.head import head_of
    from genealogy.rebuild import rebuild as again

    chosen = settings()
    with progress() as bars, opened(chosen, bars, any_zone=True) as store:
        zone = chosen.zone if chosen.names_zone else head_of(store).zone or chosen.zone
        done = again(store, zone, bars)
    if json:
        print_json(done)
    else:
        out().print(", ".join(f"{name}: {value}" for name, value in done.items()), markup=False)

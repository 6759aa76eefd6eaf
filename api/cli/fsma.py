"""Commands for the food traceability rule (FSMA 204): the spreadsheet of a scope or period, the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import AsJson, given_file, new_file, out, print_json, say
from api.cli.session import opened, settings

group = typer.Typer(help="Food traceability (FSMA 204): sortable spreadsheet, plan.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command("workbook")(workbook_)
    group.command("plan")(plan_)
    app.add_typer(group, name="fsma")


def workbook_(
    keys: Annotated[list[str] | None, typer.Argument(help="Batches whose whole trace is asked for.")] = None,
    into: Annotated[Path, typer.Option("--out", help="The workbook (.xlsx) to write; it must not exist.")] = Path(
        "fsma-204.xlsx"
    ),
    from_: Annotated[str | None, typer.Option("--from", help="Instead: what happened from this moment on.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="... up to this one; a day is meant whole.")] = None,
    json: AsJson = False,
) -> None:
    """Write the electronic sortable spreadsheet: a sheet for each critical tracking event, and what is missing.

    Without batches and period: of all that is recorded."""
    from genealogy.errors import UsageError
    from genealogy.fsma import records_of_period, records_of_scope, workbook
    from genealogy.fsma.period import period
    from genealogy.ledger.head import zone_of

    if keys and (from_ or to):
        raise UsageError("name batches, or a period with --from and --to; not both")
    chosen = settings()
    with new_file(into) as file, opened(chosen) as store:
        zone = zone_of(store, chosen)
        if keys:
            records = records_of_scope(store, keys, zone)
        else:
            records = records_of_period(store, *period(from_, to, zone), zone)
        workbook(records, file)
    counts = {event: len(found) for event, found in records.by_event.items()}
    short = sum(bool(one.missing) for found in records.by_event.values() for one in found)
    if json:
        print_json({"file": str(into), "rows": counts, "incomplete": short, "undated": records.undated})
        return
    for event, count in counts.items():
        out().print(f"{event:28} {count:>9,} rows")
    say(f"{into}: {short:,} rows lack key data elements; its sheet Missing names each with its paragraph")


def of_export(
    file: Annotated[Path, typer.Option("--out", help="The workbook (.xlsx) to write; it must not exist.")],
    batch: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="A batch whose trace is asked for; may be given again."),
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="Instead: what happened from this moment on.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="... up to this one; a day is meant whole.")] = None,
    json: AsJson = False,
) -> None:
    """Write the electronic sortable spreadsheet of FSMA 204, as `fsma workbook` does."""
    workbook_(batch, file, since, until, json)


def plan_(
    said: Annotated[
        Path, typer.Argument(metavar="YAML", help="What only people know; see docs/fsma-204.md.", parser=given_file)
    ],
    into: Annotated[Path, typer.Option("--out", help="The PDF to write; it must not exist.")] = Path("fsma-plan.pdf"),
) -> None:
    """Write the traceability plan (21 CFR 1.1315) as a PDF."""
    from genealogy.fsma import plan_paper, read_plan
    from genealogy.paper import pdf_bytes

    plan = read_plan(said)
    with new_file(into) as file, opened() as store:
        file.write(pdf_bytes(plan_paper(store, plan)))
    say(f"{into} is written")

"""The command of mock recalls."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings, zone_of


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(drill)


def drill(
    batch: Annotated[str | None, typer.Option(help="The batch to test; without it one is drawn.")] = None,
    random: Annotated[int, typer.Option(help="Seed of the draw: the same seed draws the same batch.")] = 1,
    kind: Annotated[str, typer.Option(help="What to draw from: raw or finished.")] = "finished",
    hours: Annotated[float, typer.Option(min=0, help="Target time.")] = 4.0,
    report: Annotated[Path | None, typer.Option(help="Write the report as PDF to this file.")] = None,
    lang: Annotated[str, typer.Option(help="Language of the report: en, zh or both.")] = "both",
    history: Annotated[bool, typer.Option("--history", help="List the drills there were instead.")] = False,
    json: AsJson = False,
) -> None:
    """A mock recall: one batch traced both ways and recalled by the clock, scored, kept and reported."""
    from api.access.caller import os_author
    from genealogy import drills
    from genealogy.paper import language, pdf_bytes

    spoken, chosen = language(lang), settings()
    with opened(chosen) as store:
        if history:
            records = drills.list_drills(store)
        else:
            drawn = None if batch else {"seed": random, "kind": kind}
            key = batch or drills.draw(store, random, kind)
            how: dict[str, Any] = {"tolerance": chosen.tolerance, "zone": zone_of(store, chosen), "by": os_author()}
            records = [drills.drill(store, key, drawn=drawn, hours=hours, **how)]
    if report and records:
        report.write_bytes(pdf_bytes(drills.report_of(records[0], spoken)))
    if json:
        print_json({"drills": records} if history else records[0])
    else:
        _print(records)


def _print(records: list[dict[str, Any]]) -> None:
    from api.cli.tables import fill, show, table

    columns = ("drill", "batch", "traced %", "balance %", "contactable %", "unknown %", "seconds", "result")
    made = table("Mock recalls", *columns)
    fill(made, map(_row, records))
    show(out(), made)


def _row(record: dict[str, Any]) -> list[str]:
    shares = (record[name] or "?" for name in ("traced", "mass_balance", "contactable", "unknown"))
    result = "target met" if record["passed"] else "target NOT met"
    return [record["drill"], record["batch"], *shares, f"{record['seconds']:.3f}", result]

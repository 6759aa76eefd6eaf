"""The command that ranks batches by what their recall would hit."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from api.cli.output import AsJson, out, print_json
from api.cli.session import opened


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(worst_case)


def worst_case(
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many batches to list.")] = 20,
    by: Annotated[
        Literal["batches", "shipments", "customers"], typer.Option(help="Rank by what a recall would hit of these.")
    ] = "batches",
    cuts: Annotated[int, typer.Option(min=0, max=100, help="For how many of the worst to look for cuts.")] = 5,
    every: Annotated[bool, typer.Option("--all", help="Used-up batches too.")] = False,
    json: AsJson = False,
) -> None:
    """What a recall of each batch on hand or open would hit, the worst first, and which single clean or segregation
    would spare most."""
    from genealogy.worst import worst_case as find_worst

    with opened() as store:
        answer = find_worst(store, top, by, cuts, every)
    if json:
        print_json(answer)
    else:
        from api.cli.report_worst_case import print_worst

        print_worst(out(), answer)

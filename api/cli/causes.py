"""The command that asks what bad batches have in common."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.answers import KEY_HELP
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(causes)


def causes(
    keys: Annotated[list[str], typer.Argument(help=f"The bad batches. {KEY_HELP}")],
    good: Annotated[
        list[str] | None,
        typer.Option(help="A batch to compare with; once for each. Without any: others of their time and material."),
    ] = None,
    min_support: Annotated[
        int | None, typer.Option(min=1, help="How many bad batches must carry a factor: 2, or 1 of a single one.")
    ] = None,
    json: AsJson = False,
) -> None:
    """What bad batches have in common upstream: lots, suppliers, equipment, people, shifts, parameters, ranked."""
    from genealogy.causes import causes as ask

    with opened() as store:
        answer = ask(store, keys, good or [], min_support)
    if json:
        print_json(answer)
    else:
        from api.cli.report_causes import print_causes

        print_causes(out(), answer)

"""The command that looks for gaps in the whole graph."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.answers import YIELD_HELP
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(gaps)


def gaps(
    top: Annotated[int, typer.Option(min=1, max=10_000, help="How many to list.")] = 100,
    band: Annotated[str, typer.Option("--yield", metavar="LOW:HIGH", help=YIELD_HELP)] = "0:1",
    json: AsJson = False,
) -> None:
    """Records that are missing or contradict anywhere in the graph, those first that may hide most scope."""
    from genealogy.answers.yields import Band
    from genealogy.finder import find_gaps

    chosen = Band.parse(band)
    with opened() as store:
        answer = find_gaps(store, top, chosen)
    if json:
        print_json(answer)
    else:
        from api.cli.report_gaps import print_found

        print_found(out(), answer)

"""The command that tells what was recorded of an object, when and by whom."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, out, print_json
from api.cli.session import opened

Record = Annotated[
    str,
    typer.Argument(
        metavar="KEY|KIND:ID",
        help="A batch key, or what it is and its id: run:R-1, receipt:G-1, supplier:S-1, equipment:E-1, case:RC-1.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(history)


def history(record: Record, json: AsJson = False) -> None:
    """Every event that describes, uses or corrects an object, in the order of recording: its audit trail."""
    from genealogy.history import history as ask

    with opened() as store:
        answer = ask(store, record)
    if json:
        print_json(answer)
    else:
        from api.cli.report_history import print_history

        print_history(out(), answer)

"""All commands in one place; each module adds its own."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli import (
    answers,
    assistant,
    attaching,
    cases,
    causes,
    data,
    drills,
    embedded,
    explaining,
    exporting,
    fsma,
    gaps,
    history,
    inbox,
    keys,
    ledger,
    mapping,
    notices,
    people,
    pulling,
    recalling,
    sampling,
    service,
    verifying,
    watching,
    webhooks,
    worst_case,
)
from genealogy import __version__

app = typer.Typer(
    name="genealogy",
    help="Batch genealogy and recall scope: what did this batch go into, where is it now, whom do we call.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"genealogy {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


bringing = (mapping, pulling, watching)
asking = (answers, recalling, explaining, sampling, causes, gaps, worst_case, history)
leaving = (exporting, fsma, webhooks, inbox, assistant)
proving = (attaching, verifying, ledger, keys, people)
for module in (
    service,
    data,
    mapping,
    pulling,
    watching,
    *asking,
    cases,
    notices,
    drills,
    *leaving,
    *proving,
    embedded,
):
    module.register(app)

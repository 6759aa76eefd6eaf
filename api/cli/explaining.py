"""The command that says why something is in a recall, or is not."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.answers import KEY_HELP
from api.cli.asked import Question, asks
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings, zone_of

Lang = Annotated[str, typer.Option(help="en, zh or both.")]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(asks(explain))


def explain(
    question: Question,
    key: Annotated[str | None, typer.Argument(help=f"What to explain. {KEY_HELP}")] = None,
    seed: Annotated[list[str] | None, typer.Option(help="A suspect batch, by its key; once for each.")] = None,
    shipment: Annotated[str | None, typer.Option(help="Explain this shipment.")] = None,
    customer: Annotated[str | None, typer.Option(help="Explain this customer.")] = None,
    lang: Lang = "en",
    json: AsJson = False,
) -> None:
    """Why a batch, a shipment or a customer is in the recall of these seeds, or is not: the shortest chain from a seed
    in words, and the documents to pull."""
    from genealogy.explain import Target
    from genealogy.explain import explain as ask
    from genealogy.paper import language

    spoken, target, chosen = language(lang), Target(key, shipment, customer), settings()
    seeds, switches = question.seeds, question.switches
    with opened(chosen) as store:
        answer = ask(store, seeds, target, switches=switches, tolerance=chosen.tolerance, zone=zone_of(store, chosen))
    if json:
        print_json(answer)
    else:
        from api.cli.report_explain import print_explained

        print_explained(out(), answer, spoken)

"""The command that says what to test next."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.answers import KEY_HELP
from api.cli.asked import Question, asks
from api.cli.explaining import Lang
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings, zone_of


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(asks(sample))


def sample(
    question: Question,
    keys: Annotated[list[str] | None, typer.Argument(help=f"The suspect batches. {KEY_HELP}")] = None,
    count: Annotated[int, typer.Option(min=1, max=100, help="How many batches to test.")] = 3,
    prior: Annotated[
        float | None, typer.Option(help="The chance that a test finds a batch bad; else half its suspect share.")
    ] = None,
    lang: Lang = "en",
    json: AsJson = False,
) -> None:
    """Which batches to test next, so that least of this recall stays in doubt; and what each result would tell."""
    from genealogy.paper import language
    from genealogy.sample import sample as ask

    spoken, chosen = language(lang), settings()
    seeds, switches = question.seeds, question.switches
    with opened(chosen) as store:
        answer = ask(
            store, seeds, count, prior=prior, switches=switches, tolerance=chosen.tolerance, zone=zone_of(store, chosen)
        )
    if json:
        print_json(answer)
    else:
        from api.cli.report_sample import print_sample

        print_sample(out(), answer, spoken)

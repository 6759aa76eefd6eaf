"""The command that recalls: seeds by key or by what went wrong, and what is not to be followed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.answers import KEY_HELP, AsOf, incomplete
from api.cli.asked import Question, Words, asks
from api.cli.output import AsJson, out, print_json
from api.cli.session import opened, settings, zone_of
from genealogy.errors import UsageError

if TYPE_CHECKING:
    from genealogy.store import Store

Keys = Annotated[Words, typer.Argument(help=KEY_HELP)]
Yield = Annotated[
    str | None,
    typer.Option(
        "--yield",
        metavar="LOW:HIGH",
        help="Output by input of a run: what lies outside is flagged, such as 0.8:1.05.",
    ),
]
CrossCheck = Annotated[
    bool, typer.Option("--cross-check", help="Find the scope by two engines and fail unless they agree.")
]
WhatIf = Annotated[
    Words,
    typer.Option(
        metavar="CHANGE",
        help="Suppose it, and answer with the difference; once for each, all together. CHANGE is add or remove, and"
        " clean EQUIPMENT=TIME, emptying EQUIPMENT=TIME, segregation RUN=KEY (to remove: RUN), kill-run RUN,"
        " kill-kind KIND, kill-test CHARACTERISTIC, or seed KEY: such as 'add clean L1=2026-03-04T10:00'.",
    ),
]


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(asks(recall))


def recall(
    question: Question,
    keys: Keys = None,
    cross_check: CrossCheck = False,
    band: Yield = None,
    what_if: WhatIf = None,
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Everything that may carry what is in the suspect batches, or came of what went wrong: what to block, fetch back,
    and whom to call."""
    if not what_if:
        _answer(question, cross_check, band, as_of, json)
    elif cross_check or band or as_of is not None:
        raise UsageError("--what-if answers with a difference: --cross-check, --yield, --as-of have no place in it")
    else:
        _suppose(question, what_if, json)


def _answer(question: Question, cross_check: bool, band: str | None, as_of: str | None, json: bool) -> None:
    from genealogy.answers import recall as search
    from genealogy.answers.yields import Band

    chosen = settings()
    limits = Band.parse(band) if band else None

    def ask(store: Store) -> dict[str, Any]:
        return search(
            store,
            question.seeds,
            switches=question.switches,
            cross_check=cross_check,
            tolerance=chosen.tolerance,
            zone=zone_of(store, chosen),
            band=limits,
        )

    if as_of is not None:
        from api.cli.past import known_then
        from genealogy.asof import recall_as_of

        answer = known_then(recall_as_of, as_of, ask)
    else:
        with opened(chosen) as store:
            answer = ask(store)
    if json:
        print_json(answer)
    else:
        from api.cli.report_recall import print_recall

        print_recall(out(), answer)
    incomplete(answer)


def _suppose(question: Question, said: list[str], json: bool) -> None:
    from genealogy.whatif import Change
    from genealogy.whatif import what_if as ask

    changes = [Change.parse(text) for text in said]
    chosen, seeds, switches = settings(), question.seeds, question.switches
    with opened(chosen) as store:
        answer = ask(store, seeds, changes, switches=switches, tolerance=chosen.tolerance, zone=zone_of(store, chosen))
    if json:
        print_json(answer)
    else:
        from api.cli.report_whatif import print_difference

        print_difference(out(), answer)
    incomplete(answer)

"""Commands that ask: batch, search, trace, query."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from api.cli.output import AsJson, out, print_json, say
from api.cli.session import opened

YIELD_HELP = "LOW:HIGH, output by input of a run: what lies outside is flagged, such as 0.8:1.05."
KEY_HELP = "Batch key: material/lot, material/lot@assigner, material/lot@assigner#serial."
Key = Annotated[str, typer.Argument(help=KEY_HELP)]
AsOf = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="What was known then, by the time of recording, and what came to light since."),
]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(batch)
    app.command()(search)
    app.command()(trace)
    app.command()(query)


def incomplete(answer: dict[str, Any]) -> None:
    """End with 6 where an answer is not whole."""
    if not answer["complete"]:
        raise typer.Exit(6)


def batch(key: Key, json: AsJson = False) -> None:
    """The card of one batch: what it is, where it came from, what it went into, where it is."""
    from genealogy.answers import card

    with opened() as store:
        found = card(store, key)
    if json:
        print_json(found)
    else:
        from api.cli.report_card import print_card

        print_card(out(), found)


def search(
    text: Annotated[str | None, typer.Argument(help="Part of a key, a lot or a material's name, in any case.")] = None,
    material: Annotated[str | None, typer.Option(help="Only batches of this material.")] = None,
    lot: Annotated[str | None, typer.Option(help="Only batches with this lot number.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 100,
    json: AsJson = False,
) -> None:
    """Find batches by material, lot number, or part of a key or of the material's name."""
    from genealogy.answers import search as find

    with opened() as store:
        found = find(store, material=material, lot=lot, q=text, limit=limit)
    if json:
        print_json({"batches": found})
    else:
        from api.cli.report_card import print_rows

        print_rows(out(), found)
        if not found:
            say("no batch matches")


def trace(
    key: Key,
    direction: Annotated[str, typer.Option(help="upstream, downstream or both.")] = "downstream",
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Everything upstream (toward suppliers) or downstream (toward customers) of a batch."""
    from genealogy.answers import trace as ask

    if as_of is not None:
        from api.cli.past import known_then
        from genealogy.asof import trace_as_of

        answer = known_then(trace_as_of, as_of, lambda store: ask(store, key, direction))
    else:
        with opened() as store:
            answer = ask(store, key, direction)
    if json:
        print_json(answer)
    else:
        from api.cli.report_trace import print_trace

        print_trace(out(), answer)
    incomplete(answer)


def query(
    name: Annotated[str | None, typer.Argument(help="Name of the query; without it all are listed.")] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(help='NAME=VALUE; a value that reads as JSON is taken as such: 5, true, ["A/1"], "007".'),
    ] = None,
    json: AsJson = False,
) -> None:
    """Run one of the reading queries by name."""
    from api.cli import named

    if name is None:
        named.print_list(json)
        return
    wanted, values = named.prepared(name, param or [])
    with opened() as store:
        answer = store.read(wanted.name, **values)
    named.print_answer(answer, json)

"""Commands that write what is recorded in the forms that others expect."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.fsma import of_export
from api.cli.graphs import graph
from api.cli.output import AsJson, new_file, print_json, progress, say
from api.cli.session import opened, settings
from genealogy.errors import UsageError
from genealogy.times import BEGIN, Clock, parse_time

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DUMPED = (
    "Texts about people, and the secret their references are made with, are in it: keep it as a backup. Passwords, the"
    " key that signs, secrets of webhooks, attached and archived files lie in the home, not in it (docs/operations.md)"
)

group = typer.Typer(help="What is recorded, in the forms that others expect.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command()(epcis)
    group.command()(graph)
    group.command()(neo4j)
    group.command("fsma204")(of_export)
    app.add_typer(group, name="export")


def epcis(
    file: Annotated[Path, typer.Option("--out", help="File to write; it must not be there yet.")],
    batch: Annotated[
        str | None, typer.Option(metavar="KEY", help="Only what concerns this batch, up and down.")
    ] = None,
    since: Annotated[str | None, typer.Option("--from", help="Only what happened from this time on.")] = None,
    until: Annotated[str | None, typer.Option("--to", help="Only what happened before this time.")] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Only members of the standard, as it goes to others; no contacts of people.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Write an EPCIS 2.0 document: what came as EPCIS as it came, all else as the events it stands for."""
    import orjson

    from genealogy.ledger.head import zone_of
    from loaders.epcis.export import export_period, export_scope

    if batch and (since or until):
        raise UsageError("name a batch, or a period with --from and --to")
    chosen = settings()
    with progress() as bars, opened(chosen, bars) as store:
        zone = zone_of(store, chosen)
        start, end = _moment(since, zone), _moment(until, zone)
        if batch:
            made = export_scope(store, batch, zone, plain=plain)
        else:
            made = export_period(store, start, end, zone, plain=plain)
    with new_file(file) as target:
        target.write(orjson.dumps(made.document, option=orjson.OPT_INDENT_2))
    events = len(made.document["epcisBody"]["eventList"])
    if json:
        print_json({"file": str(file), "events": events, "left_out": dict(sorted(made.left.items()))})
        return
    say(f"{events:,} events in {file}")
    for reason, times in sorted(made.left.items()):
        say(f"left out, {times:,}: {reason}")


def neo4j(
    file: Annotated[Path, typer.Argument(help="File to write, such as neo4j.dump; it must not be there yet.")],
    json: AsJson = False,
) -> None:
    """Write the embedded database as a dump for a Neo4j server of your own or for Aura; a running server is stopped for
    it and started again."""
    from genealogy import server

    with progress() as bars:
        server.export_dump(settings(), file, bars)
    if json:
        print_json({"file": str(file), "neo4j": server.NEO4J_VERSION, "bytes": file.stat().st_size})
        return
    say(f"{file} holds the database as Neo4j {server.NEO4J_VERSION} dumps it: neo4j-admin database load neo4j")
    say(DUMPED)


def _moment(text: str | None, zone: ZoneInfo) -> dt.datetime | None:
    if not text:
        return None
    try:
        start = parse_time(text, Clock(zone)).start
    except ValueError as error:
        raise UsageError(str(error)) from None
    if start == BEGIN:
        raise UsageError(f"{text!r} does not say when; write a time or a day")
    return start

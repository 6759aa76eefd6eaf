"""Commands of webhooks: add, list, remove, test, dead, replay."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, out, print_json, say
from api.cli.session import opened, settings

group = typer.Typer(help="Webhooks: who is told what is recorded.", no_args_is_help=True)
Id = Annotated[str, typer.Argument(metavar="ID", help="Id of the subscription, as `webhook list` shows it.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    for command in (add, remove, test, dead, replay):
        group.command()(command)
    group.command("list")(list_)
    app.add_typer(group, name="webhook")


def add(
    url: Annotated[
        str, typer.Argument(metavar="URL", help="Where messages are posted to: http or https; or source:NAME.")
    ],
    what: Annotated[
        str, typer.Option(help="status, case, alarm, load, parted by commas; without it: all of them.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Have messages sent from now on, and print the secret that signs them, this once. A source (docs/erp.md) is told
    which lots are held, and has no secret of ours."""
    from api import writeback
    from api.access.caller import os_author
    from genealogy.outbox.subscriptions import subscribe
    from genealogy.settings import listed

    make = writeback.subscribe if url.startswith(writeback.SCHEME) else subscribe
    with opened() as store:
        made = make(store, settings(), url, listed(what), by=os_author())
    if json:
        print_json(made)
        return
    if "secret" not in made:
        say(f"webhook {made['id']}: {url} is told of {', '.join(made['what'])} while the service runs")
        return
    typer.echo(made["secret"])
    say(f"webhook {made['id']} to {url} on {', '.join(made['what'])}: the secret is not shown again")


def list_(json: AsJson = False) -> None:
    """All subscriptions, with how many messages wait and are dead; never the secrets."""
    from genealogy.outbox.subscriptions import subscriptions

    with opened() as store:
        found = subscriptions(store)
    if json:
        print_json({"webhooks": found})
        return
    from api.cli.tables import fill, show, table

    made = table("", "id", "url", "what", "waiting", "dead", "paused until", "made", "by")
    names = ("id", "url", "what", "waiting", "dead", "paused_until", "created_at", "made_by")
    rows = [row | {"what": ", ".join(row["what"])} for row in found]
    fill(made, [tuple(row[name] for name in names) for row in rows])
    show(out(), made)


def remove(id: Id) -> None:
    """End a subscription: nothing more is sent, and what waits is let go."""
    from genealogy.outbox.subscriptions import unsubscribe

    with opened() as store:
        gone = unsubscribe(store, settings(), id)
    say(f"webhook {id} to {gone['url']} is removed; {gone['waiting']} messages that waited were let go")


def test(id: Id) -> None:
    """Send a test message at once, and say whether it arrived; exit code 1 where it did not."""
    from api.writeback import senders
    from genealogy.outbox.post import send_test

    with opened() as store:
        sent = send_test(store, settings(), id, senders(store, settings()))
    if not sent["delivered"]:
        say(f"not delivered: {sent['why']}")
        raise typer.Exit(1)
    say("delivered")


def dead(
    id: Annotated[str | None, typer.Option(metavar="ID", help="Of this subscription only.")] = None,
    json: AsJson = False,
) -> None:
    """Messages that were given up, in order: which, why, after how many tries."""
    from genealogy.outbox.subscriptions import dead as given_up

    with opened() as store:
        found = given_up(store, id)
    if json:
        print_json({"dead": found})
        return
    from api.cli.tables import fill, show, table

    names = ("subscription", "message", "type", "subject", "tries", "done_at", "why")
    made = table("", "webhook", "message", "type", "of", "tries", "since", "why")
    fill(made, [tuple(row[name] for name in names) for row in found])
    show(out(), made)


def replay(
    id: Id,
    message: Annotated[
        list[str] | None, typer.Option(metavar="MESSAGE", help="Id of a dead message; without it: all of them.")
    ] = None,
) -> None:
    """Send dead messages of a subscription again, in order, with the ids they had."""
    from genealogy.outbox.subscriptions import replay as send_again

    with opened() as store:
        count = send_again(store, id, message or [])
    say(f"{count} messages wait to be sent again")

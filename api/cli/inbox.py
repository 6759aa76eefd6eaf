"""Commands of senders of signed messages: add, list, remove."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, out, print_json, say
from api.cli.session import settings

group = typer.Typer(help="Inbox: who may send signed messages.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the sender: the last part of its address.")]


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command()(add)
    group.command("list")(list_)
    group.command()(remove)
    app.add_typer(group, name="inbox")


def add(
    name: Name,
    signature_header: Annotated[
        str, typer.Option(help="Header with its HMAC-SHA256 in hexadecimal; without it: Standard Webhooks.")
    ] = "",
    timestamp_header: Annotated[
        str, typer.Option(help="Header with the time in seconds; TIMESTAMP.BODY is signed then.")
    ] = "",
    json: AsJson = False,
) -> None:
    """Take signed messages at /inbox/NAME, and print the secret that signs them, this once."""
    from api.access.caller import os_author
    from genealogy.inbox.senders import add_sender

    made = add_sender(settings(), name, signature_header, timestamp_header, by=os_author())
    if json:
        print_json({**made.as_dict(), "secret": made.secret})
        return
    typer.echo(made.secret)
    say(f"sender {name}: POST /inbox/{name}; the secret is not shown again")


def list_(json: AsJson = False) -> None:
    """All senders; never their secrets."""
    from genealogy.inbox.senders import senders

    found = [sender.as_dict() for sender in senders(settings())]
    if json:
        print_json({"senders": found})
        return
    from api.cli.tables import fill, show, table

    made = table("", "name", "signature", "time", "made", "by")
    names = ("name", "signature", "timestamp", "created_at", "made_by")
    fill(made, [tuple(sender[name] for name in names) for sender in found])
    show(out(), made)


def remove(name: Name) -> None:
    """Take nothing more from a sender."""
    from genealogy.inbox.senders import remove_sender

    remove_sender(settings(), name)
    say(f"sender {name} is removed")

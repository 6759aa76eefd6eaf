"""Commands of API keys: new, list, revoke."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, out, print_json, say
from api.cli.session import opened

group = typer.Typer(help="API keys: made, listed, revoked.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    group.command()(new)
    group.command("list")(list_)
    group.command()(revoke)
    app.add_typer(group, name="key")


def new(
    name: Annotated[str, typer.Option(help="Who or what uses it.")],
    role: Annotated[str, typer.Option(help="viewer, operator, quality, loader, auditor, admin, supplier or customer.")],
    party: Annotated[
        str | None, typer.Option(help="Of the roles supplier and customer: id of whose account it is.")
    ] = None,
    expires: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Days until it expires; without it: never.")
    ] = None,
    json: AsJson = False,
) -> None:
    """Make an API key and print it, this once: the database keeps a hash of it."""
    from api.access.caller import os_author
    from api.access.keys import new_key

    with opened() as store:
        made = new_key(store, name, role, party=party, days=expires, by=os_author())
    if json:
        print_json(made)
        return
    typer.echo(made["key"])
    say(
        f"key {made['id']} of {made['name']}, {made['role']}: it is not shown again; Authorization: Bearer KEY sends it"
    )


def list_(json: AsJson = False) -> None:
    """All API keys, revoked and expired ones too; never the keys themselves."""
    from api.access.keys import list_keys

    with opened() as store:
        found = list_keys(store)
    if json:
        print_json({"keys": found})
        return
    from api.cli.tables import fill, show, table

    made = table("", "id", "name", "role", "party", "made", "expires", "revoked", "by", "revoked by")
    names = ("id", "name", "role", "party", "created_at", "expires_at", "revoked_at", "made_by", "revoked_by")
    fill(made, [tuple(key[name] for name in names) for key in found])
    show(out(), made)


def revoke(id: Annotated[str, typer.Argument(metavar="ID", help="Id of the key, as `key list` shows it.")]) -> None:
    """Revoke an API key: nobody is let in with it from now on."""
    from api.access.caller import os_author
    from api.access.keys import revoke_key

    with opened() as store:
        gone = revoke_key(store, id, os_author())
    say(f"key {gone['id']} of {gone['name']} is revoked since {gone['revoked_at']}")

"""Commands for the embedded server: pack, unpack, train, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import given_file, named_path, progress, say
from api.cli.session import settings

File = Annotated[Path, typer.Argument(help="The file.", parser=named_path)]
Given = Annotated[Path, typer.Argument(help="The file.", parser=given_file)]


def register(app: typer.Typer) -> None:
    """Add these commands; backup and restore under both names."""
    group = typer.Typer(
        help="The embedded Neo4j: carry it to machines without a network, back it up.", no_args_is_help=True
    )
    group.command()(pack)
    group.command()(unpack)
    group.command()(train)
    app.add_typer(group, name="server")
    for place in (group, app):
        place.command()(backup)
        place.command()(restore)


def pack(file: File) -> None:
    """Write Neo4j and Java into one file, for a machine without a network."""
    from genealogy import server

    with progress() as bars:
        server.pack(settings(), file, bars)
    say(
        f"{file} holds Neo4j {server.NEO4J_VERSION} and Java; on the other machine: genealogy server unpack {file.name}"
    )


def unpack(file: Given) -> None:
    """Take Neo4j and Java out of a file that `pack` wrote."""
    from genealogy import server

    with progress() as bars:
        done = server.unpack(settings(), file, bars)
    say(f"Neo4j {done.neo4j} is ready ({done.jars} jars; Java in {done.java})")


def train() -> None:
    """Let Java learn from a trial run, so that every start of Neo4j takes half the time: a minute and 200 MB, once."""
    from genealogy import server
    from genealogy.answers import Seed, recall, trace
    from genealogy.migrate import open_schema
    from genealogy.store import connect
    from loaders.example import BAD_LOT, BUNDLE
    from loaders.load import load

    def work(found: server.Endpoint) -> None:
        with connect(found.uri, found.user, found.password, found.database) as store:
            open_schema(store)
            load(store, BUNDLE, settings().zone)
            recall(store, [Seed(BAD_LOT)], cross_check=True)
            trace(store, BAD_LOT, "upstream")

    with progress() as bars:
        file = server.train(settings(), work, bars)
    say(f"Java starts from what it learned in {file}")


def backup(file: File) -> None:
    """Write the embedded database into one file; a running server is stopped for it and started again."""
    from genealogy import server

    with progress() as bars:
        server.backup(settings(), file, bars)
    say(f"the database is in {file}")


def restore(
    file: Given, force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False
) -> None:
    """Make the embedded database the one in a backup."""
    from genealogy import server

    with progress() as bars:
        server.restore(settings(), file, force, bars)
    say(f"the database is that of {file}")

"""Commands about the service itself: demo, up, serve, down, status."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.output import AsJson, out, print_json, progress, say
from api.cli.session import opened, settings


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(demo)
    app.command()(up)
    app.command()(serve)
    app.command()(down)
    app.command()(status)


def demo() -> None:
    """Start everything, load the example plant, recall its bad lot, and say where to look next."""
    from api.cli.demo import run_demo

    run_demo(settings())


def up() -> None:
    """Start Neo4j and the API in the background, and return when both answer."""
    from api.cli.running import start_all

    with progress() as bars:
        where = start_all(settings(), bars)
    say(f"API        {where['api']['url']}  (docs: {where['api']['docs']})")
    say(f"its key    in {where['api']['key_file']}: Authorization: Bearer KEY")
    say(f"Neo4j      {where['neo4j']['uri']}" + _browser(where["neo4j"]["browser"]))
    say(f"home       {where['home']}  (`genealogy down` stops both)")


def _browser(url: str | None) -> str:
    return f"  (Browser: {url})" if url else ""


def serve(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port; without it the home's own.")] = None,
    background: Annotated[bool, typer.Option("--background", hidden=True)] = False,
) -> None:
    """Run the API in the foreground; logs go to standard error and into the home."""
    from api.serving import serve_api

    chosen = settings()
    if port is not None:
        chosen = chosen.model_copy(update={"api_port": port})
    with opened(chosen) as store:
        serve_api(chosen, store, to_stderr=not background)


def down() -> None:
    """Stop the API and the embedded Neo4j."""
    from api.cli.running import stop_all

    for line in stop_all(settings()):
        say(line)


def status(json: AsJson = False) -> None:
    """Where everything is, and whether it runs; starts nothing."""
    from api.cli.running import status_of

    found = status_of(settings())
    if json:
        print_json(found)
        return
    from api.cli.tables import fill, table

    made = table("", "what", "state", "where")
    neo4j, api = found["neo4j"], found["api"]
    fill(made, [("Neo4j", neo4j["state"], neo4j["uri"]), ("Browser", "", neo4j["browser"])])
    fill(
        made,
        [
            ("API", api["state"], api["url"]),
            ("docs", "", api["docs"]),
            ("key", "", api["key_file"]),
            ("home", "", found["home"]),
        ],
    )
    out().print(made)

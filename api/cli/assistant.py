"""The command that lets assistants ask."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.session import settings

NO_KEY = (
    "GENEALOGY_API_KEY is not set: an assistant asks with a key of its own, of a role that may see what it may tell;"
    " genealogy key new --name assistant --role viewer"
)
NO_LIBRARY = "this needs a library that is not installed: pip install 'genealogy[mcp]'"


def register(app: typer.Typer) -> None:
    """Add this command."""
    app.command("mcp")(serve_mcp)


def serve_mcp(
    url: Annotated[str, typer.Option(help="The service; without it, the one of this home.")] = "",
) -> None:
    """Answer an assistant by MCP on standard input and output: find, trace, recall preview, explain; read only.

    It asks the running service with the key in GENEALOGY_API_KEY, and sees what that key may.
    """
    from api.state import running
    from genealogy.client import Client
    from genealogy.errors import UsageError

    chosen = settings()
    if chosen.api_key is None:
        raise UsageError(NO_KEY)
    try:
        from api.assistant.server import server_for
    except ImportError:
        raise UsageError(NO_LIBRARY) from None
    if not url:
        if (state := running(chosen)) is None:
            raise UsageError("the service of this home does not run; start it by `genealogy up`, or name one by --url")
        url = state.url
    with Client(url, chosen.api_key.get_secret_value(), timeout=120) as client:
        server_for(client).run("stdio")

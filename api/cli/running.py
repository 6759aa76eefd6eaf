"""Neo4j and API together: started, stopped, and where they are."""

from __future__ import annotations

from typing import Any

from api import daemon, home
from api.connection import open_store
from api.state import read_state, running
from genealogy import asof, server
from genealogy.errors import GenealogyError
from genealogy.progress import Progress
from genealogy.settings import Settings
from genealogy.store.probe import probe


def start_all(settings: Settings, progress: Progress) -> dict[str, Any]:
    """Start what does not run yet; gives back `status_of` when both answer."""
    open_store(settings, progress).close()
    kept = read_state(settings)
    progress("starting the API", 0, 0)
    state = daemon.start(settings)
    if kept and kept.port != state.port:
        progress(f"port {kept.port} is taken by another program: the API is at {state.port} now", 0, 0)
    return status_of(settings)


def stop_all(settings: Settings) -> list[str]:
    """Stop both; gives back what was done, in words."""
    done = ["the API is stopped" if daemon.stop(settings) else "the API was not running"]
    if asof.stop(settings):
        done.append("the server of what was known is stopped")
    if settings.neo4j_uri:
        return [*done, f"Neo4j at {settings.neo4j_uri} is yours and stays"]
    return [*done, "Neo4j is stopped" if server.stop(settings) else "Neo4j was not running"]


def status_of(settings: Settings) -> dict[str, Any]:
    """Where everything is: addresses, states, files (contract 3)."""
    state = running(settings) or read_state(settings)
    url = state.url if state else None
    return {
        "neo4j": _own(settings) if settings.neo4j_uri else _embedded(settings),
        "api": {
            "url": url,
            "docs": f"{url}/docs" if url else None,
            "state": _api_state(settings),
            "key_file": str(home.key_file(settings)),
        },
        "home": str(home.root(settings)),
    }


def _api_state(settings: Settings) -> str:
    found = running(settings)
    if found is None:
        return "stopped"
    return "running" if daemon.answers(found) else "not ready"


def _embedded(settings: Settings) -> dict[str, Any]:
    found = server.status(settings)
    return {
        "uri": found.uri,
        "browser": found.browser,
        "database": found.database,
        "state": found.activity,
        "version": found.version,
        "user": "neo4j",
        "password_file": str(home.root(settings) / "neo4j-password"),
    }


def _own(settings: Settings) -> dict[str, Any]:
    return {
        "uri": settings.neo4j_uri,
        "browser": None,
        "database": settings.neo4j_database,
        "state": _answers(settings),
        "version": None,
        "user": settings.neo4j_user,
        "password_file": None,
    }


def _answers(settings: Settings) -> str:
    password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    try:
        probe(settings.neo4j_uri or "", settings.neo4j_user, password)
    except GenealogyError as error:
        return f"not reached: {error}"
    return "running"

"""The service itself: version, health, metrics."""

from __future__ import annotations

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.access.guard import OPEN, guarded, needs
from api.answer import json_answer
from api.connection import server_version
from api.media import described
from api.routes.deps import TheSettings, TheStore
from genealogy import __version__
from genealogy.answers import SCHEMA_VERSION
from genealogy.server import check_version
from genealogy.store import Store

router = guarded(tags=["service"])


@router.get(
    "/version", summary="Versions of program, answers, database, server", openapi_extra=needs("read", "load", "metrics")
)
def version(store: TheStore) -> Response:
    """What answers here."""
    return json_answer(
        {
            "program": __version__,
            "schema_version": SCHEMA_VERSION,
            "database_schema": database_schema(store),
            "server": server_version(store),
        }
    )


@router.get("/health/live", summary="Whether the service runs", openapi_extra=OPEN)
def live() -> Response:
    """200 as long as the process answers."""
    return json_answer({"status": "live"})


@router.get("/health/ready", summary="Whether the service has its database", openapi_extra=OPEN)
def ready(store: TheStore, settings: TheSettings) -> Response:
    """200 when the database answers, 503 when it does not, or is of a version that is not supported."""
    database_schema(store)
    if settings.neo4j_uri:  # whoever runs it may have put another in its place
        check_version(server_version(store))
    return json_answer({"status": "ready"})


def database_schema(store: Store) -> int:
    """The schema version; asked once, not retried for half a minute as reads are: a health check must be quick."""
    ((schema, _),) = store.stream("schema.version")
    return int(schema)


@router.get(
    "/metrics",
    summary="Counts and times for Prometheus",
    responses=described(CONTENT_TYPE_LATEST),
    openapi_extra=needs("metrics"),
)
def metrics() -> Response:
    """Requests by route and status, queries by name, loads, rejected rows."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

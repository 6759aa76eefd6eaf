"""From settings to an open store: the user's own server, or the embedded one, started where need be."""

from __future__ import annotations

from collections.abc import Callable

from genealogy import server
from genealogy.ledger.head import keep_zone, zone_of
from genealogy.migrate import open_schema
from genealogy.progress import Progress
from genealogy.settings import Settings
from genealogy.store import Store, connect

KEPT = (
    "this database did not say by which time zone its local times were read; from now on it says {}. If it was filled"
    " under another one, set GENEALOGY_TIMEZONE to that and run `genealogy rebuild`"
)


def open_store(
    settings: Settings, progress: Progress, before: Callable[[Store], None] | None = None, *, any_zone: bool = False
) -> Store:
    """A store with this program's schema on the server that the settings name; close it, or use it in `with`.

    `progress(what, done, total)` hears of each step of a start; `before` looks at the database as it was found, before
    constraints that are missing are put back. `any_zone` lets a setting name another time zone than that of the ledger.
    Raises DatabaseUnreachableError, ServerError, UnsupportedServerError, SchemaVersionError and TimezoneError with what
    to do.
    """
    store = _own(settings) if settings.neo4j_uri else _embedded(settings, progress)
    try:
        if settings.neo4j_uri:
            _check(server_version(store), progress)
        if before:
            before(store)
        open_schema(store)
        if keep_zone(store, settings):
            progress(KEPT.format(settings.timezone), 0, 0)
        if not any_zone:
            zone_of(store, settings)
    except BaseException:
        store.close()
        raise
    return store


def _check(version: str, progress: Progress) -> None:
    server.check_version(version)
    if remark := server.remark(version):
        progress(remark, 0, 0)


def server_version(store: Store) -> str:
    """The version of the Neo4j behind a store, such as `2026.08.1`."""
    return str(store.driver.get_server_info().agent).rpartition("/")[2]


def _own(settings: Settings) -> Store:
    password = settings.neo4j_password.get_secret_value() if settings.neo4j_password else ""
    return _connect(settings, settings.neo4j_uri or "", settings.neo4j_user, password, settings.neo4j_database)


def _embedded(settings: Settings, progress: Progress) -> Store:
    found = server.ensure(settings, progress)
    if found.started:
        progress(f"Neo4j was started and stays running ({found.uri}; `genealogy down` stops it)", 0, 0)
    return _connect(settings, found.uri, found.user, found.password, found.database)


def _connect(settings: Settings, uri: str, user: str, password: str, database: str) -> Store:
    timeouts = {"read_timeout": settings.query_timeout, "write_timeout": settings.write_timeout}
    return connect(uri, user, password, database, **timeouts)

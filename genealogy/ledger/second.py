"""A second embedded server in a folder of the home, for a database that is drawn from the ledger again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from genealogy import __version__, server
from genealogy.migrate import current_version
from genealogy.progress import Progress
from genealogy.server.layout import locked, write_private
from genealogy.settings import Settings
from genealogy.store import Store, connect


def drawn_by(**more: str) -> str:
    """By what a graph is drawn here and now: another program may draw another one of the same events."""
    return json.dumps({"program": __version__, "schema": current_version(), **more})


@dataclass(frozen=True, slots=True)
class Second:
    """Where it lies, how much memory it takes, what it is `used_for` by one process at a time, how many seconds others
    wait for that, and whether it stays running for the next."""

    folder: str
    heap_mb: int
    pagecache_mb: int
    used_for: str
    patience: float
    stays: bool

    def settings(self, settings: Settings) -> Settings:
        """Its own settings: a home within the home, and never a server of the user's."""
        home = settings.home.expanduser().resolve() / self.folder
        own = {"home": home, "neo4j_uri": None, "neo4j_password": None}
        return settings.model_copy(update=own | {"heap_mb": self.heap_mb, "pagecache_mb": self.pagecache_mb})

    @contextmanager
    def opened(self, settings: Settings, progress: Progress) -> Iterator[Store]:
        """A store on it, held against other processes meanwhile. Raises ServerError where another one takes too long,
        or where it cannot be started."""
        own = self.settings(settings)
        own.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        busy = f"another process is {self.used_for} with {own.home} and takes too long; try again later"
        with locked(own.home / "in-use", busy, self.patience):
            found = server.ensure(own, progress)
            try:
                timeouts = {"read_timeout": settings.query_timeout, "write_timeout": settings.write_timeout}
                with connect(found.uri, found.user, found.password, found.database, **timeouts) as store:
                    yield store
            finally:
                if not self.stays:
                    server.stop(own)

    def drawn_by(self, settings: Settings) -> str:
        """What is kept of by what its database was drawn; empty where that is not known."""
        file = self._drawn_by(settings)
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def draws(self, settings: Settings, by: str) -> None:
        """Keep that it is drawn by that from now on; empty where nothing in it counts."""
        write_private(self._drawn_by(settings), by)

    def _drawn_by(self, settings: Settings) -> Path:
        return self.settings(settings).home / "drawn-by.json"

    def stop(self, settings: Settings) -> bool:
        """Stop it; False where it was not running."""
        return server.stop(self.settings(settings))

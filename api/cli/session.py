"""Settings and store for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from api.cli.output import progress

if TYPE_CHECKING:
    from genealogy.server import Progress
    from genealogy.settings import Settings
    from genealogy.store import Store


def settings() -> Settings:
    """The environment's settings; raises SettingsError."""
    from genealogy.settings import load_settings

    return load_settings()


@contextmanager
def opened(chosen: Settings | None = None, report: Progress | None = None) -> Iterator[Store]:
    """A store for this command; a server that had to be started is said on standard error and stays."""
    from api.connection import open_store

    if report is None:
        with progress() as bars:
            store = open_store(chosen or settings(), bars)
    else:
        store = open_store(chosen or settings(), report)
    with store:
        yield store

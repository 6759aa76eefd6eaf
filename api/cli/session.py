"""Settings and store for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from api.cli.output import progress

if TYPE_CHECKING:
    from genealogy.progress import Progress
    from genealogy.settings import Settings
    from genealogy.store import Store


def settings() -> Settings:
    """The environment's settings; raises SettingsError."""
    from genealogy.settings import load_settings

    return load_settings()


@contextmanager
def opened(
    chosen: Settings | None = None, report: Progress | None = None, *, any_zone: bool = False
) -> Iterator[Store]:
    """A store for this command; a server that had to be started is said on standard error and stays. `any_zone` lets
    the setting name another time zone than that of the ledger."""
    from api.connection import open_store

    if report is None:
        with progress() as bars:
            store = open_store(chosen or settings(), bars, any_zone=any_zone)
    else:
        store = open_store(chosen or settings(), report, any_zone=any_zone)
    with store:
        yield store


def zone_of(store: Store, chosen: Settings) -> ZoneInfo:
    """The time zone by which this command reads local times: that of the ledger, else of the settings."""
    from genealogy.ledger.head import zone_of as of_ledger

    return of_ledger(store, chosen)

"""Another database in the place of a home's own, such that a power cut at any moment loses neither by halves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from genealogy.server.layout import Home, disk_errors
from genealogy.server.process import end_left_behind


def _old(home: Home) -> Path:
    return home.data.with_name("data.old")


def _gone(home: Home) -> Path:
    return home.data.with_name("data.gone")


@contextmanager
def replacing(home: Home) -> Iterator[None]:
    """An empty data folder to fill; when that fails, or is cut short, the old one comes back (see `settle`)."""
    with disk_errors(home.neo4j):
        home.data.rename(_old(home))
        home.data.mkdir(mode=0o700)
        try:
            yield
            _old(home).rename(_gone(home))  # in one step: from here on the new database counts
        finally:
            settle(home)


def settle(home: Home) -> None:
    """Finish or undo a replacement that did not come to its end."""
    with disk_errors(home.neo4j):
        if _old(home).exists():
            end_left_behind(home)
            shutil.rmtree(home.data, ignore_errors=True)
            _old(home).rename(home.data)
        if _gone(home).exists():
            shutil.rmtree(_gone(home))

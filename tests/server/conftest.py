"""Homes of their own for the tests of the embedded server; the jars come from the cache that is shared by all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from genealogy.server import stop
from genealogy.settings import Settings, load_settings

NewHome = Callable[[str], Settings]


@pytest.fixture(scope="module")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewHome]:
    """Makes settings with a fresh home; whatever runs in one at the end is stopped."""
    made: list[Settings] = []

    def make(name: str) -> Settings:
        # A small heap, for several servers and other tests may run beside these.
        home = tmp_path_factory.mktemp("home") / name
        made.append(load_settings().model_copy(update={"home": home, "heap_mb": 512, "pagecache_mb": 64}))
        return made[-1]

    yield make
    for settings in made:
        if settings.home.is_dir():
            stop(settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder."""
    return tmp_path

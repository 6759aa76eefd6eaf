"""A simulated plant, on a server that may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genealogy import server
from genealogy.settings import Settings, load_settings
from loaders.simulate import simulate
from tests.crash.plant import Plant


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plant]:
    """Tanks with heels, campaigns and drums, and a share of the records missing: all that is derived occurs."""
    bundle = simulate(tmp_path_factory.mktemp("chemical"), "chemical", 500, 7, missing=0.05).bundle
    home = tmp_path_factory.mktemp("home")
    settings = load_settings().model_copy(update={"home": home, "heap_mb": 512, "pagecache_mb": 64})
    try:
        yield Plant(settings, bundle).undisturbed()
    finally:
        server.stop(settings)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")

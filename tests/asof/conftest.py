"""One home for all questions of the past: its shadow server starts once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from genealogy import asof
from genealogy.settings import Settings


@pytest.fixture(scope="session")
def settings_of_past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    settings = Settings(home=Path(tmp_path_factory.mktemp("past")))
    yield settings
    asof.stop(settings)

"""Small bundles written where a test can get at them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from genealogy.store import Store
from tests.support.servers import wipe


@pytest.fixture
def wipe_store(store: Store) -> Callable[[], None]:
    """Empty the database in the middle of a test."""
    return lambda: wipe(store)

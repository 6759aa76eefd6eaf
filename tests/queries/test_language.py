"""Every query says its language: Neo4j takes version 5 unless a server is told otherwise, as our embedded one is."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import recall
from genealogy.answers.seeds import Seed
from genealogy.queries import LANGUAGE, all_queries
from genealogy.rebuild import rebuild
from genealogy.store import Store
from loaders.example import BAD_LOT, BUNDLE
from loaders.load import load
from tests.support.servers import wipe

UTC = ZoneInfo("UTC")


@pytest.fixture
def with_version_5(store: Store) -> Iterator[Store]:
    """A database with Neo4j's own default."""
    with store.driver.session(database=store.database) as session:
        (before,) = session.run("SHOW DATABASE $name YIELD defaultLanguage", name=store.database).single(strict=True)
    store.run_text(f"ALTER DATABASE `{store.database}` SET DEFAULT LANGUAGE CYPHER 5")
    yield store
    store.run_text(f"ALTER DATABASE `{store.database}` SET DEFAULT LANGUAGE {before}")


def test_every_query_is_sent_with_its_language() -> None:
    assert [name for name, query in all_queries().items() if not query.sent.startswith(f"{LANGUAGE}\n")] == []


def test_the_product_works_on_a_database_of_version_5(with_version_5: Store) -> None:
    wipe(with_version_5)
    assert load(with_version_5, BUNDLE, UTC).clean
    assert len(recall(with_version_5, [Seed(BAD_LOT)])["batches"]) == 97
    assert rebuild(with_version_5, UTC)["equal"]

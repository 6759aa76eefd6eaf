"""Saved queries and the guide, tried on the example plant: each finds something that Browser can draw."""

from __future__ import annotations

import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.store import Store
from loaders.example import BUNDLE
from loaders.load import load
from tests.browser.reading import Saved, saved, steps
from tests.queries.everything import fill
from tests.support.servers import wipe

DRAWN = 1000  # nodes that Browser draws at most
SAVED = saved()
STEPS = list(steps())
# What the example plant has no records of is tried on a database that holds one of everything.
ELSEWHERE = {
    "residue": {"equipment": "LINE"},
    "transfers": {},
    "alike": {},
}


def tried(store: Store, query: Saved, params: dict[str, str]) -> list[str]:
    """What is wrong with the answer to a query."""
    with store.driver.session(database=store.database, notifications_min_severity="INFORMATION") as session:
        result = session.run(query.text, params)
        rows = len(list(result))
        nodes = len(result.graph().nodes)
        remarks = [
            status.status_description for status in result.consume().gql_status_objects if status.is_notification
        ]
    wrong = [] if rows else ["finds nothing"]
    return wrong + remarks + ([f"{nodes} nodes"] if nodes > DRAWN else [])


@pytest.fixture(scope="module")
def plant(server_store: Store) -> Store:
    """The example plant, loaded; do not write to it.

    Before it, one of everything: the server remarks on types that no edge has ever had, which says nothing of a query.
    """
    wipe(server_store)
    fill(server_store)
    wipe(server_store)
    assert load(server_store, BUNDLE, ZoneInfo("UTC")).clean
    return server_store


@pytest.mark.parametrize(("query", "params"), STEPS, ids=[query.title for query, _ in STEPS])
def test_a_step_of_the_guide(plant: Store, query: Saved, params: dict[str, str]) -> None:
    assert tried(plant, query, params) == []


def test_the_guide_has_the_saved_queries_word_for_word() -> None:
    shown = {query for query, _ in STEPS}
    assert shown == {query for name, query in SAVED.items() if name not in ELSEWHERE}
    assert len(STEPS) == len(shown)


def test_the_guide_reaches_what_the_story_tells(plant: Store) -> None:
    found = {query.title: plant_rows(plant, query, params) for query, params in STEPS}
    scope = found[SAVED["scope_list"].title]
    assert len(scope) == 96
    assert {row[3] for row in scope} == {"certain"}
    assert [row[0].split()[0] for row in found[SAVED["call_list"].title]] == ["Aurora", "虚拟汽车集团"]
    assert [row[:1] + row[2:] for row in found[SAVED["gaps"].title]] == [("consumption without a lot", "COAT-MIX")]


def plant_rows(store: Store, query: Saved, params: dict[str, str]) -> list[tuple[Any, ...]]:
    with store.driver.session(database=store.database) as session:
        return [tuple(record.values()) for record in session.run(query.text, params)]


@pytest.mark.parametrize("query", SAVED.values(), ids=SAVED)
def test_a_saved_query_takes_known_parameters_and_has_an_end(query: Saved) -> None:
    assert set(re.findall(r"\$(\w+)", query.text)) <= {"batch", "other", "equipment", "run", "text"}
    assert "\n\n" not in query.text


@pytest.fixture
def everything(store: Store) -> Store:
    fill(store)
    return store


def test_what_the_example_plant_has_not(everything: Store) -> None:
    assert {name: tried(everything, SAVED[name], params) for name, params in ELSEWHERE.items()} == {
        name: [] for name in ELSEWHERE
    }

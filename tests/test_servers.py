"""Which server the tests take, and that they never delete what is not theirs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from genealogy.migrate import current_version
from genealogy.store import Store
from tests.support.servers import Choice, choose, claim, processes

URI = {"GENEALOGY_TEST_NEO4J_URI": "bolt://10.0.0.7:7687"}
USER = {"GENEALOGY_TEST_NEO4J_USER": "tester", "GENEALOGY_TEST_NEO4J_PASSWORD": "secret"}
WIPE = {"GENEALOGY_TEST_WIPE": "yes"}
GIVEN = Choice("given", "bolt://10.0.0.7:7687")


@pytest.mark.parametrize(
    ("environ", "engine", "expected"),
    [
        ({}, False, Choice("embedded", may_wipe=True)),
        ({}, True, Choice("container", may_wipe=True)),
        (URI, False, GIVEN),
        (URI, True, GIVEN),
        (URI | USER, True, replace(GIVEN, user="tester", password="secret")),
        (URI | WIPE, False, replace(GIVEN, may_wipe=True)),
        (URI | USER | WIPE, False, replace(GIVEN, user="tester", password="secret", may_wipe=True)),
        (URI | {"GENEALOGY_TEST_WIPE": "no"}, False, GIVEN),
        (URI | {"GENEALOGY_TEST_WIPE": ""}, False, GIVEN),
        ({"GENEALOGY_TEST_NEO4J_URI": ""}, True, Choice("container", may_wipe=True)),
        ({"GENEALOGY_TEST_NEO4J_URI": ""} | USER, False, Choice("embedded", may_wipe=True)),
        (USER | WIPE, False, Choice("embedded", may_wipe=True)),
        # The server of the product is never taken: a plant's data could lie there.
        ({"GENEALOGY_NEO4J_URI": "bolt://plant:7687"}, False, Choice("embedded", may_wipe=True)),
    ],
)
def test_every_environment_has_its_server(environ: dict[str, str], engine: bool, expected: Choice) -> None:
    assert choose(environ, engine) == expected


@pytest.mark.parametrize(
    ("choice", "cores", "free_gib", "expected"),
    [
        (Choice("embedded"), 2, 20, 2),
        (Choice("embedded"), 1, 20, 1),
        (Choice("embedded"), 32, 200, 4),
        (Choice("container"), 8, 9, 2),
        (Choice("embedded"), 8, 2, 1),
        (GIVEN, 8, 64, 0),  # it would be emptied under the other's feet
    ],
)
def test_each_process_has_a_server_of_its_own(choice: Choice, cores: int, free_gib: int, expected: int) -> None:
    assert processes(choice, cores, free_gib << 30) == expected


def test_a_server_that_holds_data_is_refused(store: Store) -> None:
    store.run_text("CREATE (:Batch {key: 'M/1'})")

    with pytest.raises(RuntimeError, match="GENEALOGY_TEST_WIPE=yes"):
        claim(store, may_wipe=False)

    assert store.read("scope.known", keys=["M/1"]).rows == [["M/1"]]


def test_it_is_wiped_where_that_is_allowed(store: Store) -> None:
    store.run_text("CREATE (:Batch {key: 'M/1'})")

    claim(store, may_wipe=True)

    assert store.read("scope.known", keys=["M/1"]).rows == []
    assert store.read("schema.version").one() == (current_version(), 0)


def test_an_empty_server_is_taken_as_it_is(store: Store) -> None:
    store.run_text("MATCH (n) DETACH DELETE n")

    claim(store, may_wipe=False)

    assert store.read("schema.version").one() == (current_version(), 0)

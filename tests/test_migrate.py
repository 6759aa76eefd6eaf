"""The schema version: forward under a lock, never back, and two programs that open a database at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from genealogy.errors import GenealogyError, SchemaVersionError
from genealogy.migrate import FIRST, current_version, open_schema
from genealogy.schema import KEY_OF
from genealogy.store import Store
from tests.loaders.graph import ask
from tests.support.servers import wipe

# What a later program may bring: an index, a change of what is there, a change that would show if it ran twice.
STEPS = {
    2: """CREATE INDEX batch_colour IF NOT EXISTS FOR (b:Batch) ON (b.colour);
          MATCH (b:Batch) SET b.colour = "red"; MATCH (b:Batch) SET b.grade = coalesce(b.grade, 0) + 1""",
    3: """MATCH (b:Batch) SET b.colour = b.colour + "dish" """,
}


@pytest.fixture
def old(store: Store) -> Iterator[Store]:
    """A database of the first version, with two batches."""
    store.run_text("UNWIND ['M/1', 'M/2'] AS key CREATE (:Batch {key: key})")
    yield store
    store.run_text("DROP INDEX batch_colour IF EXISTS")


def bare(store: Store) -> None:
    """A database as a fresh server has it: no nodes, no constraints, no indexes."""
    wipe(store)
    store.run_text("MATCH (n) DETACH DELETE n")
    for kind, name in ask(store, "SHOW CONSTRAINTS YIELD name RETURN 'CONSTRAINT', name"):
        store.run_text(f"DROP {kind} {name}")
    for (name,) in ask(store, "SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        store.run_text(f"DROP INDEX {name}")


def batches(store: Store) -> list[tuple[str, int]]:
    return ask(store, "MATCH (b:Batch) RETURN b.colour, b.grade")


def unique(store: Store) -> set[tuple[str, str]]:
    return set(ask(store, "SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN labelsOrTypes[0], properties[0]"))


def test_migrations_run_forward_in_order(old: Store) -> None:
    assert open_schema(old, STEPS) == 3
    assert batches(old) == [("reddish", 1)] * 2
    assert ("Batch", "colour") in old.read("schema.rules").rows
    assert old.read("schema.version").one()[0] == 3


def test_migrations_run_once(old: Store) -> None:
    assert open_schema(old, {2: STEPS[2]}) == 2
    assert open_schema(old, {2: STEPS[2]}) == 2
    assert open_schema(old, STEPS) == open_schema(old, STEPS) == 3
    assert batches(old) == [("reddish", 1)] * 2


def test_a_new_database_takes_all_of_them(store: Store) -> None:
    bare(store)
    assert open_schema(store, STEPS) == 3
    store.run_text("DROP INDEX batch_colour")


def test_an_older_program_refuses_a_newer_database(old: Store) -> None:
    open_schema(old, STEPS)
    with pytest.raises(SchemaVersionError, match=f"version 3, this program knows {FIRST}; install a newer program"):
        open_schema(old)
    assert old.read("schema.version").one()[0] == 3


def test_a_migration_that_fails_changes_nothing(old: Store) -> None:
    broken = {**STEPS, 3: "MATCH (b:Batch) SET b.colour = 'blue'; MATCH (b:Batch) SET b.key = 'same'"}
    with pytest.raises(GenealogyError, match="Constraint"):
        open_schema(old, broken)
    assert (old.read("schema.version").one()[0], batches(old)) == (2, [("red", 1)] * 2)
    assert open_schema(old, STEPS) == 3
    assert batches(old) == [("reddish", 1)] * 2


def test_two_openers_at_once(old: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: open_schema(old, STEPS), range(4))) == [3] * 4
    assert batches(old) == [("reddish", 1)] * 2


def test_two_openers_of_a_new_database(store: Store) -> None:
    bare(store)
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: open_schema(store), range(4))) == [current_version()] * 4
    assert ask(store, "MATCH (h:Ledger) RETURN count(h), min(h.seq)") == [(1, 0)]
    assert unique(store) >= set(KEY_OF.items())


def test_opening_again_changes_nothing(store: Store) -> None:
    before = ask(store, "MATCH (n) RETURN properties(n)"), unique(store)
    assert open_schema(store) == current_version()
    assert (ask(store, "MATCH (n) RETURN properties(n)"), unique(store)) == before


def test_opening_says_nothing(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    bare(store)
    open_schema(store)
    store.run_text("DROP INDEX index_Batch_lot")  # what is there of a label is said by neomodel when the rest is made
    store.run_text("MATCH (n) DELETE n")
    open_schema(store)
    assert ("Batch", "lot") in store.read("schema.rules").rows
    assert capfd.readouterr().out == ""

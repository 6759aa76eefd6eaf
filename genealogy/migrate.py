"""The database's schema version: constraints from `genealogy.schema`, then numbered `.cypher` migrations, in order.

The database records its version. An older program refuses a newer database; a newer one runs what is missing, each
migration in one transaction with its number, under the writer lock of the ledger's head.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from io import StringIO
from typing import Any

from neomodel import StructuredNode, db, get_config

from genealogy.errors import SchemaVersionError
from genealogy.schema import NODES
from genealogy.store import Store, Tx

FIRST = 1  # the version whose shape is exactly `genealogy.schema`
_SCHEMA_COMMAND = re.compile(r"(CREATE|DROP)\s+(\w+\s+)?(INDEX|CONSTRAINT)\b")


def migrations() -> dict[int, str]:
    """Number -> statements of each migration file `cypher/migrations/NNNN_what.cypher`, parted by `;`.

    Schema commands of a file run first and say IF [NOT] EXISTS: Neo4j does not mix them with writing in a transaction.
    """
    folder = resources.files("cypher") / "migrations"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".cypher")] if folder.is_dir() else []
    return {int(entry.name[:4]): entry.read_text(encoding="utf-8") for entry in files}


def current_version() -> int:
    """The schema version this program writes."""
    return max(migrations(), default=FIRST)


def open_schema(store: Store, steps: Mapping[int, str] | None = None) -> int:
    """Bring the database to this program's schema version and give it back; idempotent, also for two at once.

    `steps` are the program's migrations. Raises SchemaVersionError where the database is newer than the program.
    """
    steps = {FIRST: "", **(migrations() if steps is None else steps)}
    wanted = max(steps)
    version = _version(store, wanted)
    _install_constraints(store)  # also where the version is right: a label may have come in without a new one
    if version == wanted:
        return wanted
    store.write("schema.open")
    for number in sorted(number for number in steps if number > version):
        _migrate(store, number, steps[number])
    return _version(store, wanted)


def _version(store: Store, wanted: int) -> int:
    version = store.read("schema.version").one()[0] or 0
    if version > wanted:
        raise SchemaVersionError(
            f"the database has schema version {version}, this program knows {wanted}; install a newer program"
        )
    return int(version)


def _migrate(store: Store, number: int, text: str) -> None:
    statements = [statement for part in text.split(";") if (statement := part.strip())]
    data = [statement for statement in statements if not _SCHEMA_COMMAND.match(statement)]
    for statement in statements:
        if statement not in data:
            store.run_text(statement)
    store.writing(lambda tx, _: _step(tx, number, data), name="migrate")


def _step(tx: Tx, number: int, data: list[str]) -> None:
    tx.run("ledger.open")  # the lock: programs that start at once, and writers, take turns
    if tx.run("schema.version").one()[0] >= number:
        return
    for statement in data:
        tx.run_text(statement)
    tx.run("schema.set", version=number)


def _install_constraints(store: Store) -> None:
    """Constraints and indexes from the neomodel classes, through our own driver; only what is not there yet."""
    there = set(store.read("schema.rules").rows)
    missing = [node for node in NODES if _rules(node) - there]
    if not missing:
        return

    def install(driver: Any) -> None:
        get_config().database_name = store.database
        db.set_connection(driver=driver)
        for node in missing:
            # neomodel says what it finds in place, whatever it is told; standard output belongs to answers.
            db.install_labels(node, quiet=True, stdout=StringIO())

    store.lend(install)
    store.read("schema.await_indexes")


def _rules(node: type[StructuredNode]) -> set[tuple[str, str]]:
    properties = node.defined_properties(aliases=False, rels=False).items()
    return {
        (node.__label__, prop.get_db_property_name(name))
        for name, prop in properties
        if getattr(prop, "unique_index", False) or getattr(prop, "index", False)
    }

"""The database's schema version: constraints from `genealogy.schema`, then numbered `.cypher` migrations, in order.

The database records its version. An older program refuses a newer database; a newer one runs what is missing, under
the writer lock of the ledger's head.
"""

from __future__ import annotations

from importlib import resources

from neomodel import db

from genealogy.errors import SchemaVersionError
from genealogy.schema import NODES
from genealogy.store import Store, Tx

FIRST = 1  # the version whose shape is exactly `genealogy.schema`


def migrations() -> dict[int, str]:
    """Number -> statements of each migration file `cypher/migrations/NNNN_what.cypher`."""
    folder = resources.files("cypher") / "migrations"
    files = [entry for entry in folder.iterdir() if entry.name.endswith(".cypher")] if folder.is_dir() else []
    return {int(entry.name[:4]): entry.read_text(encoding="utf-8") for entry in files}


def current_version() -> int:
    """The schema version this program writes."""
    return max(migrations(), default=FIRST)


def open_schema(store: Store) -> int:
    """Bring the database to this program's schema version and give it back; idempotent.

    Raises SchemaVersionError where the database is newer than the program.
    """
    version, _ = store.read("schema.version").one()
    if version is not None and version > current_version():
        raise SchemaVersionError(
            f"the database has schema version {version}, this program knows {current_version()};"
            " install a newer program"
        )
    if version == current_version():
        return int(version)
    _install_constraints(store)
    version = store.write("schema.open").one()[0]
    for number in sorted(n for n in migrations() if n > version):
        _migrate(store, number)
    store.writing(lambda tx, _: _settle_version(tx), name="schema")
    return current_version()


def _settle_version(tx: Tx) -> None:
    tx.run("ledger.open")  # the lock: two programs starting at once take turns
    tx.run("schema.set", version=current_version())


def _migrate(store: Store, number: int) -> None:
    for statement in filter(None, (part.strip() for part in migrations()[number].split(";"))):
        store.run_text(statement)
    store.write("schema.set", version=number)


def _install_constraints(store: Store) -> None:
    """Constraints and indexes from the neomodel classes, through our own driver."""
    db.set_connection(driver=store.driver)
    for node in NODES:
        db.install_labels(node, quiet=True)
    store.run_text("CALL db.awaitIndexes(120)")

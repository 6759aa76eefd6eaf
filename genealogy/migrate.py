"""The database's schema version: constraints from `genealogy.schema`, then numbered `.cypher` migrations, in order.

The database records its version. An older program refuses a newer database; a newer one runs what is missing, under
the writer lock of the ledger's head.
"""

from __future__ import annotations

from contextlib import redirect_stdout
from importlib import resources
from io import StringIO

from neomodel import StructuredNode, db

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
    """Constraints and indexes from the neomodel classes, through our own driver; only what is not there yet."""
    there = set(store.read("schema.rules").rows)
    missing = [node for node in NODES if _rules(node) - there]
    if not missing:
        return
    db.set_connection(driver=store.driver)
    # neomodel prints what it finds in place, whatever it is told; standard output belongs to answers.
    with redirect_stdout(StringIO()):
        for node in missing:
            db.install_labels(node, quiet=True)
    store.read("schema.await_indexes")


def _rules(node: type[StructuredNode]) -> set[tuple[str, str]]:
    properties = node.defined_properties(aliases=False, rels=False).items()
    return {
        (node.__label__, prop.get_db_property_name(name))
        for name, prop in properties
        if getattr(prop, "unique_index", False) or getattr(prop, "index", False)
    }

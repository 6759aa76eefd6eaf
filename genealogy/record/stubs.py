"""Stubs: what is named and described nowhere is there all the same (rule 2)."""

from __future__ import annotations

from collections.abc import Sequence

from genealogy.events import Event
from genealogy.keys import BatchKey
from genealogy.record.rows import batches_named, named
from genealogy.record.stale import mark
from genealogy.store import Tx


def ensure(tx: Tx, events: Sequence[Event]) -> None:
    """Stubs for all that is named (rule 2)."""
    by_label: dict[str, set[str]] = {}
    for event in events:
        for label, id_ in named(event):
            by_label.setdefault(label, set()).add(id_)
    for label, ids in by_label.items():
        tx.run(f"ensure.{label.lower()}", ids=sorted(ids))
    keys = {str(key): key for event in events for key in batches_named(event)}
    if keys:
        alike = tx.run("ensure.batch", rows=[stub_of(text, keys[text]) for text in sorted(keys)]).rows
        mark(tx, (f"alike:{value}" for (value,) in alike))


def stub_of(text: str, key: BatchKey) -> dict[str, str | None]:
    """The properties of a batch that is named and not described."""
    optional = {"assigner": key.assigner or None, "serial": key.serial or None}
    return {"key": text, "alike": key.alike, "material": key.material, "lot": key.lot, **optional}

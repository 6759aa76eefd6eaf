"""What a database holds before anything is recorded in it: its head, who may use it, loads that came to nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from genealogy.errors import UsageError
from genealogy.ledger.head import head_of
from genealogy.migrate import current_version
from genealogy.store import Store

_TAKEN_OVER = frozenset({"Ledger", "Load", "Person", "ApiKey", "Request"})
_HOLDS = (
    "--initial is for the first load into a database in which nothing is recorded, and this one holds {what}; load"
    " without --initial"
)
_TOLD = (
    "somebody subscribes to what is recorded here, and years of history would be told to them: remove the subscriptions"
    " (`genealogy webhook remove`) until the history is there, or load without --initial"
)


@dataclass(frozen=True, slots=True)
class Empty:
    """The nodes that a database had before its first event: `head`, and `others` with their labels."""

    head: dict[str, Any]
    others: list[tuple[str, Mapping[str, Any]]]


def nothing() -> Empty:
    """What a database begins with that was never opened: the head that `schema.open` makes."""
    secret = f"{uuid4()}{uuid4()}"
    head = {"name": "head", "seq": 0, "corrections": 0, "secret": secret, "origin": str(uuid4())}
    return Empty(head | {"schema": current_version()}, [])


def empty_of(store: Store) -> Empty:
    """What to take over from a database in which nothing is recorded; raises UsageError where something is."""
    if seq := head_of(store).seq:
        raise UsageError(_HOLDS.format(what=f"{seq:,} events"))
    labels = {label for (label,) in store.read("initial.labels").rows}
    if "Subscription" in labels:
        raise UsageError(_TOLD)
    if labels - _TAKEN_OVER:
        raise UsageError(_HOLDS.format(what=", ".join(sorted(labels - _TAKEN_OVER))))
    nodes = store.read("initial.nodes").rows
    head = next(dict(props) for label, props in nodes if label == "Ledger")
    return Empty(head, [(label, props) for label, props in nodes if label != "Ledger"])

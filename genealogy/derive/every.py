"""After a first load nothing is derived yet: all that derived things may hang on is looked at, and marked.

A mark `every:WHAT AFTER` stands for all keys of that kind that follow; each step takes some of them and leaves a mark
for the rest, so that a kill at any moment loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from genealogy.record.stale import mark, of_runs
from genealogy.store import Tx

KIND = "every"
AT_ONCE = 50_000


def _runs(tx: Tx, ids: list[str]) -> set[str]:
    return of_runs(tx, set(ids))


def _bare(tx: Tx, keys: list[str]) -> set[str]:
    return {f"bare:{key}" for (key,) in tx.run("stale.bare", keys=keys).rows}


def _shipments(tx: Tx, ids: list[str]) -> set[str]:
    return {f"shipment:{id_}" for (id_,) in tx.run("stale.shipments", ids=ids).rows}


def _equipment(_: Tx, ids: list[str]) -> set[str]:
    return {f"{kind}:{id_}" for kind in ("vessel", "line") for id_ in ids}


def _alike(_: Tx, values: list[str]) -> set[str]:
    """Looks that two batches have; the last one may go on among those that follow."""
    twins = {one for one, other in pairwise(values) if one == other}
    return {f"alike:{value}" for value in twins | set(values[-1:])}


_WHAT: dict[str, Callable[[Tx, list[str]], set[str]]] = {
    **{"runs": _runs, "bare": _bare, "shipments": _shipments, "equipment": _equipment, "alike": _alike},
}
EVERY = tuple(f"{KIND}:{what} " for what in _WHAT)


def mark_every(tx: Tx, ids: list[str]) -> None:
    """Mark what hangs on the next keys of these kinds."""
    for id_ in ids:
        what, _, after = id_.partition(" ")
        keys = [key for (key,) in tx.run(f"every.{what}", after=after, limit=AT_ONCE).rows]
        mark(tx, _WHAT[what](tx, keys))
        if len(keys) == AT_ONCE and keys[-1] > after:
            mark(tx, [f"{KIND}:{what} {keys[-1]}"])

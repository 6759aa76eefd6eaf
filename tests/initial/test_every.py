"""Marks that stand for all keys of a kind become those of what has to be made, in steps of any size."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from genealogy.derive import every
from genealogy.derive.settle import look_at_every, settle
from genealogy.graph_hash import graph_hash
from genealogy.record.writer import Source, record
from genealogy.store import Store
from tests.queries.everything import events


def test_steps_of_any_size_mark_the_same_and_what_is_made_stays(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    record(store, events(), Source("load-1", "events"), ZoneInfo("UTC"))
    settle(store)
    before = graph_hash(store)
    whole = marks(store)
    assert {mark.partition(":")[0] for mark in whole} == {"alike", "bare", "line", "run", "shipment", "vessel"}
    settle(store)
    assert graph_hash(store) == before

    monkeypatch.setattr(every, "AT_ONCE", 2)
    small = marks(store)
    assert whole <= small
    assert {mark.partition(":")[0] for mark in small - whole} <= {"alike"}  # the last of a step may go on in the next
    settle(store)
    assert graph_hash(store) == before


def marks(store: Store) -> set[str]:
    """What is marked once all keys were looked at."""
    store.write("stale.mark", ids=list(every.EVERY))
    look_at_every(store)
    return {id_ for (id_,) in store.read("stale.list").rows}

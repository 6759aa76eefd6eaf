"""One set of events without conflicts, in any order, some of them twice, by clocks that go back: one graph."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from random import Random
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from genealogy.derive import settle
from genealogy.events import Event
from genealogy.graph_hash import graph_hash
from genealogy.record import writer
from genealogy.record.writer import Source, record
from genealogy.store import Store
from tests.exhaustive.plants import plant
from tests.support.bundles import events_of
from tests.support.campaign import size
from tests.support.servers import wipe

pytestmark = pytest.mark.timeout(size(600, 7200))
UTC = ZoneInfo("UTC")
PERMUTATIONS = size(6, 500)


class Skewed:
    """The clock of whoever records: up to a day early or late."""

    random = Random(1)

    @classmethod
    def now(cls, zone: dt.tzinfo) -> dt.datetime:
        return dt.datetime.now(zone) + dt.timedelta(days=cls.random.uniform(-1, 1))


def _events() -> list[Event]:
    return [event for seed in range(4) for event in events_of(plant(seed, f"p{seed}-"))]


def _arriving(random: Random, events: list[Event]) -> Iterator[list[Event]]:
    """Shuffled, every fifth once more, some at a time."""
    left = random.sample([*events, *random.sample(events, len(events) // 5)], len(events) + len(events) // 5)
    while left:
        some = random.randint(1, 40)
        yield left[:some]
        left = left[some:]


def test_one_graph(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    events = _events()
    first = record(store, events, Source("test", "as they are"), UTC)
    events = [events[position] for position in first.new]  # so that nothing is in conflict with anything
    settle(store)
    known = graph_hash(store)
    monkeypatch.setattr(writer, "dt", SimpleNamespace(datetime=Skewed, UTC=dt.UTC))

    hashes = set()
    for seed in range(PERMUTATIONS):
        wipe(store)
        random, new, repeated = Random(seed), 0, 0
        for some in _arriving(random, events):
            outcome = record(store, some, Source("test", f"{seed}"), UTC)
            assert not outcome.conflicts
            new, repeated = new + len(outcome.new), repeated + len(outcome.repeated)
            if random.random() < 0.3:
                settle(store)
        settle(store)
        hashes.add(graph_hash(store))
        assert (new, repeated) == (len(events), len(events) // 5)

    with capsys.disabled():
        print(f"\n{PERMUTATIONS} permutations of {len(events)} events, {len(events) // 5} of them twice: one graph")
    assert hashes == {known}


@pytest.mark.parametrize(("kind", "lot"), [("consumed", "1"), ("produced", "2")])
def test_a_line_is_known_while_its_run_waits_to_be_drawn_by_its_parts(store: Store, kind: str, lot: str) -> None:
    """A mapping came, and what follows from it is not derived yet: the line is still that of a plain run."""
    line = {"run": "R", "material": "面粉", "lot": lot, "quantity": "5", "uom": "kg"}
    mapping = {"run": "R", "in_material": "面粉", "in_lot": "1", "out_material": "面粉", "out_lot": "2"}
    for rows in ({kind: [line]}, {"mapped": [mapping]}):
        record(store, events_of(rows), Source("test", ""), UTC)

    again = record(store, events_of({kind: [line]}), Source("test", ""), UTC)
    other = record(store, events_of({kind: [line | {"quantity": "6"}]}), Source("test", ""), UTC)

    assert (again.new, again.repeated) == ([], [0])
    assert (other.new, other.conflicts) == ([], [0])

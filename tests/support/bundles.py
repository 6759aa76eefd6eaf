"""A bundle of plain rows into a real database by the public path: events, recorded in one go, then settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from genealogy.derive import settle
from genealogy.events import BY_KIND, Event
from genealogy.record.writer import Outcome, Source, record
from genealogy.store import Store

Rows = Sequence[Mapping[str, str]]
KIND_OF_FILE = {
    **{f"{kind}s": kind for kind in ("material", "conversion", "supplier", "customer", "location", "operator")},
    **{f"{kind}s": kind for kind in ("receipt", "run", "parameter", "order", "shipment", "return", "inspection")},
    **{f"{kind}s": kind for kind in ("cleaning", "movement", "count", "pack", "correction")},
    **{kind: kind for kind in ("equipment", "used", "mapped", "produced", "consumed", "shipped")},
    **{"batches": "batch", "statuses": "status"},
}


def events_of(bundle: Mapping[str, Rows]) -> list[Event]:
    """The rows of a bundle as events; raises pydantic's error on a row that is none."""
    found: list[Event] = []
    for file, rows in bundle.items():
        model = BY_KIND[KIND_OF_FILE[file]]
        found += TypeAdapter(list[model]).validate_python([_filled(row) for row in rows])  # type: ignore[valid-type]
    return found


def record_bundles(
    store: Store, bundles: Iterable[Mapping[str, Rows]], zone: str = "UTC", *, chunk: int = 10_000, settled: bool = True
) -> list[Outcome]:
    """Record what the bundles hold, `chunk` events a transaction, and make what is derived from them."""
    events = [event for bundle in bundles for event in events_of(bundle)]
    parts = [events[first : first + chunk] for first in range(0, len(events), chunk)]
    outcomes = [record(store, part, Source("test", "rows"), ZoneInfo(zone)) for part in parts]
    if settled:
        settle(store)
    return outcomes


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}

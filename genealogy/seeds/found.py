"""Seeds by query, looked up: which batches and runs what was asked means, and the records that say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from genealogy.derive.lines import interval
from genealogy.errors import NothingMatchesError
from genealogy.keys import normal
from genealogy.seeds.asked import Family, SeedQuery
from genealogy.seeds.runs import runs_of
from genealogy.seeds.values import Found, overlap, untimed
from genealogy.store import Reads
from genealogy.store.moments import EPOCH
from genealogy.times import BEGIN, Interval

MILLISECOND = dt.timedelta(milliseconds=1)


def find(store: Reads, query: SeedQuery, zone: ZoneInfo) -> list[Found]:
    """The batches and runs a seed query means, each once, in order of their names.

    Raises UsageError for a query that asks for nothing, NothingMatchesError where no record matches.
    """
    wanted = query.normalised()
    look = _LOOK[wanted.family]
    found: dict[str, Found] = {}
    for one in look(store, wanted, wanted.period(zone)):
        found[one.node] = one if one.node not in found else found[one.node].joined(one)
    if not found:
        raise NothingMatchesError(f"no record matches the seed: {_SOUGHT[wanted.family]} with {query.text()}")
    return [found[node] for node in sorted(found)]


def _deliveries(store: Reads, query: SeedQuery, period: Interval) -> Iterator[Found]:
    """Batches received, each suspect from the earliest moment of its receipt (rule 21)."""
    receipts = [query.receipt] if query.receipt else []
    suppliers = [query.supplier] if query.supplier and not receipts else []
    rows = store.read("seeds.deliveries", receipts=receipts, suppliers=suppliers).dicts()
    for row in rows:
        came = interval(row["came"], row["came_end"])
        by_supplier = query.supplier is None or row["supplier"] == query.supplier
        if by_supplier and _of_lot(query, row) and overlap(came, period):
            since = 0 if came.start == BEGIN else int((came.start - EPOCH) // MILLISECOND)
            record = f"receipt {row['receipt']}"
            yield Found(row["key"], since, (record,), untimed=untimed(record, period, came))


def _of_lot(query: SeedQuery, row: dict[str, str | None]) -> bool:
    """Whether a line is of the supplier's lot: it says so, or it says nothing and the batch bears that number."""
    if query.supplier_lot is None:
        return True
    if row["supplier_lot"]:
        return normal(row["supplier_lot"]) == query.supplier_lot
    return row["lot"] == query.supplier_lot and row["assigner"] in (None, "", row["supplier"])


def _inspections(store: Reads, query: SeedQuery, period: Interval) -> Iterator[Found]:
    """Batches that failed, suspect since ever: the test only found what had been there."""
    for row in store.read("seeds.failed", materials=[query.material]).dicts():
        when = interval(row["inspected"], row["inspected_end"])
        asked = (("characteristic", query.characteristic), ("defect", query.defect))
        if all(word is None or normal(row[name] or "") == word for name, word in asked) and overlap(when, period):
            record = f"inspection {row['inspection']}"
            yield Found(row["key"], 0, (record,), untimed=untimed(record, period, when))


_LOOK: dict[Family, Callable[[Reads, SeedQuery, Interval], Iterator[Found]]] = {
    "deliveries": _deliveries,
    "runs": runs_of,
    "inspections": _inspections,
}
_SOUGHT: dict[Family, str] = {
    "deliveries": "a received batch",
    "runs": "a run",
    "inspections": "a batch that failed an inspection",
}

"""The key data elements of a scope or of a period, each record with those that are missing."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.scope import scope_of
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.steady import steady
from genealogy.fsma.kdes import EVENTS, Value, event_of
from genealogy.fsma.lines import MOMENTS, NAMES, Described, Line, props_of
from genealogy.store import Reads, Store

READ = ("received", "made", "shipped")
_PARTIES = {"Supplier": ("supplier", "assigner"), "Customer": ("customer",)}
_PLACES = ("location", "from_location", "to_location", "recipient", "farm", "cooled_at")
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a sheet: the record, its values in the order of `EVENTS[event]`, the titles of those missing."""

    event: str
    record: str
    values: tuple[Value, ...]
    missing: tuple[str, ...]


@dataclass(slots=True)
class Records:
    """Records by critical tracking event; what is noted of the places and products in them; `undated` counts records
    that a period cannot tell of, because they have no moment."""

    by_event: dict[str, list[Record]] = field(default_factory=lambda: {name: [] for name in EVENTS})
    places: Rows = field(default_factory=list)
    products: Rows = field(default_factory=list)
    undated: dict[str, int] = field(default_factory=dict)
    asked: str = ""

    @property
    def count(self) -> int:
        """How many records there are."""
        return sum(map(len, self.by_event.values()))


def records_of_scope(store: Store, keys: Sequence[str], zone: ZoneInfo) -> Records:
    """Every record of the batches up and down the trace of these, and all lines of the runs among them. Raises
    UnknownBatchError."""

    def read(tx: Reads) -> Records:
        seeds = [seed.key for seed in checked(tx, [Seed(key) for key in keys])]
        found = {key for way in ("upstream", "downstream") for key in scope_of(tx, seeds, way).batches}
        return _records(tx, lambda what: _rows(tx, what, keys=sorted(found)), zone)

    records = steady(store, read, "fsma")
    records.asked = f"trace of {', '.join(keys)}, up and down"
    return records


def records_of_period(store: Store, since: dt.datetime, until: dt.datetime, zone: ZoneInfo) -> Records:
    """Every record from `since` up to, but not at, `until`; a run counts by its end."""
    period = {"from": since, "to": until}
    records = steady(store, lambda tx: _records(tx, lambda what: _rows(tx, f"{what}_in", **period), zone), "fsma")
    records.asked = f"{since.isoformat()} to {until.isoformat()}"
    return records


def _rows(store: Reads, query: str, **params: Any) -> Rows:
    found = store.read(f"fsma.{query}", names=list(NAMES), moments=list(MOMENTS), **params).dicts()
    return [row | {name: props_of(row[name]) for name in ("batch", "line", "head")} for row in found]


def _records(store: Reads, read: Any, zone: ZoneInfo) -> Records:
    rows = [row for what in READ for row in read(what)]
    described = _described(store, rows)
    records = Records()
    undated: Counter[str] = Counter()
    for row in rows:
        line = Line(**row, described=described, zone=zone)
        if not _dated(line):
            undated[line.kind] += 1
        record = _record(line)
        records.by_event[record.event].append(record)
    records.undated = dict(undated)
    records.places = list(_noted(described, ("Location", "Supplier", "Customer")))
    records.products = list(_noted(described, ("Material",)))
    return records


def _dated(line: Line) -> bool:
    return any(
        name in props
        for name in ("received_at", "shipped_at", "ended_at", "started_at")
        for props in (line.line, line.head)
    )


def _record(line: Line) -> Record:
    event = event_of(line)
    values: list[Value] = []
    missing: list[str] = []
    for kde in EVENTS[event]:
        value = kde.value(line) if line.kind != "run" or line.way in kde.ways else None
        values.append(value)
        if kde.required and value in (None, "") and (line.kind != "run" or line.way in kde.ways):
            missing.append(kde.title)
    return Record(event, line.record, tuple(values), tuple(missing))


def _described(store: Reads, rows: Rows) -> Described:
    """What is noted on all that the rows name, each read once."""
    named = {label: _named(rows, names) for label, names in _PARTIES.items()}
    keys = sorted({row["key"] for row in rows if not row["batch"].get("assigner")})
    origins = dict(store.read("fsma.origins", keys=keys).rows) if keys else {}
    noted = store.read(
        "fsma.described",
        materials=sorted({row["batch"]["material"] for row in rows}),
        suppliers=named["Supplier"],
        customers=sorted({*named["Customer"], *named["Supplier"]}),
        locations=sorted({*_named(rows, _PLACES), *_named(rows, ("assigner",)), *origins.values()}),
    ).rows
    by_label: dict[str, dict[str, Any]] = {}
    for label, id_, props in noted:
        by_label.setdefault(label, {})[id_] = props
    return Described(by_label, origins)


def _named(rows: Rows, names: Sequence[str]) -> list[str]:
    return sorted(
        {
            str(props[name])
            for row in rows
            for props in (row["line"], row["head"], row["batch"])
            for name in names
            if props.get(name)
        }
    )


def _noted(described: Described, labels: Iterable[str]) -> Iterator[dict[str, Any]]:
    for label in labels:
        for id_, props in sorted(described.by_label.get(label, {}).items()):
            yield {"kind": label.casefold(), "id": id_, **props}

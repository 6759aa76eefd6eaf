"""One event as the row of a recording query: the nodes it names, and the properties it writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import orjson

from genealogy.events import BatchLine, Event
from genealogy.events.care import Cleaning, Correction, Pack
from genealogy.events.epcis import EpcisEvent
from genealogy.events.flow import Mapped, Return, Used
from genealogy.keys import BatchKey
from genealogy.store.moments import moment
from genealogy.times import BEGIN, END, INSTANT, Clock, is_local, parse_time

# Fields that name another object, and the label of that object.
REFS = {
    **{"material": "Material", "supplier": "Supplier", "customer": "Customer", "equipment": "Equipment"},
    **{"operator": "Operator", "run": "Run", "receipt": "Receipt", "shipment": "Shipment", "pack": "Pack"},
    **{"return_": "Return", "child_pack": "Pack", "case": "Case"},
    **{"location": "Location", "from_location": "Location", "to_location": "Location"},
}
NUMBERS = frozenset({"quantity", "factor", "unit_cost", "shelf_life_days"})
TIMES = frozenset(
    {"at", "started_at", "ended_at", "from_", "to", "received_at", "shipped_at", "delivered_at", "signed_at"}
    | {"returned_at", "inspected_at", "cleaned_at", "counted_at", "packed_at", "unpacked_at", "produced_at"}
    | {"expires_on", "due", "computed_at", "event_time", "record_time", "declared_at"}
)
RESERVED = frozenset(
    {"event", "seq", "uid", "key", "alike", "caption", "voids", "retired", "retired_events", "load", "cleaning"}
)
_OF_TIMES = frozenset(f"{name.rstrip('_')}_{part}" for name in TIMES for part in ("end", "text"))
_COLUMN = {"from_": "from", "return_": "return", "paper": "document", "class_": "class"}
# What an edge says by its two ends is not said again on it.
_ENDS = frozenset({"material", "lot", "assigner", "serial", "run", "shipment", "pack", "child_pack", "return_"})
_RECEIPT_ENDS = frozenset({"material", "lot", "assigner", "serial", "receipt"})
_COVERS_ENDS = frozenset({"material", "lot", "assigner", "serial", "case"})
_RETURN_ENDS = frozenset({"material", "lot", "assigner", "serial", "return_"})
_EDGE_ENDS = {
    "receipt": _RECEIPT_ENDS,
    "return": _RETURN_ENDS,
    "covered": _COVERS_ENDS,
    "used": frozenset({"run", "equipment", "operator"}),
    **dict.fromkeys(("consumed", "produced", "shipped", "pack"), _ENDS),
}


def queries_for(event: Event, special_runs: set[str]) -> tuple[str, ...]:
    """The names of the queries that draw this event."""
    kind = event.kind_of_event
    if kind in ("consumed", "produced"):
        if kind == "consumed" and not event.__dict__["lot"]:
            return ("record.backflushed",)
        if event.__dict__["run"] in special_runs:
            return ("record.input_line" if kind == "consumed" else "record.output_line",)
    if isinstance(event, Used):
        return ("record.ran_on",) * bool(event.equipment) + ("record.run_by",) * bool(event.operator)
    if isinstance(event, Pack):
        return ("record.stack",) * bool(event.child_pack) + ("record.pack",) * bool(event.key)
    if isinstance(event, Return):
        return ("record.return_out" if event.supplier else "record.return_in",)
    return (f"record.{kind}",)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What of a kind of event becomes of which shape; made once per kind, for a load passes here a million times."""

    refs: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, str], ...]
    numbers: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]


@cache
def _plan(kind: type[Event]) -> _Plan:
    fields = kind.model_fields
    said = [name for name in fields if name not in _EDGE_ENDS.get(kind.kind_of_event, frozenset())]
    columns = {name: _COLUMN.get(name, name) for name in said}
    return _Plan(
        tuple((name, label) for name, label in REFS.items() if name in fields),
        tuple((name, columns[name]) for name in said if name not in NUMBERS | TIMES),
        tuple((name, columns[name]) for name in said if name in NUMBERS),
        tuple((name, columns[name]) for name in said if name in TIMES),
    )


def named(event: Event) -> list[tuple[str, str]]:
    """The (label, id) of every object but batches that the event names."""
    own = event.__dict__
    return [(label, own[name]) for name, label in refs_of(type(event)) if own[name]]


def refs_of(kind: type[Event]) -> tuple[tuple[str, str], ...]:
    """The fields of this kind that name another object, each with the label of that."""
    return _plan(kind).refs


def batches_named(event: Event) -> list[BatchKey]:
    """The keys of the batches that the event names."""
    if isinstance(event, Mapped):
        return [BatchKey.parse(event.in_key), BatchKey.parse(event.out_key)]
    own = event.__dict__
    if not isinstance(event, BatchLine) or not own.get("lot"):
        return []
    return [BatchKey(own["material"], own["lot"], own.get("assigner") or "", own.get("serial") or "")]


def row_of(index: int, event: Event, clock: Clock, uid: str) -> dict[str, Any]:
    """The row: `i`, `uid` (the line id of the event), the ids of what it names, and `props` (still without sequence
    number and event id)."""
    own = event.__dict__
    row: dict[str, Any] = {name: own[name] for name, _ in refs_of(type(event))}
    row["i"] = index
    row["uid"] = uid
    row["node"] = own.get(event.identity[0])
    row["return_id"] = own.get("return_")
    row["props"] = properties(event, clock)
    row["props"]["uid"] = uid
    if isinstance(event, BatchLine):
        row["key"] = event.key
        if event.kind_of_event == "batch":
            row["node"] = row["key"]
    elif isinstance(event, Mapped):
        row["props"] |= {"in_key": event.in_key, "out_key": event.out_key}
    elif isinstance(event, EpcisEvent):
        pairs = (line.split(",", 1) for line in row["props"].pop("names", "").splitlines())
        row["names"] = [{"role": role, "epc": epc} for role, epc in pairs]
    elif isinstance(event, Cleaning):
        row["props"]["cleaning"] = event.called
    elif isinstance(event, Correction):
        row["node"] = record_id(event.record_kind, event.record)
    return row


def record_id(kind: str, record: str) -> str:
    """How a correction names a record."""
    return f"{kind}:{record}"


def properties(event: Event, clock: Clock) -> dict[str, Any]:
    """What is written on the node or edge, under the column names of the bundle."""
    own, plan = event.__dict__, _plan(type(event))
    said = {column: value for name, column in plan.texts if (value := own[name]) is not None and value != ""}
    for name, column in plan.numbers:
        if own[name] is not None:
            said[column] = float(own[name])
    for name, column in plan.times:
        if own[name] is not None:
            said.update(time_properties(column, own[name], clock))
    for name, value in event.attributes.items():
        if value not in (None, ""):
            said[attribute_name(name, event)] = _scalar(value)
    return said


def attribute_name(name: str, event: Event) -> str:
    """The property of an unknown column; one that would hide a property of ours gets a prefix."""
    taken = name in RESERVED | _OF_TIMES or name in type(event).model_fields or name.startswith("x_")
    return f"x_{name}" if taken else name


def _scalar(value: Any) -> Any:
    return value if isinstance(value, str | bool | int | float) else orjson.dumps(value).decode()


@lru_cache(maxsize=50_000)
def time_properties(column: str, text: str, clock: Clock) -> Mapping[str, Any]:
    """Start and end of a time; an instant has no end, an open side none; a local one keeps its text."""
    span = parse_time(text, clock)
    said: dict[str, Any] = {}
    if span.start != BEGIN:
        said[column] = moment(span.start)
    if span.end != END and span.end - span.start != INSTANT:
        said[f"{column}_end"] = moment(span.end)
    elif span.end == END and span.start != BEGIN:
        said[f"{column}_end"] = moment(FAR)
    if is_local(text):
        said[f"{column}_text"] = text
    return said


FAR = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)  # an end that is not known, where the start is

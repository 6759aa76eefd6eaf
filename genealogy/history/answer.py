"""The events of one object in the order in which they were recorded.

The graph gives the sequence numbers (of the object, its edges, its neighbours), `Past` those of what corrections took
out of it; the pages of just these numbers give the events, of which those count that are about the object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from genealogy.answers.version import SCHEMA_VERSION
from genealogy.errors import UnknownRecordError
from genealogy.events import Event, event_id
from genealogy.events.care import Correction
from genealogy.history.thing import Thing
from genealogy.ledger.head import last_of
from genealogy.record.past import document_of, subjects
from genealogy.record.reading import Found, event_of, lookup, people_in, texts_of
from genealogy.record.rows import TIMES, record_id
from genealogy.store import Reads, Store


@dataclass(frozen=True, slots=True)
class _Entry:
    """One event, people's texts put back, and where it came from."""

    found: Found
    event: Event
    by: str | None

    @property
    def sequence(self) -> int:
        return self.found.kept.seq


Entries = dict[int, _Entry]


def history(store: Store, said: str) -> dict[str, Any]:
    """Every event that describes, uses or corrects the object `said` (`KIND:ID`, or a batch key), in order of
    recording: `{"record", "kind", "id", "sequence", "events"}`.

    An event says its number, when it was recorded, by whom, from which row of which load; when it happened; its
    `values`; `void` and `voided_by` where a correction took it back; and of a correction the `old` and `new` lines, and
    its `error_declaration` as EPCIS 2.0 has it: when, why, and the ids of the events that hold instead.
    Cost follows how many events the object has. Raises UnknownRecordError, UsageError.
    """
    thing = Thing.parse(said)
    return store.reading(lambda tx: _history(tx, thing), "history")


def _history(reads: Reads, thing: Thing) -> dict[str, Any]:
    entries = _about(reads, thing)
    if entries is None:
        raise _unknown(thing)
    voided = _voided(reads, entries)
    missing = {row["seq"] for row in voided.values()} - entries.keys()
    entries |= _read(reads, missing)
    more = _counterparts(reads, thing, entries)
    return {
        "schema_version": SCHEMA_VERSION,
        "record": thing.name,
        "kind": thing.kind,
        "id": thing.id,
        "sequence": last_of(reads),
        "events": [_said(entries[seq], voided) | more.get(seq, {}) for seq in sorted(entries)],
    }


def numbers_of(reads: Reads, thing: Thing) -> set[int]:
    """The numbers of the events that may be about an object; those of what a history of it shows are among them."""
    return _numbers(reads, thing) or set()


def known(reads: Reads, thing: Thing) -> None:
    """Raise UnknownRecordError where no event ever named the object."""
    if _numbers(reads, thing) is None:
        raise _unknown(thing)


def _unknown(thing: Thing) -> UnknownRecordError:
    return UnknownRecordError(f"no record names {thing.kind} {thing.id}")


def _about(reads: Reads, thing: Thing) -> Entries | None:
    """The events about an object; None where no event ever named it."""
    numbers = _numbers(reads, thing)
    if numbers is None:
        return None
    entries = _read(reads, numbers)
    return {seq: entry for seq, entry in entries.items() if thing.name in subjects(entry.event)}


def _numbers(reads: Reads, thing: Thing) -> set[int] | None:
    """The numbers of events that may be about an object; None where no event ever named it."""
    nodes, numbers = reads.read("history.numbers", kind=thing.kind, id=thing.id).one()
    (past,) = reads.read("history.past", past=thing.name).one()
    return {*numbers, *(past or [])} if nodes or past is not None else None


def _read(reads: Reads, numbers: Iterable[int]) -> Entries:
    found = lookup(reads, numbers)
    contents = {seq: one.kept.content for seq, one in found.items()}
    people = texts_of(reads, people_in(contents.values()) | {one.by for one in found.values() if one.by})
    return {
        seq: _Entry(one, event_of(contents[seq], people), people[one.by] if one.by else None)
        for seq, one in found.items()
    }


def _voided(reads: Reads, entries: Entries) -> dict[str, dict[str, Any]]:
    """The corrections by the records that they took back, of the records that these events are parts of."""
    ids = {record for entry in entries.values() if (record := document_of(entry.event))}
    rows = reads.read("history.corrections", ids=sorted(ids)).dicts() if ids else []
    return {row["id"]: row for row in rows}


def _counterparts(reads: Reads, thing: Thing, entries: Entries) -> dict[int, dict[str, Any]]:
    """For each correction the old and the new lines: of the object, or all where it is one of the two records."""
    found = {}
    for seq, entry in entries.items():
        if isinstance(correction := entry.event, Correction):
            old = record_id(correction.record_kind, correction.record)
            new = record_id(correction.record_kind, correction.by_record or "")
            whole = thing.name in (old, new)
            sides = {"old": old, "new": new if correction.by_record else None}
            lines = {side: _lines_of(reads, record) for side, record in sides.items()}
            found[seq] = {
                "error_declaration": _declaration(correction, entry, lines["new"]),
                **{side: _shown(some, None if whole else thing) for side, some in lines.items()},
            }
    return found


def _declaration(correction: Correction, entry: _Entry, new: Iterable[_Entry]) -> dict[str, Any]:
    """As EPCIS 2.0 names it; without ids of the sender's those of the events that are here in the place of the old."""
    given = (correction.corrective_event_ids or "").split()
    return {
        "declarationTime": correction.at or entry.found.recorded_at,
        "reason": correction.declared_reason,
        "correctiveEventIDs": given or [event_id(one.found.kept.canonical) for one in new],
    }


def _lines_of(reads: Reads, record: str | None) -> list[_Entry]:
    """The events that a record consists of, in the order of recording."""
    entries = (_about(reads, Thing(*record.split(":", 1))) if record else None) or {}
    return [entry for _, entry in sorted(entries.items()) if document_of(entry.event) == record]


def _shown(entries: Iterable[_Entry], thing: Thing | None) -> list[dict[str, Any]]:
    return [
        {"sequence": entry.sequence, "event": entry.event.kind_of_event, "values": _values(entry.event)}
        for entry in entries
        if thing is None or thing.name in subjects(entry.event)
    ]


def _said(entry: _Entry, voided: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    found, event = entry.found, entry.event
    correction = voided.get(document_of(event) or "")
    return {
        "sequence": entry.sequence,
        "recorded_at": found.recorded_at,
        "by": entry.by,
        **{"source": found.source, "load": found.load, "row": found.kept.row},
        "event": event.kind_of_event,
        "id": event_id(found.kept.canonical),
        "at": _when(event),
        "void": correction is not None,
        "voided_by": correction["seq"] if correction else None,
        "values": _values(event),
    }


def _values(event: Event) -> dict[str, Any]:
    """What the event says, under the names that it came with."""
    values = event.content()
    extra = values.pop("attributes", {})
    fields = type(event).model_fields
    said: dict[str, Any] = {fields[name].alias or name: value for name, value in values.items()}
    return {**said, **extra}


def _when(event: Event) -> str | None:
    """When it happened, as it was written; None where the event does not say."""
    return next((event.__dict__[name] for name in _times(type(event)) if event.__dict__[name]), None)


def _times(kind: type[Event]) -> Iterable[str]:
    return (name for name in kind.model_fields if name in TIMES and name not in kind.own)

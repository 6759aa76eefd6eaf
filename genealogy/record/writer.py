"""Events -> one transaction -> page and graph. Writers take turns at the ledger's head, so sequence has no gaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.errors import TimezoneError
from genealogy.events import Event, event_id
from genealogy.events.care import Correction
from genealogy.ledger.entries import Origin
from genealogy.ledger.growth import grow
from genealogy.ledger.head import head_of
from genealogy.outbox.messages import Told, messages_of
from genealogy.outbox.putting import put
from genealogy.record.clocks import clocks_for
from genealogy.record.erasing import erase, hide_erased
from genealogy.record.items import Item, Outcome, disputed, drawn, items_of, outcome_of
from genealogy.record.late import mark_late
from genealogy.record.pages import Kept, page_from
from genealogy.record.past import remember_past
from genealogy.record.people import Register
from genealogy.record.rows import queries_for
from genealogy.record.stale import mark_touched
from genealogy.record.stubs import ensure
from genealogy.record.voids import Voids, apply_correction, find_voids, retire
from genealogy.record.watch import Watch, alarm_of, touching
from genealogy.store import Store, Tx
from genealogy.times import Clock

Guard = Callable[[Tx], None]  # raises where the events may not be recorded as things stand now
__all__ = ["Guard", "Outcome", "Source", "record", "replay"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where events come from: the load's id, the name of the file or peer, and who sent them (an id, or a name)."""

    load: str
    name: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class _Way:
    """How a chunk is recorded: from where, with which texts about people, by which clock where no place has one, what
    may stop it, and what becomes of what touches an open recall case."""

    source: Source
    register: Register
    zone: ZoneInfo
    guard: Guard | None
    watch: Watch


class _KnownError(Exception):
    """Some were recorded before: roll back, and write only the others."""

    def __init__(self, known: dict[int, str]) -> None:
        super().__init__(f"{len(known)} events are recorded already")
        self.known = known


def record(
    store: Store,
    events: Sequence[Event],
    source: Source,
    zone: ZoneInfo,
    rows: Sequence[int] | None = None,
    *,
    guard: Guard | None = None,
    watch: Watch = "alarm",
) -> Outcome:
    """Record events in one transaction; what is there already counts as repeated, the same identity with other
    content as a conflict, of which the first stays (rule 5).

    `rows` are the events' row numbers in the source, for provenance. `guard` looks at the database inside of the
    transaction, when no other writer is, and stops it by raising. New events that touch what an open recall case
    covers are recorded with an alarm, or refused: `watch` says which, and UnderRecallError is raised before anything is
    recorded. `zone` is kept with the first event; all later ones are read by that. Safe to repeat after any failure.
    """
    head = head_of(store)
    register, zone = Register(head.secret), head.zone or zone
    items = items_of(events, clocks_for(store, events, zone), register, rows or range(1, len(events) + 1))
    first: dict[str, Item] = {}
    for item in items:
        first.setdefault(item.uid, item)
    fresh, known = list(first.values()), dict[int, str]()
    done: tuple[int | None, int] = (None, 0)
    way = _Way(source, register, zone, guard, watch)
    while fresh:
        told = disputed(items, first, known)
        try:
            done = store.writing(
                lambda tx, batch, fresh=fresh, told=told: _write(tx, batch, fresh, told, way),  # type: ignore[misc]
                name="record",
                probe="ledger.committed",
            )
            break
        except _KnownError as error:
            known |= error.known
            fresh = [item for item in fresh if item.position not in known]
    return outcome_of(items, first, known, *done)


def replay(store: Store, events: Sequence[Event], kept: Sequence[Kept], zone: ZoneInfo) -> None:
    """Draw the events of one page again, in one transaction, without recording them a second time."""
    clocks = clocks_for(store, events, zone)
    items = []
    for position, (event, clock, page_line) in enumerate(zip(events, clocks, kept, strict=True)):
        kept_as = page_line.canonical, event_id(page_line.canonical), event.line_id, page_line.row
        items.append(drawn(Item(position, event, *kept_as), clock))
        items[-1].row["props"]["seq"] = page_line.seq

    def work(tx: Tx, _: str) -> None:
        corrections = tx.run("ledger.open").one()[1]
        _project(tx, items, find_voids(tx, events) if corrections else Voids())
        mark_late(tx, events, zone)

    store.writing(work, name="replay")


def _write(tx: Tx, batch: str, items: list[Item], disputed: list[Event], way: _Way) -> tuple[int, int]:
    last, corrections, watching, zone, telling = tx.run("ledger.open").one()
    if zone not in (None, way.zone.key):
        raise TimezoneError(f"at this moment {zone} became the time zone of this database; record it again")
    if way.guard:
        way.guard(tx)
    for seq, item in enumerate(items, last + 1):
        item.row["props"]["seq"] = seq
    hide_erased(tx, ((item.event, item.row["props"]) for item in items), way.register)
    voids = find_voids(tx, [item.event for item in items]) if corrections else Voids()
    if known := _project(tx, items, voids):
        raise _KnownError(known)
    mark_late(tx, [*(item.event for item in items), *disputed], way.zone)
    alarms: list[Item] = []
    if watching:
        in_force = [item for item in items if voids.record_of(item.event) is None]
        alarms = _alarms(tx, in_force, way, last + 1 + len(items))
        _project(tx, alarms, Voids())
    at = _keep(tx, batch, [*items, *alarms], way, last)
    if telling:
        put(tx, messages_of([Told(item.event, item.id) for item in [*items, *alarms]], way.source.load), at)
    return int(last) + 1, len(alarms)


def _alarms(tx: Tx, items: list[Item], way: _Way, seq: int) -> list[Item]:
    """Alarms of what touches open cases, to be recorded in the same transaction, numbered from `seq` on."""
    by_position = {item.position: item for item in items}
    found: list[Item] = []
    for number, hit in enumerate(touching(tx, [(item.position, item.event) for item in items], way.watch)):
        item = by_position[hit.position]
        alarm = alarm_of(hit, item.id, item.row["props"]["seq"], item.source_row, (way.source.load, way.source.name))
        canonical = alarm.canonical(str)
        told = Item(number, alarm, canonical, event_id(canonical), alarm.line_id, item.source_row)
        found.append(drawn(told, Clock(ZoneInfo("UTC"))))
        told.row["props"]["seq"] = seq + number
    return found


def _project(tx: Tx, items: list[Item], voids: Voids) -> dict[int, str]:
    """Bring the graph to the state that follows from these events; gives back those that were there before."""
    known = _known_void(items, voids)
    for _, group in groupby(items, key=lambda item: item.event.kind_of_event):
        known |= _draw(tx, [item for item in group if voids.record_of(item.event) is None])
    if known:
        return known
    left = _retire_late(tx, items, voids)
    events = [item.event for item in items]
    # Before anything is taken out: the index still leads to a node that was written and deleted in one transaction.
    mark_touched(tx, [event for event in events if voids.record_of(event) is None])
    left += [seq for event in events if isinstance(event, Correction) for seq in apply_correction(tx, event)]
    remember_past(tx, {item.row["props"]["seq"]: item.event for item in items}, left)
    erase(tx, events)
    return {}


def _late(items: list[Item], voids: Voids) -> list[tuple[str, Item]]:
    """What comes after its record was void, with that record."""
    return [(record, item) for item in items if (record := voids.record_of(item.event))]


def _known_void(items: list[Item], voids: Voids) -> dict[int, str]:
    known = ((item.position, voids.known(record, item.uid)) for record, item in _late(items, voids))
    return {position: event for position, event in known if event}


def _retire_late(tx: Tx, items: list[Item], voids: Voids) -> list[int]:
    lines: dict[str, list[tuple[str, str]]] = {}
    for record, item in _late(items, voids):
        lines.setdefault(record, []).append((item.uid, item.id))
    retire(tx, lines)
    return [item.row["props"]["seq"] for _, item in _late(items, voids)]


def _draw(tx: Tx, items: list[Item]) -> dict[int, str]:
    """Draw events of one kind; gives back those that were drawn before."""
    if not items:
        return {}
    ensure(tx, [item.event for item in items])
    special = _special_runs(tx, items)
    by_query: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        for name in queries_for(item.event, special):
            by_query.setdefault(name, []).append(item.row)
    known: dict[int, str] = {}
    for name, rows in by_query.items():
        known |= dict(tx.run(name, rows=rows).rows)
    return known


def _special_runs(tx: Tx, items: list[Item]) -> set[str]:
    if items[0].event.kind_of_event not in ("consumed", "produced"):
        return set()
    runs = sorted({item.row["run"] for item in items})
    return {run for run, special in tx.run("record.forms", runs=runs).rows if special}


def _keep(tx: Tx, batch: str, items: list[Item], way: _Way, last: int) -> dt.datetime:
    """Keep the events as a page of the record; gives back when that was."""
    source, rows = way.source, [item.source_row for item in items]
    by = way.register.hide(source.by) if source.by else ""
    origin = Origin(by, source.load, source.name, dt.datetime.now(dt.UTC))
    page, new_leaves = page_from(origin, batch, last + 1, [item.canonical for item in items], rows)
    if people := way.register.rows():
        tx.run("people.keep", rows=people)
    corrections = sum(isinstance(item.event, Correction) for item in items)
    grow(tx, last, new_leaves)
    tx.run("ledger.append", page=page, last=page["last"], corrections=corrections, timezone=way.zone.key)
    return origin.recorded_at

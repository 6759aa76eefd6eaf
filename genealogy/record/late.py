"""Clocks that come after the times they read (rule 17): what hangs on them is marked, to be read again when settled.

A mark names the zone that holds where no place gives one, for whoever reads it again does not know the setting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.events.flow import Run
from genealogy.events.master import Equipment, Location
from genealogy.record.stale import mark
from genealogy.store import Tx

PLACES = frozenset({"Location", "Equipment"})
Owner = tuple[str, str]  # label, id


def gives_clock(event: Event) -> Owner | None:
    """The place, equipment or run of which the event may say how its times are read."""
    if isinstance(event, Location):
        return ("Location", event.location) if event.timezone or event.day_start else None
    if isinstance(event, Equipment):
        return ("Equipment", event.equipment) if event.location else None
    if isinstance(event, Run):
        return ("Run", event.run) if event.location or event.equipment else None
    if isinstance(event, Correction) and event.record_kind == "run":
        return "Run", event.record  # it gave a clock, perhaps, to inspections that stay
    return None


def mark_late(tx: Tx, events: Sequence[Event], zone: ZoneInfo) -> None:
    """Mark what was there before the clocks that these events bring."""
    found = by_label(owner for event in events if (owner := gives_clock(event)))
    if found:
        ids = {"locations": found["Location"], "equipment": found["Equipment"], "runs": found["Run"]}
        mark_owners(tx, tx.run("clock.came_late", **ids).rows, zone)


def mark_owners(tx: Tx, owners: Iterable[Owner], zone: ZoneInfo) -> None:
    """Mark places as `place:`, and records with times as `times:`."""
    mark(tx, (f"{'place' if label in PLACES else 'times'}:{zone.key} {label}:{id_}" for label, id_ in owners))


def read_mark(rest: str) -> tuple[str, str, str]:
    """Zone, label and id of a mark, without its kind."""
    zone, _, owner = rest.partition(" ")
    label, _, id_ = owner.partition(":")
    return zone, label, id_


def by_label(owners: Iterable[Owner]) -> defaultdict[str, list[str]]:
    """The ids of each label."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for label, id_ in owners:
        found[label].append(id_)
    return found

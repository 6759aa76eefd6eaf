"""By which clock the times of an event are read (rule 17): that of its place, else the setting's."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from genealogy.events import Event
from genealogy.record.rows import TIMES
from genealogy.store import Store
from genealogy.times import Clock, is_local, parse_day_start

# The fields that may name the place, first found first; equipment and run stand for the place they are at.
_PLACES = ("location", "from_location", "to_location", "equipment", "run")


def clocks_for(store: Store, events: Sequence[Event], zone: ZoneInfo) -> list[Clock]:
    """One clock per event. The database is asked only where an event holds a time that needs a place."""
    default = Clock(zone)
    needing = [_place_of(event) if _is_local(event) else None for event in events]
    wanted = {place for place in needing if place}
    if not wanted:
        return [default] * len(events)
    known = _lookup(store, wanted, zone)
    return [known.get(place, default) if place else default for place in needing]


def _is_local(event: Event) -> bool:
    own = event.__dict__
    return any(is_local(own[name]) for name in TIMES & own.keys() if own[name])


def _place_of(event: Event) -> tuple[str, str] | None:
    own = event.__dict__
    for name in _PLACES:
        if own.get(name):
            return ("location" if name.endswith("location") else name), own[name]
    return None


def _lookup(store: Store, places: set[tuple[str, str]], zone: ZoneInfo) -> dict[tuple[str, str], Clock]:
    ids = {what: sorted(place for kind, place in places if kind == what) for what in ("location", "equipment", "run")}
    answer = store.read("record.clocks", locations=ids["location"], equipment=ids["equipment"], runs=ids["run"])
    return {
        (what, place): Clock(ZoneInfo(name) if name else zone, parse_day_start(day_start or "00:00"))
        for what, place, name, day_start in answer.rows
    }

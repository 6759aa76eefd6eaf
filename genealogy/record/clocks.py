"""By which clock the times of an event are read (rule 17): that of its place, else the setting's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from genealogy.events import Event
from genealogy.events.flow import Run
from genealogy.events.master import Equipment, Location
from genealogy.record.rows import TIMES
from genealogy.store import Reads
from genealogy.times import Clock, is_local, parse_day_start

_Place = tuple[str, str]  # kind, id

# The fields that may name the place, first found first; equipment and run stand for the place they are at.
_PLACES = ("location", "from_location", "to_location", "equipment", "run")


def clocks_for(store: Reads, events: Sequence[Event], zone: ZoneInfo) -> list[Clock]:
    """One clock per event, by the places recorded before and those described among the events themselves.

    The database is asked only where an event holds a time that needs a place.
    """
    default = Clock(zone)
    needing = [place_of(event) if _is_local(event) else None for event in events]
    if not any(needing):
        return [default] * len(events)
    stands_at = {place: at for event in events for place, at in _told(event)}
    ways = {place: list(_way(place, stands_at)) for place in set(needing) if place}
    described = {("location", event.location): event for event in events if isinstance(event, Location)}
    known = {place: clock(event.timezone, event.day_start, zone) for place, event in described.items()}
    known |= _lookup(store, {place for way in ways.values() for place in way}, zone)
    clocks = {place: next((known[one] for one in way if one in known), default) for place, way in ways.items()}
    return [clocks[place] if place else default for place in needing]


def _told(event: Event) -> Iterable[tuple[_Place, _Place]]:
    if isinstance(event, Equipment | Run) and (at := place_of(event, _PLACES[:-1])):
        own: _Place = ("run", event.run) if isinstance(event, Run) else ("equipment", event.equipment)
        if at != own:
            yield own, at


def _way(place: _Place | None, stands_at: Mapping[_Place, _Place]) -> Iterator[_Place]:
    """A place, and what it stands at as the events tell: a run at its equipment, that at its location."""
    while place:
        yield place
        place = stands_at.get(place)


def _is_local(event: Event) -> bool:
    own = event.__dict__
    return any(is_local(own[name]) for name in TIMES & own.keys() if own[name])


def place_of(event: Event, names: Sequence[str] = _PLACES) -> _Place | None:
    """The place whose clock the event's times are read by, as kind and id."""
    own = event.__dict__
    for name in names:
        if own.get(name):
            return ("location" if name.endswith("location") else name), own[name]
    return None


def _lookup(store: Reads, places: set[_Place], zone: ZoneInfo) -> dict[_Place, Clock]:
    """The clocks of places of which the database knows one."""
    ids = {what: sorted(place for kind, place in places if kind == what) for what in ("location", "equipment", "run")}
    answer = store.read("record.clocks", locations=ids["location"], equipment=ids["equipment"], runs=ids["run"])
    return {
        (what, place): clock(name, day_start, zone) for what, place, name, day_start in answer.rows if name or day_start
    }


def clock(name: str | None, day_start: str | None, zone: ZoneInfo) -> Clock:
    """The clock of a place that may say a zone and when its day starts; `zone` holds where it says none."""
    return Clock(ZoneInfo(name) if name else zone, parse_day_start(day_start or "00:00"))

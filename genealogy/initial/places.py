"""By which clock times are read (rule 17), where all that is known is what was recorded in this very load.

The order of a bundle has places, equipment and runs before what happens there, so no clock comes late.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from genealogy.events import Event
from genealogy.events.flow import Run
from genealogy.events.master import Equipment, Location
from genealogy.record.clocks import clock, place_of
from genealogy.times import Clock


@dataclass(slots=True)
class Places:
    """The clocks of places, of equipment and of runs that stay; `zone` holds where none is given."""

    zone: ZoneInfo
    _known: dict[tuple[str, str], Clock] = field(default_factory=dict)
    _default: Clock = field(init=False)

    def __post_init__(self) -> None:
        self._default = Clock(self.zone)

    def clock_of(self, event: Event) -> Clock:
        """The clock by which the event's own times are read."""
        place = place_of(event)
        return self._known.get(place, self._default) if place else self._default

    def learn(self, events: Iterable[Event]) -> None:
        """What these events, which stay, say of clocks."""
        for event in events:
            if isinstance(event, Location):
                if event.timezone or event.day_start:
                    self._known["location", event.location] = clock(event.timezone, event.day_start, self.zone)
            elif isinstance(event, Equipment | Run) and (found := self._stands(event)):
                own = ("run", event.run) if isinstance(event, Run) else ("equipment", event.equipment)
                self._known[own] = found

    def _stands(self, event: Equipment | Run) -> Clock | None:
        """A run is where it says, and else where its equipment is."""
        if event.location:
            return self._known.get(("location", event.location))
        return self._known.get(("equipment", event.equipment or "")) if isinstance(event, Run) else None

"""By which clock times are read (rule 17), where all that is known is what was recorded in this very load.

The order of a bundle has places, equipment and runs before what happens there, so no clock comes late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np

from genealogy.events import Event
from genealogy.events.flow import Run
from genealogy.events.master import Equipment, Location
from genealogy.initial.seen import Seen, number_of
from genealogy.record.clocks import clock, place_of
from genealogy.times import Clock


@dataclass(slots=True)
class Places:
    """The clocks of places, of equipment and of runs that stay; `zone` holds where none is given. Runs, of which there
    are as many as rows, are numbers with the place of their clock in a list."""

    zone: ZoneInfo
    _known: dict[tuple[str, str] | None, int] = field(default_factory=dict)
    _runs: Seen = field(default_factory=lambda: Seen(np.uint32))
    _clocks: list[Clock] = field(init=False)

    def __post_init__(self) -> None:
        self._clocks = [Clock(self.zone)]

    def clocks_of(self, events: Sequence[Event]) -> list[Clock]:
        """The clocks by which the events' own times are read."""
        places = [place_of(event) for event in events]
        numbers = {place: number_of(place[1]) for place in set(places) if place and place[0] == "run"}
        of_runs = self._runs.known(numbers.values())
        known = self._known | {place: of_runs.get(number, 0) for place, number in numbers.items()}
        return [self._clocks[known.get(place, 0)] for place in places]

    def learn(self, events: Sequence[Event]) -> None:
        """What these events of one kind, which stay, say of clocks."""
        if not events or not isinstance(events[0], Location | Equipment | Run):
            return
        runs: dict[int, int] = {}
        for event in events:
            if isinstance(event, Location):
                if event.timezone or event.day_start:
                    self._known["location", event.location] = len(self._clocks)
                    self._clocks.append(clock(event.timezone, event.day_start, self.zone))
            elif isinstance(event, Equipment):
                self._known["equipment", event.equipment] = self._stands(event)
            elif isinstance(event, Run) and (found := self._stands(event)):
                runs[number_of(event.run)] = found
        self._runs.add(runs)

    def _stands(self, event: Equipment | Run) -> int:
        """A run is where it says, and else where its equipment is."""
        if event.location:
            return self._known.get(("location", event.location), 0)
        return self._known.get(("equipment", event.equipment or ""), 0) if isinstance(event, Run) else 0

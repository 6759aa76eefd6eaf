"""A text about somebody leaves the database: where it is kept, and every property of the graph that it stands in.

The events are not touched: they hold a reference only. A rebuild draws `(erased)` in the place of a text that is there
no more, so that the graph is the same as the one from which it was erased.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.events import RECORDED, Event
from genealogy.events.people import Erasure
from genealogy.record.people import Register
from genealogy.record.reading import ERASED
from genealogy.store import Reads, Tx
from genealogy.store.moments import moment
from genealogy.times import Clock, parse_time

_ANY = Clock(ZoneInfo("UTC"))
_LABELS = {"case": "Revision", "case_entry": "CaseEntry"}
PLACES = [
    {"label": _LABELS.get(kind.kind_of_event, kind.kind_of_event.capitalize()), "name": name}
    for kind in RECORDED
    for name in sorted(kind.personal)
]


def places_of(store: Reads, text: str) -> list[dict[str, Any]]:
    """Where a text about somebody stands in the graph: `label`, `name` of the property, `number` of nodes."""
    return store.read("people.places", text=text, places=PLACES).dicts()


def erase(tx: Tx, events: Iterable[Event]) -> None:
    """Erase what the erasures among these events name; nothing where it is erased already."""
    for event in events:
        if isinstance(event, Erasure):
            at = moment(parse_time(event.at, _ANY).start)
            tx.run("people.erase", person=event.person, at=at, mark=ERASED, places=PLACES)


def hide_erased(tx: Tx, rows: Iterable[tuple[Event, dict[str, Any]]], register: Register) -> None:
    """Of events on their way into the graph: what was erased once is not drawn again when it is sent once more."""
    if not register.seen:
        return
    erased = {register.seen[id_] for (id_,) in tx.run("people.erased", ids=sorted(register.seen)).rows}
    for event, props in rows if erased else ():
        for name in event.personal & props.keys():
            if event.__dict__[name] in erased:
                props[name] = ERASED

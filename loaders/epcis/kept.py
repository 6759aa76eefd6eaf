"""What is known already by its event hash is taken as it is kept, whatever id or spelling it comes with this time."""

from __future__ import annotations

from collections.abc import Sequence

from genealogy.events import Event
from genealogy.events.epcis import EpcisEvent
from genealogy.record.reading import event_of, lookup
from genealogy.store import Store


def as_kept(store: Store, events: Sequence[Event]) -> tuple[list[Event], list[str]]:
    """The events, those that are known put in the place of their repetitions; and a note for each id that is borne by
    another event too."""
    own = [event for event in events if isinstance(event, EpcisEvent)]
    ids = sorted({event.event_id for event in own if event.event_id})
    rows = store.read("epcis.kept", uids=sorted({event.line_id for event in own}), ids=ids).rows
    numbers = {uid: seq for uid, _, _, seq in rows}
    there = lookup(store, (numbers[event.line_id] for event in own if event.line_id in numbers))
    known = {uid: event_of(there[seq].kept.content, {}) for uid, seq in numbers.items() if seq in there}
    other = {(event_id, hash_) for _, hash_, event_id, _ in rows if event_id}
    notes = [
        f"event id {event.event_id} is that of another event that is kept; both stay"
        for event in own
        if any(event_id == event.event_id and hash_ != event.hash for event_id, hash_ in other)
    ]
    return [known.get(event.line_id, event) for event in events], list(dict.fromkeys(notes))

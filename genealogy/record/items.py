"""Events on their way in: each with its identity, its row for the queries and its bytes; and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import RECORDED, Event, event_id
from genealogy.record.late import gives_clock
from genealogy.record.people import Register
from genealogy.record.rows import row_of
from genealogy.times import Clock

# In the order of a bundle.
RANK = {kind.kind_of_event: rank for rank, kind in enumerate(RECORDED)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of each event: positions in the sequence that was given."""

    new: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    first_seq: int | None = None
    alarms: int = 0  # how often they touch what an open recall case covers


@dataclass(slots=True)
class Item:
    """One event on its way in."""

    position: int
    event: Event
    canonical: bytes
    id: str
    uid: str  # that of its identity, which twins share
    source_row: int
    row: dict[str, Any] = field(default_factory=dict)


def items_of(events: Sequence[Event], clocks: Sequence[Clock], register: Register, rows: Sequence[int]) -> list[Item]:
    """The events with their clocks and the numbers of their rows, in the order in which they are recorded."""
    items = []
    for position, (event, clock, source_row) in enumerate(zip(events, clocks, rows, strict=True)):
        canonical, uid = event.canonical(register.hide), event.line_id
        items.append(drawn(Item(position, event, canonical, event_id(canonical), uid, source_row), clock))
    # Stable: the order of a bundle, so that what is described or made comes before what uses it.
    return sorted(items, key=lambda item: RANK[item.event.kind_of_event])


def drawn(item: Item, clock: Clock) -> Item:
    """The item with its row."""
    item.row = row_of(item.position, item.event, clock, item.uid)
    item.row["props"]["event"] = item.id
    return item


def outcome_of(
    items: list[Item], first: dict[str, Item], known: dict[int, str], first_seq: int | None, alarms: int
) -> Outcome:
    """Each event is held against the one that stays: what was there before, else the first of its identity."""
    outcome = Outcome(first_seq=first_seq, alarms=alarms)
    for item in items:
        if item is first[item.uid] and item.position not in known:
            outcome.new.append(item.position)
        elif item.event.known_by_content or staying(item, first, known) == item.id:
            outcome.repeated.append(item.position)
        else:
            outcome.conflicts.append(item.position)
    return outcome


def staying(item: Item, first: dict[str, Item], known: dict[int, str]) -> str:
    """The event that stays under the identity of this one."""
    twin = first[item.uid]
    return known.get(twin.position, twin.id)


def disputed(items: list[Item], first: dict[str, Item], known: dict[int, str]) -> list[Event]:
    """What does not stay, though times of this chunk may have been read by it."""
    return [item.event for item in items if gives_clock(item.event) and staying(item, first, known) != item.id]

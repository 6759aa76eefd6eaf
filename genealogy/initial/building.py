"""Events of a first load -> parts of a database that grows in tables: what `genealogy.record.writer` does, without a
server.

The events of an empty database, in the order of a bundle: so that all that was there before is what this load brought.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from genealogy.derive.every import EVERY
from genealogy.events import BY_KIND, Event, event_id
from genealogy.events.care import Correction
from genealogy.initial.empty import Empty
from genealogy.initial.places import Places
from genealogy.initial.seen import Seen
from genealogy.initial.tables import Part, Row
from genealogy.ledger.entries import Origin
from genealogy.ledger.growth import rows_of
from genealogy.ledger.tree import SIZE, WIDTH, Growth
from genealogy.record.items import RANK, Item, Outcome, outcome_of
from genealogy.record.pages import page_from
from genealogy.record.people import Register
from genealogy.record.writer import Source
from genealogy.times import Clock

_DIGITS = 16  # hexadecimal: 64 bits


class Writer(Protocol):
    """Who writes the tables: `genealogy.initial.tables.Tables`, here or in another process."""

    def add(self, part: Part) -> None: ...

    def finish(self, others: list[Row]) -> list[str]: ...


@dataclass(slots=True)
class Building:
    """A database that grows. `secret` makes the references of texts about people, `zone` reads local times where no
    place says how."""

    writer: Writer
    secret: str
    zone: ZoneInfo
    seq: int = 0
    corrections: int = 0
    register: Register = field(init=False)
    _places: Places = field(init=False)
    _tree: Growth = field(default_factory=Growth)
    _kind: str = ""
    _seen: Seen = field(default_factory=Seen)

    def __post_init__(self) -> None:
        self.register = Register(self.secret)
        self._places = Places(self.zone)

    def record(self, events: Sequence[Event], source: Source, rows: Sequence[int]) -> Outcome:
        """Record events of one kind; kinds come in the order of a bundle. `rows` are their numbers in the source.

        The outcome is that of `genealogy.record.writer.record`: rule 5 holds, with identities compared as there.
        """
        self._turn_to(events)
        clocks = self._places.clocks_of(events)
        items = [
            self._item(position, event, row) for position, (event, row) in enumerate(zip(events, rows, strict=True))
        ]
        first: dict[str, Item] = {}
        for item in items:
            first.setdefault(item.uid, item)
        numbers = {int(uid, 16): item for uid, item in first.items()}
        before = self._seen.known(numbers)
        known = {numbers[number].position: self._id_of(numbers[number], was) for number, was in before.items()}
        fresh = {number: item for number, item in numbers.items() if number not in before}
        self._seen.add({number: int(item.id[:_DIGITS], 16) for number, item in fresh.items()})
        first_seq = self._add([*fresh.values()], clocks, source) if fresh else None
        return outcome_of(items, first, known, first_seq, 0)

    def _turn_to(self, events: Sequence[Event]) -> None:
        """Identities are those of a kind, and all events of one kind come together."""
        if events and (kind := events[0].kind_of_event) != self._kind:
            if kind not in BY_KIND or (self._kind and RANK[kind] < RANK[self._kind]):
                raise ValueError(f"{kind} after {self._kind}: not the order of a bundle")
            self._kind, self._seen = kind, Seen()

    def _item(self, position: int, event: Event, row: int) -> Item:
        canonical = event.canonical(self.register.hide)
        return Item(position, event, canonical, event_id(canonical), event.line_id, row)

    @staticmethod
    def _id_of(item: Item, was: int) -> str:
        """The event that stays under an identity seen before: this one, or (only that counts) another."""
        return item.id if int(item.id[:_DIGITS], 16) == was else f"{was:016x}"

    def _add(self, items: Sequence[Item], clocks: Sequence[Clock], source: Source) -> int:
        first, events = self.seq + 1, [item.event for item in items]
        ids, uids = [item.id for item in items], [item.uid for item in items]
        beside = [self._page(items, source), *self._tiles(whole=True)]
        self.writer.add(Part(first, events, ids, uids, [clocks[item.position] for item in items], beside))
        self._places.learn(events)
        self.corrections += len(events) * isinstance(events[0], Correction)
        self.seq += len(events)
        return first

    def _page(self, items: Sequence[Item], source: Source) -> Row:
        by = self.register.hide(source.by) if source.by else ""
        origin = Origin(by, source.load, source.name, dt.datetime.now(dt.UTC))
        canonicals, rows = [item.canonical for item in items], [item.source_row for item in items]
        page, leaves = page_from(origin, secrets.token_hex(16), self.seq + 1, canonicals, rows)
        self._tree.add(leaves)
        return "Page", page

    def _tiles(self, whole: bool) -> list[Row]:
        """The tiles that are full, for they stay; or those that are left."""
        full = SIZE * WIDTH
        tiles: list[Row] = [("Tile", row) for row in rows_of(self._tree) if (len(row["hashes"]) == full) == whole]
        self._tree.written = {tile: kept for tile, kept in self._tree.written.items() if len(kept) < full}
        return tiles

    def finish(self, empty: Empty, load: Mapping[str, Any]) -> list[str]:
        """End with the last tiles, what `empty` takes over, texts about people, this load, the head, and the marks by
        which all that is derived will be made; gives the arguments for the importer."""
        kept = {props["person"] for label, props in empty.others if label == "Person"}
        people: list[Row] = [("Person", row) for row in self.register.rows() if row["person"] not in kept]
        marks: list[Row] = [("Stale", {"stale": mark}) for mark in EVERY]
        said = {"seq": self.seq, "corrections": self.corrections, "timezone": self.zone.key if self.seq else None}
        own: list[Row] = [("Load", load), ("Ledger", empty.head | said)]
        return self.writer.finish([*self._tiles(whole=False), *empty.others, *people, *marks, *own])

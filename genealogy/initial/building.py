"""Events of a first load -> tables of a whole database: what `genealogy.record.writer` records, without a server.

The events of an empty database, in the order of a bundle: so that all that was there before is what this load brought.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive.every import EVERY
from genealogy.events import BY_KIND, Event
from genealogy.events.care import Correction
from genealogy.initial.drawing import Drawing
from genealogy.initial.empty import Empty
from genealogy.initial.places import Places
from genealogy.initial.seen import Seen
from genealogy.initial.sheets import Sheets
from genealogy.ledger.entries import Origin
from genealogy.ledger.growth import rows_of
from genealogy.ledger.tree import SIZE, WIDTH, Growth
from genealogy.record.items import RANK, Item, Outcome, items_of, outcome_of
from genealogy.record.pages import page_from
from genealogy.record.past import by_object, document_of
from genealogy.record.people import Register
from genealogy.record.rows import record_id
from genealogy.record.writer import Source

_DIGITS = 16  # hexadecimal: 64 bits


@dataclass(slots=True)
class Building:
    """A database that grows in tables. `secret` makes the references of texts about people, `zone` reads local times
    where no place says how."""

    sheets: Sheets
    secret: str
    zone: ZoneInfo
    seq: int = 0
    corrections: int = 0
    register: Register = field(init=False)
    _places: Places = field(init=False)
    _drawing: Drawing = field(init=False)
    _tree: Growth = field(default_factory=Growth)
    _kind: str = ""
    _seen: Seen = field(default_factory=Seen)
    _voids: dict[str, dict[str, Any]] = field(default_factory=dict)
    _past: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.register = Register(self.secret)
        self._places = Places(self.zone)
        self._drawing = Drawing(self.sheets)

    def record(self, events: Sequence[Event], source: Source, rows: Sequence[int]) -> Outcome:
        """Record events of one kind; kinds come in the order of a bundle. `rows` are their numbers in the source.

        The outcome is that of `genealogy.record.writer.record`: rule 5 holds, with identities compared as there.
        """
        self._turn_to(events)
        items = items_of(events, [self._places.clock_of(event) for event in events], self.register, rows)
        first: dict[str, Item] = {}
        for item in items:
            first.setdefault(item.row["uid"], item)
        numbers = {int(uid, 16): item for uid, item in first.items()}
        before = self._seen.known(numbers)
        known = {numbers[number].position: self._id_of(numbers[number], was) for number, was in before.items()}
        fresh = [item for item in first.values() if item.position not in known]
        self._seen.add({int(item.row["uid"], 16): int(item.id[:_DIGITS], 16) for item in fresh})
        first_seq = self._add(fresh, source) if fresh else None
        return outcome_of(items, first, known, first_seq, 0)

    def _turn_to(self, events: Sequence[Event]) -> None:
        """Identities are those of a kind, and all events of one kind come together."""
        if events and (kind := events[0].kind_of_event) != self._kind:
            if kind not in BY_KIND or (self._kind and RANK[kind] < RANK[self._kind]):
                raise ValueError(f"{kind} after {self._kind}: not the order of a bundle")
            self._kind, self._seen = kind, Seen()

    @staticmethod
    def _id_of(item: Item, was: int) -> str:
        """The event that stays under an identity seen before: this one, or (only that counts) another."""
        return item.id if int(item.id[:_DIGITS], 16) == was else f"{was:016x}"

    def _add(self, items: list[Item], source: Source) -> int:
        first = self.seq + 1
        for seq, item in enumerate(items, first):
            item.row["props"]["seq"] = seq
        standing = [item for item in items if not self._is_void(item)]
        self._drawing.draw(standing)
        self._places.learn(item.event for item in items)
        self._correct(items)
        self._keep(items, source, first)
        return first

    def _is_void(self, item: Item) -> bool:
        """What comes after its record was void is kept with that, and not drawn (rule 6)."""
        void = self._voids.get(document_of(item.event) or "")
        if void is None:
            return False
        void.setdefault("retired", []).append(item.row["uid"])
        void.setdefault("retired_events", []).append(item.id)
        self._remember(item)
        return True

    def _correct(self, items: list[Item]) -> None:
        for item in items:
            if isinstance(item.event, Correction):
                self.corrections += 1
                self._voids[record_id(item.event.record_kind, item.event.record)] = item.row["props"]
                self._remember(item)

    def _remember(self, item: Item) -> None:
        for about, seqs in by_object({item.row["props"]["seq"]: item.event}).items():
            self._past.setdefault(about, []).extend(seqs)

    def _keep(self, items: list[Item], source: Source, first: int) -> None:
        by = self.register.hide(source.by) if source.by else ""
        origin = Origin(by, source.load, source.name, dt.datetime.now(dt.UTC))
        canonicals, rows = [item.canonical for item in items], [item.source_row for item in items]
        page, new_leaves = page_from(origin, secrets.token_hex(16), first, canonicals, rows)
        self.sheets.alone("Page", page)
        self._tree.add(new_leaves)
        self._keep_tiles(whole=True)
        self.seq = page["last"]

    def _keep_tiles(self, whole: bool) -> None:
        """Write the tiles that are full, for they stay; or those that are left."""
        for row in rows_of(self._tree):
            if (len(row["hashes"]) == SIZE * WIDTH) == whole:
                self.sheets.alone("Tile", row)
        self._tree.written = {tile: kept for tile, kept in self._tree.written.items() if len(kept) < SIZE * WIDTH}

    def finish(self, empty: Empty, load: Mapping[str, Any]) -> None:
        """Write what is known at the end only: stubs, corrections with what they retired, tiles, texts about people,
        the head, this load, and the marks by which all that is derived will be made. `empty` is taken over."""
        self._drawing.finish()
        for voids, props in self._voids.items():
            self.sheets.alone("Correction", props | {"voids": voids})
        for past, seqs in self._past.items():
            self.sheets.alone("Past", {"past": past, "seqs": sorted(set(seqs))})
        self._keep_tiles(whole=False)
        kept = {props["person"] for label, props in empty.others if label == "Person"}
        people = [("Person", row) for row in self.register.rows() if row["person"] not in kept]
        marks = [("Stale", {"stale": mark}) for mark in EVERY]
        for label, own in [*empty.others, *people, *marks, ("Load", load)]:
            self.sheets.alone(label, own)
        said = {"seq": self.seq, "corrections": self.corrections, "timezone": self.zone.key if self.seq else None}
        self.sheets.alone("Ledger", empty.head | said)

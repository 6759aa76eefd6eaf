"""Events that stay -> tables of a whole database: pages and tiles of the record, and what the events draw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.initial.drawing import Drawing
from genealogy.initial.sheets import Sheets
from genealogy.ledger.entries import Origin
from genealogy.ledger.growth import rows_of
from genealogy.ledger.tree import SIZE, WIDTH, Growth
from genealogy.record.items import Item, drawn
from genealogy.record.pages import page_from
from genealogy.record.past import by_object, document_of
from genealogy.record.rows import record_id
from genealogy.times import Clock

Row = tuple[str, Mapping[str, Any]]  # label and properties of a node without edges


@dataclass(frozen=True, slots=True)
class Part:
    """New events of one kind, of which the first gets the sequence number `first`: with their canonical bytes, ids,
    the numbers of their identities, clocks, and the rows of the source. Lists, for a part goes to another process."""

    origin: Origin
    batch: str
    first: int
    events: Sequence[Event]
    canonicals: Sequence[bytes]
    ids: Sequence[str]
    uids: Sequence[str]
    clocks: Sequence[Clock]
    rows: Sequence[int]


@dataclass(slots=True)
class Tables:
    """A database that grows in tables."""

    sheets: Sheets
    _drawing: Drawing = field(init=False)
    _tree: Growth = field(default_factory=Growth)
    _voids: dict[str, dict[str, Any]] = field(default_factory=dict)
    _past: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._drawing = Drawing(self.sheets)

    def add(self, part: Part) -> None:
        """Write a part; parts come in the order of a bundle."""
        items = _items(part)
        self._drawing.draw([item for item in items if not self._is_void(item)])
        self._correct(items)
        page, leaves = page_from(part.origin, part.batch, part.first, part.canonicals, part.rows)
        self.sheets.alone("Page", page)
        self._tree.add(leaves)
        self._keep_tiles(whole=True)

    def _is_void(self, item: Item) -> bool:
        """What comes after its record was void is kept with that, and not drawn (rule 6)."""
        void = self._voids.get(document_of(item.event) or "") if self._voids else None
        if void is None:
            return False
        void.setdefault("retired", []).append(item.uid)
        void.setdefault("retired_events", []).append(item.id)
        self._remember(item)
        return True

    def _correct(self, items: Sequence[Item]) -> None:
        if not isinstance(items[0].event, Correction):
            return
        for item in items:
            if isinstance(item.event, Correction):
                self._voids[record_id(item.event.record_kind, item.event.record)] = item.row["props"]
                self._remember(item)

    def _remember(self, item: Item) -> None:
        for about, seqs in by_object({item.row["props"]["seq"]: item.event}).items():
            self._past.setdefault(about, []).extend(seqs)

    def _keep_tiles(self, whole: bool) -> None:
        """Write the tiles that are full, for they stay; or those that are left."""
        for row in rows_of(self._tree):
            if (len(row["hashes"]) == SIZE * WIDTH) == whole:
                self.sheets.alone("Tile", row)
        self._tree.written = {tile: kept for tile, kept in self._tree.written.items() if len(kept) < SIZE * WIDTH}

    def finish(self, others: Iterable[Row]) -> list[str]:
        """Write what is known at the end only: stubs, corrections with what they retired, tiles, and `others`; gives
        the arguments for the importer."""
        self._drawing.finish()
        for voids, props in self._voids.items():
            self.sheets.alone("Correction", props | {"voids": voids})
        for past, seqs in self._past.items():
            self.sheets.alone("Past", {"past": past, "seqs": sorted(set(seqs))})
        self._keep_tiles(whole=False)
        for label, own in others:
            self.sheets.alone(label, own)
        return self.sheets.close()


def _items(part: Part) -> list[Item]:
    columns = zip(part.events, part.canonicals, part.ids, part.uids, part.rows, strict=True)
    items = []
    for seq, (columns_of, clock) in enumerate(zip(columns, part.clocks, strict=True), part.first):
        item = drawn(Item(seq, *columns_of), clock)
        item.row["props"]["seq"] = seq
        items.append(item)
    return items

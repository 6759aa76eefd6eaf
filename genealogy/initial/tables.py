"""Events that stay -> tables of a whole database: what the events draw, and what lies beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import Event
from genealogy.events.care import Correction
from genealogy.initial.drawing import Drawing
from genealogy.initial.sheets import Sheets
from genealogy.record.items import Item, drawn
from genealogy.record.past import by_object, document_of
from genealogy.record.rows import record_id
from genealogy.times import Clock

Row = tuple[str, Mapping[str, Any]]  # label and properties of a node without edges


@dataclass(frozen=True, slots=True)
class Part:
    """New events of one kind, of which the first has the sequence number `first`: with their ids, the numbers of their
    identities, and clocks. `beside` are nodes without edges. Lists, for a part goes to another process."""

    first: int
    events: Sequence[Event]
    ids: Sequence[str]
    uids: Sequence[str]
    clocks: Sequence[Clock]
    beside: Sequence[Row]


@dataclass(slots=True)
class Tables:
    """A database that grows in tables."""

    sheets: Sheets
    _drawing: Drawing = field(init=False)
    _voids: dict[str, dict[str, Any]] = field(default_factory=dict)
    _past: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._drawing = Drawing(self.sheets)

    def add(self, part: Part) -> None:
        """Write a part; parts come in the order of a bundle."""
        items = _items(part)
        self._drawing.draw([item for item in items if not self._is_void(item)])
        self._correct(items)
        self._beside(part.beside)

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

    def _beside(self, rows: Iterable[Row]) -> None:
        for label, props in rows:
            self.sheets.alone(label, props)

    def finish(self, others: Iterable[Row]) -> list[str]:
        """Write what is known at the end only: stubs, corrections with what they retired, and `others`; gives the
        arguments for the importer."""
        self._drawing.finish()
        for voids, props in self._voids.items():
            self.sheets.alone("Correction", props | {"voids": voids})
        for past, seqs in self._past.items():
            self.sheets.alone("Past", {"past": past, "seqs": sorted(set(seqs))})
        self._beside(others)
        return self.sheets.close()


def _items(part: Part) -> list[Item]:
    items = []
    columns = zip(part.events, part.ids, part.uids, part.clocks, strict=True)
    for seq, (event, id_, uid, clock) in enumerate(columns, part.first):
        item = drawn(Item(seq, event, b"", id_, uid, 0), clock)
        item.row["props"]["seq"] = seq
        items.append(item)
    return items

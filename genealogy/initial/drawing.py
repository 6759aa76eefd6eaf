"""Rows of recorded events -> nodes and edges in tables, stubs among them (rule 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from genealogy.events import BatchLine
from genealogy.events.flow import Mapped
from genealogy.initial.seen import Seen, names, number_of
from genealogy.initial.shapes import SHAPES, Edge, Joint, Node
from genealogy.initial.sheets import Sheets
from genealogy.keys import BatchKey
from genealogy.record.items import RANK, Item
from genealogy.record.rows import batches_named, queries_for, refs_of
from genealogy.record.stubs import stub_of

_LATE = frozenset({"record.correction"})  # written at the end, with what was retired
_HEAD = {"uid": "head"}
_DESCRIBED_BY = {shape.label: name.partition(".")[2] for name, shape in SHAPES.items() if isinstance(shape, Node)}


@dataclass(slots=True)
class _Named:
    """The nodes of one label: those described, those named, and the names that wait for a description."""

    described: Seen = field(default_factory=names)
    named: Seen = field(default_factory=names)
    waiting: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Drawing:
    """Nodes and edges so far. A name that is not described yet, and may be by what follows, waits until the end."""

    sheets: Sheets
    _labels: dict[str, _Named] = field(default_factory=dict)
    _pairs: Seen = field(default_factory=names)

    def draw(self, items: Sequence[Item]) -> None:
        """Draw events of one kind."""
        if not items:
            return
        described: dict[str, dict[str, dict[str, Any]]] = {}
        none: set[str] = set()
        joined: dict[int, tuple[str, Joint, str, str]] = {}
        for item in items:
            # Lines of a run that is drawn by its parts or a vessel go apart when that is derived.
            for name in queries_for(item.event, none):
                if name in _LATE:
                    continue
                shape = SHAPES[name]
                if isinstance(shape, Edge):
                    self._edge(shape, item.row, joined)
                elif shape.described:
                    described.setdefault(shape.label, {})[item.row["node"]] = item.row
                else:
                    self.sheets.node(shape.label, item.row[shape.field], item.row["props"])
                if isinstance(shape, Node):
                    self._joints(shape, item.row)
        self._join(joined)
        for label, rows in described.items():
            self._describe(label, rows)
        self._name(items, RANK[items[0].event.kind_of_event])

    def _edge(self, shape: Edge, row: Mapping[str, Any], joined: dict[int, tuple[str, Joint, str, str]]) -> None:
        start, end = (shape.start[0], row[shape.start[1]]), (shape.end[0], row[shape.end[1]])
        self.sheets.edge(shape.type, start, end, row["props"])
        label, own = start if shape.joined == "start" else end
        for joint in shape.joints:
            if other := row.get(joint.field):
                joined[number_of(f"{joint.type}\x1f{label}\x1f{own}\x1f{other}")] = label, joint, own, other

    def _join(self, joined: Mapping[int, tuple[str, Joint, str, str]]) -> None:
        """Edges of a document, which many lines of it may give: each once."""
        for number in self._pairs.take(joined):
            self._joint(*joined[number])

    def _joints(self, shape: Node, row: Mapping[str, Any]) -> None:
        for joint in shape.joints:
            if other := row.get(joint.field):
                self._joint(shape.label, joint, row[shape.field], other)

    def _joint(self, label: str, joint: Joint, own: str, other: str) -> None:
        ends = (label, own), (joint.label, other)
        start, end = ends if joint.away else ends[::-1]
        self.sheets.edge(joint.type, start, end, _HEAD if joint.head else {})

    def _describe(self, label: str, rows: Mapping[str, Mapping[str, Any]]) -> None:
        if label == "Batch":
            self._batches(rows, rows)
            return
        self._of(label).described.take(map(number_of, rows))
        for id_, row in rows.items():
            self.sheets.node(label, id_, row["props"])

    def _name(self, items: Sequence[Item], rank: int) -> None:
        by_label: dict[str, set[str]] = {}
        for name, label in refs_of(type(items[0].event)):
            by_label.setdefault(label, set()).update(filter(None, {item.row[name] for item in items}))
        for label, ids in by_label.items():
            self._mention(label, ids, RANK.get(_DESCRIBED_BY.get(label, ""), -1) > rank)
        if isinstance(items[0].event, BatchLine):
            self._batches({item.row["key"] for item in items} - {None}, {})
        elif isinstance(items[0].event, Mapped):
            self._batches({str(key) for item in items for key in batches_named(item.event)}, {})

    def _mention(self, label: str, ids: Iterable[str], may_wait: bool = False) -> None:
        of, numbers = self._of(label), {number_of(id_): id_ for id_ in ids}
        unknown = numbers.keys() - of.described.known(numbers).keys()
        for id_ in sorted(numbers[number] for number in of.named.take(unknown)):
            if may_wait:
                of.waiting.append(id_)
            else:
                self.sheets.node(label, id_, {})

    def _batches(self, texts: Iterable[str], rows: Mapping[str, Mapping[str, Any]]) -> None:
        """Batches that are named; `rows` describe them. The file of batches comes before all that names them."""
        numbers = {number_of(text): text for text in texts}
        materials = set()
        for text in sorted(numbers[number] for number in self._of("Batch").named.take(numbers)):
            key = BatchKey.parse(text)
            self.sheets.node("Batch", text, stub_of(text, key) | (rows[text]["props"] if text in rows else {}))
            self.sheets.edge("OF", ("Batch", text), ("Material", key.material), {})
            materials.add(key.material)
        self._mention("Material", materials)

    def _of(self, label: str) -> _Named:
        return self._labels.setdefault(label, _Named())

    def finish(self) -> None:
        """Write the names that nothing described as stubs."""
        for label, of in self._labels.items():
            numbers = {number_of(id_): id_ for id_ in of.waiting}
            described = of.described.known(numbers)
            for number, id_ in numbers.items():
                if number not in described:
                    self.sheets.node(label, id_, {})

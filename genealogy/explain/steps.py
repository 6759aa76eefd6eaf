"""The steps of a chain: one for each record, with what a vessel held in between left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from genealogy.answers.scope import Scope
from genealogy.explain.target import CUSTOMER, SHIPMENT, Web
from genealogy.keys import material_of
from genealogy.scope.chains import Way
from genealogy.scope.contact import pack_of
from genealogy.scope.edges import BESIDE, CONTENT, HELD, INFERRED, PART, RUN, STOOD_WITH, TRANSFER, is_batch
from genealogy.store import Reads


class Record(NamedTuple):
    """A document: `kind` is run, shipment, receipt, return, pack or cleaning; a cleaning is named by its equipment and
    when it was (microseconds since 1970)."""

    kind: str
    record: str
    at: int | None = None

    def as_dict(self) -> dict[str, str]:
        """As JSON values."""
        return {"kind": self.kind, "record": self.record}


@dataclass(frozen=True, slots=True)
class Step:
    """What one record shows: `kind` as in `words.STEPS`, from what to what, at the latest moment at which it left or
    the earliest at which it came in (ms since 1970, 0 unknown), and why it is potential if it is."""

    kind: str
    source: str
    target: str
    record: Record
    moment: int
    doubt: str | None
    place: str | None = None

    @property
    def key(self) -> str | None:
        """The batch of which the record has a line."""
        return next((node for node in (self.source, self.target) if is_batch(node)), None)


class Reader:
    """Turns chains into steps, and says what documents a link needs."""

    def __init__(self, store: Reads, web: Web) -> None:
        self._web, self._scope, self._edges = web, web.scope, web.edges
        self._taken = _uptakes(store, web)
        self._transfers = {transfer.node: transfer for transfer in web.scope.transfers}
        residue = [row["content"] for row in web.scope.contents if row["residue"]]
        self._residue = {CONTENT + content for content in residue}
        self._equipment = {CONTENT + row["content"]: row["equipment"] for row in web.scope.contents}

    def weigh(self, number: int, sure: bool) -> tuple[int, int]:
        """Potential links and documents that a link adds to a chain: what passes on inside a vessel is no link of its
        own; the runs and transfers it leaves are documents, and so are shipments and returns to come to."""
        source, kind, target = self._edges.sources[number], self._edges.types[number], self._edges.targets[number]
        documents = {"SHIPPED": 1, "GAVE_BACK": 2}.get(kind, 0)  # a shipment shows more than goods that came back
        documents += {RUN: 1, PART: 1, TRANSFER: 2, BESIDE: 1}.get(source[:2], 0)
        documents += kind == "CARRIED_OVER" and is_batch(target)
        return not sure and not _inside(source, target), documents

    def steps(self, way: Way) -> list[Step]:
        """The steps of a chain."""
        found: list[Step] = []
        carried = True  # whether all since the last step was sure
        before: int | None = None
        for number, sure in way.links:
            carried = carried and sure
            if not _inside(self._edges.sources[number], self._edges.targets[number]):
                found.append(self.step(number, carried, before))
                carried = True
            before = number
        return found

    def step(self, number: int, sure: bool, before: int | None = None) -> Step:
        """The step of one link, to which that one led; none to a seed."""
        source, target = self._edges.sources[number], self._edges.targets[number]
        doubt = None if sure else self._doubt(number, before)
        kind, record, place = self._told(number)
        return Step(kind, source, target, record, self._moment(number), doubt, place)

    def _told(self, number: int) -> tuple[str, Record, str | None]:
        """Kind, record and equipment of a link."""
        edges = self._edges
        source, type_, target = edges.sources[number], edges.types[number], edges.targets[number]
        if type_ == STOOD_WITH:
            pack = Record("pack", pack_of(target if is_batch(source) else source))
            return ("stood" if is_batch(source) else "stood_beside"), pack, None
        if TRANSFER in (source[:2], target[:2]):
            return self._transferred(source, target)
        if type_ == "SHIPPED" or source.startswith(SHIPMENT):
            shipment = (target if type_ == "SHIPPED" else source)[len(SHIPMENT) :]
            return ("shipped" if type_ == "SHIPPED" else "delivered"), Record("shipment", shipment), None
        if target.startswith(CUSTOMER):
            return "gave_back", Record("return", self._web.returns[number]), None
        if type_ == "CARRIED_OVER" and is_batch(target):
            run, place = self._taken.get(number, (None, None))
            return "took_residue", Record("run", run or self._run(source)), place or self._equipment.get(source)
        if target.startswith(CONTENT):
            return ("left_residue" if target in self._residue else "charged"), self._of(source), self._equipment[target]
        if source.startswith(CONTENT):
            return "drew", self._of(target), self._equipment[source]
        if source.startswith(HELD):
            return "held", self._of(target), source[2:]
        if is_batch(source):
            return ("used_without_lot" if type_ == INFERRED else "used"), self._of(target), None
        return "made", self._of(source), None

    def _transferred(self, source: str, target: str) -> tuple[str, Record, None]:
        if target in self._transfers:
            return "shipped", Record("shipment", self._transfers[target].shipment), None
        transfer = self._transfers[source]
        kind, document = ("came_back", "return") if transfer.returned else ("came_in", "receipt")
        return kind, Record(document, transfer.document), None

    def _of(self, node: str) -> Record:
        return Record("run", self._run(node))

    def _run(self, node: str) -> str:
        return self._scope.name_of(node).removeprefix("run ")

    def _moment(self, number: int) -> int:
        in_time = self._scope.in_time
        if number >= len(self._scope.edges) or in_time is None:
            return self._edges.moments[number]
        return (in_time.left if is_batch(self._edges.sources[number]) else in_time.came)(number)

    def _doubt(self, number: int, before: int | None) -> str:
        edges, web = self._edges, self._web
        source, type_, target = edges.sources[number], edges.types[number], edges.targets[number]
        if number in web.doubts:
            return web.doubts[number]
        if number in web.scope.doubts.edges:
            return "contradiction"
        if source.startswith(HELD):
            return "held"
        if type_ == STOOD_WITH:
            return "contact"
        if type_ in ("CARRIED_OVER", INFERRED):
            return "residue" if type_ == "CARRIED_OVER" else "no_lot"
        if CONTENT in (source[:2], target[:2]):
            return "order"
        if type_.startswith("MAYBE"):
            return "unnamed"
        return "clocks" if self._is_close(number, before) else "left_early"

    def _is_close(self, number: int, before: int | None) -> bool:
        """Whether what left before all that came in along this chain did so by no more than clocks may differ."""
        in_time = self._scope.in_time
        if in_time is None:
            return False
        came = in_time.seeds[self._edges.sources[number]] if before is None else in_time.came(before)
        left = in_time.left(number) if number < len(self._scope.edges) else self._edges.moments[number]
        return in_time.is_close(left, came)


def _inside(source: str, target: str) -> bool:
    return source.startswith(CONTENT) and target.startswith(CONTENT)


def _uptakes(store: Reads, web: Web) -> dict[int, tuple[str | None, str]]:
    """Of each edge of residue into a batch, by its position: the run that took it up, and the equipment."""
    edges = web.scope.edges
    numbers = [n for n, kind in enumerate(edges.types) if kind == "CARRIED_OVER" and is_batch(edges.targets[n])]
    keys = sorted({edges.targets[number] for number in numbers})
    found: dict[tuple[str, str, int], tuple[str | None, str]] = {}
    for source, key, equipment, run, moment in store.read("explain.uptakes", keys=keys).rows if keys else ():
        found.setdefault((source, key, moment), (run, equipment))
    ends = {number: (edges.sources[number], edges.targets[number], edges.moments[number]) for number in numbers}
    return {number: found[end] for number, end in ends.items() if end in found}


def named(scope: Scope, step: Step) -> Mapping[str, str]:
    """What the sentence of a step names."""
    ends = {"from_": shown_name(scope, step.source), "to": shown_name(scope, step.target)}
    material = material_of(step.source) if is_batch(step.source) else ""
    return {**ends, "material": material, "place": step.place or "", "record": step.record.record}


def shown_name(scope: Scope, node: str) -> str:
    """What a node of a chain is called: a batch by its key, the rest by name."""
    if node.startswith((SHIPMENT, CUSTOMER)):
        return node[2:]
    return node if is_batch(node) else scope.name_of(node)

"""Consumption that names no lot (rule 4): every batch of the material on hand there then may have gone in.

Candidates follow from the stock of the moment, which any later record may change; so they are found when a scope is
asked for, and are edges of the answer, not of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from genealogy.keys import material_of
from genealogy.scope.edges import DERIVED, INFERRED, PART, RUN, Direction, Edges, is_batch
from genealogy.stock.presence import Change, Window, on_hand
from genealogy.stock.units import Units
from genealogy.store import Reads


@dataclass(frozen=True, slots=True)
class Backflush:
    """A consumption that names no lot, and the nodes by which what it took goes on."""

    material: str
    run: str
    places: tuple[str | None, ...]
    window: Window
    nodes: tuple[str, ...]


class Candidates:
    """Finds them, and remembers what it has read."""

    def __init__(self, store: Reads) -> None:
        self._store = store
        self._flushes: dict[str, list[Backflush]] = {}
        self._lines: dict[str, list[Change]] = {}
        self._keys: dict[str, list[str]] = {}

    def edges_of(self, nodes: Collection[str], direction: Direction) -> Edges:
        """The edges that lead on from these nodes: from batches downstream, from runs and parts upstream."""
        found = list(self._from_batches(nodes) if direction == "downstream" else self._from_runs(nodes))
        keys = sorted({key for key, _, _ in found})
        cuts = {(key, node) for key, node in self._store.read("candidates.cuts", keys=keys).rows} if keys else set()
        standing = [one for one in found if (one[0], one[2]) not in cuts]
        edges = Edges()
        for key, flush, node in sorted(standing, key=lambda one: (one[0], one[2])):
            edges.extend(Edges([key], [INFERRED], [node], [DERIVED], [""], [flush.window.last or 0]))
        return edges

    def _from_batches(self, nodes: Collection[str]) -> Iterator[tuple[str, Backflush, str]]:
        of: dict[str, list[str]] = {}
        for node in nodes:
            if is_batch(node):
                of.setdefault(material_of(node), []).append(node)
        self._fetch_flushes(of)
        keys = sorted(key for material, some in of.items() if self._flushes[material] for key in some)
        self._fetch_lines(keys)
        for key in keys:
            for flush in self._flushes[material_of(key)]:
                if self._may_have_taken(flush, key):
                    yield from ((key, flush, node) for node in flush.nodes)

    def _from_runs(self, nodes: Collection[str]) -> Iterator[tuple[str, Backflush, str]]:
        parts = sorted(node[2:] for node in nodes if node.startswith(PART))
        runs = {node[2:] for node in nodes if node.startswith(RUN)}
        runs |= {run for (run,) in self._store.read("candidates.runs_of_parts", parts=parts).rows} if parts else set()
        rows = self._store.read("candidates.used", runs=sorted(runs)).rows if runs else []
        materials = {material for (material,) in rows}
        self._fetch_flushes(materials)
        for flush in (flush for material in sorted(materials) for flush in self._flushes[material]):
            for node in set(flush.nodes) & set(nodes):
                yield from (
                    (key, flush, node) for key in self._all_of(flush.material) if self._may_have_taken(flush, key)
                )

    def _may_have_taken(self, flush: Backflush, key: str) -> bool:
        return may_have_taken(flush, self._lines[key], self._every(flush.material))

    def _every(self, material: str) -> Iterator[list[Change]]:
        for key in self._all_of(material):  # read only where it comes to that
            yield self._lines[key]

    def _all_of(self, material: str) -> list[str]:
        if material not in self._keys:
            rows = self._store.read("candidates.of_materials", materials=[material]).rows
            self._keys[material] = sorted(key for (key,) in rows)
            self._fetch_lines(self._keys[material])
        return self._keys[material]

    def _fetch_flushes(self, materials: Iterable[str]) -> None:
        wanted = sorted(set(materials) - self._flushes.keys())
        if not wanted:
            return
        self._flushes |= {material: [] for material in wanted}
        for row in self._store.read("candidates.runs", materials=wanted).dicts():
            window = Window(row["earliest"], row["latest"])
            places = tuple(row["places"]) or (None,)
            flush = Backflush(row["material"], row["run"], places, window, tuple(row["nodes"]))
            self._flushes[row["material"]].append(flush)

    def _fetch_lines(self, keys: Iterable[str]) -> None:
        wanted = sorted(set(keys) - self._lines.keys())
        if not wanted:
            return
        materials = sorted({material_of(key) for key in wanted})
        units = Units.of(self._store.read("answer.conversions", materials=materials).rows)
        read: dict[str, list[tuple[str, str, Change]]] = defaultdict(list)
        for row in self._store.read("candidates.lines", keys=wanted).dicts():
            moments = row["earliest"], row["latest"]
            change = Change(row["what"], row["quantity"], row["place"], row["to_place"], *moments)
            read[row["key"]].append((row["material"], row["uom"], change))
        self._lines |= {key: list(stock_of(read[key], units)) for key in wanted}


def may_have_taken(flush: Backflush, lines: list[Change], others: Iterable[list[Change]]) -> bool:
    """Whether it may have been the batch of these lines; `others` are those of every batch of the material. Where none
    was there then, it came from somewhere else, which nobody recorded."""
    if _was_there(flush, lines):
        return True
    if flush.places == (None,) or not on_hand(lines, None, flush.window):
        return False
    return not any(_was_there(flush, other) for other in others)


def _was_there(flush: Backflush, lines: list[Change]) -> bool:
    return any(on_hand(lines, place, flush.window) for place in flush.places)


def stock_of(lines: list[tuple[str, str, Change]], units: Units) -> Iterator[Change]:
    """The lines in one unit. A batch that nothing brings in has been there since it was made (rule 29)."""
    first = next((uom for _, uom, change in lines if uom and change.quantity is not None), None)
    opened = not any(change.what == "in" for _, _, change in lines)
    for material, uom, change in lines:
        if change.what == "described" and not opened:
            continue
        factor = units.factor(material, uom, first)
        quantity = None if change.quantity is None or factor is None else change.quantity * factor
        what = "in" if change.what in ("described", "adjust") else change.what
        if quantity is not None and quantity < 0:  # a negative adjustment takes away
            what, quantity = "out", -quantity
        yield replace(change, what=what, quantity=quantity)

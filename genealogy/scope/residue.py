"""Residue in a closure: on what equipment it passes along each edge, and in what run a batch takes it up."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from genealogy.scope.edges import CONTENT, Edges, is_batch
from genealogy.store import Reads

Pair = tuple[str, str]


class Residue:
    """Read when first asked for; the same two nodes may meet on several pieces of equipment and in several runs."""

    def __init__(self, store: Reads, edges: Edges) -> None:
        self._store, self._edges = store, edges
        self._places: dict[Pair, list[int]] = {}
        for number, kind in enumerate(edges.types):
            if kind == "CARRIED_OVER":
                self._places.setdefault((edges.sources[number], edges.targets[number]), []).append(number)
        self._rows: list[tuple[Pair, str, str | None]] | None = None

    def equipment(self) -> Iterator[tuple[int, set[str]]]:
        """Each edge of residue by its position, with the equipment it may be on."""
        on: dict[Pair, set[str]] = {}
        for pair, equipment, _ in self._read():
            on.setdefault(pair, set()).add(equipment)
        for pair, places in self._places.items():
            yield from ((number, on.get(pair, set())) for number in places)

    def runs(self) -> set[str]:
        """The runs in which batches took residue up."""
        return {run for _, _, run in self._read() if run is not None}

    def taken_in(self, runs: Collection[str]) -> Iterator[tuple[int, str]]:
        """The edges, by position, by which batches took residue up in these runs. Where other runs took the same, the
        edges that came earliest are theirs."""
        taken: dict[Pair, list[str]] = {}
        for pair, _, run in self._read() if runs else ():
            if run is not None and run in runs and pair in self._places:
                taken.setdefault(pair, []).append(run)
        for pair, named in taken.items():
            latest = sorted(self._places[pair], key=lambda number: -self._edges.moments[number])
            yield from zip(latest, named, strict=False)

    def _read(self) -> list[tuple[Pair, str, str | None]]:
        if self._rows is None:
            targets = sorted({target for _, target in self._places})
            keys = [node for node in targets if is_batch(node)]
            contents = [node[2:] for node in targets if node.startswith(CONTENT)]
            rows = self._store.read("switches.residue", keys=keys, contents=contents).rows if targets else []
            self._rows = [((source, target), equipment, run) for source, target, equipment, run in rows]
        return self._rows

"""Reads that tell of the graph as it would be drawn, were the records as supposed: downstream, for recalls.

Vessels, lines and runs concerned are drawn twice in memory, from the records as they are and as supposed; what differs
is taken out of, and put into, what the database gives. Step by step, so that what is reached only now is found as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from genealogy.derive.drawing import Drawing
from genealogy.derive.read import draw_lines, draw_runs, draw_vessels
from genealogy.queries import query
from genealogy.scope.edges import CONTENT, DERIVED, PART, RUN, UNRECORDED, Edges, by_frontier
from genealogy.store import Answer, Reads
from genealogy.whatif.noted import Noted
from genealogy.whatif.records import Records, Supposed
from genealogy.whatif.redrawn import Link, Redrawn, redrawn

Rows = Iterable[Sequence[Any]]


class Graph:
    """Reads of a recall under a supposition."""

    def __init__(self, store: Reads, supposed: Supposed) -> None:
        self._records = Records(store, supposed)
        self._supposed = supposed
        self._places = sorted(supposed.equipment)
        self._new: Redrawn = redrawn(self._drawn(store), self._drawn(self._records))
        self._apart = set(_pairs(store, supposed))
        self._own: Mapping[str, Callable[[Mapping[str, Any]], Rows]] = {
            "frontier.downstream": lambda params: [self._step(params)],
            "scope.downstream": lambda params: [self._closure("scope.downstream", params["keys"])],
            "answer.facts": lambda params: [self._facts(params["keys"])],
            "scope.carried": self._carried,
            "switches.residue": self._residue,
            "candidates.cuts": self._cuts,
            **Noted(self._records, self._new, self._places).queries(),
        }

    def read(self, name: str, **params: Any) -> Answer:
        """One reading query."""
        own = self._own.get(name)
        return Answer(query(name).columns, list(own(params))) if own else self._records.read(name, **params)

    def _drawn(self, store: Reads) -> Drawing:
        drawing = Drawing()
        if self._places:
            draw_vessels(store, self._places, drawing)
            draw_lines(store, self._places, drawing)
        if self._supposed.mixed:
            draw_runs(store, sorted(self._supposed.mixed), drawing)
        return drawing

    def _real(self, name: str, **params: Any) -> list[Any]:
        return self._records.read(name, **params).rows

    def _step(self, params: Mapping[str, Any]) -> list[Any]:
        edges = Edges(*self._records.read("frontier.downstream", **params).one())
        left = edges.picked(self._standing(edges))
        nodes = [*params["batches"], *(CONTENT + id_ for id_ in params["contents"])]
        nodes += [*(PART + id_ for id_ in params["parts"]), *(RUN + id_ for id_ in params["runs"])]
        for link in (link for node in nodes for link in self._new.come.get(node, ())):
            if not self._is_apart(*link[:3]):
                left.extend(_edge(link))
        return _columns("frontier.downstream", left)

    def _standing(self, edges: Edges) -> Iterator[int]:
        """The positions of links that are there under the supposition too; of equal ones as many as then."""
        gone: Counter[Link] = Counter()
        for source in set(edges.sources) & self._new.gone.keys():
            gone.update(self._new.gone[source])
        rows = zip(edges.sources, edges.types, edges.targets, edges.moments, strict=True)
        for number, link in enumerate(rows):
            if gone[link] > 0:
                gone[link] -= 1
            elif not self._is_apart(*link[:3]):
                yield number

    def _is_apart(self, source: str, kind: str, target: str) -> bool:
        """Residue that a batch took in a run came from the equipment, not from the run."""
        return (source, target) in self._apart and kind != "CARRIED_OVER"

    def _closure(self, name: str, keys: Sequence[str]) -> list[Any]:
        return _columns(name, by_frontier(self, keys, "downstream"))

    def _facts(self, keys: Sequence[str]) -> list[Any]:
        """Stock is as recorded: what a run that a batch is kept apart from used of it is still used."""
        described, lines = self._records.read("answer.facts", keys=keys).one()
        mine = sorted({key for key, _ in self._supposed.apart if key in keys})
        nodes: dict[str, list[str]] = {"contents": [], "parts": [], "transfers": [], "runs": []}
        edges = Edges(*self._records.read("frontier.downstream", batches=mine, **nodes).one()) if mine else Edges()
        rows = zip(edges.sources, edges.types, edges.targets, edges.quantities, edges.uoms, strict=True)
        used = [
            [key, kind, None if quantity == UNRECORDED else quantity, uom or None, None]
            for key, kind, target, quantity, uom in rows
            if kind == "CONSUMED" and target.startswith(RUN) and self._is_apart(key, kind, target)
        ]
        return [described, [*lines, *used]]

    def _cuts(self, params: Mapping[str, Any]) -> Rows:
        """Pairs that a consumption without a lot does not join."""
        come = {(source, target) for links in self._new.come.values() for source, _, target, _ in links}
        rows = [row for row in self._real("candidates.cuts", **params) if (row[0], row[1]) not in come]
        return [*rows, *((key, node) for key, node in sorted(self._apart) if key in params["keys"])]

    def _residue(self, params: Mapping[str, Any]) -> Rows:
        asked = {*params["keys"], *(CONTENT + id_ for id_ in params["contents"])}
        rows = [row for row in self._real("switches.residue", **params) if row[2] not in self._supposed.equipment]
        return [*rows, *(row for row in self._new.residue if row[1] in asked)]

    def _carried(self, params: Mapping[str, Any]) -> Rows:
        rows = self._residue({"keys": params["keys"], "contents": []})
        return dict.fromkeys((source, run) for source, _, _, run in rows)


def _edge(link: Link) -> Edges:
    source, kind, target, moment = link
    return Edges([source], [kind], [target], [DERIVED], [""], [moment])


def _columns(name: str, edges: Edges) -> list[Any]:
    """The one row of a query of edges; what a traversal brings along besides is read where it is wanted."""
    return [getattr(edges, column) for column in query(name).columns]


def _pairs(store: Reads, supposed: Supposed) -> Iterator[tuple[str, str]]:
    """Both directions of each batch and run kept apart, by the nodes that the run is drawn as."""
    runs = sorted({run for _, run in supposed.apart})
    parts = store.read("whatif.parts", runs=runs).rows if runs else []
    for key, run in supposed.apart:
        for node in (RUN + run, *(PART + part for of, part in parts if of == run)):
            yield from ((key, node), (node, key))

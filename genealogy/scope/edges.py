"""The flow edges of a closure, as columns: fetched by either of two engines that must agree."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from genealogy.store import Reads

Direction = Literal["downstream", "upstream"]
Engine = Literal["path", "frontier"]

# How a node id says what it is; a batch key never starts with a slash.
CONTENT, PART, TRANSFER, RUN = "/c", "/p", "/t", "/r"
# Nodes of the answer, not of the graph: what equipment held in the period of a seed; what stood on a pack together.
HELD, BESIDE = "/e", "/b"
CERTAIN = frozenset({"CONSUMED", "PRODUCED"})
INFERRED = "BACKFLUSHED"  # from a candidate of a consumption that names no lot: potential (rule 4)
STOOD_WITH = "STOOD_WITH"  # to and from `BESIDE`: potential, and only where it is asked for (rule 10)
DERIVED, UNRECORDED = -1.0, -2.0  # in the column of quantities
_COLUMNS = 6  # of `Edges`, with a row per edge
_KINDS = {"contents": CONTENT, "parts": PART, "transfers": TRANSFER, "runs": RUN}


@dataclass(slots=True)
class Edges:
    """One row per flow edge, as material moves: from `sources` to `targets`.

    `moments` are milliseconds since 1970: for what comes into a batch its earliest, for what leaves one its latest
    moment; 0 where it is not known. `timed` are the nodes of runs whose line times are readings (rule 19).
    """

    sources: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    quantities: list[float] = field(default_factory=list)
    uoms: list[str] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)
    timed: list[str] = field(default_factory=list)
    odd_runs: list[Any] = field(default_factory=list)
    odd_places: list[Any] = field(default_factory=list)
    described: list[Any] = field(default_factory=list)
    lines: list[Any] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sources)

    def extend(self, other: Edges) -> None:
        """Add the rows of another."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))

    def picked(self, places: Iterable[int]) -> Edges:
        """The rows at these positions, with all that is noted."""
        rows = list(places)
        noted = {name: getattr(self, name) for name in self.__slots__[_COLUMNS:]}
        return Edges(*([getattr(self, name)[row] for row in rows] for name in self.__slots__[:_COLUMNS]), **noted)

    def note(self, odd_runs: list[Any], odd_places: list[Any], described: list[Any], lines: list[Any]) -> None:
        """Add what was read beside the edges (scope.noted); what was picked of them has it too."""
        self.odd_runs.extend(odd_runs)
        self.odd_places.extend(odd_places)
        self.described.extend(described)
        self.lines.extend(lines)

    def as_set(self) -> set[tuple[str, str, str]]:
        """The edges without what is written on them."""
        return set(zip(self.sources, self.types, self.targets, strict=True))


def unsure_of(edges: Edges, doubtful: Collection[int]) -> set[int]:
    """Positions of potential edges: by their type, or because their records contradict."""
    return {number for number, kind in enumerate(edges.types) if kind not in CERTAIN} | set(doubtful)


def is_batch(node: str) -> bool:
    """Whether a node id is a batch key."""
    return node[0] != "/"


def fetch(
    store: Reads, keys: Sequence[str], direction: Direction, engine: Engine = "path", *, alone: bool = False
) -> Edges:
    """Every flow edge of the closure of these batches, and downstream of these runs, by path traversal or by frontier
    expansion.

    Both are uncapped; running out of time raises TimedOutError. What is odd about runs comes along, but for a traversal
    downstream that is asked for its edges `alone`.
    """
    if engine == "frontier":
        return by_frontier(store, keys, direction)
    name = "recall" if alone and direction == "downstream" else direction
    edges = Edges(*store.read(f"scope.{name}", keys=[key for key in keys if is_batch(key)]).one())
    if runs := [node[2:] for node in keys if node.startswith(RUN)]:  # their parts are reached from them
        more, known = Edges(*store.read("scope.downstream_of_runs", runs=runs).one()), set(edges.sources)
        fresh = more.picked(number for number, source in enumerate(more.sources) if source not in known)
        edges.extend(fresh)
    return edges


def by_frontier(
    store: Reads, nodes: Sequence[str], direction: Direction, known: Collection[str] = (), most: int | None = None
) -> Edges:
    """Every flow edge onward from these nodes, one query per step; not from those `known`, whose edges are at hand.

    With `most`, no step is taken once more than that are found: never for a scope, which is not capped.
    """
    found = Edges()
    seen = {*nodes, *known}
    frontier = list(nodes)
    while frontier and (most is None or len(found) <= most):
        edges = Edges(*store.read(f"frontier.{direction}", **_by_kind(frontier)).one())
        found.extend(edges)
        frontier = []
        for node in edges.targets if direction == "downstream" else edges.sources:
            if node not in seen:
                seen.add(node)
                frontier.append(node)
    return found


def _by_kind(nodes: Sequence[str]) -> dict[str, list[str]]:
    kinds = {name: [node[2:] for node in nodes if node.startswith(mark)] for name, mark in _KINDS.items()}
    return {"batches": [node for node in nodes if is_batch(node)], **kinds}

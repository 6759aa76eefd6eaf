"""The scope of one or several batches in one direction: the traversal's columns, walked, with what is noted on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from genealogy.scope.closure import closure
from genealogy.scope.contact import pack_of
from genealogy.scope.contradictions import Doubts, find_doubts
from genealogy.scope.cover import Cover, read_ledgers
from genealogy.scope.edges import (
    BESIDE,
    CONTENT,
    HELD,
    INFERRED,
    PART,
    RUN,
    TRANSFER,
    Direction,
    Edges,
    Engine,
    is_batch,
)
from genealogy.scope.entry import EVER, Entered, came_by, early, enter, latest_entries, left_by
from genealogy.scope.narrowing import Narrowing
from genealogy.scope.readings import Readings, fetch_readings
from genealogy.scope.switches import DEFAULT, Switches
from genealogy.scope.walk import Reached, walk, walk_over, walk_standing
from genealogy.store import Reads

NOTHING = Edges()
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A shipment of ours that came in under another lot number."""

    node: str
    shipment: str
    document: str
    returned: bool


# Whether a line that left carries suspect material: it does with the verdict of its batch, perhaps, perhaps though it
# left before (by no more than clocks may differ, or its batch's records do not add up), or it does not.
Stand = Literal["stands", "potential", "close", "doubted", "excluded"]


class InTime:
    """What time says about the closure of a recall: calculated where some withdrawal may have been too early."""

    def __init__(
        self,
        edges: Edges,
        seeds: Mapping[str, int],
        doubts: Doubts,
        tolerance: int,
        cover: Cover,
        readings: Readings,
    ) -> None:
        self.tolerance = tolerance
        self._edges, self.seeds, self._doubts = edges, seeds, doubts
        self._cover, self._readings = cover, readings
        self._latest = latest_entries(edges, seeds, self._readings)
        suspects = early(edges, self._latest, 0, self._readings)
        # What clocks may account for stands, whatever the records of stock say.
        apart = early(edges, self._latest, tolerance, self._readings) if suspects else []
        self._cover.fetch({edges.sources[number] for number in apart if is_batch(edges.sources[number])})
        self._course: Entered | None = None
        self.entered = self._enter() if suspects else None

    def judged(self, lines: Sequence[tuple[str, int | None]]) -> list[Stand]:
        """How each line that left (batch, latest moment, None unknown) stands in time (rule 22)."""
        suspects = [
            number for number, (key, moment) in enumerate(lines) if moment and moment < self._latest.get(key, EVER)
        ]
        said: list[Stand] = ["stands"] * len(lines)
        moments = [(key, moment or EVER) for key, moment in (lines[number] for number in suspects)]
        self._cover.fetch({key for key, moment in moments if moment + self.tolerance < self._latest[key]})
        for number, (key, moment) in zip(suspects, moments, strict=True):
            said[number] = self._stand(key, moment)
        return said

    def _stand(self, key: str, moment: int) -> Stand:
        entered = self._enter()
        if moment < entered.since.get(key, EVER):
            if self.is_close(moment, entered.since[key]):
                return "close"
            return "excluded" if self._cover.covers(key, moment) else "doubted"
        return "potential" if moment < entered.sure_since.get(key, EVER) else "stands"

    def is_close(self, moment: int, entry: int) -> bool:
        """Whether what left at that moment, before an entry, did so by no more than clocks may differ."""
        return moment + self.tolerance >= entry

    def since(self) -> dict[str, int]:
        """When suspect material may first have come into each node."""
        return self._enter().since

    def bringer(self, node: str) -> int | None:
        """The edge that brought it then."""
        return self._enter().by.get(node)

    def left(self, number: int) -> int:
        """The latest moment at which that edge took anything."""
        return left_by(self._edges, self._readings, number)

    def came(self, number: int) -> int:
        """The earliest moment at which that edge brings anything into a batch, or into a run with readings."""
        return came_by(self._edges, self._readings, number)

    def covered(self, node: str, moment: int) -> bool:
        """Whether what had come in by a moment makes up for all that had left by then; asked of early withdrawals."""
        return (self._cover if is_batch(node) else self._readings).covers(node, moment)

    def _enter(self) -> Entered:
        if self._course is None:
            doubtful = self._doubts.edges
            self._course = enter(self._edges, self.seeds, doubtful, self.tolerance, self.covered, self._readings)
        return self._course


@dataclass(frozen=True, slots=True)
class _Found:
    """What some edges of a closure lead to, in time where that is asked."""

    edges: Edges
    doubts: Doubts
    linked: Reached
    reached: Reached
    in_time: InTime | None


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything a scope holds, before parties and quantities. `parts` and `contents` are rows of their queries.

    `linked` is what the records connect, whatever the time; `inferred` are the batches to which every way leads over a
    consumption that names no lot (rule 4); `in_time` is there for a recall, `narrowing` where something is switched;
    `mitigated` are nodes to which every way leads over a kill step (rule 23).
    """

    direction: Direction
    seeds: tuple[str, ...]
    edges: Edges
    reached: Reached
    doubts: Doubts
    batches: list[str]
    runs: list[str]
    parts: list[dict[str, Any]]
    contents: list[dict[str, Any]]
    transfers: list[Transfer]
    names: dict[str, str]
    linked: Reached
    inferred: frozenset[str] = frozenset()
    in_time: InTime | None = None
    narrowing: Narrowing | None = None
    mitigated: frozenset[str] = frozenset()

    @property
    def recorded(self) -> Edges:
        """All that was read, also what a switch says is not to be followed: stock is as recorded."""
        return self.narrowing.whole if self.narrowing else self.edges

    def name_of(self, node: str) -> str:
        """What a node between two batches is called in an answer."""
        if node.startswith(HELD):
            return f"what {node[2:]} held then"
        if node.startswith(BESIDE):
            return f"pack {pack_of(node)}"
        return self.names.get(node) or f"run {node[2:]}"


def scope_of(
    store: Reads,
    keys: Sequence[str],
    direction: Direction,
    engine: Engine = "path",
    suspect: Mapping[str, int] | None = None,
    tolerance: int = 0,
    switches: Switches = DEFAULT,
    held: Edges = NOTHING,
) -> Scope:
    """The least set that holds the seeds and is closed under recorded links (rule 24).

    `keys` are batches and, downstream, runs with their parts (ids as in `Edges`). With `suspect`, the moment (ms since
    1970, 0 ever) from which each seed is suspect, links that time rules out are left out (rules 18 to 21); `switches`
    leave out more, downstream. `held` are further edges, from what vessels held (`HELD`, among the keys) to draws.
    """

    def in_time_of(edges: Edges, seeds: Mapping[str, int], doubts: Doubts) -> InTime:
        cover = Cover(partial(read_ledgers, store))
        return InTime(edges, seeds, doubts, tolerance, cover, fetch_readings(store, edges))

    def found_over(edges: Edges) -> _Found:
        doubts = find_doubts(store, edges)
        reached = linked = walk(edges, keys, direction, doubts.edges)
        in_time = None if suspect is None else in_time_of(edges, suspect, doubts)
        if in_time and in_time.entered:
            reached = walk_standing(edges, keys, in_time.entered.standing, in_time.entered.certain)
        return _Found(edges, doubts, linked, reached, in_time)

    whole = closure(
        store, [*keys, *held.targets], direction, engine, noted=suspect is not None, contact=switches.contact
    )
    whole.extend(held)
    if switches.are_default:
        return _scope(store, keys, direction, found_over(whole))
    narrowing = Narrowing(store, whole, set(keys), switches)
    found = found_over(narrowing.standing())
    while narrowing.cut_draws(found.reached.hops):
        found = found_over(narrowing.standing())
    softened = found_over(narrowing.standing(with_killed=True)).reached.hops if narrowing.killed else {}
    mitigated = frozenset(softened.keys() - found.reached.hops.keys())
    return _scope(store, keys, direction, found, narrowing, mitigated)


def _scope(
    store: Reads,
    keys: Sequence[str],
    direction: Direction,
    found: _Found,
    narrowing: Narrowing | None = None,
    mitigated: frozenset[str] = frozenset(),
) -> Scope:
    edges, reached, linked, in_time = found.edges, found.reached, found.linked, found.in_time
    parts, contents, transfers = _noted(store, reached.hops)
    names = _names(parts, contents, transfers)
    if reached is not linked:  # what was spared is named as well
        names |= names_among(store, linked.hops.keys() - reached.hops.keys())
    runs = {node[2:] for node in reached.hops if node.startswith(RUN)} | {part["run"] for part in parts}
    runs |= _carried(store, edges, reached)
    return Scope(
        direction,
        tuple(keys),
        edges,
        reached,
        found.doubts,
        reached.batches(),
        sorted(runs),
        parts,
        contents,
        [Transfer(TRANSFER + row["transfer"], row["shipment"], row["document"], row["returned"]) for row in transfers],
        names,
        linked,
        _inferred(edges, keys, direction, reached, in_time),
        in_time,
        narrowing,
        mitigated,
    )


def _inferred(
    edges: Edges, keys: Sequence[str], direction: Direction, reached: Reached, in_time: InTime | None
) -> frozenset[str]:
    guessed = {number for number, kind in enumerate(edges.types) if kind == INFERRED}
    if not guessed:
        return frozenset()
    entered = in_time.entered if in_time else None
    standing = range(len(edges)) if entered is None else entered.standing
    recorded = walk_over(edges, keys, direction, [number for number in standing if number not in guessed])
    return frozenset(key for key in reached.batches() if key not in recorded)


def _carried(store: Reads, edges: Edges, reached: Reached) -> set[str]:
    """Runs in which a batch took residue: it comes from the equipment, not through the run's inputs (rule 15)."""
    ends = zip(edges.types, edges.targets, strict=True)
    keys = {target for kind, target in ends if kind == "CARRIED_OVER" and is_batch(target)}
    rows = store.read("scope.carried", keys=sorted(keys)).rows if keys else []
    return {run for source, run in rows if source in reached.hops}


def names_among(store: Reads, nodes: Iterable[str]) -> dict[str, str]:
    """What those of these nodes are called that are neither batches nor runs, by node id."""
    return _names(*_noted(store, nodes))


def _names(parts: Rows, contents: Rows, transfers: Rows) -> dict[str, str]:
    kept = {True: "residue on", False: "content of"}
    return {
        **{PART + row["part"]: f"run {row['run']}" for row in parts},
        **{CONTENT + row["content"]: f"{kept[row['residue']]} {row['equipment']}" for row in contents},
        **{TRANSFER + row["transfer"]: f"shipment {row['shipment']}" for row in transfers},
    }


def _noted(store: Reads, nodes: Iterable[str]) -> tuple[Rows, Rows, Rows]:
    """What is noted on parts, contents and transfers among these nodes."""
    ids: dict[str, list[str]] = {PART: [], CONTENT: [], TRANSFER: []}
    for node in nodes:
        if node[:2] in ids:
            ids[node[:2]].append(node[2:])

    def read(name: str, mark: str) -> Rows:
        return store.read(name, ids=sorted(ids[mark])).dicts() if ids[mark] else []

    return read("scope.parts", PART), read("scope.contents", CONTENT), read("answer.transfers", TRANSFER)

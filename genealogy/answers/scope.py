"""The scope of one or several batches in one direction: the traversal's columns, walked, with what is noted on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

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
from genealogy.scope.in_time import InTime
from genealogy.scope.narrowing import Narrowing
from genealogy.scope.readings import fetch_readings
from genealogy.scope.switches import DEFAULT, Switches
from genealogy.scope.walk import Reached, walk, walk_over, walk_standing
from genealogy.store import Reads, aside

NOTHING = Edges()
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Transfer:
    """A shipment of ours that came in under another lot number."""

    node: str
    shipment: str
    document: str
    returned: bool


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

    def noted_of(scope: Scope) -> Scope:
        if noted:
            whole.note(*noted().one())
        return scope

    starts = [*keys, *held.targets]
    recalled = suspect is not None and direction == "downstream" and engine == "path"
    noted = aside(store, "scope.noted", keys=[key for key in starts if is_batch(key)]) if recalled else None
    whole = closure(store, starts, direction, engine, alone=noted is not None, contact=switches.contact)
    whole.extend(held)
    if switches.are_default:
        return noted_of(_scope(store, keys, direction, found_over(whole)))
    narrowing = Narrowing(store, whole, set(keys), switches)
    found = found_over(narrowing.standing())
    while narrowing.cut_draws(found.reached.hops):
        found = found_over(narrowing.standing())
    softened = found_over(narrowing.standing(with_killed=True)).reached.hops if narrowing.killed else {}
    mitigated = frozenset(softened.keys() - found.reached.hops.keys())
    return noted_of(_scope(store, keys, direction, found, narrowing, mitigated))


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

"""Contact on a pallet or in a container (rule 10): what may have stood together, where a recall asks for it.

A pack is a place, so the graph holds no flow through it; these are edges of the answer. What stood on a pack for the
same time is one lot of things there, and two such that may have met are joined by a node for each direction, so that a
pallet of a thousand pieces packed at once makes two thousand edges and not a million.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from math import inf, isinf
from typing import NamedTuple

from genealogy.scope.edges import BESIDE, DERIVED, STOOD_WITH, Direction, Edges, is_batch
from genealogy.store import Reads


def pack_of(node: str) -> str:
    """The pack that a node of contact is of."""
    return node[len(BESIDE) :].rpartition("#")[0]


class Stay(NamedTuple):
    """From when to when something may have stood somewhere, ms since 1970, both included; infinite where not known."""

    first: float = -inf
    last: float = inf

    @classmethod
    def of(cls, earliest: int | None, latest: int | None) -> Stay:
        """From what a query says."""
        return cls(-inf if earliest is None else earliest, inf if latest is None else latest)

    def shared(self, other: Stay) -> Stay | None:
        """When both may have been; None where that was never."""
        both = Stay(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else None


class Contacts:
    """Finds what stood together, and remembers what it has read."""

    def __init__(self, store: Reads) -> None:
        self._store = store
        self._batches: dict[str, list[tuple[str, Stay]]] = {}
        self._packs: dict[str, list[tuple[str, Stay]]] = {}
        self._alike: dict[str, dict[Stay, set[str]]] = {}
        self._told: dict[str, set[int]] = {}

    def edges_of(self, nodes: Collection[str], direction: Direction) -> Edges:
        """The edges from the batches among these nodes to all they may have stood with; upstream those back."""
        keys = {node for node in nodes if is_batch(node)}
        edges = Edges()
        for pack in sorted(self._packs_of(keys)):
            if pack not in self._alike:
                self._alike[pack], self._told[pack] = alike(self._stays(pack)), set()
            there, told = self._alike[pack], self._told[pack]
            touched = {lot for lot, things in enumerate(there.values()) if not keys.isdisjoint(things)}
            for node, here, beside, both in meetings(there, sorted(touched - told), direction):
                edges.extend(joined(f"{BESIDE}{pack}#{node}", here, beside, both))
            told |= touched
        return edges

    def _packs_of(self, keys: Collection[str]) -> set[str]:
        """The packs these batches stood on, and those that these stood on then."""
        rows = self._store.read("contact.on", keys=sorted(keys)).rows if keys else []
        fresh = {(pack, Stay.of(*moments)) for pack, *moments in rows}
        seen = set(fresh)
        while fresh:
            stays: dict[str, list[Stay]] = {}
            for pack, stay in fresh:
                stays.setdefault(pack, []).append(stay)
            above = self._store.read("contact.above", packs=sorted(stays)).rows
            steps = ((upper, stay.shared(Stay.of(*moments))) for pack, upper, *moments in above for stay in stays[pack])
            fresh = {(upper, stay) for upper, stay in steps if stay} - seen
            seen |= fresh
        return {pack for pack, _ in seen}

    def _stays(self, pack: str) -> list[tuple[str, Stay]]:
        """What stood on a pack, in packs on it too."""
        found: list[tuple[str, Stay]] = []
        fresh = {(pack, Stay())}
        seen = set(fresh)
        while fresh:
            self._fetch({inner for inner, _ in fresh})
            found += _within(self._batches, fresh)
            fresh = set(_within(self._packs, fresh)) - seen
            seen |= fresh
        return found

    def _fetch(self, packs: Collection[str]) -> None:
        wanted = sorted(packs - self._batches.keys())
        if not wanted:
            return
        self._batches |= {pack: [] for pack in wanted}
        self._packs |= {pack: [] for pack in wanted}
        for pack, key, below, *moments in self._store.read("contact.within", packs=wanted).rows:
            kept, name = (self._packs, below) if key is None else (self._batches, key)
            kept[pack].append((name, Stay.of(*moments)))


def _within(kept: dict[str, list[tuple[str, Stay]]], outer: Iterable[tuple[str, Stay]]) -> Iterator[tuple[str, Stay]]:
    for pack, stay in outer:
        for name, inner in kept[pack]:
            if both := stay.shared(inner):
                yield name, both


def alike(stays: Iterable[tuple[str, Stay]]) -> dict[Stay, set[str]]:
    """What stood there, by when."""
    found: dict[Stay, set[str]] = {}
    for name, stay in stays:
        found.setdefault(stay, set()).add(name)
    return found


def meetings(
    there: Mapping[Stay, set[str]], lots: Iterable[int], direction: Direction
) -> Iterator[tuple[str, set[str], set[str], Stay]]:
    """Whom these lots of things (by position) may have met, downstream; upstream who may have met them. Each with a
    name, who stood here, who there, and when; things that stood there for the same time have met each other."""
    rows = list(there.items())
    for lot in lots:
        stay, mine = rows[lot]
        for other, (their_stay, theirs) in enumerate(rows):
            both = stay.shared(their_stay)
            if both and len(mine | theirs) > 1:
                downstream = direction == "downstream"
                yield (f"{lot}-{other}", mine, theirs, both) if downstream else (f"{other}-{lot}", theirs, mine, both)


def joined(node: str, here: Collection[str], there: Collection[str], both: Stay) -> Edges:
    """From each that stood here to the node, with the last moment at which they may have met, and on to each that stood
    there, with the first."""
    sources, targets = sorted(here), sorted(there)
    count = len(sources) + len(targets)
    first, last = (0 if isinf(moment) else int(moment) for moment in both)
    return Edges(
        [*sources, *[node] * len(targets)],
        [STOOD_WITH] * count,
        [*[node] * len(sources), *targets],
        [DERIVED] * count,
        [""] * count,
        [last] * len(sources) + [first] * len(targets),
    )

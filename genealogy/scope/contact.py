"""Contact on a pallet or in a container (rule 10): what may have stood together, where a recall asks for it.

A pack is a place, so the graph holds no flow through it; these are edges of the answer. All that may have been on a
pack at one moment, in packs on it too, is joined by one node, so that a pallet of a thousand pieces makes two thousand
edges and not a million.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from math import inf, isinf
from typing import NamedTuple

from genealogy.scope.edges import BESIDE, DERIVED, STOOD_WITH, Edges, is_batch
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


Stays = dict[str, Stay]


class Contacts:
    """Finds what stood together, and remembers what it has read."""

    def __init__(self, store: Reads) -> None:
        self._store = store
        self._batches: dict[str, list[tuple[str, Stay]]] = {}
        self._packs: dict[str, list[tuple[str, Stay]]] = {}
        self._groups: dict[str, list[Stays]] = {}
        self._told: set[str] = set()

    def edges_of(self, nodes: Collection[str]) -> Edges:
        """The edges from the batches among these nodes to all they may have stood with, and back."""
        keys = {node for node in nodes if is_batch(node)}
        edges = Edges()
        for pack in sorted(self._packs_of(keys)):
            if pack not in self._groups:
                self._groups[pack] = list(together(self._stays(pack)))
            for number, stays in enumerate(self._groups[pack]):
                node = f"{BESIDE}{pack}#{number}"
                if node not in self._told and not keys.isdisjoint(stays):
                    self._told.add(node)
                    edges.extend(joined(node, stays))
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


def together(stays: Iterable[tuple[str, Stay]]) -> Iterator[Stays]:
    """The largest groups of which any two may have been there at once, each with when; of one alone there is none.

    Stays that overlap pairwise share a moment, so the groups are found by going through the arrivals: where
    somebody has left before the next comes, all that were there are one.
    """
    there: list[tuple[str, Stay]] = []
    for name, stay in sorted(stays, key=lambda one: (one[1], one[0])):
        left = [one for one in there if one[1].last >= stay.first]
        if len(left) < len(there):
            yield from _group(there)
        there = [*left, (name, stay)]
    yield from _group(there)


def _group(there: Iterable[tuple[str, Stay]]) -> Iterator[Stays]:
    found: Stays = {}
    for name, stay in there:
        known = found.get(name, stay)
        found[name] = Stay(min(known.first, stay.first), max(known.last, stay.last))
    if len(found) > 1:
        yield found


def _known(moment: float) -> int | None:
    return None if isinf(moment) else int(moment)


def joined(node: str, stays: Stays) -> Edges:
    """Each to the node, with the last moment it was there, and back, with the first; both are noted as `stays`."""
    keys = sorted(stays)
    there, count = [node] * len(keys), 2 * len(keys)
    said = [(key, _known(stays[key].first), _known(stays[key].last)) for key in keys]
    moments = [last or 0 for _, _, last in said] + [first or 0 for _, first, _ in said]
    return Edges(
        *([*keys, *there], [STOOD_WITH] * count, [*there, *keys], [DERIVED] * count, [""] * count, moments),
        stays=[(node, inward, *one) for one in said for inward in (True, False)],
    )

"""Everything a worst case is counted on, read once from the whole graph: the flow, and whom each batch went to."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from genealogy.finder.digests import Ends, Numbers, digest, places_in, read_ends
from genealogy.scope.backflush import Candidates
from genealogy.store import Store


@dataclass(frozen=True, slots=True)
class Things:
    """Things that batches lead to: `pairs` are (batch, thing) numbers, `hashes` one of 64 bits for each thing."""

    pairs: Numbers
    hashes: Numbers


@dataclass(frozen=True, slots=True)
class Plant:
    """Batches are numbered as their `keys` are, all other nodes of the flow after them; `edges` (edges, 2) are numbers
    of nodes, as material moves."""

    keys: list[str]
    nodes: int
    edges: Numbers
    batches: Things
    shipments: Things
    customers: Things


def read_plant(store: Store) -> Plant:
    """The whole graph, candidates of consumptions that name no lot included (rule 4)."""
    ends = read_ends(chain(store.stream("finder.flow"), _inferred(store)))
    keys = sorted(key for (key,) in store.stream("worst.batches"))  # after the flow, so that none in it is missing
    return numbered(keys, ends, store.stream("worst.sent"))


def numbered(keys: list[str], ends: Ends, sent: Iterable[Sequence[str | None]]) -> Plant:
    """From all batch keys, the edges, and (batch, shipment, customer) of what went out; None where there is none."""
    names = np.fromiter(map(digest, keys), np.uint64, len(keys))
    order = np.argsort(names)
    places = places_in(names[order], ends.names)
    inside = places >= 0
    numbers = np.where(inside, 0, len(keys) + np.cumsum(~inside) - 1)
    numbers[inside] = order[places[inside]]
    each = np.arange(len(keys))
    nodes = len(keys) + int((~inside).sum())
    batches = Things(np.stack([each, each], axis=1), names)
    return Plant(keys, nodes, numbers[ends.pairs], batches, *_gone(names, order, sent))


def _gone(names: Numbers, order: Numbers, sent: Iterable[Sequence[str | None]]) -> tuple[Things, Things]:
    columns = (array("Q"), array("Q")), (array("Q"), array("Q"))
    for key, *things in sent:
        for (near, far), thing in zip(columns, things, strict=True):
            if key is not None and thing is not None:
                near.append(digest(key))
                far.append(digest(thing))
    shipments, customers = (_things(names, order, near, far) for near, far in columns)
    return shipments, customers


def _things(names: Numbers, order: Numbers, near: array[int], far: array[int]) -> Things:
    places = places_in(names[order], np.array(near, np.uint64))
    hashes, things = np.unique(np.array(far, np.uint64)[places >= 0], return_inverse=True)
    return Things(np.stack([order[places[places >= 0]], things], axis=1), hashes)


def _inferred(store: Store) -> Iterator[tuple[str, str]]:
    for (keys,) in store.stream("worst.lotless"):
        found = Candidates(store).edges_of(keys, "downstream")  # one for each material, so that it forgets the last
        yield from zip(found.sources, found.targets, strict=True)

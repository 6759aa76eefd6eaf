"""What a recall of each batch would hit by structure: batches, shipments, customers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from genealogy.finder.digests import Numbers
from genealogy.worst.counting import Counts, count_things
from genealogy.worst.dag import Dag, Rows, condense
from genealogy.worst.plant import Plant, Things

KINDS = ("batches", "shipments", "customers")


@dataclass(frozen=True, slots=True)
class Hits:
    """Per kind a number for each batch, in the order of the plant's keys."""

    batches: Counts
    shipments: Counts
    customers: Counts

    def ranked(self, by: str) -> Numbers:
        """The batches' numbers, those first that hit most of that kind, and of equals those that hit more besides."""
        rest = [kind for kind in KINDS if kind != by]
        columns = [-getattr(self, kind).numbers for kind in (by, *rest)]
        return np.lexsort(columns[::-1])


def hits_of(plant: Plant) -> Hits:
    """Each batch itself included, as a recall counts its seeds."""
    dag = condense(plant.edges, plant.nodes)
    return Hits(*(_counts(dag, plant, getattr(plant, kind)) for kind in KINDS))


def _counts(dag: Dag, plant: Plant, things: Things) -> Counts:
    of_batch = dag.component[: len(plant.keys)]
    wanted = np.zeros(len(dag), bool)
    wanted[of_batch] = True
    owned = np.stack([of_batch[things.pairs[:, 0]], things.pairs[:, 1]], axis=1)
    counts = count_things(dag, Rows.of(owned, len(dag)), things.hashes, wanted)
    return Counts(counts.numbers[of_batch], counts.exact[of_batch])

"""The flow without its cycles: what reaches each other is one component, and the components are in order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from genealogy.errors import GenealogyError
from genealogy.finder.digests import Numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """Lists of numbers as compressed rows: row n is `values[first[n]:first[n + 1]]`."""

    first: Numbers
    values: Numbers

    @classmethod
    def of(cls, pairs: Numbers, rows: int) -> Rows:
        """From (row, value), each pair once."""
        width = int(pairs[:, 1].max(initial=0)) + 1
        row, value = np.divmod(np.unique(pairs[:, 0].astype(np.int64) * width + pairs[:, 1]), width)
        return cls(np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows)))), value.astype(np.int32))


@dataclass(frozen=True, slots=True)
class Dag:
    """`component` of each node; `onward`, the components that follow each at once, all of smaller number; `awaited`,
    how many lead to each at once."""

    component: Numbers
    onward: Rows
    awaited: Numbers

    def __len__(self) -> int:
        return len(self.awaited)


def condense(pairs: Numbers, nodes: int) -> Dag:
    """From edges between nodes."""
    matrix = csr_array((np.ones(len(pairs), np.int8), (pairs[:, 0], pairs[:, 1])), shape=(nodes, nodes))
    number, component = connected_components(matrix, directed=True, connection="strong")
    ends = component.astype(np.int64)[pairs]
    between = ends[ends[:, 0] != ends[:, 1]]
    if (between[:, 0] < between[:, 1]).any():  # the algorithm finishes a component after all that follow it
        raise GenealogyError("components of the flow are not in the order of the flow: report this")
    onward = Rows.of(between, number)
    return Dag(component, onward, np.bincount(onward.values, minlength=number))

"""The chains in time of a recall's scope, from what its closure and the records of stock say."""

from __future__ import annotations

from genealogy.answers.scope import Scope
from genealogy.scope.chains import Chains, Times, chains_of
from genealogy.scope.edges import unsure_of
from genealogy.scope.in_time import InTime


def times_of(scope: Scope, in_time: InTime) -> Times:
    """What time says of the edges of the scope."""

    def covered(number: int) -> bool:
        return in_time.covered(scope.edges.sources[number], in_time.left(number))

    unsure = unsure_of(scope.edges, scope.doubts.edges)
    return Times(in_time.came, in_time.left, covered, in_time.tolerance, unsure)


def chains_in(scope: Scope) -> Chains:
    """All chains of a recall's scope: one that was found with the moments since when its seeds are suspect."""
    assert scope.in_time is not None  # it is there for every scope with such moments
    return chains_of(scope.edges, scope.in_time.seeds, times_of(scope, scope.in_time))

"""Choosing batches to test, one after the other, each for what it is expected to settle beside those before.

A clean result clears what every chain leads to by way of the batch; a bad one confirms what every chain to it passes,
and all that sure links lead on to from there. Pure functions of the chains.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from genealogy.dominators import NONE
from genealogy.sample.tree import Tree, Weights, tree_of, weights_of
from genealogy.scope.chains import ROOT, Chains, reach_of

NOTHING = 1e-9  # less than this is rounding


@dataclass(frozen=True, slots=True)
class Choice:
    """A batch to test: what a clean result clears and a bad one confirms, itself included; how many batches in doubt it
    is expected to settle beyond the choices before it, and how many are expected to be in doubt still."""

    key: str
    clears: list[str]
    confirms: list[str]
    settles: float
    left: float


def choose(chains: Chains, potential: Collection[str], priors: Mapping[str, float], most: int) -> list[Choice]:
    """At most so many of the batches with a prior (the chance that a test finds it bad), the best first; fewer where no
    further one would settle anything. Equal ones are taken by key.

    What sure links lead on to is counted, when choosing, where every chain to it passes there; the lists hold all.
    """
    tree, undecided = tree_of(chains), dict.fromkeys(sorted(potential), 1.0)
    chosen: list[Choice] = []
    while len(chosen) < most:
        weights = weights_of(tree, undecided)
        left = sorted(priors.keys() - {choice.key for choice in chosen})
        best = max(left, key=lambda key: _expected(tree, weights, key, priors[key]), default=None)
        if best is None or _expected(tree, weights, best, priors[best]) < NOTHING:
            break
        before = sum(undecided.values())
        clears, confirms = cleared_by(chains, best, potential), confirmed_by(tree, best, potential)
        _settle(undecided, set(clears), set(confirms), priors[best])
        after = sum(undecided.values())
        chosen.append(Choice(best, clears, confirms, before - after, after))
    return chosen


def cleared_by(chains: Chains, key: str, potential: Collection[str]) -> list[str]:
    """The potential batches that no chain leads to once this one is clean."""
    rest = reach_of(chains, [ROOT], without=chains.entries(key))
    return sorted(one for one in potential if chains.last[one] not in rest)


def confirmed_by(tree: Tree, key: str, potential: Collection[str]) -> list[str]:
    """The potential batches that hold suspect material if this one does: every chain to it passed them, or sure links
    lead on to them from where every chain passed."""
    sure = reach_of(tree.chains, tree.path(tree.chains.last[key]), sure=True)
    return sorted({tree.chains.nodes[vertex] for vertex in sure} & set(potential))


def counted(tree: Tree, weights: Weights, key: str) -> tuple[float, float]:
    """What a clean and a bad result weigh when choosing: all that is listed, or less."""
    entries = [vertex for vertex in tree.chains.entries(key) if tree.above[vertex] != NONE]
    cleared = sum(weights.below[vertex] for vertex in entries if tree.above[vertex] not in entries)
    return cleared, weights.confirmed[tree.chains.last[key]]


def _expected(tree: Tree, weights: Weights, key: str, prior: float) -> float:
    cleared, confirmed = counted(tree, weights, key)
    return (1 - prior) * cleared + prior * confirmed


def _settle(undecided: dict[str, float], clears: set[str], confirms: set[str], prior: float) -> None:
    """How likely each batch is still in doubt after the test."""
    for key in clears | confirms:
        settled = (1 - prior) * (key in clears) + prior * (key in confirms)
        undecided[key] *= max(0.0, 1 - settled)

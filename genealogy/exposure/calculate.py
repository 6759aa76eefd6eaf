"""Shares and bounds of all nodes, from flows alone."""

from __future__ import annotations

from dataclasses import dataclass

from genealogy.exposure.bounds import Bound, Bounds
from genealogy.exposure.flows import Flows
from genealogy.exposure.mixtures import mixtures_of
from genealogy.exposure.shares import order_of, shares_of


@dataclass(frozen=True, slots=True)
class Calculated:
    """The share of suspect content of every node, and the bounds of the suspect quantity of every pool, in its unit
    (None where its size is not known)."""

    shares: dict[str, float]
    bounds: dict[str, Bound | None]


def calculate(flows: Flows) -> Calculated:
    """Both, in one pass in the order in which material moved; circles are solved (rules 26, 27)."""
    mixtures = mixtures_of(flows)
    order = order_of(mixtures)
    seeds = dict.fromkeys(flows.seeds, 1.0) | {node: 1.0 for node, pool in flows.pools.items() if pool.seed}
    shares = shares_of(mixtures, seeds, order)
    return Calculated(shares, Bounds(flows, shares).run(order))

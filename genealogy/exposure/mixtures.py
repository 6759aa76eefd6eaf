"""Flows as mixtures, of which shares are calculated; and what of them rests on a lack of records."""

from __future__ import annotations

from genealogy.exposure.flows import Choice, Flows, Making, Pool, in_groups
from genealogy.exposure.shares import Group
from genealogy.stock.units import Units


def mixtures_of(flows: Flows) -> dict[str, list[Group]]:
    """The groups of every node, of which the highest share counts (rule 26)."""
    return {
        **{node: _of_pool(pool) for node, pool in flows.pools.items()},
        **{node: _of_making(making, flows.units) for node, making in flows.makings.items()},
        **{node: _of_choice(choice) for node, choice in flows.choices.items()},
    }


def _of_pool(pool: Pool) -> list[Group]:
    measured = Group()
    loose = []
    for inflow in pool.inflows:
        if inflow.quantity is None:
            if inflow.source is not None:
                loose.append(Group([(1.0, inflow.source)], 1.0))
            continue
        measured.total += inflow.quantity
        if inflow.source is not None:
            measured.parts.append((inflow.quantity, inflow.source))
    measured.total = max(measured.total - pool.left, sum(weight for weight, _ in measured.parts))
    return [measured, *loose] if measured.parts else loose


def _of_making(making: Making, units: Units) -> list[Group]:
    found = []
    for lines in in_groups(making, making.inputs, units).values():
        group = Group()
        for line, factor in lines:
            weight = factor * ((line.quantity or 0.0) if line.weight is None else line.weight)
            group.total += weight
            if line.source is not None:
                group.parts.append((weight, line.source))
        if group.parts:
            found.append(group)
    loose = [line.source for line in making.inputs if line.quantity is None and line.source is not None]
    return found + [Group([(1.0, source)], 1.0) for source in loose]


def _of_choice(choice: Choice) -> list[Group]:
    return [Group([(1.0, source)], 1.0) for source in choice.options]


def without_common_unit(flows: Flows) -> list[str]:
    """The makings with suspect inputs whose inputs cannot all be added."""
    return [
        node
        for node, making in flows.makings.items()
        if len({line.uom for line in making.inputs}) > 1
        and any(line.source for line in making.inputs)
        and len(in_groups(making, making.inputs, flows.units)) > 1
    ]


def unmeasured(flows: Flows) -> list[str]:
    """The nodes into which something suspect came by a certain link without a usable quantity."""
    pools = (
        node
        for node, pool in flows.pools.items()
        if any(inflow.source and inflow.certain and inflow.quantity is None for inflow in pool.inflows)
    )
    makings = (
        node
        for node, making in flows.makings.items()
        if any(line.source and line.certain and line.quantity is None for line in making.inputs)
    )
    return [*pools, *makings]

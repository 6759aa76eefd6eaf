"""The well-mixed share of suspect content (rule 26), of every node at once.

A node's inputs lie in groups of one unit each; a group's share is the mean of the shares of its inputs, weighted by
quantity, and the node's share the highest of its groups. An input whose quantity nobody knows is a group by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from genealogy.exposure.order import circles

BETTER = 1e-13  # less than this is rounding


@dataclass(slots=True)
class Group:
    """Inputs in one unit: `parts` are (quantity, source) of those that may be suspect, `total` is that of all."""

    parts: list[tuple[float, str]] = field(default_factory=list)
    total: float = 0.0


Mixtures = Mapping[str, Sequence[Group]]


def order_of(mixtures: Mixtures) -> list[list[str]]:
    """The nodes in the order of calculation, those on a circle together."""
    return circles(
        {node: [source for group in groups for _, source in group.parts] for node, groups in mixtures.items()}
    )


def shares_of(mixtures: Mixtures, seeds: Mapping[str, float], order: Sequence[Sequence[str]]) -> dict[str, float]:
    """The share of every node, 0 to 1. `seeds` have the share that is given, whatever went into them."""
    found = dict(seeds)
    for nodes in order:
        rest = [node for node in nodes if node not in seeds]
        if len(rest) == 1 and not _feeds_itself(rest[0], mixtures):
            found[rest[0]] = max((_share(group, found) for group in mixtures[rest[0]]), default=0.0)
        elif rest:
            _solve(rest, mixtures, found)
    return found


def _feeds_itself(node: str, mixtures: Mixtures) -> bool:
    return any(source == node for group in mixtures[node] for _, source in group.parts)


def _share(group: Group, found: Mapping[str, float]) -> float:
    if group.total <= 0:
        return 0.0
    return min(1.0, sum(weight * found.get(source, 0.0) for weight, source in group.parts) / group.total)


def _solve(nodes: Sequence[str], mixtures: Mixtures, found: dict[str, float]) -> None:
    """The least shares that agree with each other on circles: solve for one group of each node, take better groups
    where there are any, until there are none (Howard's policy iteration).

    It ends: shares only rise, and there are finitely many choices. Each system has one solution: no choice is a circle
    that nothing enters. The first choices lead back to what is outside; and where a group is preferred its share is
    higher than the node's was, which on a circle without entry cannot hold for the node with the highest share.
    """
    chosen = _first_choice(nodes, mixtures, found)
    found.update(dict.fromkeys(nodes, 0.0))
    while chosen:
        found.update(_linear(chosen, found))
        better = {node: _best(mixtures[node], found) for node in nodes}
        changed = {
            node: group
            for node, group in better.items()
            if group is not None and _share(group, found) > found[node] + BETTER
        }
        if not changed:
            return
        chosen |= changed


def _best(groups: Sequence[Group], found: Mapping[str, float]) -> Group | None:
    return max(groups, key=lambda group: _share(group, found), default=None)


def _first_choice(nodes: Sequence[str], mixtures: Mixtures, found: Mapping[str, float]) -> dict[str, Group]:
    """For each node that anything suspect reaches, the group by which it first does."""
    inside = set(nodes)
    feeds: dict[str, list[tuple[str, Group]]] = {}
    chosen: dict[str, Group] = {}
    for node in nodes:
        for group in mixtures[node]:
            for weight, source in group.parts:
                if weight <= 0:
                    continue  # nothing comes that way, and a group of nothing has no mean
                if source in inside:
                    feeds.setdefault(source, []).append((node, group))
                elif found.get(source, 0.0) > 0:
                    chosen.setdefault(node, group)
    queue = list(chosen)
    while queue:
        for node, group in feeds.get(queue.pop(), ()):
            if node not in chosen:
                chosen[node] = group
                queue.append(node)
    return chosen


def _linear(chosen: Mapping[str, Group], found: Mapping[str, float]) -> dict[str, float]:
    """The shares where each node's is that of its chosen group."""
    # Most scopes have no circle, and these take longer to load than those to answer.
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import spsolve

    place = {node: number for number, node in enumerate(chosen)}
    rows, columns, values = list(range(len(place))), list(range(len(place))), [1.0] * len(place)
    known = [0.0] * len(place)
    for node, group in chosen.items():
        for weight, source in group.parts:
            if source in place:
                rows.append(place[node])
                columns.append(place[source])
                values.append(-weight / group.total)
            else:
                known[place[node]] += weight * found.get(source, 0.0) / group.total
    matrix = csc_array((values, (rows, columns)), shape=(len(place), len(place)))
    return {node: min(1.0, max(0.0, float(share))) for node, share in zip(place, spsolve(matrix, known), strict=True)}

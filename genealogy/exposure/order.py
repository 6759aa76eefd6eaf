"""In which order to calculate: what a node is made of before the node, nodes on a circle together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(sources: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Strongly connected components of `node -> what it is made of`, each after all it is made of (Tarjan 1972,
    without recursion; linear). Sources that are not nodes are left out."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    done: set[str] = set()
    found: list[list[str]] = []
    for root in sources:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work: list[tuple[str, Iterator[str]]] = [(root, iter(sources[root]))]
        while work:
            node, ahead = work[-1]
            for other in ahead:
                if other not in index and other in sources:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    work.append((other, iter(sources[other])))
                    break
                if other in index and other not in done:
                    low[node] = min(low[node], index[other])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    found.append(_taken(stack, node, done))
    return found


def _taken(stack: list[str], node: str, done: set[str]) -> list[str]:
    """The component on top of the stack, down to its first node."""
    place = len(stack) - 1
    while stack[place] != node:
        place -= 1
    taken = stack[place:]
    del stack[place:]
    done.update(taken)
    return taken

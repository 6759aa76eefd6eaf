"""Which of many batches have a node upstream of them: all at once, as bits, in one pass over the edges.

A set of batches is a whole number with one bit each, so that a union is one operation however many there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from genealogy.scope.edges import CERTAIN, Edges

Bits = int


def members(bits: Bits) -> Iterator[int]:
    """The positions of the bits that are set."""
    while bits:
        last = bits & -bits
        yield last.bit_length() - 1
        bits ^= last


class Carriers:
    """Of each node, the batches that have it upstream: by any recorded link, and by certain links alone.

    `keys` are the batches that are asked about, in the order of their bits; `doubtful` are positions of edges that are
    potential though their type is certain. A batch is not upstream of itself.
    """

    def __init__(self, edges: Edges, keys: Sequence[str], doubtful: Collection[int] = ()) -> None:
        self.own: dict[str, Bits] = {key: 1 << number for number, key in enumerate(keys)}
        every: dict[str, list[str]] = {}
        certain: dict[str, list[str]] = {}
        for number, (source, kind, target) in enumerate(zip(edges.sources, edges.types, edges.targets, strict=True)):
            every.setdefault(source, []).append(target)
            if kind in CERTAIN and number not in doubtful:
                certain.setdefault(source, []).append(target)
        order = _downstream_first(every)
        self.linked = _spread(every, order, self.own)
        self.certain = _spread(certain, order, self.own)

    def of(self, node: str) -> tuple[Bits, Bits]:
        """All batches that have the node upstream, and those that certainly have; without a batch itself."""
        own = self.own.get(node, 0)
        return self.linked.get(node, 0) & ~own, self.certain.get(node, 0) & ~own

    def holding(self, node: str) -> tuple[Bits, Bits]:
        """The same with the batch itself: who carries what is noted on the node."""
        own = self.own.get(node, 0)
        return self.linked.get(node, 0) | own, self.certain.get(node, 0) | own


def _downstream_first(out: Mapping[str, Sequence[str]]) -> list[str]:
    """The nodes with each after those it leads to, cycles apart: a depth-first search, without recursion."""
    order: list[str] = []
    seen: set[str] = set()
    for root in out:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(out[root]))]
        while stack:
            node, rest = stack[-1]
            following = next((target for target in rest if target in out and target not in seen), None)
            if following is None:
                order.append(node)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(out[following])))
    return order


def _spread(out: Mapping[str, Sequence[str]], order: Sequence[str], own: Mapping[str, Bits]) -> dict[str, Bits]:
    """One pass downstream first does it; on cycles it is repeated until nothing changes."""
    found: dict[str, Bits] = {}
    changed = True
    while changed:
        changed = False
        for node in order:
            bits = before = found.get(node, 0)
            for target in out.get(node, ()):
                bits |= found.get(target, 0) | own.get(target, 0)
            if bits != before:
                found[node] = bits
                changed = True
    return found

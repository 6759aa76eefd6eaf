"""The Merkle tree over the ledger's entries: RFC 6962 section 2.1, kept as tiles of 256 hashes (C2SP tlog-tiles).

Pure. A tile `level/index` holds the roots of whole subtrees of 256**level leaves; the last of a level may be partial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

BITS = 8
WIDTH = 1 << BITS
SIZE = 32
EMPTY = sha256(b"").digest()

Tile = tuple[int, int]  # level and index
Read = Callable[[Tile], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """The hash of a leaf: apart from that of a node, so that neither can stand for the other."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two halves."""
    return sha256(b"\x01" + left + right).digest()


def cut(packed: bytes) -> list[bytes]:
    """The hashes of a tile."""
    return [packed[first : first + SIZE] for first in range(0, len(packed), SIZE)]


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The root over these, left to right; the empty tree's for none."""
    if not hashes:
        return EMPTY
    while len(hashes) > 1 and not len(hashes) & 1:  # halves of halves lie side by side
        hashes = [node_hash(*pair) for pair in zip(hashes[::2], hashes[1::2], strict=True)]
    if len(hashes) == 1:
        return hashes[0]
    split = _split(len(hashes))
    return node_hash(root_of(hashes[:split]), root_of(hashes[split:]))


def right_edge(size: int) -> list[Tile]:
    """The partial tiles of a tree of that size, leaves first: what is needed to let it grow, or to know its root."""
    edge, level = [], 0
    while size:
        if size % WIDTH:
            edge.append((level, size // WIDTH))
        size //= WIDTH
        level += 1
    return edge


@dataclass(slots=True)
class Growth:
    """A tree growing at its right edge. `tails` are the hashes of the partial tile of each level, `written` what has
    changed since the start."""

    size: int = 0
    tails: list[list[bytes]] = field(default_factory=list)
    written: dict[Tile, bytes] = field(default_factory=dict)

    @classmethod
    def at(cls, size: int, tiles: dict[Tile, bytes]) -> Growth:
        """A tree of that size; `tiles` are those of its right edge. Raises ValueError where one does not fit."""
        tails: list[list[bytes]] = []
        left, level = size, 0
        while left:
            tail = cut(tiles.get((level, left // WIDTH), b"")) if left % WIDTH else []
            if len(tail) != left % WIDTH:
                raise ValueError(f"tile {level}/{left // WIDTH} has {len(tail)} hashes, not {left % WIDTH}")
            tails.append(tail)
            left //= WIDTH
            level += 1
        return cls(size, tails)

    def add(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes."""
        for leaf in leaves:
            self._push(0, leaf)
            self.size += 1
        for level, tail in enumerate(self.tails):
            if tail:
                self.written[level, self.size // WIDTH ** (level + 1)] = b"".join(tail)

    def _push(self, level: int, subtree: bytes) -> None:
        if level == len(self.tails):
            self.tails.append([])
        tail = self.tails[level]
        tail.append(subtree)
        if len(tail) == WIDTH:
            self.written[level, self.size // WIDTH ** (level + 1)] = b"".join(tail)
            self.tails[level] = []
            self._push(level + 1, root_of(tail))

    def root(self) -> bytes:
        """The root of the whole tree."""
        peaks = [peak for tail in reversed(self.tails) for peak in _peaks(tail)]
        return _folded(peaks)


def _peaks(tail: Sequence[bytes]) -> Iterator[bytes]:
    """The roots of the largest whole subtrees, left to right."""
    first = 0
    while first < len(tail):
        width = 1 << ((len(tail) - first).bit_length() - 1)
        yield root_of(tail[first : first + width])
        first += width


def _folded(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_at(read: Read, size: int) -> bytes:
    """The root that the tree had at that size."""
    return _range(read, 0, size) if size else EMPTY


def inclusion(read: Read, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` (from 0) in the tree of that size, leaf's neighbour first (RFC 6962, 2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(_range(read, middle, high))
            high = middle
        else:
            path.append(_range(read, low, middle))
            low = middle
    return path[::-1]


def consistency(read: Read, old: int, new: int) -> list[bytes]:
    """The proof that the tree of `new` leaves begins with that of `old` (RFC 6962, 2.1.2); empty where old is 0."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} does not begin with one of {old}")
    if old in (0, new):
        return []
    path, low, high, whole = [], 0, new, True
    while old != high:
        middle = low + _split(high - low)
        if old <= middle:
            path.append(_range(read, middle, high))
            high = middle
        else:
            path.append(_range(read, low, middle))
            low, whole = middle, False
    if not whole:
        path.append(_range(read, low, high))
    return path[::-1]


def included(entry: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path shows that this entry is leaf `index` of the tree with that root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf_hash(entry)
    for step in path:
        if last == 0 or len(step) != SIZE:
            return False
        if node & 1 or node == last:
            found = node_hash(step, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the path shows that one tree begins with the other (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old in (0, new):
        return not path and old_root == (EMPTY if old == 0 else new_root)
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps or any(len(step) != SIZE for step in steps):
        return False
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == new_root


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _range(read: Read, low: int, high: int) -> bytes:
    """The root over leaves low to high, of a range that the tree's own division makes."""
    size = high - low
    if size & (size - 1) == 0:
        return _subtree(read, low, size)
    middle = low + _split(size)
    return node_hash(_range(read, low, middle), _range(read, middle, high))


def _subtree(read: Read, low: int, size: int) -> bytes:
    """The root of a whole subtree, from the tile that holds its parts."""
    level, rest = divmod(size.bit_length() - 1, BITS)
    first = low >> (level * BITS)
    hashes = cut(read((level, first // WIDTH)))
    place = first % WIDTH
    parts = hashes[place : place + (1 << rest)]
    if len(parts) != 1 << rest:
        raise ValueError(f"tile {level}/{first // WIDTH} is short")
    return root_of(parts)

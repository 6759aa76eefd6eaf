"""The tree against the definition of RFC 6962, written out; proofs against every change of them."""

from __future__ import annotations

from random import Random

import pytest

from genealogy.ledger import offline
from genealogy.ledger.tree import (
    EMPTY,
    Growth,
    Tile,
    consistency,
    consistent,
    included,
    inclusion,
    leaf_hash,
    node_hash,
    right_edge,
    root_at,
)
from tests.support.campaign import size

SIZES = [*range(1, 40), 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537]
MUTATED = size(2_000, 100_000)

# The eight entries of the reference tree of Certificate Transparency and its roots (RFC 6962 test data of the
# transparency projects: the inputs, and the roots of the first 1 to 8 of them).
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def defined(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, 2.1, as it is defined."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(defined(leaves[:split]), defined(leaves[split:]))


def grown(leaves: list[bytes], random: Random) -> dict[Tile, bytes]:
    """The tiles of a tree that grew in pieces, each begun from the tiles alone."""
    tiles: dict[Tile, bytes] = {}
    done = 0
    while done < len(leaves):
        more = leaves[done : done + random.randint(1, max(300, len(leaves) // 7))]
        tree = Growth.at(done, {tile: tiles[tile] for tile in right_edge(done)})
        tree.add(more)
        tiles |= tree.written
        done += len(more)
        assert tree.root() == root_at(tiles.__getitem__, done)
    return tiles


def test_the_reference_tree() -> None:
    tree = Growth()
    for entry, root in zip(ENTRIES, ROOTS, strict=True):
        tree.add([leaf_hash(entry)])
        assert tree.root().hex() == root


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    none: dict[Tile, bytes] = {}
    assert Growth().root() == EMPTY == root_at(none.__getitem__, 0)


@pytest.mark.parametrize("count", SIZES)
def test_a_tree_that_grew_is_the_defined_one_and_proves_it(count: int) -> None:
    random = Random(count)
    leaves = [leaf_hash(b"%d" % number) for number in range(count)]
    read = grown(leaves, random).__getitem__
    root = defined(leaves)
    assert root_at(read, count) == root
    for _ in range(10):
        index, old = random.randrange(count), random.randint(0, count)
        path, entry = inclusion(read, index, count), b"%d" % index
        assert included(entry, index, count, path, root) and offline.included(entry, index, count, path, root)
        assert not included(b"other", index, count, path, root)
        steps, old_root = consistency(read, old, count), defined(leaves[:old])
        assert consistent(old, count, steps, old_root, root) and offline.consistent(old, count, steps, old_root, root)


def test_a_tile_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="tile 0/0 has 0 hashes, not 3"):
        Growth.at(3, {})


def test_no_changed_proof_is_accepted() -> None:
    random = Random(7)
    leaves = [leaf_hash(b"%d" % number) for number in range(1000)]
    read = grown(leaves, random).__getitem__
    roots = {count: root_at(read, count) for count in range(1001)}
    tried = 0
    while tried < MUTATED:
        count, old = random.randint(2, 1000), random.randint(1, 999)
        index = random.randrange(count)
        path = inclusion(read, index, count)
        for changed in _changes(random, [index, count], path, roots[count]):
            (where, many), steps, root = changed
            said = (b"%d" % index, where, many, steps, root)
            assert not included(*said) and not offline.included(*said)
            tried += 1
        if old < count:
            steps = consistency(read, old, count)
            for changed in _changes(random, [old, count], steps, roots[count]):
                (before, after), more, root = changed
                claim = (before, after, more, roots[old], root)
                assert not consistent(*claim) and not offline.consistent(*claim)
                tried += 1
    print(f"{tried} changed proofs, none accepted")


def _changes(
    random: Random, numbers: list[int], path: list[bytes], root: bytes
) -> list[tuple[list[int], list[bytes], bytes]]:
    """The same with one thing changed in a way that makes it false: a step, their number or order, the root."""
    found: list[tuple[list[int], list[bytes], bytes]] = []
    if path:
        place = random.randrange(len(path))
        bit = bytes(byte ^ (1 if at == 5 else 0) for at, byte in enumerate(path[place]))
        found += [(numbers, [*path[:place], bit, *path[place + 1 :]], root)]
        found += [(numbers, path[:place] + path[place + 1 :], root)]
        if path[::-1] != path:
            found += [(numbers, path[::-1], root)]
    found += [(numbers, [*path, bytes(32)], root), (numbers, path, bytes(32))]
    return found


# What the proof vectors of transparency-dev/merkle (testdata/inclusion, testdata/consistency) hold, over the reference
# tree: for each place, the right proof, and each of the named ways to spoil it.
PLACES = [(0, 8), (5, 8), (2, 3), (1, 5)]
STRETCHES = [(1, 8), (6, 8), (2, 5), (6, 7)]


def _reference() -> dict[Tile, bytes]:
    tree = Growth()
    tree.add(map(leaf_hash, ENTRIES))
    return tree.written


@pytest.mark.parametrize(("index", "count"), PLACES)
def test_the_vectors_of_inclusion(index: int, count: int) -> None:
    path, root = inclusion(_reference().__getitem__, index, count), bytes.fromhex(ROOTS[count - 1])
    entry, junk = ENTRIES[index], bytes(32)
    right = (entry, index, count, path, root)
    wrong = [
        *((entry, place, count, path, root) for place in (index + 1, index - 1, index ^ 2)),
        *((entry, index, size_, path, root) for size_ in (count * 2, count // 2)),
        *((entry, index, count, spoiled, root) for spoiled in _spoiled(path, root)),
        *((other, index, count, path, root) for other in (b"wrong", ENTRIES[(index + 1) % 8])),
        *((entry, index, count, path, other) for other in (junk, EMPTY, leaf_hash(entry))),
    ]
    for check in (included, offline.included):
        assert check(*right)
        assert not any(check(*said) for said in wrong)


@pytest.mark.parametrize(("old", "new"), STRETCHES)
def test_the_vectors_of_consistency(old: int, new: int) -> None:
    path = consistency(_reference().__getitem__, old, new)
    first, second = (bytes.fromhex(ROOTS[count - 1]) for count in (old, new))
    junk = bytes(32)
    wrong = [
        *((size_, new, path, first, second) for size_ in (old - 1, old + 1, old ^ 2)),
        *((old, size_, path, first, second) for size_ in (new * 2, new // 2)),
        *((old, new, path, *roots) for roots in ((junk, second), (first, junk), (second, first), (first, first))),
        *((old, new, spoiled, first, second) for spoiled in _spoiled(path, first, second)),
    ]
    for check in (consistent, offline.consistent):
        assert check(old, new, path, first, second)
        assert not any(check(*said) for said in wrong)


def _spoiled(path: list[bytes], *roots: bytes) -> list[list[bytes]]:
    """Empty, cut at either end, garbage before or after, a root before or after, a step twice, a bit turned."""
    bits = [[*path[:place], bytes([step[0] ^ 16]) + step[1:], *path[place + 1 :]] for place, step in enumerate(path)]
    ends = [side for one in (bytes(32), *roots, path[0], path[-1]) for side in ([one, *path], [*path, one])]
    return [[], path[:-1], path[1:], *ends, *bits]

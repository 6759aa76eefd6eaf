"""The tree in the database: tiles that grow in the transaction that records, and are read for proofs."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from typing import Any

from genealogy.errors import GenealogyError
from genealogy.ledger.entries import leaves
from genealogy.ledger.head import last_of
from genealogy.ledger.pages import pages
from genealogy.ledger.tree import BITS, SIZE, WIDTH, Growth, Tile, cut, right_edge
from genealogy.store import Reads, Store, Tx

NO_TREE = (
    "the ledger of this database has no tree, or one that does not fit its events ({error});"
    " `genealogy verify` says more, and `genealogy rebuild` lets the tree of an older database grow"
)

ZERO = bytes(SIZE)


def name_of(tile: Tile) -> str:
    """The identity of a tile in the graph."""
    return "{}/{}".format(*tile)


def edge_of(store: Reads, size: int) -> Growth:
    """The tree of that size, ready to grow; raises GenealogyError where its right edge is not there."""
    try:
        return Growth.at(size, tiles(store, right_edge(size)))
    except ValueError as error:
        raise GenealogyError(NO_TREE.format(error=error)) from None


def edge_at(store: Reads, size: int) -> Growth:
    """The tree as it was at a size that it has or had; raises GenealogyError where it cannot be read."""
    found = tiles(store, right_edge(size))
    try:
        return Growth.at(size, {tile: hashes[: SIZE * width_of(tile, size)] for tile, hashes in found.items()})
    except ValueError as error:
        raise GenealogyError(NO_TREE.format(error=error)) from None


def width_of(tile: Tile, size: int) -> int:
    """How many hashes a partial tile has in a tree of that size."""
    level, _ = tile
    return (size >> BITS * level) % WIDTH


def leaves_at(store: Reads, first: int, end: int) -> list[bytes]:
    """The leaf hashes of the events from `first` up to, and without, `end`, as the tree keeps them; zeros where it has
    none."""
    found: list[bytes] = []
    for index in range((first - 1) // WIDTH, (end - 2) // WIDTH + 1):
        kept = cut(tiles(store, [(0, index)]).get((0, index)) or b"")
        low, high = max(first - 1, index * WIDTH), min(end - 1, (index + 1) * WIDTH)
        found += [kept[seq % WIDTH] if seq % WIDTH < len(kept) else ZERO for seq in range(low, high)]
    return found


def tiles(store: Reads, wanted: Iterable[Tile]) -> dict[Tile, bytes]:
    """These tiles, those that are there."""
    names = {name_of(tile): tile for tile in wanted}
    found = store.read("ledger.tiles", tiles=list(names)).rows if names else []
    return {names[name]: hashes if isinstance(hashes, bytes) else b"" for name, hashes in found}


def grow(tx: Tx, size: int, leaf_hashes: Iterable[bytes]) -> None:
    """Let the tree of that size grow by these leaves."""
    tree = edge_of(tx, size)
    tree.add(leaf_hashes)
    tx.run("ledger.grow", tiles=rows_of(tree))


def regrow(store: Store) -> None:
    """Let the tree grow over the events of a database that has none: an older one, or one that is imported. Where its
    right edge fits nothing is done."""
    size = last_of(store)
    if _fits(store, size):
        return
    tree = Growth()
    for page in pages(store):
        rows = [int(line.rpartition(b"\t")[2]) for line in zlib.decompress(page.packed).split(b"\n")]
        tree.add(leaves(page.origin, page.first, cut(page.hashes), rows))
        store.write("ledger.grow", tiles=rows_of(tree))
        tree.written.clear()


def _fits(store: Store, size: int) -> bool:
    try:
        edge_of(store, size)
    except GenealogyError:
        return False
    return not size or bool(store.read("verify.counts").one()[2])


def rows_of(tree: Growth) -> list[dict[str, Any]]:
    """What `ledger.grow` writes."""
    return [{"tile": name_of(tile), "hashes": hashes} for tile, hashes in tree.written.items()]

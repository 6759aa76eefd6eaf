"""The record held against itself: pages without a gap, every event as its hash says, the tree above them, its
checkpoints. Reads each page once, in constant memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from hashlib import sha256

from genealogy.errors import GenealogyError
from genealogy.ledger.archives import Archives
from genealogy.ledger.checkpoints import Kept
from genealogy.ledger.differences import Difference
from genealogy.ledger.entries import digest_of, entry
from genealogy.ledger.growth import ZERO, leaves_at, name_of, tiles
from genealogy.ledger.head import differs, found_head, last_of
from genealogy.ledger.pages import Page, kept_pages
from genealogy.ledger.people_check import named_in
from genealogy.ledger.tree import WIDTH, Growth, Tile, cut, leaf_hash
from genealogy.progress import Progress, quiet
from genealogy.settings import Settings
from genealogy.store import Reads, Store, Tx


@dataclass(slots=True)
class Walk:
    """The tree as it follows from the pages, and what does not fit."""

    store: Reads
    archives: Archives
    tree: Growth = field(default_factory=Growth)
    pages: int = 0
    events: int = 0
    most: int = 1 << 20  # numbers that a page may be ahead of the one before; more where there are tiles for more
    tiles: int = 0
    blamed: set[int] = field(default_factory=set)  # events of this page of which it was said already
    pending: list[Kept] = field(default_factory=list)  # checkpoints still ahead, smallest first
    trusted: int = 0
    named: set[str] = field(default_factory=set)  # references to people

    def on(self, store: Reads) -> Walk:
        """The same, to go on from here by other means."""
        return replace(self, store=store, tree=deepcopy(self.tree), blamed=set(), pending=[*self.pending])


def check_record(
    store: Store,
    checkpoints: Sequence[Kept],
    progress: Progress = quiet,
    archives: Archives | None = None,
    named: set[str] | None = None,
) -> Iterator[Difference]:
    """Every way in which pages, tiles, head and checkpoints do not agree with each other. Archived events are read from
    `archives`, which remember those that they do not have: of them only the hashes are held against the checkpoints.
    The references to people that are met are added to `named`."""
    archives, named = archives or Archives(store), set() if named is None else named
    walk = Walk(store, archives, pending=sorted(checkpoints, key=lambda kept: kept.checkpoint.size), named=named)
    yield from _grow(walk, [])  # a checkpoint of nothing is due before the first event
    yield from _onward(walk, progress)

    def ending(tx: Tx, _: str) -> list[Difference]:
        tx.run("ledger.open")  # nobody writes while the end is looked at
        last = walk.on(tx)
        return [*_onward(last, progress), *_tiles(last, whole=False), *_ends(last)]

    yield from store.writing(ending, name="verify")


def _onward(walk: Walk, progress: Progress) -> Iterator[Difference]:
    head = last_of(walk.store)
    for page in kept_pages(walk.store, walk.tree.size):
        yield from _page(walk, page if page.packed else walk.archives.fill(page))
        progress("events", walk.tree.size, max(head, walk.tree.size))


def _page(walk: Walk, page: Page) -> Iterator[Difference]:
    walk.pages += 1
    expected = walk.tree.size + 1
    if _beyond(walk, page):
        text = f"a page claims the numbers {page.first} to {page.last}, far beyond all that was recorded"
        yield Difference(page.first, "inserted", text)
        return
    if page.first > expected:
        yield Difference(expected, "missing", f"events {expected} to {page.first - 1} are gone from the record")
        yield from _grow(walk, leaves_at(walk.store, expected, page.first))
    if page.first < expected:
        yield Difference(page.first, "inserted", f"a page claims the numbers {page.first} to {page.last} a second time")
        return
    if not page.packed and walk.archives.missed(page):
        yield from _grow(walk, leaves_at(walk.store, page.first, page.last + 1))
        return
    leaves, differences = _leaves(page, walk.named)
    walk.events += len(leaves)
    walk.blamed = {found.sequence for found in differences if found.sequence}
    yield from differences
    yield from _grow(walk, leaves)


def _beyond(walk: Walk, page: Page) -> bool:
    """Whether a page claims so many numbers that nobody can have recorded them, nor a verification walk through them. A
    page is written with its tiles, which are counted after it."""
    ahead = max(page.first, page.last) - walk.tree.size
    if ahead > walk.most:
        walk.most = max(walk.most, WIDTH * int(walk.store.read("verify.counts").one()[2]))
    return ahead > walk.most


def _leaves(page: Page, named: set[str]) -> tuple[list[bytes], list[Difference]]:
    """The leaf of each event of a page, made from what it holds now; `named` takes in whom it names."""
    found: list[Difference] = []
    try:
        lines = zlib.decompress(page.packed).split(b"\n")
    except (zlib.error, TypeError):
        found.append(Difference(page.first, "page", f"the page of events {page.first} to {page.last} cannot be read"))
        lines = []
    told = [line.rpartition(b"\t") for line in lines]
    named.update(named_in(page.by, (canonical for canonical, _, _ in told)))
    wanted = page.last - page.first + 1
    if lines and len(lines) != wanted:
        text = f"the page from {page.first} on holds {len(lines)} events, not {wanted}"
        found.append(Difference(page.first, "page", text))
    hashes = cut(page.hashes)
    leaves = []
    for number in range(wanted):
        seq = page.first + number
        canonical, _, row = told[number] if number < len(told) else (b"", b"", b"")
        digest = digest_of(canonical)
        if lines and (number >= len(hashes) or digest != hashes[number]):
            found.append(Difference(seq, "event", f"event {seq} is not what was recorded: its content was changed"))
        leaves.append(leaf_hash(entry(page.origin, seq, digest, int(row) if row.isdigit() else -1)))
    return leaves, found


def _grow(walk: Walk, leaves: Sequence[bytes]) -> Iterator[Difference]:
    while walk.pending and (until := walk.pending[0].checkpoint.size - walk.tree.size) <= len(leaves):
        walk.tree.add(leaves[:until])
        leaves = leaves[until:]
        yield from _checkpoint(walk, walk.pending.pop(0))
    walk.tree.add(leaves)
    yield from _tiles(walk, whole=True)


def _tiles(walk: Walk, whole: bool) -> Iterator[Difference]:
    """The tiles that have come to their end, or at the end all, held against those that are kept."""
    ready = {tile: made for tile, made in walk.tree.written.items() if not whole or len(made) == 32 * WIDTH}
    kept = tiles(walk.store, ready)
    for tile, made in sorted(ready.items()):
        walk.tiles += 1
        del walk.tree.written[tile]
        if kept.get(tile) != made:
            yield from _tile(walk, tile, cut(made), cut(kept.get(tile) or b""))


def _tile(walk: Walk, tile: Tile, made: list[bytes], kept: list[bytes]) -> Iterator[Difference]:
    level, index = tile
    if not kept:
        yield Difference(None, "tree", f"the tile {name_of(tile)} of the tree is gone")
        return
    kept += [ZERO] * (len(made) - len(kept))
    if len(kept) > len(made):
        first = index * WIDTH + len(made) + 1
        text = f"the tree knows {len(kept) - len(made)} events from {first} on, which the record lacks"
        yield Difference(first if level == 0 else None, "missing", text)
    for place, (ours, theirs) in enumerate(zip(made, kept, strict=False)):
        if ours == theirs:
            continue
        seq = index * WIDTH + place + 1
        if level:
            yield Difference(None, "tree", f"hash {place} of the tile {name_of(tile)} is not that of what lies below")
        elif seq not in walk.blamed:
            text = f"event {seq} is not what was recorded: its content, order, author, time or source was changed"
            yield Difference(seq, "event", text)


def _checkpoint(walk: Walk, kept: Kept) -> Iterator[Difference]:
    size, trusted = kept.checkpoint.size, walk.trusted
    walk.trusted = size
    if walk.tree.root() != kept.checkpoint.root:
        text = (
            f"events {trusted + 1} to {size} are not those that were signed: {kept.file.name} tells another root"
            " (the record was written anew)"
        )
        yield Difference(trusted + 1, "checkpoint", text)


def _ends(walk: Walk) -> Iterator[Difference]:
    size, head = walk.tree.size, last_of(walk.store)
    if head != size:
        text = f"the ledger's head says {head} events, the record has {size}: its end was cut, or the head changed"
        yield Difference(min(head, size) + 1, "tail", text)
    if walk.pending:
        last = walk.pending[-1]
        text = (
            f"events {size + 1} to {last.checkpoint.size} were signed ({last.file.name}) and are gone:"
            " the end was cut, or an old copy restored"
        )
        yield Difference(size + 1, "tail", text)
    found_pages, found_events, found_tiles, odd = walk.store.read("verify.counts").one()
    if odd:
        yield Difference(None, "page", f"of {odd} pages the numbers are no whole numbers, and were changed")
    if found_pages != walk.pages:
        text = f"there are {found_pages} pages ({found_events} events); in order are {walk.pages}"
        yield Difference(None, "inserted", text)
    if found_tiles > walk.tiles:
        yield Difference(None, "tree", f"the tree has {found_tiles - walk.tiles} tiles too many")


def check_zone(store: Store, settings: Settings) -> Iterator[Difference]:
    """A time zone at the head that is not the one of the setting, which lies outside of the database."""
    head = found_head(store)
    try:
        kept = head.zone if head else None
    except GenealogyError as error:
        yield Difference(None, "head", str(error))
        return
    if kept and differs(kept, settings):
        text = (
            f"the ledger's head says that local times are read by {kept}, and GENEALOGY_TIMEZONE says"
            f" {settings.timezone}: the head was changed, or the setting; `genealogy rebuild` reads them by the setting"
        )
        yield Difference(None, "head", text)


def check_frozen(store: Store) -> Iterator[Difference]:
    """Frozen answers whose bytes are not those of their hash, and those of a case that are gone."""
    for digest, packed in store.stream("ledger.frozen"):
        try:
            good = sha256(zlib.decompress(packed)).hexdigest() == digest
        except (zlib.error, TypeError):
            good = False
        if not good:
            yield Difference(None, "frozen", f"the frozen answer {digest} is not what was frozen")
    for digest, case, seq in store.read("verify.unfrozen").rows:
        yield Difference(seq, "frozen", f"the frozen answer {digest} of case {case} is gone")

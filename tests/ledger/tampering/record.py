"""Changes of the record: events, pages, head, tree."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from random import Random
from typing import Any

from genealogy.ledger.entries import Origin, digest_of, leaves
from genealogy.ledger.growth import rows_of
from genealogy.ledger.pages import Page, pages
from genealogy.ledger.tree import Growth, cut
from tests.ledger.tampering.expected import Expected, expect
from tests.ledger.uncommitted import Uncommitted


def _page(db: Uncommitted, random: Random) -> Page:
    return random.choice([page for page in pages(db) if page.last > page.first])


def _put(db: Uncommitted, page: Page, lines: Sequence[bytes], *, hashes: bool, last: int | None = None) -> None:
    canonicals = [line.rpartition(b"\t")[0] for line in lines]
    props: dict[str, Any] = {"bytes": zlib.compress(b"\n".join(lines)), "last": last or page.last}
    if hashes:
        props["hashes"] = b"".join(map(digest_of, canonicals))
    db.change("MATCH (p:Page {first: $first}) SET p += $props", first=page.first, props=props)


def _lines(page: Page) -> list[bytes]:
    return zlib.decompress(page.packed).split(b"\n")


def _edited(db: Uncommitted, random: Random, *, hashes: bool) -> int:
    page = _page(db, random)
    lines = _lines(page)
    place = random.randrange(len(lines))
    lines[place] = lines[place].replace(b'{"', b'{"zzz":"1","', 1)
    _put(db, page, lines, hashes=hashes)
    return page.first + place


def event_edited(db: Uncommitted, random: Random) -> Expected:
    return expect("event", sequence=_edited(db, random, hashes=False))


def event_and_hash_edited(db: Uncommitted, random: Random) -> Expected:
    return expect("event", sequence=_edited(db, random, hashes=True))


def events_reordered(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    lines = _lines(page)
    place = random.randrange(len(lines) - 1)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    _put(db, page, lines, hashes=True)
    return expect("event", sequence=page.first + place)


def event_deleted(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    lines = _lines(page)
    del lines[random.randrange(len(lines))]
    _put(db, page, lines, hashes=True)
    return expect("page", sequence=page.first)


def event_inserted(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    lines = _lines(page)
    lines.insert(random.randrange(len(lines)), random.choice(lines))
    _put(db, page, lines, hashes=True)
    return expect("page", sequence=page.first)


def row_changed(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    lines = _lines(page)
    place = random.randrange(len(lines))
    lines[place] = lines[place].rpartition(b"\t")[0] + b"\t77777"
    _put(db, page, lines, hashes=True)
    return expect("event", sequence=page.first + place)


def page_deleted(db: Uncommitted, random: Random) -> Expected:
    page = random.choice(list(pages(db))[:-1])
    db.change("MATCH (p:Page {first: $first}) DELETE p", first=page.first)
    return expect("missing", sequence=page.first)


def page_made_unreadable(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    db.change("MATCH (p:Page {first: $first}) SET p.bytes = $junk", first=page.first, junk=b"junk")
    return expect("page", sequence=page.first)


def page_inserted(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    props = page.as_props() | {"first": page.first + 1, "batch": "forged"}
    db.change("CREATE (p:Page) SET p = $props", props=props)
    return expect("inserted", sequence=page.first + 1)


def author_changed(db: Uncommitted, random: Random) -> Expected:
    return _of_page(db, random, "by", "person:somebody")


def source_changed(db: Uncommitted, random: Random) -> Expected:
    return _of_page(db, random, "source", "another.csv")


def load_changed(db: Uncommitted, random: Random) -> Expected:
    return _of_page(db, random, "load", "another")


def _of_page(db: Uncommitted, random: Random, name: str, value: str) -> Expected:
    page = _page(db, random)
    db.change("MATCH (p:Page {first: $first}) SET p += $props", first=page.first, props={name: value})
    return expect("event", sequence=page.first)


def moment_changed(db: Uncommitted, random: Random) -> Expected:
    page = _page(db, random)
    db.change("MATCH (p:Page {first: $first}) SET p.recorded_at = p.recorded_at - duration('PT1H')", first=page.first)
    return expect("event", sequence=page.first)


def tail_cut(db: Uncommitted, random: Random) -> Expected:
    """The last pages taken away, head and tree made to fit: only the checkpoint knows better."""
    kept = list(pages(db))
    left = kept[: random.randrange(1, len(kept))]
    db.change("MATCH (p:Page) WHERE p.first > $last DELETE p", last=left[-1].last)
    _rewrite(db, left)
    return expect("tail", sequence=left[-1].last + 1)


def old_copy_restored(db: Uncommitted, random: Random) -> Expected:
    """As a backup of the first page brings it back, graph and all."""
    first = next(iter(pages(db)))
    db.change("MATCH (p:Page) WHERE p.first > $last DELETE p", last=first.last)
    db.change("MATCH (n) WHERE n.seq > $last AND NOT n:Ledger DETACH DELETE n", last=first.last)
    _rewrite(db, [first])
    return expect("tail", sequence=first.last + 1, text="old copy")


def chain_forged(db: Uncommitted, random: Random) -> Expected:
    """An event changed, and everything above it calculated anew: all but the signature."""
    _edited(db, random, hashes=True)
    _rewrite(db, list(pages(db)))
    return expect("checkpoint")


def author_forged(db: Uncommitted, random: Random) -> Expected:
    """The author changed, and everything above calculated anew."""
    author_changed(db, random)
    _rewrite(db, list(pages(db)))
    return expect("checkpoint")


def _rewrite(db: Uncommitted, left: list[Page]) -> None:
    tree = Growth()
    for page in left:
        rows = [int(line.rpartition(b"\t")[2]) for line in _lines(page)]
        origin = Origin(page.by, page.load, page.source, page.recorded_at)
        tree.add(leaves(origin, page.first, cut(page.hashes), rows))
    db.change("MATCH (t:Tile) DELETE t")
    db.write("ledger.grow", tiles=rows_of(tree))
    db.change("MATCH (h:Ledger) SET h.seq = $seq", seq=left[-1].last)


def head_moved(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (h:Ledger) SET h.seq = h.seq + $by", by=random.choice((-3, 2, 500)))
    return expect("tail")


def head_deleted(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (h:Ledger) DELETE h")
    return expect("head")


def ledger_renamed(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (h:Ledger) SET h.origin = 'another'")
    return expect("checkpoint")


def secret_changed(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (h:Ledger) SET h.secret = 'another'")
    return expect("person")


def corrections_forgotten(db: Uncommitted, random: Random) -> Expected:
    """So that what a correction took back could be entered again."""
    db.change("MATCH (h:Ledger) SET h.corrections = 0")
    return expect("head", text="0 corrections")


def timezone_changed(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (h:Ledger) SET h.timezone = 'America/Lima'")
    return expect("head", text="America/Lima")


def tile_changed(db: Uncommitted, random: Random) -> Expected:
    name, hashes = random.choice(db.change("MATCH (t:Tile) RETURN t.tile, t.hashes"))
    place = random.randrange(len(hashes))
    forged = hashes[:place] + bytes([hashes[place] ^ 1]) + hashes[place + 1 :]
    db.change("MATCH (t:Tile {tile: $name}) SET t.hashes = $hashes", name=name, hashes=forged)
    return expect("event" if name.startswith("0/") else "tree")


def tile_deleted(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (t:Tile) WITH t LIMIT 1 DELETE t")
    return expect("tree")


def tile_added(db: Uncommitted, random: Random) -> Expected:
    db.change("CREATE (:Tile {tile: '0/99', hashes: $hashes})", hashes=bytes(32))
    return expect("tree")


def page_far_ahead(db: Uncommitted, random: Random) -> Expected:
    """Nobody can walk through as many numbers; a verification must end all the same."""
    name = random.choice(["first", "last"])
    db.change(f"MATCH (p:Page) WITH p ORDER BY p.first DESC LIMIT 1 SET p.{name} = 4000000000000")
    return expect("inserted", text="far beyond")


def page_numbers_of_another_type(db: Uncommitted, random: Random) -> Expected:
    name, value = random.choice(["first", "last"]), random.choice(["p.{} + 0.5", "toString(p.{})", "[p.{}]"])
    db.change(f"MATCH (p:Page) WITH p ORDER BY p.first LIMIT 1 SET p.{name} = {value.format(name)}")
    return expect("page", text="no whole numbers")


def page_of_other_types(db: Uncommitted, random: Random) -> Expected:
    """Of the last page: the first one is archived, and the bytes of such a one may lie elsewhere."""
    said = (
        *("hashes = 5", "hashes = 'abc'", "bytes = 5", "recorded_at = date(p.recorded_at)", "load = ['a']"),
        *("recorded_at = time(p.recorded_at)", "recorded_at = localdatetime(p.recorded_at)"),
    )
    last = "MATCH (p:Page) WITH p ORDER BY p.first DESC LIMIT 1"
    ((first,),) = db.change(f"{last} SET p.{random.choice(said)} RETURN p.first")
    return expect("event", "page", sequence=first)


def tile_of_another_type(db: Uncommitted, random: Random) -> Expected:
    db.change(f"MATCH (t:Tile {{tile: '0/0'}}) SET t.hashes = {random.choice(['5', 'true', '[1, 2]'])}")
    return expect("tree")


def head_of_other_types(db: Uncommitted, random: Random) -> Expected:
    said = {"seq": ("tail", "'x'"), "corrections": ("head", "[1]"), "timezone": ("head", "5")}
    name = random.choice(sorted(said))
    kind, value = said[name]
    db.change(f"MATCH (h:Ledger {{name: 'head'}}) SET h.{name} = {value}")
    return expect(kind)

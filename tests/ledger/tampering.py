"""What somebody with the database's password may do to it, and what a verification must say."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from genealogy.ledger.entries import Origin, digest_of, leaves
from genealogy.ledger.growth import rows_of
from genealogy.ledger.pages import Page, pages
from genealogy.ledger.tree import Growth, cut
from tests.ledger.uncommitted import Uncommitted

FLOW = ["CONSUMED", "PRODUCED", "SHIPPED", "RECEIVED", "SUPPLIED", "DELIVERED_TO"]


@dataclass(frozen=True, slots=True)
class Expected:
    """One of these kinds must be told, with this number where one is given, and this in a text."""

    kinds: frozenset[str]
    sequence: int | None = None
    text: str = ""


def expect(*kinds: str, sequence: int | None = None, text: str = "") -> Expected:
    """As it is written in the table below."""
    return Expected(frozenset(kinds), sequence, text)


def _page(db: Uncommitted, random: Random) -> Page:
    return random.choice(list(pages(db)))


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


def _edge(db: Uncommitted, random: Random, where: str = "true") -> tuple[str, int, str]:
    """Element id, number of the event and type of some recorded edge."""
    found = db.change(
        f"MATCH (a)-[e]->(b) WHERE e.seq IS NOT NULL AND type(e) IN $flow AND {where}"
        " RETURN elementId(e), e.seq, type(e) ORDER BY e.seq, type(e)",
        flow=FLOW,
    )
    return random.choice(found)


def edge_dropped(db: Uncommitted, random: Random) -> Expected:
    edge, seq, kind = _edge(db, random)
    db.change("MATCH ()-[e]->() WHERE elementId(e) = $edge DELETE e", edge=edge)
    return expect("edge_missing", sequence=seq, text=kind)


def edge_quantity_edited(db: Uncommitted, random: Random) -> Expected:
    edge, seq, _kind = _edge(db, random, "e.quantity IS NOT NULL")
    db.change("MATCH ()-[e]->() WHERE elementId(e) = $edge SET e.quantity = e.quantity + 1", edge=edge)
    return expect("edge_changed", sequence=seq, text="quantity")


def edge_property_removed(db: Uncommitted, random: Random) -> Expected:
    edge, seq, _kind = _edge(db, random, "e.uom IS NOT NULL")
    db.change("MATCH ()-[e]->() WHERE elementId(e) = $edge REMOVE e.uom", edge=edge)
    return expect("edge_changed", sequence=seq, text="uom")


def edge_of_another_type(db: Uncommitted, random: Random) -> Expected:
    edge, seq, _kind = _edge(db, random)
    text = "MATCH (a)-[e]->(b) WHERE elementId(e) = $edge CREATE (a)-[n:FORGED]->(b) SET n = properties(e) DELETE e"
    db.change(text, edge=edge)
    return expect("edge_missing", sequence=seq)


def edge_reversed(db: Uncommitted, random: Random) -> Expected:
    edge, seq, kind = _edge(db, random)
    text = f"MATCH (a)-[e]->(b) WHERE elementId(e) = $edge CREATE (b)-[n:{kind}]->(a) SET n = properties(e) DELETE e"
    db.change(text, edge=edge)
    return expect("edge_missing", sequence=seq)


def edge_duplicated(db: Uncommitted, random: Random) -> Expected:
    edge, seq, kind = _edge(db, random)
    text = f"MATCH (a)-[e]->(b) WHERE elementId(e) = $edge CREATE (a)-[n:{kind}]->(b) SET n = properties(e)"
    db.change(text, edge=edge)
    return expect("edge_added", sequence=seq, text="once more")


def edge_moved(db: Uncommitted, random: Random) -> Expected:
    edge, seq, kind = _edge(db, random, "b:Run")
    text = (
        "MATCH (a)-[e]->(b) WHERE elementId(e) = $edge MATCH (r:Run) WHERE r <> b WITH a, e, r LIMIT 1"
        f" CREATE (a)-[n:{kind}]->(r) SET n = properties(e) DELETE e"
    )
    db.change(text, edge=edge)
    return expect("edge_missing", sequence=seq)


def edge_added(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (a:Batch), (r:Run) WITH a, r LIMIT 1 CREATE (a)-[:CONSUMED {quantity: 1.0}]->(r)")
    return expect("edge_added")


def derived_edge_dropped(db: Uncommitted, random: Random) -> Expected:
    edges = db.change(
        "MATCH (a)-[e:MAYBE_CONSUMED|MAYBE_PRODUCED|CARRIED_OVER|CUT|HAS_PART]->() RETURN elementId(e) ORDER BY 1"
    )
    db.change("MATCH ()-[e]->() WHERE elementId(e) = $edge DELETE e", edge=random.choice(edges)[0])
    return expect("edge_missing")


def _node(db: Uncommitted, random: Random) -> tuple[str, int]:
    labels = ["Batch", "Run", "Receipt", "Shipment", "Material", "Inspection", "Status", "Movement"]
    found = db.change(
        "MATCH (n) WHERE head(labels(n)) IN $labels AND n.seq IS NOT NULL RETURN elementId(n), n.seq ORDER BY n.seq",
        labels=labels,
    )
    return random.choice(found)


def node_edited(db: Uncommitted, random: Random) -> Expected:
    node, seq = _node(db, random)
    db.change("MATCH (n) WHERE elementId(n) = $node SET n.zzz = 'forged'", node=node)
    return expect("node_changed", sequence=seq, text="zzz")


def node_deleted(db: Uncommitted, random: Random) -> Expected:
    node, seq = _node(db, random)
    db.change("MATCH (n) WHERE elementId(n) = $node DETACH DELETE n", node=node)
    return expect("node_missing", sequence=seq)


def node_event_changed(db: Uncommitted, random: Random) -> Expected:
    node, seq = _node(db, random)
    db.change("MATCH (n) WHERE elementId(n) = $node SET n.event = 'forged'", node=node)
    return expect("node_changed", sequence=seq, text="event")


def key_changed(db: Uncommitted, random: Random) -> Expected:
    found = db.change("MATCH (b:Batch) WHERE b.seq IS NOT NULL RETURN b.key, b.seq ORDER BY b.seq")
    key, seq = random.choice(found)
    db.change("MATCH (b:Batch {key: $key}) SET b.key = 'FORGED/1'", key=key)
    return expect("node_missing", sequence=seq)


def node_added(db: Uncommitted, random: Random) -> Expected:
    db.change("CREATE (:Batch {key: 'FORGED/1', material: 'FORGED', lot: '1'})")
    return expect("node_added", text="FORGED")


def node_without_label(db: Uncommitted, random: Random) -> Expected:
    db.change("CREATE ({key: 'FORGED/1'})")
    return expect("node_added")


def label_added(db: Uncommitted, random: Random) -> Expected:
    node, _ = _node(db, random)
    db.change("MATCH (n) WHERE elementId(n) = $node SET n:Forged", node=node)
    return expect("node_added")


def hidden_as_a_page(db: Uncommitted, random: Random) -> Expected:
    """A label of what is not compared, so that nobody looks."""
    node, _seq = _node(db, random)
    db.change("MATCH (n) WHERE elementId(n) = $node SET n:Drill", node=node)
    return expect("node_missing", "node_added")


def edge_of_a_page(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (p:Page), (b:Batch) WITH p, b LIMIT 1 CREATE (p)-[:CONSUMED]->(b)")
    return expect("edge_added")


def number_as_text(db: Uncommitted, random: Random) -> Expected:
    edge, seq, _ = _edge(db, random, "e.quantity IS NOT NULL")
    db.change("MATCH ()-[e]->() WHERE elementId(e) = $edge SET e.quantity = toString(e.quantity)", edge=edge)
    return expect("edge_changed", sequence=seq, text="quantity")


def person_changed(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (p:Person) WHERE p.text IS NOT NULL WITH p LIMIT 1 SET p.text = p.text + '!'")
    return expect("person")


def person_silently_erased(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (p:Person) WHERE p.text IS NOT NULL WITH p LIMIT 1 SET p.text = null")
    return expect("person", text="nobody had it erased")


def past_changed(db: Uncommitted, random: Random) -> Expected:
    """What a history would leave out."""
    db.change("CREATE (:Past {past: 'batch:FORGED/1', seqs: [1]})")
    return expect("node_added", text="FORGED")


def frozen_changed(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (f:Frozen) WITH f LIMIT 1 SET f.bytes = $junk", junk=zlib.compress(b"{}"))
    return expect("frozen")


Tamper = Callable[[Uncommitted, Random], Expected]
KINDS: tuple[Tamper, ...] = (
    *(event_edited, event_and_hash_edited, events_reordered, event_deleted, event_inserted, row_changed),
    *(page_deleted, page_made_unreadable, page_inserted, author_changed, source_changed, load_changed),
    *(
        moment_changed,
        tail_cut,
        old_copy_restored,
        chain_forged,
        author_forged,
        head_moved,
        head_deleted,
        ledger_renamed,
        timezone_changed,
    ),
    *(tile_changed, tile_deleted, tile_added, edge_dropped, edge_quantity_edited, edge_property_removed),
    *(edge_of_another_type, edge_reversed, edge_duplicated, edge_moved, edge_added, derived_edge_dropped),
    *(node_edited, node_deleted, node_event_changed, key_changed, node_added, node_without_label, label_added),
    *(hidden_as_a_page, edge_of_a_page, number_as_text, person_changed),
    *(person_silently_erased, past_changed, frozen_changed),
)

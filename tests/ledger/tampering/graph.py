"""Changes of the graph: edges, nodes, keys."""

from __future__ import annotations

from random import Random

from tests.ledger.tampering.expected import Expected, expect
from tests.ledger.uncommitted import Uncommitted

FLOW = ["CONSUMED", "PRODUCED", "SHIPPED", "RECEIVED", "SUPPLIED", "DELIVERED_TO"]


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
    return _renamed(db, random, "Batch", "key")


def lot_and_key_changed(db: Uncommitted, random: Random) -> Expected:
    """As a batch that is another, with edges and all."""
    expected = _renamed(db, random, "Batch", "key")
    db.change("MATCH (b:Batch {key: 'FORGED/1'}) SET b.material = 'FORGED', b.lot = '1'")
    return expected


def run_renamed(db: Uncommitted, random: Random) -> Expected:
    return _renamed(db, random, "Run", "run")


def customer_renamed(db: Uncommitted, random: Random) -> Expected:
    return _renamed(db, random, "Customer", "customer")


def _renamed(db: Uncommitted, random: Random, label: str, key: str) -> Expected:
    found = db.change(f"MATCH (n:{label}) WHERE n.seq IS NOT NULL RETURN n.{key}, n.seq ORDER BY n.seq")
    name, seq = random.choice(found)
    db.change(f"MATCH (n:{label} {{{key}: $name}}) SET n.{key} = 'FORGED/1'", name=name)
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


def time_as_text(db: Uncommitted, random: Random) -> Expected:
    """It reads the same, and no query takes it for a time."""
    edge, seq, _kind = _edge(db, random, "e.at IS NOT NULL OR e.received_at IS NOT NULL")
    (name, said) = db.change(
        "MATCH ()-[e]->() WHERE elementId(e) = $edge"
        " WITH e, [n IN ['at', 'received_at'] WHERE e[n] IS NOT NULL][0] AS n RETURN n, e[n]",
        edge=edge,
    )[0]
    db.change(f"MATCH ()-[e]->() WHERE elementId(e) = $edge SET e.{name} = $said", edge=edge, said=said.iso_format())
    return expect("edge_changed", sequence=seq, text=f"{name} is '")

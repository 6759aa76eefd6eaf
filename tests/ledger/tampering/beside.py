"""Changes of what lies beside the graph: texts about people, what was taken out, frozen answers."""

from __future__ import annotations

import zlib
from random import Random

from genealogy.record.people import Register
from tests.ledger.tampering.expected import Expected, expect
from tests.ledger.uncommitted import Uncommitted


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


def person_erased_by_nobody(db: Uncommitted, random: Random) -> Expected:
    """Also of one that no node bears, such as the author of a page."""
    some = "MATCH (p:Person) WHERE p.text IS NOT NULL WITH p ORDER BY p.person LIMIT 1"
    db.change(f"{some} SET p.text = null, p.erased = datetime()")
    return expect("person", text="no event says so")


def person_back_again(db: Uncommitted, random: Random) -> Expected:
    """A text that was erased, from an old copy."""
    text = "Somebody 某人"
    ((secret,),) = db.change("MATCH (h:Ledger {name: 'head'}) RETURN h.secret")
    person = Register(secret).hide(text)
    db.change("MATCH (e:Erasure) WITH e LIMIT 1 SET e.person = $person", person=person)
    db.change("CREATE (:Person {person: $person, text: $said})", person=person, said=text)
    return expect("person", text="is back")


def author_gone(db: Uncommitted, random: Random) -> Expected:
    """No node of the graph bears the text of who recorded."""
    pages = "MATCH (a:Page) WHERE a.by STARTS WITH 'person:' WITH a.by AS by LIMIT 1"
    db.change(f"{pages} MATCH (p:Person {{person: by}}) DETACH DELETE p")
    return expect("person", text="is gone, and nobody had it erased")


def person_of_another_type(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (p:Person) WHERE p.text IS NOT NULL WITH p LIMIT 1 SET p.text = 5")
    return expect("person", text="not the one")


def frozen_gone(db: Uncommitted, random: Random) -> Expected:
    db.change("MATCH (r:Revision) MATCH (f:Frozen {sha256: r.sha256}) WITH f LIMIT 1 DELETE f")
    return expect("frozen", text="is gone")

"""Changes of what lies beside the graph: texts about people, what was taken out, frozen answers."""

from __future__ import annotations

import zlib
from random import Random

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

"""Each kind of record can be taken out of a graph that holds one of everything, and takes its own lines with it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from genealogy.derive import settle
from genealogy.events.care import Correction
from genealogy.record.writer import Source, record
from genealogy.store import Store
from tests.loaders.graph import ask
from tests.queries.everything import fill

# Kind, record, and its node.
RECORDS = [
    ("receipt", "G1", "(:Receipt {receipt: 'G1'})-[:RECEIVED]->()"),
    ("receipt", "G2", "(:Transfer {document: 'G2'})"),
    ("run", "R1", "(:Run {run: 'R1', shift: '1'})"),
    ("run", "V3", "(:Part {run: 'V3'})"),
    ("shipment", "S1", "(:Shipment {shipment: 'S1', carrier: 'K'})"),
    ("return", "B1", "(:Return {`return`: 'B1'})"),
    ("order", "Q", "(:Order {order: 'Q'})"),
    ("inspection", "I", "(:Inspection)"),
    ("movement", "X", "(:Movement)"),
    ("count", "N", "(:Count)"),
    ("pack", "P1", "(:Pack)-[:HOLDS]->()"),
]


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def test_every_kind_can_be_void(filled: Store) -> None:
    for kind, name, pattern in RECORDS:
        there = f"RETURN EXISTS {{ {pattern} }}"
        assert ask(filled, there) == [(True,)], name
        correction = Correction(record_kind=kind, record=name, action="void")
        assert record(filled, [correction], Source("void", name), ZoneInfo("UTC")).new == [0]
        settle(filled)
        assert ask(filled, there) == [(False,)], name
    assert ask(filled, "MATCH (n:Part|Mapping|Parameter) WHERE n.run = 'R1' RETURN count(n)") == [(0,)]

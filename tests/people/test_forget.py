"""A text about somebody is gone from everywhere in the database, for good; the record stays what it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from genealogy.answers import Seed, recall
from genealogy.cases.book import standing
from genealogy.cases.frozen import thawed
from genealogy.errors import NotFoundError, UsageError
from genealogy.events import RECORDED
from genealogy.graph_hash import graph_hash
from genealogy.history import history
from genealogy.people import find_people, forget
from genealogy.rebuild import rebuild
from genealogy.record.erasing import PLACES
from genealogy.schema import NODES
from genealogy.store import Store
from tests.cases.conftest import FLOUR, PLANT, later, opened, rows
from tests.loaders.graph import ask
from tests.queries.everything import fill
from tests.support.bundles import record_bundles
from tests.support.commands import inside

UTC = ZoneInfo("UTC")
WHY = ("数据官", "本人要求", "2026-04-01T09:00:00Z")
LI = "李雷"


def pages(store: Store) -> list[Any]:
    return ask(store, "MATCH (p:Page) RETURN p.first, p.bytes, p.hashes ORDER BY p.first")


def everywhere(store: Store, text: str) -> list[Any]:
    """Labels of all nodes, and types of all edges, of which some property holds the text."""
    holds = "any(name IN keys(x) WHERE valueType(x[name]) STARTS WITH 'STRING' AND x[name] CONTAINS $text)"
    found = []
    for pattern, label in (("(x)", "head(labels(x))"), ("()-[x]->()", "type(x)")):
        question = f"MATCH {pattern} WHERE {holds.replace('$text', repr(text))} RETURN DISTINCT {label}"
        found += ask(store, question)
    return sorted(found)


def test_it_is_gone_from_everywhere_and_the_events_stay(store: Store) -> None:
    record_bundles(store, [PLANT])
    later(
        store,
        inspections=rows(f"inspection=Q1 material=包子 lot=B1 result=pass inspector={LI}"),
        shipments=rows(f"shipment=S9 customer=K-北 signed_by={LI}"),
        operators=rows(f"operator=O1 name={LI}", "operator=O2 name=李雷军"),
    )
    case = opened(store)
    before = pages(store)
    done = forget(store, LI, *WHY, UTC)
    where = {(place["label"], place["name"]): place["number"] for place in done["places"]}
    signed = {("Inspection", "inspector"): 1, ("Shipment", "signed_by"): 1}
    assert where == {("Customer", "contact"): 1, ("Operator", "name"): 1, **signed}
    assert everywhere(store, LI) == [("Operator",), ("Person",)]  # 李雷军 is somebody else
    assert [one["text"] for one in find_people(store, LI)] == ["李雷军"]
    assert pages(store)[: len(before)] == before
    contact = {one["customer"]: one for one in recall(store, [Seed(FLOUR)])["customers"]}["K-北"]
    assert (contact["name"], contact["email"]) == ("北方超市", "li@k-bei.example")
    frozen = thawed(store, standing(store, case).row["sha256"])
    assert LI not in orjson.dumps(frozen).decode()
    assert [one["values"]["inspector"] for one in history(store, "inspection:Q1")["events"]] == ["(erased)"]
    hashed = graph_hash(store)
    assert rebuild(store, UTC)["after"] == hashed
    (told,) = ask(store, "MATCH (e:Erasure) RETURN e.person, e.by, e.reason, e.seq")
    assert told == (done["person"], "数据官", "本人要求", done["sequence"])


def test_it_does_not_come_back(store: Store) -> None:
    """The same text sent again, with events known and new, is not drawn and not kept; a rebuild agrees."""
    record_bundles(store, [PLANT])
    forget(store, LI, *WHY, UTC)
    new = rows(f"shipment=S9 customer=K-北 signed_by={LI}", "shipment=S8 customer=K-北 signed_by=韩梅梅")
    record_bundles(store, [{**PLANT, "shipments": [*PLANT["shipments"], *new]}])
    assert everywhere(store, LI) == []
    assert ask(store, "MATCH (s:Shipment {shipment: 'S9'}) RETURN s.signed_by") == [("(erased)",)]
    assert ask(store, "MATCH (s:Shipment {shipment: 'S8'}) RETURN s.signed_by") == [("韩梅梅",)]
    hashed = graph_hash(store)
    assert rebuild(store, UTC)["after"] == hashed
    with pytest.raises(UsageError, match="erased already"):
        forget(store, LI, *WHY, UTC)


def test_who_erases_can_be_erased(store: Store) -> None:
    record_bundles(store, [PLANT])
    forget(store, LI, *WHY, UTC)
    forget(store, "数据官", "数据官", "离职", None, UTC)
    assert everywhere(store, "数据官") == []
    hashed = graph_hash(store)
    assert rebuild(store, UTC)["after"] == hashed


def test_every_kind_of_place_is_looked_at(store: Store) -> None:
    """In a graph of one of everything no text about a person is left once all are erased."""
    fill(store)
    labels = {node.__name__ for node in NODES}
    assert {place["label"] for place in PLACES} <= labels
    assert len(PLACES) == sum(len(kind.personal) for kind in RECORDED)
    for one in find_people(store):
        forget(store, one["person"], "-", "all", "2026-04-01", UTC)
    (left,) = [one["person"] for one in find_people(store)]  # who did it
    forget(store, left, "-", "all", "2026-04-01", UTC)
    assert find_people(store) == []
    for place in PLACES:
        question = f"MATCH (n:{place['label']}) WHERE n.{place['name']} <> '(erased)' RETURN n.{place['name']}"
        assert ask(store, question) == [], place


def test_unknown_and_nonsense(store: Store) -> None:
    record_bundles(store, [PLANT])
    with pytest.raises(NotFoundError, match="person list"):
        forget(store, "nobody", *WHY, UTC)
    with pytest.raises(UsageError):
        forget(store, LI, "x", "", None, UTC)
    assert [one["text"] for one in find_people(store, "LI@")] == ["li@k-bei.example"]


def test_from_the_command_line(store: Store, server_address: tuple[str, str, str], tmp_path: Path) -> None:
    record_bundles(store, [PLANT])
    found = orjson.loads(inside(server_address, tmp_path, "person", "list", "--find", LI, "--json").stdout)
    who = found["people"][0]["person"]
    done = inside(server_address, tmp_path, "person", "forget", who, "--by", "数据官", "--reason", "本人要求")
    assert f"{who} is erased, in 1 places" in done.stdout
    assert "Customer.contact: 1" in done.stdout
    assert inside(server_address, tmp_path, "person", "forget", who, "--by", "x", "--reason", "y").exit_code == 2

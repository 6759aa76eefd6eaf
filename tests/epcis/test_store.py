"""Documents into a real graph and out of it again: nothing lost, nothing twice, nothing invented."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest

from genealogy.answers.trace import trace
from genealogy.derive import settle
from genealogy.events import BY_KIND
from genealogy.events.epcis import EpcisEvent
from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.record.writer import Source, record
from genealogy.store import Store
from loaders.epcis.export import export_period, export_scope
from loaders.epcis.hash import event_hash
from loaders.epcis.jsonld import of_json
from loaders.kinds import FILES
from loaders.load import load
from loaders.options import Options
from loaders.report import LoadReport
from tests.epcis.documents import SPACES, Json, document, event, lgtin, of, xml_bytes
from tests.epcis.samples import samples
from tests.loaders.graph import ask
from tests.support.servers import wipe
from tests.support.workbooks import workbook_of

UTC = ZoneInfo("UTC")
MILK = lgtin("011111", "M1")


@pytest.fixture(scope="module")
def clean(server_store: Store) -> Iterator[Store]:
    wipe(server_store)
    yield server_store
    wipe(server_store)


def sent(store: Store | None, folder: Path, content: bytes | Json, **how: Any) -> LoadReport:
    path = folder / ("sent.xml" if isinstance(content, bytes) else "sent.json")
    path.write_bytes(content if isinstance(content, bytes) else orjson.dumps(content))
    return load(store, path, UTC, **how)


def events_of(exported: Json) -> list[Json]:
    found: list[Json] = exported["epcisBody"]["eventList"]
    return found


def records_of(exported: Json) -> list[Json]:
    return [said for each in events_of(exported) for said in each["genealogy:records"]]


def test_every_member_of_every_type_comes_out_as_it_went_in(clean: Store, tmp_path: Path) -> None:
    given = [said for _, said in samples()]
    report = sent(clean, tmp_path, document(*given))
    assert report.totals["rejected"] == 0
    assert {text for _, text in ((each.file, each.text) for each in report.conflicts)} == set()

    exported = export_period(clean, None, None, UTC)

    first: dict[tuple[str, bool], Json] = {}
    for each in given:  # one hash is one event: ids, and when it was recorded, are no part of it
        first.setdefault((event_hash(each, SPACES), "errorDeclaration" in each), each)
    out = {(event_hash(each, SPACES), "errorDeclaration" in each): each for each in events_of(exported.document)}
    assert out == {key: {"eventID": key[0], **each} for key, each in first.items()}
    assert of_json(exported.document).faults == []
    assert all(not found.faults() for found in of_json(exported.document).events)


def test_the_graph_rebuilt_from_its_events_is_the_same(clean: Store) -> None:
    before = ask(
        clean, "MATCH (e:EpcisEvent)-[n:NAMES]->(x) RETURN e.hash, n.role, x.epc ORDER BY e.hash, n.role, x.epc"
    )

    assert rebuild(clean, UTC)["equal"]
    again = ask(
        clean, "MATCH (e:EpcisEvent)-[n:NAMES]->(x) RETURN e.hash, n.role, x.epc ORDER BY e.hash, n.role, x.epc"
    )
    assert before == again != []


def receiving(quantity: float = 5, /, **more: Any) -> Json:
    about = [of(MILK, quantity, "KGM")]
    return event("ObjectEvent", "05 08:00", action="OBSERVE", bizStep="receiving", quantityList=about) | more


def test_the_hash_makes_an_event_the_same_and_its_id_does_not(store: Store, tmp_path: Path) -> None:
    named: Json = {"eventID": "urn:uuid:1"}
    assert sent(store, tmp_path, document(receiving(**named))).totals["new"] == 2

    again = sent(store, tmp_path, xml_bytes(receiving(), version="1.2"))
    other = sent(store, tmp_path, document(receiving(6, **named)))

    assert (again.totals["new"], again.totals["repeated"], again.clean) == (0, 2, True)
    assert (other.totals["new"], other.clean) == (2, True)
    assert any("urn:uuid:1" in note for note in other.files[0].notes)
    assert ask(store, "MATCH (:Receipt)-[e:RECEIVED]->() RETURN e.quantity ORDER BY e.quantity") == [(5.0,), (6.0,)]

    declared: Json = {"errorDeclaration": {"declarationTime": "2026-03-06T08:00:00Z", "reason": "incorrect_data"}}
    assert sent(store, tmp_path, document(receiving(6, **named, **declared))).clean
    assert ask(store, "MATCH (:Receipt)-[e:RECEIVED]->() RETURN e.quantity") == [(5.0,)]
    kept = ask(store, "MATCH (e:EpcisEvent) RETURN e.event_id, e.declared_at IS NOT NULL AS wrong ORDER BY wrong")
    assert [declared for _, declared in kept] == [False, False, True]


def test_what_is_commissioned_and_made_is_made_once_in_any_order(store: Store, tmp_path: Path) -> None:
    first, *others = (lgtin("022222", lot) for lot in "ABC")
    added = event("ObjectEvent", "06 08:00", action="ADD", quantityList=[of(lot, 1) for lot in (first, *others)])
    made = [
        event("TransformationEvent", "06 07:00", inputQuantityList=[of(MILK)], outputQuantityList=[of(lot, 1)])
        for lot in (first, others[0])
    ]
    for each in (made[0], added, made[1]):
        assert sent(store, tmp_path, document(each)).clean
    found = ask(store, "MATCH (b:Batch)<-[:PRODUCED]-(r:Run) WHERE b.lot IN ['A', 'B', 'C'] RETURN b.lot, count(r)")
    assert sorted(found) == [("A", 1), ("B", 1), ("C", 1)]


def test_a_wrong_event_is_refused_with_its_document_or_alone(store: Store, tmp_path: Path) -> None:
    whole, rejected = document(receiving(7), receiving(8, action="CHANGE")), tmp_path / "rejected"
    refused = sent(store, tmp_path, whole, options=Options(rejected))
    assert (refused.totals["new"], refused.totals["rejected"], refused.clean) == (0, 1, False)
    assert refused.files[0].refused
    assert (refused.errors[0].column, refused.errors[0].value) == ("/epcisBody/eventList/1/action", "CHANGE")
    assert sent(None, tmp_path, whole).totals["rejected"] == 1
    proceeded = sent(store, tmp_path, whole, proceed=True)
    assert (proceeded.totals["new"], proceeded.totals["rejected"]) == (2, 1)
    assert "CHANGE" in next((tmp_path / "rejected").iterdir()).read_text("utf-8-sig")


# What EPCIS can express of a plant: a lot without GTIN, one of a supplier, a piece, units with and without a code,
# dates, times without zone, a mapped run, a run over two days, a backflush, a pallet, a move, a test, a hold.
PLANT = """
material material=04012345111118 name=牛奶 kind=raw uom=kg gtin=04012345111118
material material=CHEESE/1 name=Cheese uom=个
supplier supplier=4012345000023 name=Farm email=a@b.c
customer customer=C name=Shop phone=1
location location=L name=Hall timezone=Asia/Shanghai
receipt receipt=G1 supplier=4012345000023 material=04012345111118 lot=A quantity=5 uom=kg received_at=2026-03-02 \
  location=L document=D unit_cost=2 currency=EUR
receipt receipt=G1 supplier=4012345000023 material=04012345111118 lot=B assigner=S supplier_lot=b quantity=1.5 uom=t \
  received_at=2026-03-02T08:00:00 location=L line=2 colour=blue
batch material=04012345111118 lot=A expires_on=2026-09-01 status=open
batch material=CHEESE/1 lot=批-1 produced_at=2026-03-03
run run=R/1 kind=produce work_order=W started_at=2026-03-03T08:00:00Z ended_at=2026-03-04T09:00:00Z location=L \
  timed=true
consumed run=R/1 material=04012345111118 lot=A quantity=2 uom=kg at=2026-03-03T08:00:00Z
consumed run=R/1 material=04012345111118 lot=B assigner=S quantity=3 uom=KGM
consumed run=R/1 material=04012345111118 quantity=1 uom=kg
produced run=R/1 material=CHEESE/1 lot=批-1 quantity=7 uom=个
produced run=R/1 material=CHEESE/1 lot=2 serial=9 quantity=1 uom=ea at=2026-03-04T09:00:00Z/2026-03-04T09:10:00Z
mapped run=R/1 in_material=04012345111118 in_lot=A out_material=CHEESE/1 out_lot=批-1
parameter run=R/1 parameter=temperature value=72 unit=CEL
shipment shipment=S1 customer=C from_location=L shipped_at=2026-03-05T08:00:00Z carrier=K tracking=T
shipped shipment=S1 material=CHEESE/1 lot=批-1 quantity=3 uom=个
pack pack=P1 material=CHEESE/1 lot=批-1 quantity=2 uom=个 packed_at=2026-03-05T07:00:00Z \
  unpacked_at=2026-03-06T07:00:00Z
pack pack=P2 child_pack=P1 packed_at=2026-03-05T07:30:00Z
movement movement=X material=CHEESE/1 lot=批-1 kind=move from_location=L to_location=L2 quantity=1 \
  uom=个 at=2026-03-04T10:00:00Z
movement movement=Y material=CHEESE/1 lot=批-1 kind=scrap quantity=1 uom=个 at=2026-03-04T11:00:00Z
inspection inspection=I material=CHEESE/1 lot=批-1 result=fail inspected_at=2026-03-04T12:00:00Z \
  characteristic=fat value=3
status material=CHEESE/1 lot=批-1 status=hold reason=odd at=2026-03-04T13:00:00Z
return return=B1 customer=C shipment=S1 material=CHEESE/1 lot=批-1 quantity=1 uom=个 returned_at=2026-03-10T08:00:00Z
"""


def rows_of_plant() -> list[tuple[str, dict[str, str]]]:
    """Kind and columns of each row."""
    lines = [line.split() for line in PLANT.replace("\\\n", "").strip().splitlines()]
    return [(kind, dict(pair.split("=") for pair in pairs)) for kind, *pairs in lines]


def fill(store: Store) -> None:
    given = [BY_KIND[kind].model_validate(row) for kind, row in rows_of_plant()]
    record(store, given, Source("load", "plant"), UTC)
    settle(store)


def bundle_of_plant(folder: Path) -> Path:
    """The same as CSV files."""
    folder.mkdir()
    for file, kind in FILES.items():
        if rows := [row for of, row in rows_of_plant() if of == kind]:
            with (folder / file).open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
                writer.writeheader()
                writer.writerows(rows)
    return folder


def test_csv_workbook_and_epcis_of_one_plant_are_one_graph(store: Store, tmp_path: Path) -> None:
    bundle = bundle_of_plant(tmp_path / "plant")
    assert load(store, bundle, UTC).clean
    from_csv = graph_hash(store)
    exported = export_period(store, None, None, UTC)
    assert dict(exported.left) == {}
    for form in (workbook_of(tmp_path / "plant.xlsx", bundle), tmp_path / "plant.json"):
        wipe(store)
        if form.suffix == ".json":
            form.write_bytes(orjson.dumps(exported.document))
        assert load(store, form, UTC).clean
        assert graph_hash(store) == from_csv


def test_a_plant_goes_out_and_comes_back_as_the_same_graph(store: Store, tmp_path: Path) -> None:
    fill(store)
    before, whole = graph_hash(store), export_period(store, None, None, UTC)
    of_one = export_scope(store, "CHEESE%2F1/批-1", UTC)
    until = export_period(store, None, dt.datetime(2026, 3, 4, tzinfo=dt.UTC), UTC)
    reach = trace(store, "04012345111118/A", "both")
    plain = orjson.loads(orjson.dumps(export_period(store, None, None, UTC, plain=True).document))
    assert dict(whole.left) == {}
    assert all(found.faults() == [] for found in of_json(whole.document).events)
    assert {each["eventID"] for each in events_of(whole.document)} == {
        event_hash(each, {**SPACES, "genealogy": "urn:genealogy:"}) for each in events_of(whole.document)
    }
    beside = [said for said in records_of(whole.document) if said not in records_of(of_one.document)]
    assert [(said["event"], said["lot"]) for said in beside] == [("produced", "2")]  # made beside it, not from it
    assert [said for said in records_of(of_one.document) if said not in records_of(whole.document)] == []
    assert 0 < len(events_of(until.document)) < len(events_of(whole.document))

    wipe(store)
    report = sent(store, tmp_path, orjson.loads(orjson.dumps(whole.document)))
    assert report.clean, (report.errors, report.conflicts)
    assert graph_hash(store) == before
    assert events_of(export_period(store, None, None, UTC).document) == events_of(whole.document)

    wipe(store)
    assert sent(store, tmp_path, plain).clean
    alone = trace(store, "04012345111118/A", "both")
    assert "genealogy:records" not in orjson.dumps(plain).decode()
    assert {each["key"] for each in alone["batches"]} == {each["key"] for each in reach["batches"]}
    assert len(alone["shipments"]) == len(reach["shipments"]) == 1


def test_an_event_that_another_document_brought_meanwhile_is_there_and_no_conflict(store: Store) -> None:
    """Two documents with one event are read side by side: neither knows of the other until it records."""
    said = {"hash": "ni:///sha-256;1?ver=CBV2.0", "type": "ObjectEvent", "event_time": "2026-03-04T08:00:00Z"}
    one, other = (EpcisEvent(**said, record_time=f"2026-03-0{day}T08:00:00Z", body="{}") for day in (5, 6))
    source = Source("", "test", "me")

    assert record(store, [one], source, UTC).new == [0]
    outcome = record(store, [other, other], source, UTC)

    assert (outcome.new, outcome.repeated, outcome.conflicts) == ([], [0, 1], [])

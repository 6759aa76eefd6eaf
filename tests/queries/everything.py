"""A database that holds one of everything: each kind of event, each derived node, each type of edge."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.derive import settle
from genealogy.events import RECORDED_BY_KIND, Event
from genealogy.record.writer import Source, record
from genealogy.store import Store

MOMENT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
COUNTS = dict.fromkeys(("rows", "new", "repeated", "rejected", "conflicts"), 0) | {"clean": True}
KEY = {"name": "n", "role": "customer", "party": "C", "sha256": "0", "made_by": "os:x", "created_at": MOMENT}
KEY |= {"expires_at": MOMENT, "revoked_at": MOMENT, "revoked_by": "os:x"}

SUBSCRIPTION: dict[str, Any] = {
    "url": "https://erp.example.com/",
    "kind": "webhook",
    "what": ["status"],
    "made_by": "os:x",
}
SUBSCRIPTION |= {"created_at": MOMENT, "paused_until": MOMENT}
MESSAGE = {"id": "m", "topic": "status", "type": "t", "subject": "s", "strand": "s", "data": "{}", "people": False}

# R1 is mapped (A with C, B with D: two parts, two cuts) on a line with residue, R2 follows it there; R4, R5 and R6
# overlap on another. V1 and V2 fill a tank, the second at a time not known; V3 draws, V9 draws while it may be cleaned,
# V10 after it. V4 draws from a tank that V5 fills afterwards; V6 to V8 leave no doubt. S1 arrives as another lot, and a
# lot that was never on it comes back from it.
ONE_OF_EACH = """
material material=M name=Milk kind=raw uom=kg gtin=1 shelf_life_days=5
conversion material=M from_uom=t to_uom=kg factor=1000
supplier supplier=S name=Source contact=Hu email=a@b.c phone=2 address=x gln=1
customer customer=C name=Sink contact=Wei phone=1 email=b@c.d address=x gln=2
location location=L name=Site site=1 address=x phone=3 gln=3 timezone=Asia/Shanghai day_start=06:00
equipment equipment=LINE name=Line kind=line location=L carry_over=true
equipment equipment=TANK kind=vessel location=L
equipment equipment=LINE2 kind=line carry_over=true
operator operator=O name=Li team=1
batch material=M lot=A serial=1 quantity=1 uom=kg produced_at=2026-03-01 expires_on=2026-09-01 status=held
batch material=M lot=a
correction record_kind=receipt record=OLD action=void by_record=G1 reason=typo at=2026-03-02 by=Z line=1 \
  error_reason=incorrect_data corrective_event_ids=e
receipt receipt=G1 supplier=S material=M lot=A supplier_lot=a quantity=5 uom=kg document=D unit_cost=2 currency=EUR \
  line=1 received_at=2026-03-02 location=L
receipt receipt=G2 shipment=S1 material=M lot=C2 quantity=1 received_at=2026-03-09 location=L
receipt receipt=G3 supplier=S material=M lot=B assigner=S quantity=5 received_at=2026-03-02
run run=R1 kind=produce work_order=W shift=1 equipment=LINE operator=O location=L timed=true \
  started_at=2026-03-03T08:00:00Z ended_at=2026-03-03T09:00:00Z
run run=R2 kind=rework equipment=LINE started_at=2026-03-03T10:00:00Z/2026-03-03T10:05:00Z \
  ended_at=2026-03-03T11:00:00Z/2026-03-03T11:05:00Z
run run=R3 kind=produce equipment=LINE started_at=2026-03-03T12:00:00Z ended_at=2026-03-03T13:00:00Z
run run=V1 kind=charge equipment=TANK started_at=2026-03-04T08:00:00Z
run run=V2 kind=charge equipment=TANK
consumed run=V2 material=M quantity=1 uom=kg
run run=V3 kind=draw equipment=TANK started_at=2026-03-04T09:00:00Z ended_at=2026-03-04T09:10:00Z
run run=R4 equipment=LINE2 started_at=2026-03-03T08:00:00Z ended_at=2026-03-03T10:00:00Z
run run=R5 equipment=LINE2 started_at=2026-03-03T09:00:00Z ended_at=2026-03-03T09:30:00Z
run run=R6 equipment=LINE2 started_at=2026-03-03T09:10:00Z ended_at=2026-03-03T09:40:00Z
run run=R7 equipment=LINE2 started_at=2026-03-03 ended_at=2026-03-03
run run=V4 kind=draw equipment=TANK2 started_at=2026-03-04T08:00:00Z ended_at=2026-03-04T08:10:00Z
run run=V5 kind=charge equipment=TANK2 started_at=2026-03-04T09:00:00Z ended_at=2026-03-04T09:10:00Z
run run=V6 kind=charge equipment=TANK3 started_at=2026-03-04T08:00:00Z ended_at=2026-03-04T08:10:00Z
run run=V7 kind=charge equipment=TANK3 started_at=2026-03-04T08:20:00Z ended_at=2026-03-04T08:30:00Z
run run=V8 kind=draw equipment=TANK3 started_at=2026-03-04T09:00:00Z ended_at=2026-03-04T09:10:00Z
run run=V9 kind=draw equipment=TANK started_at=2026-03-06 ended_at=2026-03-06
run run=V10 kind=draw equipment=TANK started_at=2026-03-08T09:00:00Z ended_at=2026-03-08T09:10:00Z
produced run=V10 material=MIX lot=5 quantity=1 uom=kg
used run=R1 equipment=TOOL operator=P role=setter line=1 from=2026-03-03T08:10:00Z to=2026-03-03T08:20:00Z
used run=R7 equipment=TOOL operator=P from=2026-03-03 to=2026-03-03
used run=R2 equipment=TOOL role=stand-in from=2026-03-03T10:00:00Z/2026-03-03T10:05:00Z \
  to=2026-03-03T11:00:00Z/2026-03-03T11:05:00Z
mapped run=R1 in_material=M in_lot=A in_serial=1 out_material=M out_lot=C
mapped run=R1 in_material=M in_lot=B in_assigner=S out_material=M out_lot=D
mapped run=R4 in_material=M in_lot=G out_material=M out_lot=H out_assigner=S out_serial=1 quantity=1 line=1
mapped run=R5 in_material=M in_lot=G out_material=M out_lot=K
produced run=R1 material=M lot=C quantity=4 uom=kg at=2026-03-03T09:00:00Z
produced run=R1 material=M lot=D quantity=4 uom=kg line=1
produced run=R2 material=M lot=E
produced run=R3 material=M lot=F quantity=1 uom=kg at=2026-03-03T12:00:00Z line=1
produced run=V3 material=MIX lot=1 quantity=1 uom=kg at=2026-03-04T09:00:00Z/2026-03-04T09:10:00Z
produced run=R4 material=M lot=H assigner=S serial=1
produced run=R5 material=M lot=K
produced run=V4 material=MIX lot=2
produced run=V8 material=MIX lot=3
produced run=V9 material=MIX lot=4 quantity=1 uom=kg
consumed run=V6 material=M lot=K quantity=1 uom=kg line=1
consumed run=V7 material=M lot=H quantity=1 uom=kg
consumed run=V5 material=M lot=H quantity=1 uom=kg
consumed run=R1 material=M lot=A quantity=4 uom=kg at=2026-03-03T08:00:00Z
consumed run=R1 material=M lot=B assigner=S quantity=4 uom=kg
consumed run=R2 material=M lot=B at=2026-03-03T10:00:00Z line=1
consumed run=R2 material=M quantity=1 uom=kg at=2026-03-03T10:00:00Z line=1
consumed run=V1 material=M lot=C quantity=9 uom=kg
consumed run=V2 material=M lot=D quantity=1 uom=kg
parameter run=R1 parameter=temperature value=72 unit=CEL line=1 at=2026-03-03T08:30:00Z
order order=Q kind=sales customer=C material=M lot=C quantity=1 due=2026-04-01 status=open
order order=Q kind=sales customer=C material=M status=reserved
order order=Q material=M lot=D assigner=S serial=1 uom=kg line=1
shipment shipment=S1 customer=C from_location=L to_location=L2 shipped_at=2026-03-05 delivered_at=2026-03-08 \
  signed_by=Wu signed_at=2026-03-08 carrier=K tracking=T order=Q document=D1
shipped shipment=S1 material=M lot=C quantity=1 uom=kg line=1
return return=B1 line=1 customer=C shipment=S1 material=M lot=C quantity=1 uom=kg returned_at=2026-03-10 location=L
return return=B2 line=1 supplier=S material=M lot=A quantity=1 uom=kg returned_at=2026-03-10 location=L
return return=B3 shipment=S1 material=M lot=Z returned_at=2026-03-10
cleaning equipment=LINE cleaned_at=2026-03-03T10:00:00Z/2026-03-03T10:01:00Z validated=true
cleaning equipment=TANK cleaned_at=2026-03-06 validated=true empty=true line=1
inspection inspection=I material=M lot=A assigner=S serial=1 line=1 receipt=G1 run=R1 result=fail \
  inspected_at=2026-03-02 inspector=Z characteristic=fat value=3 unit=% defect=low report=r
cleaning equipment=TANK cleaned_at=2026-03-05 validated=true
correction record_kind=cleaning record=TANK/2026-03-05 action=void reason=never by=Z at=2026-03-06
movement movement=X material=M lot=D assigner=S serial=1 line=1 kind=move from_location=L to_location=L2 quantity=1 \
  uom=kg at=2026-03-04
count count=N material=M lot=D assigner=S serial=1 line=1 location=L2 quantity=1 uom=kg counted_at=2026-03-07
status material=M lot=D assigner=S serial=1 line=1 quantity=1 uom=kg status=hold location=L2 reason=odd \
  at=2026-03-07 by=Z case=RC before=[] signer=k signer_name=Z meaning=review signed_at=2026-03-07T00:00:00Z
pack pack=P1 material=M lot=D quantity=1 uom=kg line=1 packed_at=2026-03-07 unpacked_at=2026-03-08
pack pack=P2 child_pack=P1 quantity=1 uom=ea packed_at=2026-03-07 unpacked_at=2026-03-08 line=1
receipt receipt=OLD material=M lot=A quantity=50
case case=RC revision=1 title=t class=I reason=r seeds=[] switches={} quarantine=["L2"] level=B percent=50 \
  clock_tolerance=300 timezone=UTC sha256=0 set_hash=0 computed_at=2026-03-10T00:00:00Z sequence=1 by=Z at=2026-03-10
covered case=RC revision=1 material=M lot=D assigner=S serial=1 verdict=certain joined=true
case_entry case=RC number=1 revision=1 action=decide status=open decision=d batches=1 reason=r level=B percent=50 by=Z \
  at=2026-03-10 signer=k signer_name=Z meaning=review signed_at=2026-03-10T00:00:00Z question=q \
  message=m target=t request=key:0
notice case=RC customer=C what=found material=M lot=D assigner=S serial=1 quantity=1 uom=kg how=phone contact=Hu \
  result=pass reason=r by=Z at=2026-03-11 line=1
alarm case=RC revision=1 material=M lot=D assigner=S serial=1 what=shipped record=e sequence=1 source=s row=1 load=l \
  at=2026-03-11T00:00:00Z
erasure person=person:0 reason=asked by=Z at=2026-03-12
archive sha256=0000000000000000000000000000000000000000000000000000000000000000 file=f first=1 last=1 \
  root=0000000000000000000000000000000000000000000000000000000000000000 reason=old by=Z at=2026-03-12
attachment about=run:R1 sha256=2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881 size=1 \
  media_type=image/png name=n reason=r by=Z at=2026-03-12
epcis hash=ni:///sha-256;0 type=ObjectEvent event_time=2026-03-01T08:00:00Z record_time=2026-03-02T08:00:00Z \
  declared_at=2026-03-03T08:00:00Z event_id=urn:uuid:0 action=ADD biz_step=shipping disposition=in_transit \
  read_point=urn:a:b biz_location=urn:a:c names=epcList,urn:a:d spaces={} body={}
"""


def events() -> list[Event]:
    """At least one event of each kind, as a sender would give them."""
    lines = [line.split() for line in ONE_OF_EACH.strip().splitlines()]
    return [RECORDED_BY_KIND[kind].model_validate(dict(pair.split("=") for pair in pairs)) for kind, *pairs in lines]


def fill(store: Store) -> None:
    """Record one of everything and derive what follows; beside it a load, an answered request, something stale."""
    record(store, events(), Source("load-1", "events"), ZoneInfo("UTC"))
    settle(store)
    store.write("load.start", load="load-1", source="events", sha256="0", started_at=MOMENT, by="person:1")
    store.write("load.finish", load="load-1", props={"state": "done", "finished_at": MOMENT, "report": "{}"} | COUNTS)
    store.write("api.keep_answer", request="r", sha256="0", status=200, answer="{}", at=MOMENT)
    store.write("access.keep_key", id="k", props=KEY)
    store.write("drill.keep", drill="d", at=MOMENT, record="{}")
    store.write("pull.advance", cursor="erp|t", at="1", again=["2"], moment=MOMENT)
    pulled = {"revision": 1, "modified": "1", "void": False, "records": ["receipt:G1"], "lines": ["0"]}
    store.write("pull.keep", rows=[{"id": "erp|t|2", "props": pulled}])
    store.write("stale.mark", ids=["run:R1"])
    store.write("people.take", rows=[{"person": "person:0", "text": None, "erased": MOMENT}])
    store.write("ledger.import_begun", sha256="0", origin="o", timezone="UTC")
    store.write("case.keep_frozen", sha256="0", packed=b"0")
    store.write("outbox.keep_subscription", id="w", props=SUBSCRIPTION)
    store.write("outbox.put", messages=[MESSAGE], at=MOMENT)
    store.write("outbox.lease", id="w", holder="h", now=MOMENT, until=MOMENT)
    failed = {"queue": "w dead", "tries": 1, "why": "away", "due_at": MOMENT, "done_at": MOMENT}
    store.write("outbox.failed", id="w", outgoing="w m", holder="h", props=failed, paused={"failures": 1})

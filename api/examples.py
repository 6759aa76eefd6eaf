"""What the documentation shows; all of it works on the example plant."""

from __future__ import annotations

from loaders.example import BAD_LOT

MATERIAL, LOT = BAD_LOT.split("/", 1)
RECALL = {"seeds": [{"key": BAD_LOT}]}
RECALLS = {
    "the bad lot": {"value": RECALL},
    "what a supplier delivered in a period": {"value": {"seeds": [{"supplier": "SUP-TUFANG", "from": "2026-03-01"}]}},
    "a vessel on one morning, residue not followed": {
        "value": {
            "seeds": [
                {"equipment": "COATER-1", "from": "2026-03-04T08:00:00+08:00", "to": "2026-03-04T12:00:00+08:00"}
            ],
            "switches": {"carry_over": {"*": False}},
        }
    },
    "the bad lot, where a small share does not count": {
        "value": {**RECALL, "switches": {"vessels": {"COATER-1": {"policy": "well_mixed", "threshold": 0.01}}}}
    },
}
RECORD = "run:R-249"
EXPLAINED = "ECU-7/0304-E3-1"
EXPLAIN = {
    "a batch": {"value": {**RECALL, "target": {"key": EXPLAINED}}},
    "a customer": {"value": {**RECALL, "target": {"customer": "CUST-XUNI"}}},
}
SAMPLED = {"equipment": "COATER-1", "from": "2026-03-05T08:00:00+08:00", "to": "2026-03-05T10:00:00+08:00"}
SAMPLE = {"a vessel on one morning": {"value": {"seeds": [SAMPLED], "count": 2}}}
CLEAN_MORE = {"change": "add", "what": "clean", "equipment": "COATER-1", "at": "2026-03-05T08:00:00+08:00"}
WHAT_IFS = {
    "the vessel cleaned a day earlier": {"value": {**RECALL, "what_if": [CLEAN_MORE]}},
    "the vessel never cleaned, and the rework not mixed in": {
        "value": {
            **RECALL,
            "what_if": [
                {"change": "remove", "what": "clean", "equipment": "COATER-1"},
                {"change": "add", "what": "segregation", "run": "R-249", "key": "BRD-7-OK/0307-RW"},
            ],
        }
    },
}
NOTICE_PACKS = {
    **RECALL,
    "reason": "the coating peels 涂层脱落",
    "class": "II",
    "contact": "Quality desk, +00 000 0000 0001",
    "formats": ["pdf", "xlsx"],
    "lang": "both",
}
EPCIS_EVENT = {
    "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
    "type": "ObjectEvent",
    "eventTime": "2026-03-16T08:00:00.000+08:00",
    "eventTimeZoneOffset": "+08:00",
    "action": "OBSERVE",
    "bizStep": "receiving",
    "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.012345.2603-7", "quantity": 20, "uom": "KGM"}],
}
EPCIS = {
    "@context": EPCIS_EVENT["@context"],
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-03-16T09:00:00.000+08:00",
    "epcisBody": {"eventList": [{name: said for name, said in EPCIS_EVENT.items() if name != "@context"}]},
}
EPCIS_ID = "ni:///sha-256;ed9257b8fded5609d7f527afe6a78d2a82158fa11f521ac9915b314c6501743e?ver=CBV2.0"
DRILL = {"random": 7, "kind": "finished", "hours": 2}
CAUSES = {
    "bad": ["ECU-7/0304-E3-1", "ECU-7/0305-E1-2", "ECU-7/0305-E2-1", "ECU-7/0305-E3-2", "ECU-7/0306-E1-1"],
    "good": ["ECU-7/0302-E1-1", "ECU-7/0303-E2-2", "ECU-7/0304-E1-1", "ECU-7/0304-E2-2", "ECU-7/0307-E2-1"],
}
CASE = "RC-EXAMPLE"
WHO = {"by": "王芳", "at": "2026-03-13T10:00:00+08:00"}
OPEN_CASE = (
    RECALL
    | WHO
    | {"case": CASE, "title": "Coating peels 涂层剥落", "class": "II", "reason": "adhesion fails after reflow"}
)
HOLD = WHO | {"reason": "in scope of the recall"}
RELEASE = WHO | {"reason": "tested, good", "keys": ["SNS-3/0306-S1-1"]}
NOTICES = [
    WHO | {"customer": "CUST-XUNI", "what": "sent", "how": "e-mail", "contact": "Quality desk 52"},
    WHO | {"customer": "CUST-XUNI", "what": "found", "key": "ECU-7/0304-E3-1", "quantity": "10", "uom": "pcs"},
]
DECISION = WHO | {"decision": "recall from all customers", "reason": "no test finds the bad ones"}
CLOSE_CASE = WHO | {"status": "closed", "decision": "end the recall", "reason": "all is back or destroyed"}
NEW_KEY = {"name": "scanner at dock 2", "role": "operator", "days": 365}
INCOMING = {
    "specversion": "1.0",
    "id": "GR-2026-0042",
    "source": "urn:erp:plant-1",
    "type": "com.example.receipt",
    "time": "2026-03-02T08:00:00+08:00",
    "data": {
        "event": "receipt",
        "receipt": "GR-42",
        "supplier": "SUP-1",
        "material": "RAW",
        "lot": "L1",
        "quantity": "5",
    },
}
NEW_WEBHOOK = {"url": "https://wms.example.com/hooks/genealogy", "what": ["status", "case"]}
LOAD = "example-plant"  # the id of the load of the example plant
EVENT = {
    "event": "inspection",
    "inspection": "QI-EXAMPLE",
    "material": "ECU-7",
    "lot": "0304-E3-2",
    "result": "fail",
    "inspected_at": "2026-03-13T09:00:00+08:00",
    "characteristic": "adhesion",
    "value": "0.8",
    "unit": "N/mm",
    "defect": "coating peels",
}
RELEASED = {
    "event": "status",
    "material": "SNS-3",
    "lot": "0306-S1-1",
    "status": "available",
    "reason": "tested, good",
} | WHO
SIGNING = {"meaning": "approval", "credential": "gk_...", "over": RELEASED}
EVENTS = {"one": {"value": EVENT}, "many": {"value": [EVENT]}}
FILE = ("报告.txt", "adhesion 0.8 N/mm 附着力\n".encode())
ATTACHED = "08a6371c6e7059e1523840e2ef8b922b5f00b80039837602b676bccaf4987f2f"  # its SHA-256

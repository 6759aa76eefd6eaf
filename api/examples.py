"""What the documentation shows; all of it works on the example plant."""

from __future__ import annotations

from loaders.example import BAD_LOT

MATERIAL, LOT = BAD_LOT.split("/", 1)
RECALL = {"seeds": [{"key": BAD_LOT}]}
NOTICES = {
    **RECALL,
    "reason": "the coating peels 涂层脱落",
    "class": "II",
    "contact": "Quality desk, +00 000 0000 0001",
    "formats": ["pdf", "xlsx"],
    "lang": "both",
}
DRILL = {"random": 7, "kind": "finished", "hours": 2}
CAUSES = {
    "bad": ["ECU-7/0304-E3-1", "ECU-7/0305-E1-2", "ECU-7/0305-E2-1", "ECU-7/0305-E3-2", "ECU-7/0306-E1-1"],
    "good": ["ECU-7/0302-E1-1", "ECU-7/0303-E2-2", "ECU-7/0304-E1-1", "ECU-7/0304-E2-2", "ECU-7/0307-E2-1"],
}
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
EVENTS = {"one": {"value": EVENT}, "many": {"value": [EVENT]}}

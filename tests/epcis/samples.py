"""Valid events of all five types with every member the standard has: each type with each feature, and all at once."""

from __future__ import annotations

from collections.abc import Iterator

from tests.epcis.documents import Json, event, lgtin, of

SGTINS = [f"urn:epc:id:sgtin:4012345.011111.98{number}" for number in (77, 76)]
LINK = "https://id.gs1.org/01/04012345222226/10/A-1"
SSCC = "urn:epc:id:sscc:4012345.1111111111"
_LOTS = [of(lgtin("022222", "L2"), 20.5, "KGM"), of(lgtin("022222", "L1"), 200, "KGM"), of(LINK, 3), of(LINK)]

BASES: dict[str, Json] = {
    "ObjectEvent": event("ObjectEvent", "05 08:00", action="ADD", epcList=SGTINS, quantityList=_LOTS),
    "AggregationEvent": event(
        "AggregationEvent", "06 08:00", parentID=SSCC, childEPCs=SGTINS, action="ADD", childQuantityList=_LOTS
    ),
    "TransactionEvent": event(
        "TransactionEvent",
        "07 08:00",
        **{"bizTransactionList": [{"type": "inv", "bizTransaction": "urn:epc:id:gdti:4012345.00001.7"}]},
        **{"parentID": SSCC, "epcList": SGTINS, "quantityList": _LOTS, "action": "OBSERVE"},
    ),
    "TransformationEvent": event(
        "TransformationEvent",
        "08 08:00",
        **{"inputEPCList": SGTINS, "inputQuantityList": _LOTS[:2]},
        **{"outputEPCList": SGTINS[:1], "outputQuantityList": _LOTS[2:]},
        transformationID="urn:epc:id:gdti:4012345.11111.run1",
    ),
    "AssociationEvent": event(
        "AssociationEvent", "09 08:00", parentID="urn:epc:id:grai:4012345.55555.987", childEPCs=SGTINS, action="ADD"
    ),
}
FEATURES: dict[str, Json] = {
    "plain": {},
    "step": {"bizStep": "receiving", "disposition": "in_progress"},
    "places": {
        "readPoint": {"id": "urn:epc:id:sgln:4012345.00001.R2", "ex:door": "7"},
        "bizLocation": {"id": "https://id.gs1.org/414/4012345000023"},
    },
    "transactions": {
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "urn:epc:id:gdti:4012345.00001.1618034"},
            {"type": "desadv", "bizTransaction": "http://transaction.example.com/desadv/12"},
        ]
    },
    "parties": {
        "sourceList": [
            {"type": "owning_party", "source": "urn:epc:id:pgln:4012345.00225"},
            {"type": "location", "source": "urn:epc:id:sgln:4012345.00225.0"},
        ],
        "destinationList": [{"type": "possessing_party", "destination": "urn:epc:id:pgln:4012345.00226"}],
    },
    "ids": {
        **{"eventID": "urn:uuid:5f0f1d9a-0000-4000-8000-000000000001", "recordTime": "2026-03-20T09:00:00.000Z"},
        "certificationInfo": "https://accreditation.example.com/certificate/12345",
    },
    "sensors": {
        "sensorElementList": [
            {
                "sensorMetadata": {
                    **{"time": "2026-03-04T12:05:00.000Z", "deviceID": "urn:epc:id:giai:4000001.111"},
                    "bizRules": "https://example.com/gdti/4012345000054987",
                },
                "sensorReport": [
                    {"type": "Temperature", "value": 26, "uom": "CEL", "minValue": 25.5, "sDev": 0.1},
                    {"type": "Temperature", "meanValue": 13.25, "percRank": 50, "percValue": 12.7, "uom": "CEL"},
                ],
            },
            {"sensorReport": [{"type": "Temperature", "stringValue": "cold", "hexBinaryValue": "f0f0"}]},
        ]
    },
    "kept dispositions": {
        "persistentDisposition": {"set": ["completeness_verified"], "unset": ["completeness_inferred"]}
    },
    "error": {
        "errorDeclaration": {
            **{"declarationTime": "2026-03-15T00:00:00.000+01:00", "reason": "incorrect_data"},
            "correctiveEventIDs": ["urn:uuid:5f0f1d9a-0000-4000-8000-000000000002"],
        }
    },
    "extensions": {
        **{"ex:text": "一些文字", "ex:number": "0017.50", "ex:list": ["12", "b", "a"]},
        "ex:object": {"ex:inner": {"ex:deep": "1"}, "ex:other": ["2", "1"]},
    },
    "attributes": {"ex:weight": {"unit": "KGM", "#text": "3.50"}},
}
ILMD: Json = {
    "cbvmda:lotNumber": "L1",
    "cbvmda:itemExpirationDate": "2026-09-01",
    "ex:origin": {"ex:country": "NO", "ex:sea": "北海"},
}


def samples() -> Iterator[tuple[str, Json]]:
    """Every type with every feature, then with all of them."""
    for kind, base in BASES.items():
        for name, feature in FEATURES.items():
            yield f"{kind} {name}", base | feature
        everything = base
        for feature in FEATURES.values():
            everything = everything | feature
        if kind in ("ObjectEvent", "TransformationEvent"):
            everything = everything | {"ilmd": ILMD}
            yield f"{kind} ilmd", base | {"ilmd": ILMD}
        yield f"{kind} everything", everything
    yield "ObjectEvent DELETE", event("ObjectEvent", "10 08:00", action="DELETE", epcList=SGTINS, bizStep="destroying")
    yield "AggregationEvent emptied", event("AggregationEvent", "10 09:00", action="DELETE", parentID=SSCC)

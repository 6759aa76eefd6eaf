"""A chain of fish, as three parties wrote it down: hatchery and farm in XML 1.2, processor in XML 2.0, packer in JSON.

The parent fish are at a hatchery, its fry grow at a farm on feed from a mill, a processor makes fillets, a packer puts
them into cases and the cases on a pallet, takes it apart on the way, builds another and ships that to a shop.
"""

from __future__ import annotations

from pathlib import Path

import orjson

from tests.epcis.documents import Json, document, event, lgtin, of, vocabulary, xml_bytes

BROOD, FRY, FEED = lgtin("011111", "BROOD-1"), lgtin("022222", "FRY-7"), lgtin("033333", "FEED-3")
FISH, SALT = lgtin("044444", "H-2026-11"), lgtin("066666", "SALT-5")
FILLET = "https://id.gs1.org/01/04012345555554/10/F-9"
CASES = ["urn:epc:id:sscc:4012345.1111111111", "urn:epc:id:sscc:4012345.1111111112"]
PALLET, OTHER = "urn:epc:id:sscc:4012345.2222222221", "urn:epc:id:sscc:4012345.2222222222"
HATCHERY, FARM, MILL = "urn:epc:id:pgln:4012345.00001", "urn:epc:id:pgln:4012345.00002", "urn:epc:id:pgln:4012345.00003"
PROCESSOR, PACKER, SHOP = (f"urn:epc:id:pgln:4012345.0000{number}" for number in (4, 5, 6))
GROWING = "https://farm.example.com/transformation/pond-4"


def _parties(source: str, destination: str) -> Json:
    return {
        "sourceList": [{"type": "owning_party", "source": source}],
        "destinationList": [{"type": "owning_party", "destination": destination}],
    }


def _at(party: str) -> Json:
    return {"bizLocation": {"id": party.replace("pgln", "sgln") + ".0"}}


def _moved(what: list[Json], source: str, target: str, out: str, in_: str, epcs: list[str] | None = None) -> list[Json]:
    """Shipped and received."""
    about: Json = {"epcList": epcs} if epcs else {"quantityList": what}
    parties = _parties(source, target)
    return [
        event("ObjectEvent", out, action="OBSERVE", bizStep="shipping", disposition="in_transit")
        | about
        | _at(source)
        | parties,
        event("ObjectEvent", in_, action="OBSERVE", bizStep="receiving", disposition="in_progress")
        | about
        | _at(target)
        | parties,
    ]


FIRST = [
    event("ObjectEvent", "01 08:00", action="ADD", bizStep="commissioning", quantityList=[of(BROOD, 40, "KGM")])
    | _at(HATCHERY)
    | {"ilmd": {"cbvmda:countryOfOrigin": "NO"}},
    event(
        "TransformationEvent",
        "02 08:00",
        bizStep="creating_class_instance",
        inputQuantityList=[of(BROOD, 2, "KGM")],
        outputQuantityList=[of(FRY, 5000)],
    )
    | _at(HATCHERY),
    *_moved([of(FRY, 5000)], HATCHERY, FARM, "03 08:00", "03 18:00"),
    _moved([of(FEED, 900, "KGM")], MILL, FARM, "03 07:00", "03 09:00")[1],
    event("TransformationEvent", "04 08:00", transformationID=GROWING, inputQuantityList=[of(FRY, 5000)]),
    event("TransformationEvent", "05 08:00", transformationID=GROWING, inputQuantityList=[of(FEED, 850.5, "KGM")]),
    event("TransformationEvent", "11 08:00", transformationID=GROWING, outputQuantityList=[of(FISH, 1200, "KGM")]),
    _moved([of(FISH, 1200, "KGM")], FARM, PROCESSOR, "11 12:00", "11 20:00")[0],
]
SECOND = [
    _moved([of(FISH, 1200, "KGM")], FARM, PROCESSOR, "11 12:00", "11 20:00")[1],
    event(
        "TransformationEvent",
        "12 08:00",
        inputQuantityList=[of(FISH, 1200, "KGM"), of(SALT)],
        outputQuantityList=[of(FILLET, 600, "KGM")],
    )
    | _at(PROCESSOR),
    *_moved([of(FILLET, 600, "KGM")], PROCESSOR, PACKER, "12 12:00", "12 14:00"),
]
THIRD = [
    *(
        event(
            "AggregationEvent",
            f"13 08:0{number}",
            parentID=case,
            action="ADD",
            bizStep="packing",
            childQuantityList=[of(FILLET, 300, "KGM")],
        )
        | _at(PACKER)
        for number, case in enumerate(CASES)
    ),
    event("AggregationEvent", "13 09:00", parentID=PALLET, action="ADD", bizStep="packing", childEPCs=CASES),
    event("AggregationEvent", "13 11:00", parentID=PALLET, action="DELETE", bizStep="unpacking"),
    event("AggregationEvent", "13 12:00", parentID=OTHER, action="ADD", bizStep="packing", childEPCs=CASES[:1]),
    *_moved([], PACKER, SHOP, "13 15:00", "14 06:00", [OTHER]),
    event("AggregationEvent", "14 07:00", parentID=OTHER, action="DELETE", bizStep="unpacking", childEPCs=CASES[:1]),
]
MASTER = [
    vocabulary("EPCClass", {BROOD: {"descriptionShort": "Brood stock"}, FEED: {"descriptionShort": "鱼饲料"}}),
    vocabulary("Party", {MILL: {"name": "Feed Mill 饲料厂", "city": "Bergen"}}),
]
SHOPS = [vocabulary("Party", {SHOP: {"name": "Shop"}})]


def write(folder: Path) -> list[Path]:
    """The three documents, in the order of the chain."""
    documents = {
        "farm.xml": xml_bytes(*FIRST, version="1.2", master=MASTER),
        "processor.xml": xml_bytes(*SECOND),
        "packer.json": orjson.dumps(document(*THIRD, master=SHOPS)),
    }
    for name, content in documents.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in documents]

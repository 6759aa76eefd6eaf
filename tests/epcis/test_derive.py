"""What events say in the language of the graph: pure, event by event and rule by rule."""

from __future__ import annotations

from collections import Counter

import pytest

from loaders.epcis.derive import derive
from loaders.epcis.master import described
from loaders.epcis.things import batch_of, id_of
from tests.epcis.deriving import ITEM, A, B, C, D, error, lots, of_kind, records, seen, sent, transformation
from tests.epcis.documents import Json, event, of, vocabulary


@pytest.mark.parametrize(
    ("uri", "material", "lot", "serial"),
    [
        (A, ITEM, "A", ""),
        ("https://id.gs1.org/01/04012345111118/10/A", ITEM, "A", ""),
        ("https://id.gs1.org/01/04012345111118/10/%E6%89%B9%2F7", ITEM, "批/7", ""),
        ("https://example.com/gtin/4012345111118/lot/A/ser/9", ITEM, "A", "9"),
        ("urn:epc:id:sgtin:4012345.011111.9", ITEM, "9", "9"),
        ("urn:epc:idpat:sgtin:4012345.011111.*", ITEM, "", ""),
        ("urn:epc:id:itip:4012345.011111.01.02.9", ITEM, "9", "9"),
        ("https://example.com/lots/milk/L-7", "https://example.com/lots/milk", "L-7", ""),
        ("urn:example:milk.L7", "urn:example:milk", "L7", ""),
        ("urn:genealogy:batch:M%252F1%2FL%40S", "M/1", "L", ""),
    ],
)
def test_identities(uri: str, material: str, lot: str, serial: str) -> None:
    batch = batch_of(uri)

    assert (batch.material, batch.lot, batch.serial) == (material, lot, serial)


def test_ids_of_places_and_parties() -> None:
    assert id_of("urn:epc:id:sgln:4012345.00001.0") == id_of("https://id.gs1.org/414/4012345000016") == "4012345000016"
    assert id_of("urn:epc:id:sgln:4012345.00001.R2") == "4012345000016.R2"
    assert id_of("urn:epc:id:pgln:4012345.00001") == "4012345000016"
    assert id_of("urn:genealogy:location:hall%203") == "hall 3"
    assert id_of("https://example.com/hall") == "https://example.com/hall"


def test_one_transformation_id_joins_all_inputs_to_all_outputs() -> None:
    events = [
        transformation("05 08:00", [A], [], transformationID="urn:x:run:7"),
        transformation("05 09:00", [B], [C], transformationID="urn:x:run:7"),
        transformation("05 10:00", [], [D], transformationID="urn:x:run:7"),
        transformation("05 10:00", [A], [D]),
    ]

    found = Counter((said["run"] == "urn:x:run:7", kind) for kind, said in records(*events))

    assert found == {
        **{(True, "run"): 3, (True, "consumed"): 2, (True, "produced"): 2},
        **{(False, "run"): 1, (False, "consumed"): 1, (False, "produced"): 1},
    }
    heads = [said for said in of_kind("run", *events) if said["run"] == "urn:x:run:7"]
    assert heads == [{"run": "urn:x:run:7", "kind": "produce"}] * 3
    assert {said["at"] for said in of_kind("consumed", *events)} == {
        "2026-03-05T08:00:00+01:00",
        "2026-03-05T09:00:00+01:00",
        "2026-03-05T10:00:00+01:00",
    }


def test_quantities_have_our_units() -> None:
    ins = [of(A, 2.5, "KGM"), of(B, 3), of(C, 1, "XBX"), of(D)]
    made = event(
        "TransformationEvent", "05 08:00", inputQuantityList=ins, outputEPCList=["urn:epc:id:sgtin:4012345.022222.1"]
    )

    assert [(said.get("quantity"), said.get("uom")) for said in of_kind("consumed", made)] == [
        *(("2.5", "kg"), ("3", "ea")),
        *(("1", "XBX"), (None, None)),
    ]
    assert [(said["serial"], said["quantity"], said["uom"]) for said in of_kind("produced", made)] == [("1", "1", "ea")]


@pytest.mark.parametrize(
    ("step", "more", "kinds"),
    [
        ("receiving", {}, ["receipt"]),
        ("receiving", {"disposition": "returned"}, ["return"]),
        ("receiving", {"disposition": "damaged"}, ["receipt", "status"]),
        ("shipping", {"disposition": "in_transit"}, ["shipment", "shipped"]),
        ("retail_selling", {}, ["shipment", "shipped"]),
        ("destroying", {"action": "DELETE"}, ["movement"]),
        ("sampling", {}, ["movement"]),
        ("storing", {}, []),
        ("storing", {"sourceList": [{"type": "location", "source": "urn:epc:id:sgln:4012345.00002.0"}]}, ["movement"]),
        ("inspecting", {"disposition": "conformant"}, ["inspection", "status"]),
        ("inspecting", {"disposition": "non_conformant"}, ["inspection", "status"]),
        ("inspecting", {}, []),
        ("holding", {}, ["status"]),
        ("commissioning", {"action": "ADD"}, ["produced", "run"]),
        ("commissioning", {"action": "OBSERVE"}, []),
        (
            "commissioning",
            {"action": "ADD", "ilmd": {"cbvmda:itemExpirationDate": "2026-09-01"}},
            ["batch", "produced", "run"],
        ),
        ("arriving", {}, []),
        ("void_shipping", {}, []),
    ],
)
def test_what_a_business_step_draws(step: str, more: Json, kinds: list[str]) -> None:
    derived = derive(sent(seen(step) | more))

    assert sorted(kind for _, kind, _ in derived.records) == kinds
    assert bool(derived.undrawn) == (not kinds)


def test_a_receipt_says_from_whom_where_and_by_which_paper() -> None:
    source = [{"type": "possessing_party", "source": "urn:epc:id:pgln:4012345.00002"}]
    papers = [{"type": "desadv", "bizTransaction": "urn:epcglobal:cbv:bt:4012345000016:77"}]

    (said,) = of_kind("receipt", seen("receiving", sourceList=source, bizTransactionList=papers))

    assert said.pop("receipt").startswith("epcis:")
    assert said == {
        **{"supplier": "4012345000023", "received_at": "2026-03-05T08:00:00+01:00", "location": "4012345000016"},
        **{"document": "urn:epcglobal:cbv:bt:4012345000016:77", "material": ITEM, "lot": "A"},
        **{"quantity": "2.5", "uom": "kg"},
    }


@pytest.mark.parametrize("order", [1, -1])
def test_an_error_takes_its_records_back(order: int) -> None:
    wrong, right = seen("receiving"), seen("receiving", time="05 08:30")

    events = [wrong, error(wrong), right][::order]

    assert [said["received_at"] for said in of_kind("receipt", *events)] == ["2026-03-05T08:30:00+01:00"]
    (correction,) = of_kind("correction", *events)
    assert (correction["record_kind"], correction["action"]) == ("receipt", "void")
    assert correction["record"] == of_kind("receipt", wrong)[0]["receipt"]
    assert correction["reason"] == "declared an error: incorrect_data; corrected by urn:uuid:2"


def test_an_error_within_a_transformation_leaves_the_rest_of_the_run() -> None:
    shared = {"transformationID": "urn:x:run:7"}
    one, two, out = (
        transformation("05 08:00", [A], [], **shared),
        transformation("05 09:00", [B], [], **shared),
        transformation("05 10:00", [], [C], **shared),
    )

    found = records(one, two, out, error(two))

    assert {said["run"] for kind, said in found if kind != "correction"} == {"urn:x:run:7~1"}
    assert [said["lot"] for kind, said in found if kind == "consumed"] == ["A"]
    assert [said["record"] for kind, said in found if kind == "correction"] == ["urn:x:run:7"]
    twice = records(one, two, out, error(two), error(one))
    assert sorted(said["record"] for kind, said in twice if kind == "correction")[-1] == "urn:x:run:7~1"


def test_what_is_commissioned_and_made_is_made_once() -> None:
    made = transformation("05 08:00", [A], [B])
    both = event("ObjectEvent", "05 09:00", action="ADD", bizStep="commissioning", quantityList=[of(B, 1), of(C, 2)])

    assert lots("produced", both) == ["B", "C"]
    assert lots("produced", made, both) == ["B", "C"]
    runs = {said["lot"]: said["run"] for said in of_kind("produced", made, both)}
    assert runs["C"].endswith("~1") and [said["record"] + "~1" for said in of_kind("correction", both, made)] == [
        runs["C"]
    ]
    alone = both | {"quantityList": [of(B, 1)]}
    assert lots("produced", made, alone) == ["B"]
    assert len(of_kind("run", made, alone)) == 1


def test_pieces_come_from_the_lot_that_their_master_data_names() -> None:
    piece = event("ObjectEvent", "05 08:00", action="ADD", bizStep="commissioning",
                  epcList=["urn:epc:id:sgtin:4012345.011111.9"], ilmd={"cbvmda:lotNumber": "A"})  # fmt: skip

    assert [(said["lot"], said["run"].endswith("/A")) for said in of_kind("consumed", piece)] == [("A", True)]


def test_a_product_without_lot_is_a_consumption_without_lot_and_else_said() -> None:
    product = "urn:epc:idpat:sgtin:4012345.022222.*"
    derived = derive(sent(transformation("05 08:00", [product], [A]), seen("receiving", quantityList=[of(product, 1)])))

    assert [said.get("lot") for _, kind, said in derived.records if kind == "consumed"] == [None]
    assert any("without a lot" in note for note in derived.notes())


def test_master_data_names_things() -> None:
    mill, site = "urn:epc:id:pgln:4012345.00002", "urn:epc:id:sgln:4012345.00001.0"
    master = [
        vocabulary(
            "EPCClass", {"urn:epc:idpat:sgtin:4012345.011111.*": {"descriptionShort": "牛奶", "netContent": "1"}}
        ),
        vocabulary("BusinessLocation", {site: {"name": "Hall", "city": "Bergen", "countryCode": "NO", "kind": "x"}}),
        vocabulary("Party", {mill: {"name": "Mill"}, "urn:epc:id:pgln:4012345.00003": {"name": "Nobody"}}),
    ]
    elements = [(each["type"], element) for each in master for element in each["vocabularyElementList"]]
    received = seen("receiving", sourceList=[{"type": "owning_party", "source": mill}])

    master_, notes = described([*elements, ("urn:x:vtype:Other", {"id": "urn:x:y"})], sent(received))
    found = [drawn for _, drawn in master_]
    assert len(notes) == 2  # who Nobody is to us is not known, and what Other is

    assert found == [
        ("material", {"material": ITEM, "name": "牛奶", "gtin": ITEM, "netcontent": "1"}),
        ("location", {"location": "4012345000016", "name": "Hall", "gln": "4012345000016", "address": "Bergen, NO"}
         | {"city": "Bergen", "countrycode": "NO", "kind": "x"}),
        ("supplier", {"supplier": "4012345000023", "name": "Mill", "gln": "4012345000023"}),
    ]  # fmt: skip

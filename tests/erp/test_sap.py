"""What SAP's types of goods movement become, and what is left of a document that was taken back."""

from __future__ import annotations

from typing import Any

import pytest

from genealogy.errors import PullError
from loaders.erp.model import Document
from loaders.erp.sap_odata import Entity, after, moment, since
from loaders.erp.source import Source
from tests.erp.cases import Case, case
from tests.erp.sap_plant import DONE, ITEMS, line, moved, ticks
from tests.support.sap import holds

PAPERS = "A_MaterialDocumentHeader"
SAUCE = ("SAUCE", "酱-0301")
CHANGED = ((PAPERS, ("CreationDate",), False), ("Batch", ("CreationDateTime", "LastChangeDateTime"), True))


def fetch(peer: Case, number: str, **said: object) -> Document:
    """A material document."""
    (document,) = peer.fetch(PAPERS, f"2026/{number}", **said)
    return document


def told(document: Document, *names: str) -> list[tuple[Any, ...]]:
    """Kind and these columns of each row."""
    return [(row.kind, *(row.values.get(name) for name in names)) for row in document.rows]


@pytest.mark.parametrize(
    ("item", "rows"),
    [
        (line("501", *SAUCE, "1", Supplier="7"), [("receipt", None, "1", None)]),
        (line("122", *SAUCE, "1", ReversedMaterialDocument="4900000001"), [("return", None, "1", None)]),
        (line("602", *SAUCE, "1", DebitCreditCode="S"), [("return", None, "1", None)]),
        (line("631", *SAUCE, "1"), [("shipment", None, None, "1010/0001"), ("shipped", None, "1", None)]),
        (line("555", *SAUCE, "1"), [("movement", "scrap", "1", "1010/0001")]),
        (line("331", *SAUCE, "1"), [("movement", "sample", "1", "1010/0001")]),
        (line("201", *SAUCE, "1.50"), [("movement", "adjust", "-1.50", "1010/0001")]),
        (line("561", *SAUCE, "1", DebitCreditCode="S"), [("movement", "adjust", "1", None)]),
        (line("262", *SAUCE, "1", ManufacturingOrder="1", DebitCreditCode="S"), [("movement", "adjust", "1", None)]),
        (line("702", *SAUCE, "1", DebitCreditCode=""), [("movement", "adjust", "-1", "1010/0001")]),
        (line("102", *SAUCE, "1", DebitCreditCode=""), [("movement", "adjust", "-1", "1010/0001")]),
        (line("202", *SAUCE, "1", DebitCreditCode=""), [("movement", "adjust", "1", None)]),
        (line("633", *SAUCE, "1"), []),
    ],
)
def test_types_of_movement(item: dict[str, Any], rows: list[tuple[Any, ...]]) -> None:
    with case("sap") as peer:
        document = fetch(peer, peer.sap.paper(50, 9, item))
        assert told(document, "kind", "quantity", "from_location") == rows and not document.faults


def test_a_type_of_movement_that_is_none() -> None:
    with case("sap") as peer:
        document = fetch(peer, peer.sap.paper(50, 9, line("901", *SAUCE, "1"), line("902", *SAUCE, "1")))
        assert [fault[:2] for fault in document.faults] == [
            ("A_MaterialDocumentItem.GoodsMovementType", "901"),
            ("A_MaterialDocumentItem.GoodsMovementType", "902"),
        ]


def test_transfers() -> None:
    with case("sap") as peer:
        there = fetch(peer, peer.sap.paper(50, 9, *moved("301", *SAUCE, "1", Plant="1020", StorageLocation="0003")))
        assert told(there, "from_location", "to_location") == [("movement", "1010/0002", "1020/0003")]
        taken = line("305", *SAUCE, "1", DebitCreditCode="S", IssuingOrReceivingPlant="1010")
        placed = fetch(peer, peer.sap.paper(51, 9, taken))
        assert told(placed, "from_location", "to_location") == [("movement", "1010", "1010/0001")]
        received = fetch(peer, peer.sap.paper(53, 9, line("101", *SAUCE, "1", DebitCreditCode="S")))
        assert told(received, "from_location", "to_location") == [("movement", "1010", "1010/0001")]
        provided = line("541", *SAUCE, "1", Supplier="1000031", IssgOrRcvgSpclStockInd="O")
        away = fetch(peer, peer.sap.paper(52, 9, provided))
        assert told(away, "from_location", "to_location") == [("movement", "1010/0001", "supplier 1000031")]


def test_a_transfer_into_another_batch_is_a_run() -> None:
    with case("sap") as peer:
        number = peer.sap.paper(50, 9, *moved("309", *SAUCE, "3", Batch="酱-0302", Material="SAUCE2"))
        document = fetch(peer, number, prefix="二厂-")
        run = "二厂-4900000050/2026/1"
        assert told(document, "run", "kind", "material", "lot", "quantity") == [
            ("run", run, "relabel", None, None, None),
            ("consumed", run, None, "SAUCE", "酱-0301", "3"),
            ("produced", run, None, "SAUCE2", "酱-0302", "3"),
        ]


def test_what_a_subcontractor_made() -> None:
    with case("sap") as peer:
        bottle = line("101", "BOTTLE", "瓶-1", "10", Supplier="1000031", DebitCreditCode="S")
        used = line("543", *SAUCE, "9", Supplier="1000031", InventorySpecialStockType="O")
        other = line("101", "SALT", "盐-08", "4", Supplier="1000031", DebitCreditCode="S")
        used |= {"MaterialDocumentParentLine": "000001", "IsAutomaticallyCreated": "X"}
        document = fetch(peer, peer.sap.paper(50, 9, bottle, used, other))
        assert told(document, "run", "lot", "quantity") == [
            ("run", "4900000050/2026/1", None, None),
            ("consumed", "4900000050/2026/1", "酱-0301", "9"),
            ("produced", "4900000050/2026/1", "瓶-1", "10"),
            ("receipt", None, "盐-08", "4"),
        ]
        alone = fetch(peer, peer.sap.paper(51, 9, bottle, used | {"MaterialDocumentParentLine": ""}))
        assert [row.kind for row in alone.rows] == ["run", "consumed", "produced"]


def test_what_was_taken_back_in_part() -> None:
    with case("sap") as peer:
        number = peer.sap.paper(50, 9, line("601", *SAUCE, "10", StorageLocation=DONE))
        back = peer.sap.reverse(51, "602", number, (9, 12), quantity="4.5")
        document = fetch(peer, number)
        assert told(document, "quantity") == [("shipment", None), ("shipped", "5.5")]
        assert document.modified == "2026-03-09T12:00:00"
        assert (fetch(peer, back).rows, fetch(peer, back).also) == ([], [f"2026/{number}"])
        peer.sap.reverse(52, "602", number, (9, 13), quantity="5.5")
        assert fetch(peer, number).state == "cancelled"


def test_an_order_of_which_all_was_taken_back() -> None:
    with case("sap") as peer:
        for number, (of, type_) in enumerate((("02", "262"), ("03", "262"), ("04", "102")), 50):
            peer.sap.reverse(number, type_, f"49000000{of}", (9, 9))
        (order,) = peer.fetch(PAPERS, "order/1000001")
        assert (order.state, order.rows, order.number) == ("cancelled", [], "1000001")


def test_an_order_that_neither_service_knows() -> None:
    with case("sap") as peer:
        (order,) = peer.fetch(PAPERS, "order/1000001", skip=["A_ProcessOrder_2"])
        assert told(order, "run", "started_at")[0] == ("run", "1000001", None)
        assert {row.kind for row in order.rows} == {"run", "consumed", "produced"}


def test_master_data() -> None:
    with case("sap") as peer:
        box = peer.fetch("A_Product", "BOX", language="DE")
        assert told(box[0], "material", "name", "uom") == [("material", "BOX", "O'Box", "KG")]
        (batch,) = peer.fetch("Batch", "SOY//%E8%B1%86-2026-001")
        assert told(batch, "lot", "produced_at", "expires_on") == [("batch", "豆-2026-001", "2026-03-01", None)]
        kinds = [row.kind for one in peer.fetch("A_BusinessPartner", "1000031", "1000032") for row in one.rows]
        assert kinds == ["supplier", "customer"]


def test_a_misshapen_item() -> None:
    with case("sap") as peer:
        number = peer.sap.paper(50, 9, line("601", *SAUCE, "viel"))
        peer.sap.reverse(51, "602", number, (9, 9))
        with pytest.raises(PullError, match="'viel' is no quantity"):
            fetch(peer, number)
        del peer.sap.sets[ITEMS][-1]["Batch"]
        with pytest.raises(PullError, match="what is no list of A_MaterialDocumentItem"):
            fetch(peer, number)


def test_times_and_filters() -> None:
    by_day, by_time = (Entity("S", name, ("k",), (), changed, offset=offset) for name, changed, offset in CHANGED)
    assert since(by_day, "2026-03-09T08:00:00") == "(CreationDate ge datetime'2026-03-09T00:00:00')"
    assert "CreationDateTime ge datetimeoffset'2026-03-09T00:00:00Z' or " in since(by_time, "2026-03-09T08:00+08:00")
    with pytest.raises(PullError, match="is no time"):
        since(by_day, "yesterday")
    assert (moment(ticks(9, 8, "+0000")), moment(None)) == ("2026-03-09T08:00:00", "")
    assert moment("/Date(253402214400000)/") == "9999-12-31T00:00:00"  # how SAP writes never
    for wrong in ("2026-03-09", "/Date(999999999999999)/"):
        with pytest.raises(PullError, match=r"and not /Date"):
            moment(wrong)
    keys = [("A'B", "1"), ("A'B", "2"), ("B", "1")]
    later = [holds(after(("k", "l"), ("A'B", "1")), {"k": one, "l": other}) for one, other in keys]
    assert later == [False, True, True]


def test_a_secret_may_be_a_token() -> None:
    with case("sap") as peer, pytest.raises(PullError, match="look at user, secret and rights"):
        peer.fetch("A_Product", "BOX", auth="bearer")
    asked = peer.system.asked[-1]
    assert asked.headers["Authorization"].startswith("Bearer s3cret")
    assert Source.model_validate({"kind": "sap", "url": "https://s4", "user": "u", "secret_env": "X"}).auth == "basic"

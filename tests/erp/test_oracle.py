"""What Oracle's types of transactions become, and what is asked of it."""

from __future__ import annotations

from typing import Any

import pytest

from genealogy.errors import PullError
from loaders.erp.model import Document
from loaders.erp.oracle_rest import since, text
from tests.erp.cases import Case, case
from tests.erp.oracle_plant import MOVED, PLANT, RECEIVED, SHOP, day

ORDER = f"order/{PLANT}/M1-1001"


def moved(peer: Case, kind: str, quantity: float, **said: Any) -> Document:
    """What becomes of a completed transaction."""
    peer.oracle.moved(900, 9, kind, "SAUCE", quantity, "酱-0301", **said)
    (document,) = peer.fetch(MOVED, "900")
    return document


def told(document: Document, *names: str) -> list[tuple[Any, ...]]:
    """Kind and these columns of each row."""
    return [(row.kind, *(row.values.get(name) for name in names)) for row in document.rows]


@pytest.mark.parametrize(
    ("kind", "quantity", "rows"),
    [
        ("Miscellaneous Receipt", 3.0, [("movement", "adjust", "3.0", None, "M1/FG")]),
        ("CYCLE COUNT ADJUSTMENT", -0.5, [("movement", "adjust", "-0.5", "M1/FG", None)]),
        ("Work in Process Product Return", -2.0, [("movement", "adjust", "-2.0", "M1/FG", None)]),
        ("Intransit Shipment", -2.0, [("movement", "move", "2.0", "M1/FG", "M2")]),
        ("Direct Organization Transfer", -2.0, [("movement", "move", "2.0", "M1/FG", "M2/S")]),
        ("Intransit Receipt", 2.0, [("movement", "move", "2.0", "M1", "M1/FG")]),
        ("Direct Organization Transfer", 2.0, []),
    ],
)
def test_types_of_transactions(kind: str, quantity: float, rows: list[tuple[Any, ...]]) -> None:
    with case("oracle") as peer:
        document = moved(peer, kind, quantity, TransferOrganizationId=SHOP, TransferSubinventoryCode="S")
        assert told(document, "kind", "quantity", "from_location", "to_location") == rows and not document.faults


def test_a_type_of_transaction_that_is_none() -> None:
    with case("oracle") as peer:
        assert moved(peer, "Lot Split", -1.0).faults[0][:2] == (f"{MOVED}.TransactionType", "Lot Split")
        lost = peer.oracle.resources[MOVED][-1] | {"TransactionType": "Work in Process Material Issue"}
        peer.oracle.resources[MOVED][-1] = lost
        (document,) = peer.fetch(MOVED, "900")
        assert document.faults[0][0] == f"{MOVED}.SourceReference" and not document.also


def test_lots_of_a_transaction() -> None:
    with case("oracle") as peer:
        several = [{"LotNumber": "酱-1", "TransactionQuantity": 2.5}, {"LotNumber": "酱-2", "Quantity": 1}]
        document = moved(peer, "Sales Order Issue", -3.5, lots={"items": several}, SourceReference="SO-9")
        rows = [("shipment", None, None), ("shipped", "酱-1", "2.5"), ("shipped", "酱-2", "1")]
        assert told(document, "lot", "quantity") == rows
        peer.oracle.resources[MOVED][-1]["lots"] = [{"LotNumber": "酱-1"}, {"LotNumber": "酱-2"}]
        (unsaid,) = peer.fetch(MOVED, "900")
        assert told(unsaid, "lot", "quantity")[1:] == [("shipped", "酱-1", None), ("shipped", "酱-2", None)]
        peer.oracle.resources[MOVED][-1]["lots"] = [{"LotNumber": "酱-1"}]
        (whole,) = peer.fetch(MOVED, "900", prefix="二厂-", skip=["salesOrdersForOrderHub"])
        assert told(whole, "shipment", "quantity")[1:] == [("shipped", "二厂-900", "3.5")]


def test_a_work_order() -> None:
    with case("oracle") as peer:
        (order,) = peer.fetch(MOVED, ORDER, prefix="二厂-")
        assert told(order, "run", "started_at", "line")[:2] == [
            ("run", "二厂-M1/M1-1001", day(3), None),
            ("consumed", "二厂-M1/M1-1001", None, "二厂-202"),
        ]
        assert [row.kind for row in order.rows] == ["run", "consumed", "consumed", "consumed", "produced"]
        assert (order.number, order.modified) == ("二厂-M1/M1-1001", day(4))
        (alone,) = peer.fetch(MOVED, ORDER, skip=["workOrders"])
        assert told(alone, "started_at")[0] == ("run", None)


def test_receiving() -> None:
    with case("oracle") as peer:
        peer.oracle.received(190, 9, "SOY", -4.0, "豆-2026-001", kind="CORRECT", ParentTransactionId=101)
        peer.oracle.received(191, 9, "SOY", 3.0, "豆-2026-001", kind="RETURN TO VENDOR")
        received, early, correction, back = peer.fetch(RECEIVED, "101", "104", "190", "191")
        assert told(received, "receipt", "quantity", "location") == [("receipt", "1001/101", "496.0", "M1/RAW")]
        assert (early.rows, correction.rows, correction.also) == ([], [], ["101"])
        assert told(back, "return", "supplier", "quantity") == [("return", "1001/191", "绿源农业有限公司", "3.0")]


def test_receiving_that_is_not_known() -> None:
    with case("oracle") as peer:
        peer.oracle.received(190, 9, "SOY", 4.0, "豆-2026-001", kind="RETURN TO CUSTOMER")
        peer.oracle.received(191, 9, "SOY", 4.0, "豆-2026-001", SourceDocumentCode="?")
        peer.oracle.received(192, 9, "SOY", 4.0, "豆-2026-001", SourceDocumentCode="TRANSFER ORDER")
        faults = [document.faults for document in peer.fetch(RECEIVED, "190", "191", "192")]
        assert [fault[0][1] for fault in faults[:2]] == ["RETURN TO CUSTOMER", "?"] and not faults[2]


def test_what_lies_far_apart_is_asked_for_one_by_one() -> None:
    with case("oracle") as peer:
        for id_ in range(300, 320):
            peer.oracle.moved(id_, 9, "Miscellaneous Receipt", "SAUCE", 1.0, "酱-0301")
        assert [one.id for one in peer.fetch(MOVED, "206", "319")] == ["206", "319"]
        asked = [one.query["q"] for one in peer.system.asked if one.path.endswith(MOVED)]
        assert asked == ["TransactionId>=206 and <=319", "TransactionId=206", "TransactionId=319"]
        assert [one.id for one in peer.fetch(MOVED, "301", "303", page_size=2)] == ["301", "303"]


def test_items_are_those_of_one_organization() -> None:
    with case("oracle") as peer:
        assert told(peer.fetch("itemsV2", "1")[0], "material", "name") == [("material", "SOY", "大豆")]
        peer.oracle.resources["itemsV2"] = [row for row in peer.oracle.resources["itemsV2"] if row["ItemId"] != 1]
        with pytest.raises(PullError, match="was listed, and not given"):
            peer.fetch("itemsV2", "1")


def test_misshapen_transactions() -> None:
    with case("oracle") as peer:
        with pytest.raises(PullError, match=r"have not the form that docs/erp\.md names"):
            moved(peer, "Miscellaneous Issue", -1.0, TransactionQuantity="viel")
        del peer.oracle.resources[MOVED][-1]["Item"]
        with pytest.raises(PullError, match="what is no list of inventoryCompletedTransactions"):
            peer.fetch(MOVED, "900")


def test_what_is_asked() -> None:
    assert since("2026-03-09 08:00:00") == 'LastUpdateDate>="2026-03-09T08:00:00"'
    with pytest.raises(PullError, match="is no time"):
        since("yesterday")
    with pytest.raises(PullError, match="quotation mark"):
        text('12" pipe')

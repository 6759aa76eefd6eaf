"""Kingdee: the signature its SDK makes, and papers of an order that are not the ordinary ones."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from genealogy.errors import PullError
from loaders.erp.kingdee_sign import headers, unmasked
from loaders.erp.model import Document
from loaders.erp.source import Source
from tests.erp.cases import case
from tests.erp.kingdee_plant import line
from tests.support.kingdee import APPLICATION, SECRET

ORDER = {"FMoBillNo": "MO000001", "FMoEntrySeq": 1}


def test_the_signature_is_that_of_the_sdk() -> None:
    """Its values were made by kingdee.cdp.webapi.sdk 8.2.0 itself, with that time as its nonce."""
    said = {"kind": "kingdee", "url": "https://erp.example.com/k3cloud", "database": "plant", "user": "reader"}
    source = Source.model_validate(said | {"application": APPLICATION, "secret_env": "X"})
    service = "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc"
    made = headers(source, SECRET, quote(service, safe=""), "1772323200", "1772323200")
    assert made["X-Api-ClientID"] == "262853"
    assert made["X-Api-Signature"] == (
        "MGM5YTk0M2JjMDdhNDI1NzM2ZDVhMWM3MTJhNjllOTc1NjM1ZmE4ODViMzRlM2IwM2UzYmE1YTVhM2FjNmMzZg=="
    )
    assert made["X-Kd-Signature"] == (
        "OTFmZGFkZTY2NjMyZmUwYjAxMjE1NTc3ZWRkNGJhNWViZDMzNmZmNjE0MTQ5NzdmMDBkYjdmYmY0NTkwZWYyOQ=="
    )
    assert unmasked("0123456789abcdefghijklmnopqrstuv") == "422C1/iIyuH4R+WstiuUqjuXm/nKhb+c"
    assert unmasked("short") == ""


def told(document: Document, *names: str) -> list[tuple[Any, ...]]:
    """Kind and these columns of each row."""
    return [(row.kind, *(row.values.get(name) for name in names)) for row in document.rows]


def test_an_order_is_its_papers() -> None:
    with case("kingdee") as peer:
        (document,) = peer.fetch("PRD_MO", "MO000001/1", prefix="二厂-")
        assert document.number == "二厂-MO000001/1"
        assert told(document, "lot", "quantity", "at") == [
            ("run", None, None, None),
            ("consumed", "豆-2026-001", "90", "2026-03-03"),
            ("consumed", "盐-07", "10", "2026-03-03"),
            ("consumed", None, "9", "2026-03-03"),
            ("consumed", "豆-2026-001", "10", "2026-03-04"),
            ("produced", "酱-0301", "120", "2026-03-04"),
        ]


@pytest.mark.parametrize(
    ("given", "rows", "faults"),
    [
        (13.0, ["豆-2026-001", None, "豆-2026-001"], []),  # all of it came back: nothing was used
        (14.0, ["豆-2026-001", None, "豆-2026-001"], [("quantity", "SALT 盐-07 kg 1")]),
    ],
)
def test_what_was_given_back(given: float, rows: list[Any], faults: list[Any]) -> None:
    with case("kingdee") as peer:
        peer.kingdee.change("PRD_ReturnMtrl", "SRET000001", FQty=given)
        (document,) = peer.fetch("PRD_MO", "MO000001/1")
        assert [row.values.get("lot") for row in document.rows if row.kind == "consumed"] == rows
        assert [fault[:2] for fault in document.faults] == faults


def test_states_of_an_order() -> None:
    with case("kingdee") as peer:
        for status, cancelled, state in (
            ("D", "A", "open"),
            ("B", "A", "done"),
            ("D", "B", "done"),
            ("C", "A", "done"),
        ):
            peer.kingdee.change("PRD_FeedMtrl", "SFEED00001", FDocumentStatus=status, FCancelStatus=cancelled)
            assert peer.fetch("PRD_MO", "MO000001/1")[0].state == state
        for form in ("PRD_PickMtrl", "PRD_FeedMtrl", "PRD_ReturnMtrl", "PRD_INSTOCK"):
            for row in peer.kingdee.forms[form]:
                row["FCancelStatus"] = "B"
        assert peer.fetch("PRD_MO", "MO000001/1")[0].state == "cancelled"


def test_a_paper_that_names_no_order() -> None:
    with case("kingdee") as peer:
        for status, state, count in (("C", "done", 1), ("B", "open", 0)):
            peer.kingdee.change("PRD_FeedMtrl", "SFEED00001", FMoBillNo=" ", FDocumentStatus=status)
            paper, order = peer.fetch("PRD_MO", "PRD_FeedMtrl SFEED00001", "MO000001/1")
            assert (paper.state, paper.rows, len(paper.faults)) == (state, [], count)
            assert len([row for row in order.rows if row.kind == "consumed"]) == 3


def test_a_return_of_what_no_delivery_named() -> None:
    with case("kingdee") as peer:
        peer.kingdee.change("SAL_RETURNSTOCK", "XSTH000001", FSrcBillTypeID="SAL_RETURNNOTICE")
        (document,) = peer.fetch("SAL_RETURNSTOCK", "103")
        assert told(document, "customer", "shipment", "lot") == [("return", "C一食", None, "酱-0301")]


def test_lines_without_a_lot() -> None:
    with case("kingdee") as peer:
        lines = (line("SOY", None, FRealQty=1.0, FSupplierLot=None), line("BOX", None, FRealQty=1.0, FSupplierLot=None))
        of = {"FSupplierId.FNumber": "V绿源", "FStockId.FNumber": "原料库"}
        peer.kingdee.bill("STK_InStock", 110, "CGRK9", 9, *lines, **of)
        (document,) = peer.fetch("STK_InStock", "110")
        assert (told(document, "material"), document.without_lot) == ([("receipt", "SOY")], 1)


def test_a_refusal_is_said_in_their_words() -> None:
    with case("kingdee") as peer:
        peer.kingdee.forms["BD_STOCK"][0].pop("FName")
        with pytest.raises(PullError, match="refused the query of BD_STOCK: 字段FName不存在"):
            peer.fetch("BD_STOCK", "1")
        with pytest.raises(PullError, match="重新登录"):
            peer.fetch("BD_STOCK", "1", user="nobody")

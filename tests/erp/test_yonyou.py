"""Yonyou: tokens, refusals, and papers that are not the ordinary ones."""

from __future__ import annotations

from typing import Any

import pytest

from genealogy.errors import PullError
from loaders.erp.kinds import connected
from loaders.erp.listing import fetched
from loaders.erp.model import Document
from tests.erp.cases import case
from tests.erp.yonyou_plant import day, line
from tests.support.peer import Asked
from tests.support.yonyou import SECRET


def told(document: Document, *names: str) -> list[tuple[Any, ...]]:
    """Kind and these columns of each row."""
    return [(row.kind, *(row.values.get(name) for name in names)) for row in document.rows]


def test_an_order_is_its_papers() -> None:
    with case("yonyou") as peer:
        (document,) = peer.fetch("production", "SCDD0001", prefix="二厂-")
        assert document.number == "二厂-SCDD0001"
        assert told(document, "lot", "quantity", "at", "uom") == [
            ("run", None, None, None, None),
            ("consumed", "豆-2026-001", "100", "2026-03-03", "千克"),
            ("consumed", "盐-07", "10", "2026-03-03", "千克"),
            ("consumed", None, "9", "2026-03-03", "千克"),
            ("produced", "酱-0301", "70", "2026-03-04", "千克"),
            ("produced", "酱-0301", "50", "2026-03-04", "千克"),
        ]


def test_each_paper_is_asked_for_once_as_long_as_it_is_the_same() -> None:
    with case("yonyou") as peer, connected(peer.source(), SECRET) as connector:
        assert connector.count("production", "") == 1
        fetched(connector, "production", connector.page("production", "", "", 9))
        peer.yonyou.one("materialout", "CLCK0002")["pubts"] = day(9)
        assert connector.count("production", "") == 1
        asked = [one.query["id"] for one in peer.system.asked if one.path.endswith("detail")]
        assert sorted(asked) == ["301", "302", "302", "304", "305"]


def test_red_receipts_go_back() -> None:
    with case("yonyou") as peer:
        (document,) = peer.fetch("purinrecord", "107")
        assert told(document, "supplier", "quantity") == [("return", "31", "2")]


@pytest.mark.parametrize(("status", "faults"), [(1, [("storeProRecords.source", "")]), (0, [])])
def test_papers_that_name_no_order(status: int, faults: list[Any]) -> None:
    with case("yonyou") as peer:
        report = line("SAUCE", "酱-0302", 1.0, source="po_finished_report", upcode="WGBG0001")
        peer.yonyou.paper("storeprorecord", 310, "CPRK0009", 9, report, status=status)
        (document,) = peer.fetch("production", "storeprorecord CPRK0009")
        assert ([fault[:2] for fault in document.faults], document.rows) == (faults, [])
        assert document.state == ("done" if status else "open")


def test_papers_that_are_not_audited_say_nothing_of_their_order() -> None:
    with case("yonyou") as peer:
        peer.yonyou.one("storeprorecord", "CPRK0002")["status"] = 0
        (document,) = peer.fetch("production", "SCDD0001")
        assert [row.values["quantity"] for row in document.rows if row.kind == "produced"] == ["70"]


def test_master_data_is_found_again_by_id() -> None:
    with case("yonyou") as peer:
        (customer,) = peer.fetch("merchant", "32")
        (batch,) = peer.fetch("batchno", "21")
        assert told(customer, "customer", "name", "reference") == [("customer", "32", "上海第一食品", "C一食")]
        dates = ("produced_at", "expires_on")
        assert told(batch, "lot", *dates) == [("batch", "豆-2026-001", day(1)[:10], "2027-02-28")]


def test_a_token_that_is_not_taken_any_more() -> None:
    with case("yonyou") as peer:
        refused: list[str] = []

        def bend(asked: Asked, answer: Any) -> Any:
            if asked.path.endswith("detail") and not refused:
                refused.append(asked.path)
                return {"code": "310036", "message": "非法token"}
            return answer

        peer.system.bend = bend
        assert peer.fetch("salesout", "102")[0].rows
        assert sum(asked.path.endswith("getAccessToken") for asked in peer.system.asked) == 2


def test_a_refusal_is_said_in_their_words() -> None:
    with case("yonyou") as peer:
        with pytest.raises(PullError, match="应用不存在或appKey已停用"):
            peer.fetch("salesout", "102", user="nobody")
        peer.system.bend = lambda asked, answer: (
            answer if "auth" in asked.path else {"code": "310037", "message": "API未被授权"}
        )
        with pytest.raises(PullError, match="310037 API未被授权"):
            peer.fetch("salesout", "102")

"""What becomes of documents that are not the ordinary ones, and the table that says so."""

from __future__ import annotations

from typing import Any

import pytest

from genealogy.errors import PullError
from genealogy.events import BY_KIND
from loaders.erp.kinds import ABOUT
from loaders.erp.model import Document
from tests.erp.cases import case
from tests.erp.odoo_plant import day


def told(document: Document, *names: str) -> list[tuple[Any, ...]]:
    """Kind and these columns of each row."""
    return [(row.kind, *(row.values.get(name) for name in names)) for row in document.rows]


@pytest.mark.parametrize("kind", ABOUT)
def test_every_column_of_the_tables_is_one_of_ours(kind: str) -> None:
    for type_, shape in ABOUT[kind].shapes:
        model = BY_KIND[shape.kind]
        known = {info.alias or name for name, info in model.model_fields.items()}
        extra = {*shape.columns, *shape.constants} - known
        assert extra <= {"barcode", "reference"}, (type_, shape.kind)  # kept as attributes
        required = {info.alias or name for name, info in model.model_fields.items() if info.is_required()}
        assert required <= {*shape.columns, *shape.constants}, (type_, shape.kind)


@pytest.mark.parametrize(
    ("way", "kinds"),
    [
        ((2, 3), ["receipt", "shipment", "shipped"]),  # straight from the supplier to the customer
        ((6, 2), ["return"]),
        ((3, 1), ["return"]),
        ((1, 6), ["movement"]),
        ((1, 5), []),  # scrapped: a document of its own says so
    ],
)
def test_ways_in_odoo(way: tuple[int, int], kinds: list[str]) -> None:
    with case("odoo") as peer:
        peer.odoo.picking(110, "WH/X/1", 31, day(9))
        peer.odoo.line(220, 13, 23, 0.30000000000000004, way, day(9), picking_id=[110, "WH/X/1"])
        (document,) = peer.fetch("stock.picking", "110")
        assert [row.kind for row in document.rows] == kinds and not document.faults
        assert {row.values["quantity"] for row in document.rows if row.kind != "shipment"} <= {"0.3"}


def test_a_way_that_is_none() -> None:
    with case("odoo") as peer:
        peer.odoo.picking(110, "WH/X/1", 31, day(9))
        peer.odoo.line(220, 13, 23, 1.0, (4, 3), day(9), picking_id=[110, "WH/X/1"])
        (document,) = peer.fetch("stock.picking", "110")
        assert [fault[1] for fault in document.faults] == ["production -> customer"]


def test_a_run_starts_no_later_than_its_first_line() -> None:
    with case("odoo") as peer:
        peer.odoo.one("mrp.production", 301)["date_start"] = day(20)  # planned, and done long before
        (document,) = peer.fetch("mrp.production", "301")
        assert told(document, "started_at", "ended_at")[0] == ("run", "2026-03-04T08:00:00Z", "2026-03-04T08:00:00Z")


def test_numbers_where_two_sources_count_alike() -> None:
    with case("odoo") as peer:
        (document,) = peer.fetch("stock.picking", "103", prefix="二厂-")
        assert told(document, "return", "shipment") == [("return", "二厂-WH/IN/00002", "二厂-WH/OUT/00001")]


@pytest.mark.parametrize(
    ("purpose", "rows"),
    [
        ("Repack", [("run", "repack", None), ("consumed", None, "1"), ("produced", None, "1")]),
        ("Disassemble", [("run", "unbuild", None), ("consumed", None, "1"), ("produced", None, "1")]),
        ("Material Issue", [("movement", "adjust", "-1"), ("movement", "adjust", "-1")]),
        ("Material Receipt", [("movement", "adjust", "1"), ("movement", "adjust", "1")]),
        ("Send to Subcontractor", [("movement", "move", "1"), ("movement", "move", "1")]),
    ],
)
def test_purposes_in_erpnext(purpose: str, rows: list[tuple[Any, ...]]) -> None:
    with case("erpnext") as peer:
        out = {"item_code": "SOY", "transfer_qty": 1.0, "s_warehouse": "A", "batch_no": "豆-2026-001"}
        into = {"item_code": "SAUCE", "transfer_qty": 1.0, "t_warehouse": "B", "batch_no": "酱-0301"}
        peer.erpnext.paper("Stock Entry", "E", 9, out, into, purpose=purpose)
        (document,) = peer.fetch("Stock Entry", "E")
        assert told(document, "kind", "quantity") == rows and not document.faults


def test_serial_numbers_on_the_line() -> None:
    with case("erpnext") as peer:
        line = {"item_code": "SAUCE", "stock_qty": 2.0, "warehouse": "B", "serial_no": "S1\nS2"}
        peer.erpnext.paper(
            "Delivery Note", "D", 9, line, line | {"batch_no": "酱-0301", "serial_no": "S3"}, customer="C"
        )
        (document,) = peer.fetch("Delivery Note", "D")
        pieces = [("shipped", "S1", None, "1"), ("shipped", "S2", None, "1"), ("shipped", "酱-0301", "S3", "2")]
        assert told(document, "lot", "serial", "quantity")[1:] == pieces


def test_a_purpose_that_is_none() -> None:
    with case("erpnext") as peer:
        peer.erpnext.paper("Stock Entry", "E", 9, purpose="Opening")
        (document,) = peer.fetch("Stock Entry", "E")
        assert [fault[:2] for fault in document.faults] == [("Stock Entry.purpose", "Opening")]


def test_a_misshapen_document() -> None:
    with case("erpnext") as peer:
        peer.erpnext.paper(
            "Delivery Note", "D", 9, {"item_code": "SAUCE", "serial_and_batch_bundle": "B"}, customer="C"
        )
        peer.erpnext.documents["Serial and Batch Bundle"]["B"] = {"name": "B", "modified": "1"}
        with pytest.raises(PullError, match=r"Delivery Note have not the form that docs/erp\.md names \(KeyError"):
            peer.fetch("Delivery Note", "D")
        with pytest.raises(PullError, match="was listed, and not given"):
            peer.fetch("Delivery Note", "none")

"""Pulling from a peer of each kind: all of it, the same again, what changed, what was corrected and cancelled."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from genealogy.answers.recall import recall
from genealogy.answers.seeds import Seed
from genealogy.errors import NotFoundError
from genealogy.graph_hash import graph_hash
from genealogy.rebuild import rebuild
from genealogy.store import Store
from loaders.erp import state
from loaders.erp.pull import Wish
from loaders.erp.report import PullReport, TypeReport
from loaders.loads import list_loads
from tests.erp.cases import KINDS, ZONE, Case, case
from tests.erp.erpnext_plant import day as erp_day
from tests.erp.kingdee_plant import day as k3_day
from tests.erp.kingdee_plant import line as k3_line
from tests.erp.odoo_plant import day as odoo_day
from tests.erp.oracle_plant import day as oracle_day
from tests.erp.sap_plant import DONE, line
from tests.erp.yonyou_plant import day as bip_day
from tests.erp.yonyou_plant import line as bip_line
from tests.loaders.graph import ask, fingerprint
from tests.support.commands import inside
from tests.support.odoo import SECRET

BEANS, SAUCE = "SOY/豆-2026-001", "SAUCE/酱-0301"


def of(report: PullReport, type_: str) -> TypeReport:
    """What was said of that type."""
    return next(one for one in report.types if one.type == type_)


def touched(store: Store, key: str) -> dict[str, dict[str, Any]]:
    """The batches that a recall of this one reaches, by key."""
    return {batch["key"]: batch for batch in recall(store, [Seed(key)])["batches"]}


@pytest.mark.parametrize("kind", KINDS)
def test_a_plant_is_pulled_and_traced(store: Store, kind: str) -> None:
    with case(kind) as peer:
        dry = peer.pull(store, wish=Wish(dry_run=True))
        assert ask(store, "MATCH (n) WHERE n:Page OR n:Load OR n:Cursor OR n:Pulled RETURN count(*)") == [(0,)]
        full = peer.pull(store)
        assert full.clean, (full.rejected, full.conflicts)
        assert full.totals["new"] == full.totals["events"] == dry.totals["events"]
        assert (list_loads(store)[0].source, list_loads(store)[0].report) == ("pull erp", full.as_dict())
        answer = recall(store, [Seed(BEANS)])
        sauce = next(batch for batch in answer["batches"] if batch["key"] == SAUCE)
        assert (sauce["verdict"], sauce["produced"], sauce["returned"]) == ("certain", "120", "5")
        known_by = "customer" if kind == "oracle" else "name"  # Oracle gives a name where others give a number
        assert [customer[known_by] for customer in answer["customers"]] == ["上海第一食品"]
        assert "SALT/盐-07" not in {batch["key"] for batch in answer["batches"]} or kind == "odoo"  # taken apart there
        assert touched(store, "SALT/盐-07")["SALT/盐-07"]["consumed"] == "10"
        before = fingerprint(store)
        for wish in (Wish(), Wish(full=True)):
            again = peer.pull(store, wish=wish)
            assert (again.totals["new"], again.totals["corrected"], again.clean) == (0, 0, True)
        assert fingerprint(store) == before
        _changes(store, peer)


def _changes(store: Store, peer: Case) -> None:
    """A late document, one that was corrected, one that was cancelled: seen with the next pull, and once."""
    changes = {
        "odoo": _odoo,
        "erpnext": _erpnext,
        "sap": _sap,
        "oracle": _oracle,
        "kingdee": _kingdee,
        "yonyou": _yonyou,
    }
    changes[peer.kind](store, peer)
    before = fingerprint(store)
    again = peer.pull(store)
    assert (again.totals["new"], again.totals["corrected"], again.totals["voided"]) == (0, 0, 0)
    assert fingerprint(store) == before
    moved, drawn = state.cursors(store, "erp"), graph_hash(store)
    peer.pull(store, wish=Wish(since="2027-01-01 00:00:00"))  # what lies between is not passed over
    rebuild(store, ZONE)
    assert (state.cursors(store, "erp"), graph_hash(store)) == (moved, drawn)
    assert peer.pull(store).totals["new"] == 0


def _odoo(store: Store, peer: Case) -> None:
    made = peer.odoo
    made.picking(106, "WH/OUT/00003", 32, odoo_day(5))  # done long ago, entered late
    made.line(213, 13, 23, 7.0, (6, 3), odoo_day(5), picking_id=[106, "WH/OUT/00003"])
    for model, id_ in (("stock.picking", 106), ("stock.move.line", 213)):
        made.one(model, id_)["write_date"] = odoo_day(9, 9)
    made.one("stock.move.line", 208).update(quantity_product_uom=60.0, write_date=odoo_day(9, 10))  # not its picking
    made.one("stock.picking", 104).update(state="cancel", write_date=odoo_day(9, 11))
    report = of(peer.pull(store), "stock.picking")
    assert (report.corrected, report.voided, report.conflicts) == (1, 1, 0)
    assert report.cursor == odoo_day(9, 11)
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"
    assert ask(store, "MATCH (m:Movement {movement: 'WH/INT/00001'}) RETURN count(*)") == [(0,)]
    made.one("stock.move.line", 208).update(quantity_product_uom=61.0)  # by a hand in their database
    odd = peer.pull(store)
    assert [(one.document, one.type) for one in odd.conflicts] == [("WH/OUT/00001", "stock.picking")] * 2
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"
    made.one("stock.move.line", 208).update(quantity_product_uom=60.0)


def _erpnext(store: Store, peer: Case) -> None:
    made = peer.erpnext
    papers = made.documents["Delivery Note"]
    old = papers["MAT-DN-2026-00001"]
    old.update(docstatus=2, modified=erp_day(9, 9))
    line = old["items"][0] | {"name": "late", "stock_qty": 60.0}
    new = made.paper("Delivery Note", "MAT-DN-2026-00001-1", 6, line, customer="上海第一食品")
    new.update(modified=erp_day(9, 10), amended_from="MAT-DN-2026-00001")
    pinch = made.documents["Stock Entry"]["MAT-STE-2026-00009"]  # consumed apart: its run is another document
    pinch["items"][0]["transfer_qty"] = 12.0
    pinch["modified"] = erp_day(9, 11)
    made.documents["Stock Entry"]["MAT-STE-2026-00002"].update(docstatus=2, modified=erp_day(9, 11))
    report = peer.pull(store)
    notes, entries = of(report, "Delivery Note"), of(report, "Stock Entry")
    assert (notes.voided, notes.conflicts, entries.corrected, entries.voided) == (1, 0, 1, 1)
    replaced = "MATCH (c:Correction {record: 'MAT-DN-2026-00001'}) RETURN c.action, c.by_record"
    assert ask(store, replaced) == [("replace", "MAT-DN-2026-00001-1")]
    assert touched(store, BEANS)[SAUCE]["shipped"] == "60"
    assert touched(store, "SALT/盐-07")["SALT/盐-07"]["consumed"] == "12"


def _sap(store: Store, peer: Case) -> None:
    """A late delivery; a delivery, a transfer and a consumption that were taken back, one of them posted anew."""
    made, sauce = peer.sap, {"Customer": "1000032", "StorageLocation": DONE}
    made.paper(10, 5, line("601", "SAUCE", "酱-0301", "7", Delivery="80000002", **sauce), entered=(9, 9))
    made.reverse(11, "602", "4900000007", (9, 9))
    made.paper(12, 6, line("601", "SAUCE", "酱-0301", "60", Delivery="80000001", **sauce), entered=(9, 10))
    made.reverse(13, "312", "4900000005", (9, 10))
    made.reverse(14, "262", "4900000003", (9, 10))
    made.paper(15, 3, line("261", "SALT", "盐-07", "12", ManufacturingOrder="1000001"), entered=(9, 11))
    report = of(peer.pull(store), "A_MaterialDocumentHeader")
    assert (report.corrected, report.voided, report.conflicts) == (1, 2, 0)
    assert report.cursor == "2026-03-09T00:00:00"
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"
    assert touched(store, "SALT/盐-07")["SALT/盐-07"]["consumed"] == "12"
    assert ask(store, "MATCH (m:Movement {movement: '4900000005/2026'}) RETURN count(*)") == [(0,)]


def _oracle(store: Store, peer: Case) -> None:
    """A late issue, a receipt that was corrected, one that was corrected to nothing, more salt for the work order."""
    made, new = peer.oracle, {"LastUpdateDate": oracle_day(9, 9)}
    sale = {"SourceReference": "SO-501", "TransactionSourceType": "Sales order"}
    made.moved(210, 5, "Sales Order Issue", "SAUCE", -7.0, "酱-0301", **sale, **new)
    made.received(106, 9, "SALT", -0.1, "盐-07", kind="CORRECT", ParentTransactionId=102, **new)
    made.received(107, 9, "SAUCE", -5.0, "酱-0301", kind="CORRECT", ParentTransactionId=105, **new)
    order = {"SourceReference": "M1-1001", "TransactionSourceType": "Work order"}
    made.moved(211, 9, "Work in Process Material Issue", "SALT", -2.0, "盐-07", **order, **new)
    made.moved(212, 9, "Work in Process Material Return", "SALT", 1.0, "盐-07", **order, **new)
    report = peer.pull(store)
    received, moved = (
        of(report, type_) for type_ in ("receivingTransactionsHistory", "inventoryCompletedTransactions")
    )
    assert (received.corrected, received.voided, moved.corrected, report.clean) == (1, 1, 0, True)
    assert moved.cursor == oracle_day(9, 9)
    sauce = touched(store, BEANS)[SAUCE]
    assert (sauce["shipped"], sauce["returned"]) == ("87", "0")
    salt = touched(store, "SALT/盐-07")["SALT/盐-07"]
    assert (salt["consumed"], salt["received"]) == ("12", "40")


def _kingdee(store: Store, peer: Case) -> None:
    made, sold = peer.kingdee, {"FCustomerID.FNumber": "C一食", "FStockID.FNumber": "成品库"}
    made.bill("SAL_OUTSTOCK", 106, "XSCK000003", 5, k3_line("SAUCE", "酱-0301", FRealQty=7.0), **sold)
    made.change("SAL_OUTSTOCK", "XSCK000003", FModifyDate=k3_day(9, 9), FApproveDate=k3_day(9, 9))  # entered late
    made.change("SAL_OUTSTOCK", "XSCK000001", FRealQty=60.0, FApproveDate=k3_day(9, 10))  # un-audited, changed, audited
    made.change("STK_TransferDirect", "ZJDB000001", FCancelStatus="B", FCancelDate=k3_day(9, 11), FApproveDate=None)
    made.change("PRD_ReturnMtrl", "SRET000001", FQty=1.0, FModifyDate=k3_day(9, 11))  # a paper: its order changes
    report = peer.pull(store)
    notes, orders = of(report, "SAL_OUTSTOCK"), of(report, "PRD_MO")
    assert (notes.corrected, notes.conflicts, orders.corrected, of(report, "STK_TransferDirect").voided) == (1, 0, 1, 1)
    assert (notes.cursor, orders.cursor) == (k3_day(9, 10), k3_day(9, 11))
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"
    assert touched(store, "SALT/盐-07")["SALT/盐-07"]["consumed"] == "12"
    made.change("SAL_OUTSTOCK", "XSCK000003", FDocumentStatus="D", FModifyDate=k3_day(9, 12), FApproveDate=None)
    assert of(peer.pull(store), "SAL_OUTSTOCK").notes == [
        "XSCK000003 is open again; what was recorded of it stays until it is done or cancelled"
    ]
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"


def _yonyou(store: Store, peer: Case) -> None:
    made = peer.yonyou
    sold = {"cust": "32", "warehouse_name": "成品库", "stockDirection": "0"}
    made.paper("salesout", 106, "XSCK0003", 5, bip_line("SAUCE", "酱-0301", 7.0), **sold, pubts=bip_day(9, 9))
    old = made.one("salesout", "XSCK0001")
    old["pubts"], old["details"][0]["qty"] = bip_day(9, 10), 60.0
    back = made.one("materialout", "CLCK0002")  # a paper: its order changes
    back["pubts"], back["materOuts"][0]["qty"] = bip_day(9, 11), -1.0
    report = peer.pull(store)
    notes, orders = of(report, "salesout"), of(report, "production")
    assert (notes.corrected, notes.conflicts, orders.corrected, notes.cursor) == (1, 0, 1, bip_day(9, 10))
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"
    assert touched(store, "SALT/盐-07")["SALT/盐-07"]["consumed"] == "12"
    made.one("salesout", "XSCK0003").update(status=0, pubts=bip_day(9, 12))
    assert of(peer.pull(store), "salesout").notes == [
        "XSCK0003 is open again; what was recorded of it stays until it is done or cancelled"
    ]
    assert touched(store, BEANS)[SAUCE]["shipped"] == "67"


def test_what_is_rejected_is_named_and_asked_for_again(store: Store) -> None:
    with case("odoo") as peer:
        peer.odoo.one("stock.move.line", 207).update(lot_id=False)
        report = peer.pull(store)
        (fault,) = report.rejected
        assert (fault.document, fault.field) == ("WH/MO/00001", "stock.lot.name (produced.lot)")
        assert "fill it in" in fault.text
        assert SAUCE not in touched(store, BEANS)
        peer.odoo.one("stock.move.line", 207).update(lot_id=[23, "酱-0301"])  # long before the overlap, no new time
        assert peer.pull(store).clean
        assert SAUCE in touched(store, BEANS)
        assert of(peer.pull(store, overlap_minutes=0), "mrp.unbuild").rejected == 0


def test_the_command(server_address: tuple[str, str, str], store: Store, tmp_path: Path) -> None:
    with case("odoo") as peer:
        said = {"kind": "odoo", "url": peer.system.url, "database": "plant", "user": "reader", "secret_file": "key"}
        (tmp_path / "main.yaml").write_text(
            json.dumps(said | {"rate_per_minute": 6000, "skip": ["mrp.production", "mrp.unbuild", "stock.lot"]}),
            encoding="utf-8",
        )
        (tmp_path / "key").write_text(SECRET, encoding="utf-8")
        (tmp_path / "key").chmod(0o600)
        run = partial(inside, server_address, tmp_path, "pull", "main", "--sources", tmp_path)
        dry = run("--dry-run", "--json")
        assert (dry.exit_code, json.loads(dry.stdout)["totals"]["new"]) == (0, 0), dry.output
        assert not list_loads(store)
        told = run()
        assert told.exit_code == 0 and "stock.picking" in told.stdout, told.output
        assert run("--full", "--since", "2026-03-01").exit_code == 2
        assert run("--since", "yesterday").exit_code == 2
        missing = inside(server_address, tmp_path, "pull", "other", "--sources", tmp_path)
        assert isinstance(missing.exception, NotFoundError)

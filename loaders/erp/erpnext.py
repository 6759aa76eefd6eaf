"""ERPNext by REST: receipts, stock entries and deliveries, with the lots that their bundles hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from genealogy.errors import PullError
from loaders.erp import erpnext_table as table
from loaders.erp.erpnext_rest import Filters, Rest
from loaders.erp.model import Document, Seen, Shape, State
from loaders.erp.peer import GoneError, Peer

_MASTER = {
    "Warehouse": table.LOCATION,
    "Item": table.MATERIAL,
    "Supplier": table.SUPPLIER,
    "Customer": table.CUSTOMER,
    "Batch": table.BATCH,
}
_PAPERS = ("Purchase Receipt", "Stock Entry", "Delivery Note")
_ONLY: dict[str, Filters] = {"Warehouse": [["is_group", "=", 0]]}
_STATES: dict[Any, State] = {0: "open", 1: "done", 2: "cancelled"}
_RUNS = {"Manufacture": "produce", "Repack": "repack", "Disassemble": "unbuild"}
_MOVES = {
    "Material Transfer": table.MOVE,
    "Material Transfer for Manufacture": table.MOVE,
    "Send to Subcontractor": table.MOVE,
    "Material Issue": table.ISSUE,
    "Material Receipt": table.GAIN,
}
_APART = "Material Consumption for Manufacture"


class ERPNext:
    """One site."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._rest = Rest(peer, secret)
        self._tracked: dict[str, bool] = {}

    @property
    def types(self) -> Sequence[str]:
        """Types of documents, what is described before what uses it."""
        return [type_ for type_ in (*_MASTER, *_PAPERS) if type_ not in self._rest.source.skip]

    def newest(self, type_: str) -> str:
        """The last `modified` of these."""
        rows = self._rest.rows(type_, ["modified"], [], "modified desc", 1)
        return str(rows[0]["modified"]) if rows else ""

    def count(self, type_: str, since: str) -> int:
        """How many were changed since."""
        return self._rest.number(type_, _changed(type_, since))

    def page(self, type_: str, since: str, after: str, size: int) -> list[str]:
        """The next names."""
        filters = [*_changed(type_, since), *([["name", ">", after]] if after else [])]
        return [str(row["name"]) for row in self._rest.rows(type_, ["name"], filters, "name asc", size)]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents with their lines."""
        heads = list(self._heads(type_, ids))
        if type_ in _MASTER:
            return [_master(type_, head) for head in heads]
        if any(not isinstance(head.get("items"), list) or head.get("docstatus") not in _STATES for head in heads):
            raise PullError(f"ERPNext gave a {type_} without items or docstatus; may the user read all of it?")
        self._learn([str(line["item_code"]) for head in heads for line in _lines(head)])
        return [self._paper(type_, head) for head in heads]

    def _heads(self, type_: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        for id_ in ids:
            with suppress(GoneError):  # who asked sees that it is missing
                yield self._rest.document(type_, id_)

    def _paper(self, type_: str, head: dict[str, Any]) -> Document:
        prefix = self._rest.source.prefix
        document = Document(head["name"], prefix + head["name"], head["modified"], _STATES[head["docstatus"]])
        seen = {f"{type_}.{name}": value for name, value in head.items()} | {f"{type_}.name": document.number}
        seen["posting_date and posting_time"] = _posted(head)
        if against := head.get("return_against"):
            seen[f"{type_}.return_against"] = prefix + against
        if document.state == "cancelled":
            amended = self._rest.of(type_, ["name"], "amended_from", [head["name"]], ["docstatus", "=", 1])
            document.replaced_by = prefix + amended[0]["name"] if amended else ""
        if type_ == "Stock Entry":
            self._entry(document, head, seen)
        elif document.state == "done":
            self._trade(document, type_, head, seen)
        return document

    def _trade(self, document: Document, type_: str, head: dict[str, Any], seen: Seen) -> None:
        """Goods from a supplier or to a customer, or back."""
        back = bool(head.get("is_return"))
        if type_ == "Purchase Receipt":
            shape = table.RETURN_OUT if back else table.RECEIPT
        else:
            shape = table.RETURN_IN if back else table.SHIPPED
            document.rows += [] if back else [table.SHIPMENT.made(seen)]
        for line in _lines(head):
            self._add(document, shape, seen, line)
            if line.get("rejected_qty"):
                rejected = {
                    "name": f"{line['name']}.rejected",
                    "warehouse": line.get("rejected_warehouse"),
                    "serial_and_batch_bundle": line.get("rejected_serial_and_batch_bundle"),
                    "serial_no": line.get("rejected_serial_no"),
                    "stock_qty": line["rejected_qty"] * (line.get("conversion_factor") or 1),
                }
                self._add(document, shape, seen, line | rejected)

    def _entry(self, document: Document, head: dict[str, Any], seen: Seen) -> None:
        purpose, order = head.get("purpose"), head.get("work_order")
        if purpose == _APART:
            made = self._of_order(order, "Manufacture", 1)
            document.also = [row["name"] for row in made]
            document.state = document.state if made else "open"
        elif purpose in _RUNS:
            apart = self._of_order(order, _APART, 2) if purpose == "Manufacture" else []
            document.modified = max([document.modified, *(row["modified"] for row in apart)])
            if document.state == "done":
                document.rows.append(table.RUN.made(seen, kind=_RUNS[purpose]))
                self._run_lines(document, head, seen)
                self._apart(document, head, seen, [row["name"] for row in apart if row["docstatus"] == 1])
        elif document.state == "done" and (shape := _MOVES.get(str(purpose))):
            for line in head["items"]:
                self._add(document, shape, seen, line, sign="-" if shape is table.ISSUE else "")
        elif document.state == "done":
            text = "is a purpose this connector does not know; record it by hand"
            document.faults.append(("Stock Entry.purpose", str(purpose), text))

    def _of_order(self, order: str | None, purpose: str, most: int) -> list[dict[str, Any]]:
        """Entries of a work order with that purpose that were submitted (and, up to 2, cancelled)."""
        filters: Filters = [["purpose", "=", purpose], ["docstatus", "in", list(range(1, most + 1))]]
        fields = ["name", "modified", "docstatus"]
        return self._rest.of("Stock Entry", fields, "work_order", [order], *filters) if order else []

    def _run_lines(self, document: Document, head: dict[str, Any], seen: Seen) -> None:
        for line in head["items"]:
            source, target = line.get("s_warehouse"), line.get("t_warehouse")
            if bool(source) == bool(target):
                where, text = f"{source} -> {target}", "a line of a run takes from one warehouse or puts into one"
                document.faults.append(("items.s_warehouse", where, text))
            else:
                self._add(document, table.CONSUMED if source else table.PRODUCED, seen, line)

    def _apart(self, document: Document, head: dict[str, Any], seen: Seen, names: list[str]) -> None:
        """What was consumed by entries of their own: with its quantity in the first entry of manufacture only."""
        if not names:
            return
        first = min(row["name"] for row in self._of_order(head["work_order"], "Manufacture", 1)) == head["name"]
        entries = [self._rest.document("Stock Entry", name) for name in names]
        self._learn([str(line["item_code"]) for entry in entries for line in entry["items"]])
        for line in (line for entry in entries for line in entry["items"]):
            self._add(document, table.CONSUMED, seen, line, counted=first)

    def _add(
        self, document: Document, shape: Shape, seen: Seen, line: dict[str, Any], sign: str = "", counted: bool = True
    ) -> None:
        for entry in self._entries(line):
            known = {**seen, **{f"items.{name}": value for name, value in line.items()}, **entry}
            known["entries.qty"] = f"{sign}{abs(entry['entries.qty']):.15g}" if counted else None
            row = shape.made(known)
            if "lot" in row.values or shape.kind == "consumed" or self._tracked[str(line["item_code"])]:
                document.rows.append(row)  # where a lot is required and not given, it is rejected with that reason
            else:
                document.without_lot += 1

    def _entries(self, line: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """The lots of a line: in its bundle, or on the line itself."""
        quantity = line.get("stock_qty", line.get("transfer_qty", line.get("qty"))) or 0
        if name := line.get("serial_and_batch_bundle"):
            for one in self._rest.document("Serial and Batch Bundle", name)["entries"]:
                serial = one.get("serial_no") or ""
                yield _lot(one.get("batch_no"), serial, one["qty"]) | {"items.name": f"{line['name']}.{one['idx']}"}
        elif serials := str(line.get("serial_no") or "").split():
            for number, serial in enumerate(serials, 1):
                yield _lot(line.get("batch_no"), serial, quantity / len(serials)) | {
                    "items.name": f"{line['name']}.{number}"
                }
        else:
            yield _lot(line.get("batch_no"), "", quantity)

    def _learn(self, items: list[str]) -> None:
        """Which of these items are tracked by batch or serial number."""
        missing = [item for item in items if item not in self._tracked]
        for row in self._rest.of("Item", ["name", "has_batch_no", "has_serial_no"], "name", missing):
            self._tracked[row["name"]] = bool(row["has_batch_no"] or row["has_serial_no"])
        if lost := [item for item in missing if item not in self._tracked]:
            raise PullError(f"ERPNext does not give Item {lost[0]}, which a line names; may the user read it?")


def _master(type_: str, head: dict[str, Any]) -> Document:
    seen = {f"{type_}.{name}": value for name, value in head.items()}
    return Document(head["name"], head["name"], head["modified"], rows=[_MASTER[type_].made(seen)])


def _lines(head: dict[str, Any]) -> list[dict[str, Any]]:
    """Items, and the components of what is sold as a set: these are what leaves the stock."""
    lines = (*head["items"], *(head.get("packed_items") or ()))
    return [line | {"stock_uom": line.get("stock_uom") or line.get("uom")} for line in lines]


def _lot(batch: str | None, serial: str, quantity: float) -> dict[str, Any]:
    """A piece without batch is called by its serial number alone."""
    return {"entries.batch_no": batch or serial, "entries.serial_no": serial if batch else "", "entries.qty": quantity}


def _changed(type_: str, since: str) -> Filters:
    return [*_ONLY.get(type_, []), *([["modified", ">=", since]] if since else [])]


def _posted(head: dict[str, Any]) -> str:
    """When it was posted, by the clock of the site; hours may come with one digit."""
    day, time = head.get("posting_date"), str(head.get("posting_time") or "")
    return f"{day}T{time.zfill(len(time) + (time.find(':') == 1))}" if day and time else str(day or "")

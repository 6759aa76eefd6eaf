"""Oracle Fusion Cloud by REST: what was received, what moved in stock, and the work orders it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import quote, unquote

from loaders.erp import oracle_table as table
from loaders.erp.model import Document, Seen, Shape, decimal
from loaders.erp.oracle_rest import Resource, Rest, Row, both, children, since, text
from loaders.erp.peer import Peer

_ITEMS, _RECEIVED, _MOVED = "itemsV2", "receivingTransactionsHistory", "inventoryCompletedTransactions"
_ORDER = "order/"  # before organization and number of a work order, among the ids of transactions
_CHANGED = "LastUpdateDate"
_UNKNOWN = "is none that this connector knows; record the transaction by hand"
_LISTED = {
    _ITEMS: Resource(_ITEMS, "ItemId", ("ItemId", "ItemNumber", "ItemDescription", _CHANGED)),
    _RECEIVED: Resource(
        _RECEIVED,
        "TransactionId",
        (
            *("TransactionId", "ParentTransactionId", "TransactionTypeCode", "SourceDocumentCode", "TransactionDate"),
            *("ReceiptNumber", "OrganizationCode", "Subinventory", "ItemNumber", "Quantity", "UOMCode", "VendorName"),
            *("PONumber", _CHANGED, "lots"),
        ),
        "lots",
    ),
    _MOVED: Resource(
        _MOVED,
        "TransactionId",
        (
            *("TransactionId", "OrganizationId", "Item", "SubinventoryCode", "TransactionDate", "TransactionType"),
            *("TransactionSourceType", "SourceReference", "TransactionQuantity", "TransactionUOMCode"),
            *("TransferOrganizationId", "TransferSubinventoryCode", _CHANGED, "lots"),
        ),
        "lots",
    ),
}
_ORGANIZATIONS = Resource("inventoryOrganizations", "OrganizationId", ("OrganizationId", "OrganizationCode"))
_WORK_ORDERS = Resource("workOrders", "WorkOrderId", ("WorkOrderId", "ActualStartDate", "OrganizationCode", _CHANGED))
_SALES = Resource("salesOrdersForOrderHub", "HeaderId", ("HeaderId", "BuyingPartyName"))


class Oracle:
    """One environment."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._rest = Rest(peer, secret)
        self._source = peer.source
        self._codes: dict[int, str] = {}
        self._buyers: dict[str, str] = {}

    @property
    def types(self) -> Sequence[str]:
        """Types of documents, what is described before what uses it."""
        skip = (*self._source.skip, *(() if self._source.organization else (_ITEMS,)))
        return [name for name in _LISTED if name not in skip]

    def newest(self, type_: str) -> str:
        """The last `LastUpdateDate` of these."""
        rows = self._rest.rows(_LISTED[type_], self._only(type_), f"{_CHANGED}:desc", 1)
        return str(rows[0][_CHANGED]) if rows else ""

    def count(self, type_: str, since_: str) -> int:
        """How many were changed since."""
        return self._rest.number(_LISTED[type_], both(self._only(type_), since(since_)))

    def page(self, type_: str, since_: str, after: str, size: int) -> list[str]:
        """The next numbers."""
        resource = _LISTED[type_]
        later = f"{resource.key}>{after}" if after else ""
        rows = self._rest.rows(resource, both(self._only(type_), since(since_), later), f"{resource.key}:asc", size)
        return [str(row[resource.key]) for row in rows]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents; of transactions also the work orders that are among the ids."""
        numbers = {int(id_) for id_ in ids if not id_.startswith(_ORDER)}
        rows = self._rest.of(_LISTED[type_], numbers, self._only(type_))
        if type_ == _ITEMS:
            return [_item(row) for row in rows]
        if type_ == _RECEIVED:
            return list(self._receipts(rows))
        orders = [id_.removeprefix(_ORDER).split("/") for id_ in ids if id_.startswith(_ORDER)]
        found = [*map(self._moved, rows), *(self._order(int(org), unquote(number)) for org, number in orders)]
        return [document for document in found if document]

    def _only(self, type_: str) -> str:
        return f"OrganizationCode={text(self._source.organization)}" if type_ == _ITEMS else ""

    def _receipts(self, rows: list[Row]) -> Iterator[Document]:
        resource = _LISTED[_RECEIVED]
        ids = [row["TransactionId"] for row in rows if row["TransactionTypeCode"] in table.TOLD]
        between = f"ParentTransactionId>={min(ids)} and <={max(ids)}" if ids else ""
        corrections = self._rest.all(resource, both(between, 'TransactionTypeCode="CORRECT"')) if ids else []
        for row in rows:
            own = [one for one in corrections if one["ParentTransactionId"] == row["TransactionId"]]
            yield self._received(row, own)

    def _received(self, row: Row, corrections: list[Row]) -> Document:
        number = f"{self._source.prefix}{row['ReceiptNumber']}/{row['TransactionId']}"
        modified = max(str(one[_CHANGED]) for one in (row, *corrections))
        document = Document(str(row["TransactionId"]), number, modified)
        kind, source = str(row["TransactionTypeCode"]), str(row["SourceDocumentCode"])
        if kind == "CORRECT":
            document.also = [str(row["ParentTransactionId"])]
        elif kind not in table.TOLD and kind not in table.IN_RECEIVING:
            document.faults.append((f"{_RECEIVED}.TransactionTypeCode", kind, _UNKNOWN))
        shapes = table.TOLD.get(kind, {})
        if shapes and source not in shapes:
            document.faults.append((f"{_RECEIVED}.SourceDocumentCode", source, _UNKNOWN))
        elif shape := shapes.get(source):
            seen = {f"{_RECEIVED}.{name}": value for name, value in row.items()}
            seen |= {"ReceiptNumber/TransactionId": number}
            seen["OrganizationCode/SubinventoryCode"] = _place(row["OrganizationCode"], row["Subinventory"])
            self._lots(document, shape, seen, _netted(row, corrections))
        return document

    def _lots(self, document: Document, shape: Shape, seen: Seen, lots: dict[str, Decimal | None]) -> None:
        left = {lot: amount for lot, amount in lots.items() if amount is None or amount > 0}
        if lots and not left:
            document.state = "cancelled"
        for lot, amount in left.items():
            _add(document, shape, seen, lot, amount)

    def _moved(self, row: Row) -> Document:
        number = f"{self._source.prefix}{row['TransactionId']}"
        document = Document(str(row["TransactionId"]), number, str(row[_CHANGED]))
        kind, seen = str(row["TransactionType"]).casefold(), self._seen(row)
        if kind in table.OF_ORDER and not row["SourceReference"]:
            why = "is missing, so that the work order is not known; record the line by hand"
            document.faults.append((f"{_MOVED}.SourceReference", "", why))
        elif kind in table.OF_ORDER:
            document.also = [f"{_ORDER}{row['OrganizationId']}/{quote(str(row['SourceReference']), safe='')}"]
        elif kind == table.SALE:
            seen["salesOrdersForOrderHub.BuyingPartyName"] = self._buyer(str(row["SourceReference"] or ""))
            document.rows.append(table.SHIPMENT.made(seen))
            _all(document, table.SHIPPED, seen, row)
        elif kind in table.TRANSFERS:
            self._transfer(document, kind, seen, row)
        elif kind in table.ADJUSTED:
            _all(document, table.ISSUE if row["TransactionQuantity"] < 0 else table.GAIN, seen, row)
        elif str(row["TransactionSourceType"]).casefold() not in table.RECEIVING:
            document.faults.append((f"{_MOVED}.TransactionType", str(row["TransactionType"]), _UNKNOWN))
        return document

    def _transfer(self, document: Document, kind: str, seen: dict[str, Any], row: Row) -> None:
        """Of the two records of a transfer the one that goes out; out of transit, the one that comes in."""
        here, other = "OrganizationCode/SubinventoryCode", "its transfer organization and subinventory"
        if row["TransactionQuantity"] < 0:
            to = self._code(row["TransferOrganizationId"] or row["OrganizationId"])
            into = _place(to, None if "shipment" in kind else row["TransferSubinventoryCode"])
            _all(document, table.MOVE, seen | {other: into}, row)
        elif "receipt" in kind:
            transit = {here: self._code(row["OrganizationId"]), other: seen[here]}
            _all(document, table.MOVE, seen | transit, row)

    def _order(self, organization: int, number: str) -> Document | None:
        """The run of a work order: all that was ever issued to it and completed from it."""
        q = both(f"OrganizationId={organization}", f"SourceReference={text(number)}")
        rows = [row for row in self._rest.all(_LISTED[_MOVED], q) if _of_order(row)]
        if not rows:
            return None
        code = self._code(organization)
        q = both(f"WorkOrderNumber={text(number)}", f"OrganizationCode={text(code)}")
        heads = self._rest.all(_WORK_ORDERS, q) if _WORK_ORDERS.name not in self._source.skip else []
        run = f"{self._source.prefix}{code}/{number}"
        document = Document(f"{_ORDER}{organization}/{quote(number, safe='')}", run, "")
        document.modified = max(str(row[_CHANGED]) for row in (*rows, *heads))
        head = {f"workOrders.{name}": value for one in heads for name, value in one.items()}
        named = {"OrganizationCode/SourceReference": run, f"{_MOVED}.SourceReference": number}
        document.rows.append(table.RUN.made(head | named))
        for row in rows:
            _all(document, table.OF_ORDER[str(row["TransactionType"]).casefold()], self._seen(row) | named, row)
        return document

    def _seen(self, row: Row) -> dict[str, Any]:
        seen = {f"{_MOVED}.{name}": value for name, value in row.items()}
        seen[f"{_MOVED}.TransactionId"] = f"{self._source.prefix}{row['TransactionId']}"
        place = _place(self._code(row["OrganizationId"]), row["SubinventoryCode"])
        return seen | {"OrganizationCode/SubinventoryCode": place}

    def _code(self, organization: int) -> str:
        if not self._codes:
            rows = self._rest.all(_ORGANIZATIONS, "")
            self._codes = {row["OrganizationId"]: str(row["OrganizationCode"]) for row in rows}
        return self._codes.get(organization, str(organization))

    def _buyer(self, order: str) -> str:
        if order and order not in self._buyers and _SALES.name not in self._source.skip:
            names = {str(row["BuyingPartyName"] or "") for row in self._rest.all(_SALES, f"OrderNumber={text(order)}")}
            self._buyers[order] = names.pop() if len(names) == 1 else ""
        return self._buyers.get(order, "")


def _item(row: Row) -> Document:
    seen = {f"{_ITEMS}.{name}": value for name, value in row.items()}
    return Document(str(row["ItemId"]), str(row["ItemNumber"]), str(row[_CHANGED]), rows=[table.MATERIAL.made(seen)])


def _of_order(row: Row) -> bool:
    return str(row["TransactionType"]).casefold() in table.OF_ORDER


def _place(organization: Any, subinventory: Any) -> str:
    return "/".join(str(part) for part in (organization, subinventory) if part)


def _amounts(row: Row, quantity: str) -> dict[str, Decimal | None]:
    """Lot -> quantity, with the sign of the transaction; without lots all of it under no lot."""
    whole, lots = decimal(row[quantity]), children(row, "lots")
    if not lots:
        return {"": whole}
    found: dict[str, Decimal | None] = {}
    for lot in lots:
        said = lot.get("TransactionQuantity", lot.get("Quantity"))
        amount = decimal(said).copy_sign(whole) if said is not None else whole if len(lots) == 1 else None
        found[str(lot["LotNumber"])] = amount
    return found


def _netted(row: Row, corrections: list[Row]) -> dict[str, Decimal | None]:
    """What was received of each lot, with what it was corrected by."""
    found = _amounts(row, "Quantity")
    for correction in corrections:
        for lot, amount in _amounts(correction, "Quantity").items():
            before = found.get(lot, Decimal(0))
            found[lot] = None if before is None or amount is None else before + amount
    return found


def _all(document: Document, shape: Shape, seen: Seen, row: Row) -> None:
    for lot, amount in _amounts(row, "TransactionQuantity").items():
        _add(document, shape, seen, lot, amount if shape is table.ISSUE or amount is None else abs(amount))


def _add(document: Document, shape: Shape, seen: Seen, lot: str, amount: Decimal | None) -> None:
    quantity = "" if amount is None else f"{amount:f}"
    row = shape.made({**seen, "lots.LotNumber": lot, "lots.TransactionQuantity": quantity})
    if lot or shape.kind == "consumed":
        document.rows.append(row)
    else:
        document.without_lot += 1

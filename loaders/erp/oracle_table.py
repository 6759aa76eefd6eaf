"""Oracle Fusion Cloud: which of its fields are which of ours, and what its types of transactions are."""

from __future__ import annotations

from loaders.erp.model import About, Shape

_RECEIVED, _MOVED, _ORDER = "receivingTransactionsHistory", "inventoryCompletedTransactions", "workOrders"
_NUMBER = "ReceiptNumber/TransactionId"
_PLACE, _OTHER = "OrganizationCode/SubinventoryCode", "its transfer organization and subinventory"
MATERIAL = Shape(
    "material",
    "each of the organization that the source names; without one there are none",
    {"material": "itemsV2.ItemNumber", "name": "itemsV2.ItemDescription"},
)
_RECEIVED_LINE = {
    "material": f"{_RECEIVED}.ItemNumber",
    "lot": "lots.LotNumber",
    "quantity": "lots.TransactionQuantity",
    "uom": f"{_RECEIVED}.UOMCode",
}
RECEIPT = Shape(
    "receipt",
    "TransactionTypeCode is DELIVER, SourceDocumentCode PO; with its CORRECT transactions added",
    {
        "receipt": _NUMBER,
        "supplier": f"{_RECEIVED}.VendorName",
        **_RECEIVED_LINE,
        "received_at": f"{_RECEIVED}.TransactionDate",
        "location": _PLACE,
        "document": f"{_RECEIVED}.PONumber",
    },
)
_BACK = {"return": _NUMBER, **_RECEIVED_LINE, "returned_at": f"{_RECEIVED}.TransactionDate"}
RETURN_OUT = Shape(
    "return", "TransactionTypeCode is RETURN TO VENDOR", {**_BACK, "supplier": f"{_RECEIVED}.VendorName"}
)
RETURN_IN = Shape("return", "TransactionTypeCode is DELIVER, SourceDocumentCode RMA", {**_BACK, "location": _PLACE})
_LINE = {
    "material": f"{_MOVED}.Item",
    "lot": "lots.LotNumber",
    "quantity": "lots.TransactionQuantity",
    "uom": f"{_MOVED}.TransactionUOMCode",
}
SHIPMENT = Shape(
    "shipment",
    "TransactionType is Sales Order Issue",
    {
        "shipment": f"{_MOVED}.TransactionId",
        "customer": "salesOrdersForOrderHub.BuyingPartyName",
        "order": f"{_MOVED}.SourceReference",
        "from_location": _PLACE,
        "shipped_at": f"{_MOVED}.TransactionDate",
    },
)
SHIPPED = Shape("shipped", "TransactionType is Sales Order Issue", {"shipment": f"{_MOVED}.TransactionId", **_LINE})
RUN = Shape(
    "run",
    "some transaction of the work order is one of those below",
    {
        "run": "OrganizationCode/SourceReference",
        "work_order": f"{_MOVED}.SourceReference",
        "started_at": f"{_ORDER}.ActualStartDate",
        "location": f"{_ORDER}.OrganizationCode",
    },
    {"kind": "produce"},
)
_OF_RUN = {
    "run": "OrganizationCode/SourceReference",
    **_LINE,
    "at": f"{_MOVED}.TransactionDate",
    "line": f"{_MOVED}.TransactionId",
}
CONSUMED = Shape("consumed", "TransactionType is Work in Process Material Issue", _OF_RUN)
PRODUCED = Shape(
    "produced",
    "TransactionType is Work in Process Product Completion or Work in Process Negative Material Issue",
    _OF_RUN,
)
_MOVEMENT = {"movement": f"{_MOVED}.TransactionId", **_LINE, "at": f"{_MOVED}.TransactionDate"}
MOVE = Shape(
    "movement",
    "a transfer within or between organizations: what goes out; what comes out of transit",
    {**_MOVEMENT, "from_location": _PLACE, "to_location": _OTHER},
    {"kind": "move"},
)
ISSUE = Shape(
    "movement",
    "the quantity is negative, of miscellaneous, account and count transactions, and returns to or from a work order",
    {**_MOVEMENT, "from_location": _PLACE},
    {"kind": "adjust"},
)
GAIN = Shape(
    "movement", "the quantity of one of these is positive", {**_MOVEMENT, "to_location": _PLACE}, {"kind": "adjust"}
)
_ELSEWHERE = dict.fromkeys(("INVENTORY", "REQ", "TRANSFER ORDER"))  # completed transactions tell of transfers
TOLD: dict[str, dict[str, Shape | None]] = {
    "DELIVER": {"PO": RECEIPT, "RMA": RETURN_IN, **_ELSEWHERE},
    "RETURN TO VENDOR": {"PO": RETURN_OUT},
}
IN_RECEIVING = frozenset({"RECEIVE", "TRANSFER", "ACCEPT", "REJECT", "RETURN TO RECEIVING", "SHIP", "MATCH"})
OF_ORDER = {
    "work in process material issue": CONSUMED,
    "work in process product completion": PRODUCED,
    "work in process negative material issue": PRODUCED,
}
SALE = "sales order issue"
TRANSFERS = frozenset(
    {
        *("subinventory transfer", "direct organization transfer", "staging transfer", "intransit shipment"),
        *("intransit receipt", "sales order pick", "transfer order pick", "transfer order interorganization shipment"),
        *("transfer order interorganization receipt", "transfer order return shipment"),
        *("transfer order return receipt", "movement request transfer", "cycle count transfer"),
        "physical inventory transfer",
    }
)
ADJUSTED = frozenset(
    {
        *("miscellaneous issue", "miscellaneous receipt", "account issue", "account receipt", "account alias issue"),
        *("account alias receipt", "cycle count adjustment", "physical inventory adjustment"),
        *("work in process material return", "work in process product return", "movement request issue"),
        "work in process negative material return",
    }
)
RECEIVING = frozenset({"purchase order", "rma"})  # source types that the history of receiving tells of
ABOUT = About(
    title="Oracle Fusion Cloud",
    versions="Supply Chain and Manufacturing, REST 11.13.18.05 (framework version 1).",
    access="`url` is the host of the environment, `user` an integration user; `auth: bearer` sends the secret as a "
    "token. `organization` is the code of the organization whose items are taken (the item master's). `skip` leaves "
    "out a type, or `workOrders` or `salesOrdersForOrderHub`. It needs to read Inventory, Receiving, Work Execution "
    "and Order Management. Transactions are only ever added there: a correction of a receipt changes what is recorded "
    "of it, a return to or from a work order is an adjustment.",
    shapes=(
        ("itemsV2", MATERIAL),
        (_RECEIVED, RECEIPT),
        (_RECEIVED, RETURN_OUT),
        (_RECEIVED, RETURN_IN),
        (_MOVED, SHIPMENT),
        (_MOVED, SHIPPED),
        (_MOVED, RUN),
        (_MOVED, CONSUMED),
        (_MOVED, PRODUCED),
        (_MOVED, MOVE),
        (_MOVED, ISSUE),
        (_MOVED, GAIN),
    ),
    sources=(
        (
            _MOVED + ", its lots",
            "docs.oracle.com: REST API for Oracle Fusion Cloud SCM, Completed Transactions in Inventory",
        ),
        (
            _RECEIVED + ", its lots",
            "docs.oracle.com: REST API for Oracle Fusion Cloud SCM, Receiving Transactions History",
        ),
        (_ORDER, "docs.oracle.com: REST API for Oracle Fusion Cloud SCM, Work Orders"),
        ("itemsV2, inventoryOrganizations", "docs.oracle.com: REST API for Oracle Fusion Cloud SCM"),
        ("salesOrdersForOrderHub", "docs.oracle.com: REST API for Oracle Fusion Cloud SCM, Sales Orders for Order Hub"),
        ("q, orderBy, totalResults", "docs.oracle.com: REST API for Oracle Fusion Cloud, Manage Collections"),
    ),
    unseen=(
        "Not confirmed from what is published: that these transactions have LastUpdateDate and may be asked by it (the "
        "pull ends with Oracle's refusal if not), that SourceReference is the number of the work order or sales order "
        "and may be asked for, how the quantity of a lot is called (TransactionQuantity, else Quantity; a quantity "
        "that is not given stays unknown), and that types of transactions come in English where English is asked for.",
        "Types of transactions of one's own, lot splits, merges and translations, scrap in process: they are reported, "
        "line by line, and not guessed.",
        "Goods in receiving until they are delivered to stock; the customer and delivery of a return (RMA).",
        "Quantities are in the unit of the transaction: where it is not always the same, declare the factors.",
        "Which shipment an issue belongs to: each is a shipment of its own, to the party that bought.",
        "Suppliers and customers by number: they are called by their names; addresses and contacts.",
        "Work orders as such: a run grows with every transaction and has no end; operations, resources and people, so "
        "residue on lines (rule 15) is not followed.",
        "Which component lot went into which finished lot inside one work order: all-to-all (rule 7).",
        "What a component or product was returned for: its link stays, its stock is adjusted.",
        "Lots that are unique by organization only: a number is one batch of its item everywhere. Dates of lots, "
        "locators, serial numbers.",
    ),
)

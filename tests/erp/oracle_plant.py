"""The soy sauce maker in Oracle Fusion: deliveries to stock, a work order, a transfer with its two records."""

from __future__ import annotations

from typing import Any

from tests.support.oracle import Resources

RECEIVED, MOVED = "receivingTransactionsHistory", "inventoryCompletedTransactions"
PLANT, SHOP = 300000001, 300000002


def day(number: int, hour: int = 8) -> str:
    """A moment in March 2026 as Oracle writes it."""
    return f"2026-03-{number:02}T{hour:02}:00:00+00:00"


class Plant:
    """Resources that can be added to."""

    def __init__(self) -> None:
        names = (RECEIVED, MOVED, "itemsV2", "inventoryOrganizations", "workOrders", "salesOrdersForOrderHub")
        self.resources: Resources = {name: [] for name in names}

    def received(
        self, id_: int, number: int, item: str, quantity: float, lot: str, *, kind: str = "DELIVER", **said: Any
    ) -> None:
        """A receiving transaction of that day."""
        row = {"TransactionId": id_, "ParentTransactionId": 90000 + id_, "TransactionTypeCode": kind}
        row |= {"SourceDocumentCode": "PO", "TransactionDate": day(number), "ReceiptNumber": "1001", "ItemNumber": item}
        row |= {"OrganizationCode": "M1", "Subinventory": "RAW", "Quantity": quantity, "UOMCode": "KG"}
        row |= {"VendorName": "绿源农业有限公司", "PONumber": "PO-7", "LastUpdateDate": day(number)}
        lots = [{"LotNumber": lot, "TransactionQuantity": abs(quantity)}] if lot else []
        self.resources[RECEIVED].append({**row, "lots": lots, **said})

    def moved(self, id_: int, number: int, kind: str, item: str, quantity: float, lot: str, **said: Any) -> None:
        """A completed transaction of that day."""
        row = {"TransactionId": id_, "OrganizationId": PLANT, "Item": item, "SubinventoryCode": "FG"}
        row |= {"TransactionDate": day(number), "TransactionType": kind, "TransactionSourceType": "Inventory"}
        row |= {"SourceReference": None, "TransactionQuantity": quantity, "TransactionUOMCode": "KG"}
        row |= {"TransferOrganizationId": None, "TransferSubinventoryCode": None, "LastUpdateDate": day(number)}
        lots = [{"LotNumber": lot, "TransactionQuantity": quantity}] if lot else []
        self.resources[MOVED].append({**row, "lots": lots, **said})


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    organizations = ((PLANT, "M1", "一厂"), (SHOP, "M2", "二厂"))
    made.resources["inventoryOrganizations"] = [
        {"OrganizationId": id_, "OrganizationCode": code, "OrganizationName": name} for id_, code, name in organizations
    ]
    for id_, (item, name) in enumerate((("SOY", "大豆"), ("SALT", "食盐"), ("SAUCE", "酱油"), ("BOX", "纸箱")), 1):
        said = {"ItemId": id_, "ItemNumber": item, "ItemDescription": name, "LastUpdateDate": day(1)}
        for code in ("V1", "M1"):  # an item is there for each organization
            made.resources["itemsV2"].append({**said, "OrganizationCode": code})
    made.received(101, 2, "SOY", 500.0, "豆-2026-001")
    made.received(102, 2, "SALT", 40.1, "盐-07")
    made.received(103, 2, "BOX", 90.0, "")
    made.received(104, 2, "SOY", 500.0, "豆-2026-001", kind="RECEIVE")
    made.moved(201, 2, "Purchase Order Receipt", "SOY", 500.0, "豆-2026-001", TransactionSourceType="Purchase order")
    order = {"SourceReference": "M1-1001", "TransactionSourceType": "Work order"}
    issue, raw = "Work in Process Material Issue", {"SubinventoryCode": "RAW"}
    made.moved(202, 3, issue, "SOY", -100.0, "豆-2026-001", **order, **raw)
    made.moved(203, 3, issue, "SALT", -10.0, "盐-07", **order, **raw)
    made.moved(204, 3, issue, "BOX", -9.0, "", **order, **raw)
    made.moved(205, 4, "Work in Process Product Completion", "SAUCE", 120.0, "酱-0301", **order)
    to_raw = {"TransferOrganizationId": PLANT, "TransferSubinventoryCode": "RAW"}
    to_done = {"TransferOrganizationId": PLANT, "TransferSubinventoryCode": "FG", **raw}
    made.moved(206, 5, "Subinventory Transfer", "SAUCE", -5.0, "酱-0301", **to_raw)
    made.moved(207, 5, "Subinventory Transfer", "SAUCE", 5.0, "酱-0301", **to_done)
    sale = {"SourceReference": "SO-501", "TransactionSourceType": "Sales order"}
    made.moved(208, 6, "Sales Order Issue", "SAUCE", -80.0, "酱-0301", **sale)
    made.received(105, 8, "SAUCE", 5.0, "酱-0301", SourceDocumentCode="RMA", VendorName=None, ReceiptNumber="1002")
    made.moved(209, 9, "Miscellaneous Issue", "SAUCE", -2.0, "酱-0301")
    made.resources["salesOrdersForOrderHub"] = [
        {"HeaderId": 5, "OrderNumber": "SO-501", "BuyingPartyName": "上海第一食品", "LastUpdateDate": day(6)}
    ]
    made.resources["workOrders"] = [
        {"WorkOrderId": 7, "WorkOrderNumber": "M1-1001", "OrganizationCode": "M1", "ActualStartDate": day(3)}
    ]
    made.resources["workOrders"][0]["LastUpdateDate"] = day(3)
    return made

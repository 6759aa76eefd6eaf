"""The same soy sauce maker in ERPNext: bundles, batches on the line, consumption apart, a set, a return."""

from __future__ import annotations

from typing import Any

from tests.support.erpnext import Documents


def day(number: int, hour: int = 8) -> str:
    """A moment in March 2026 as ERPNext writes when something was changed."""
    return f"2026-03-{number:02} {hour:02}:00:00.000000"


class Plant:
    """Documents that can be added to and changed."""

    def __init__(self) -> None:
        types = (
            "Warehouse",
            "Item",
            "Supplier",
            "Customer",
            "Batch",
            "Purchase Receipt",
            "Stock Entry",
            "Delivery Note",
        )
        self.documents: Documents = {type_: {} for type_ in (*types, "Serial and Batch Bundle")}

    def master(self, type_: str, name: str, **said: Any) -> None:
        """A master record."""
        self.documents[type_][name] = {"name": name, "modified": day(1), **said}

    def bundle(self, name: str, *entries: tuple[str, float]) -> str:
        """A bundle of (batch, quantity)."""
        said = [
            {"idx": number, "batch_no": batch, "serial_no": None, "qty": qty}
            for number, (batch, qty) in enumerate(entries, 1)
        ]
        self.documents["Serial and Batch Bundle"][name] = {"name": name, "modified": day(1), "entries": said}
        return name

    def paper(self, type_: str, name: str, number: int, *items: dict[str, Any], **said: Any) -> dict[str, Any]:
        """A document of that day in March, submitted."""
        head = {"name": name, "modified": day(number), "docstatus": 1, "is_return": 0, "amended_from": None}
        head |= {"posting_date": f"2026-03-{number:02}", "posting_time": "8:15:00.123456"}
        lines = [{"name": f"{name}-{at}", "stock_uom": "kg", **item} for at, item in enumerate(items, 1)]
        self.documents[type_][name] = head | {"items": lines} | said
        return self.documents[type_][name]


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    for name in ("原料库 - 酱", "成品库 - 酱"):
        made.master("Warehouse", name, is_group=0, warehouse_name=name[:3])
    for item, name, tracked in (
        ("SOY", "大豆", 1),
        ("SALT", "食盐", 1),
        ("SAUCE", "酱油", 1),
        ("BOX", "纸箱", 0),
        ("SET", "礼盒", 0),
    ):
        made.master("Item", item, item_name=name, stock_uom="kg", has_batch_no=tracked, has_serial_no=0)
    made.master("Supplier", "绿源农业", supplier_name="绿源农业有限公司")
    made.master("Customer", "上海第一食品", customer_name="上海第一食品")
    for batch, item in (("豆-2026-001", "SOY"), ("盐-07", "SALT"), ("酱-0301", "SAUCE")):
        made.master("Batch", batch, item=item, manufacturing_date="2026-02-28", expiry_date="2027-02-28")
    beans = {"item_code": "SOY", "stock_qty": 500.0, "warehouse": "原料库 - 酱"}
    rejected = {"rejected_qty": 2.0, "rejected_warehouse": "退货库 - 酱", "conversion_factor": 1.0}
    rejected["rejected_serial_and_batch_bundle"] = made.bundle("SBB-2", ("豆-2026-001", 2.0))
    beans |= {"serial_and_batch_bundle": made.bundle("SBB-1", ("豆-2026-001", 500.0)), **rejected}
    salt = {"item_code": "SALT", "stock_qty": 40.1, "warehouse": "原料库 - 酱", "batch_no": "盐-07"}
    box = {"item_code": "BOX", "stock_qty": 90.0, "warehouse": "原料库 - 酱"}
    made.paper("Purchase Receipt", "MAT-PRE-2026-00001", 2, beans, salt, box, supplier="绿源农业")
    use = {"item_code": "SOY", "transfer_qty": 100.0, "s_warehouse": "原料库 - 酱"}
    use["serial_and_batch_bundle"] = made.bundle("SBB-3", ("豆-2026-001", -100.0))
    give = {"item_code": "SAUCE", "transfer_qty": 120.0, "t_warehouse": "成品库 - 酱", "batch_no": "酱-0301"}
    pinch = {"item_code": "SALT", "transfer_qty": 10.0, "s_warehouse": "原料库 - 酱", "batch_no": "盐-07"}
    apart = {"purpose": "Material Consumption for Manufacture", "work_order": "WO-1"}
    made.paper("Stock Entry", "MAT-STE-2026-00009", 3, pinch, **apart)
    made.paper("Stock Entry", "MAT-STE-2026-00001", 4, use, give, purpose="Manufacture", work_order="WO-1")
    move = {"item_code": "SAUCE", "transfer_qty": 5.0, "batch_no": "酱-0301", "s_warehouse": "成品库 - 酱"}
    made.paper(
        "Stock Entry", "MAT-STE-2026-00002", 5, move | {"t_warehouse": "原料库 - 酱"}, purpose="Material Transfer"
    )
    made.paper("Stock Entry", "MAT-STE-2026-00003", 5, move, purpose="Material Issue")
    sauce = {"item_code": "SAUCE", "stock_qty": 80.0, "warehouse": "成品库 - 酱", "batch_no": "酱-0301"}
    gift = {"item_code": "SET", "stock_qty": 1.0, "warehouse": "成品库 - 酱"}
    packed = {"name": "p1", "item_code": "SAUCE", "qty": 1.0, "uom": "kg", "batch_no": "酱-0301"}
    made.paper("Delivery Note", "MAT-DN-2026-00001", 6, sauce, gift, customer="上海第一食品", packed_items=[packed])
    back = sauce | {"stock_qty": -5.0}
    of = {"is_return": 1, "return_against": "MAT-DN-2026-00001", "customer": "上海第一食品"}
    made.paper("Delivery Note", "MAT-DN-RET-2026-00001", 8, back, **of)
    made.paper("Delivery Note", "MAT-DN-2026-00002", 9, sauce, customer="上海第一食品", docstatus=0)
    return made

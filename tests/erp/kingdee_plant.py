"""The same soy sauce maker in K3Cloud: taken and given back, made, moved, delivered, returned, a bill cancelled."""

from __future__ import annotations

from typing import Any

from tests.support.kingdee import Forms

_TRACKED = {"SOY": True, "SALT": True, "SAUCE": True, "BOX": False}
_BILLS = ("STK_InStock", "STK_TransferDirect", "SAL_OUTSTOCK", "SAL_RETURNSTOCK")
_PAPERS = ("PRD_PickMtrl", "PRD_FeedMtrl", "PRD_ReturnMtrl", "PRD_INSTOCK")


def day(number: int, hour: int = 8) -> str:
    """A moment in March 2026 as Kingdee writes it."""
    return f"2026-03-{number:02}T{hour:02}:00:00"


class Plant:
    """Rows that can be added to and changed."""

    def __init__(self) -> None:
        self.forms: Forms = {form: [] for form in (*_BILLS, *_PAPERS)}
        self.entry = 1000

    def master(self, form: str, key: str, *records: tuple[Any, ...], **more: Any) -> None:
        """Master records of (id, number, name)."""
        self.forms[form] = [
            {key: id_, "FNumber": number, "FName": name, "FModifyDate": day(1), **more} for id_, number, name in records
        ]

    def bill(self, form: str, id_: int, number: str, at: int, *lines: dict[str, Any], **head: Any) -> None:
        """A bill of that day in March, audited the hour after."""
        key = {"STK_InStock": "FInStockEntry_FEntryID", "STK_TransferDirect": "FBillEntry_FEntryID"}
        known = {"FID": id_, "FBillNo": number, "FDate": f"2026-03-{at:02}T00:00:00", "FDocumentStatus": "C"}
        known |= {"FCancelStatus": "A", "FModifyDate": day(at), "FApproveDate": day(at, 9), "FCancelDate": None}
        for line in lines:
            self.entry += 1
            tracked = _TRACKED[line["FMaterialId.FNumber"]]
            of = {key.get(form, "FEntity_FEntryID"): self.entry, "FMaterialId.FIsBatchManage": tracked}
            self.forms[form].append(known | of | {"FUnitID.FNumber": "kg"} | head | line)

    def of(self, form: str, number: str) -> list[dict[str, Any]]:
        """The rows of a bill, to be changed."""
        return [row for row in self.forms[form] if row["FBillNo"] == number]

    def change(self, form: str, number: str, **said: Any) -> None:
        """Change all rows of a bill."""
        for row in self.of(form, number):
            row.update(said)


def line(material: str, lot: str | None, **said: Any) -> dict[str, Any]:
    """A line of that lot."""
    return {"FMaterialId.FNumber": material, "FLot.FNumber": lot, **said}


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    made.master("BD_STOCK", "FStockId", (1, "原料库", "原料仓"), (2, "成品库", "成品仓"))
    names = (("SOY", "大豆"), ("SALT", "食盐"), ("SAUCE", "酱油"), ("BOX", "纸箱"))
    materials = [(at, number, name) for at, (number, name) in enumerate(names, 11)]
    made.master("BD_MATERIAL", "FMATERIALID", *materials, **{"FBaseUnitId.FNumber": "kg"})
    made.master("BD_Supplier", "FSupplierId", (31, "V绿源", "绿源农业有限公司"))
    made.master("BD_Customer", "FCUSTID", (32, "C一食", "上海第一食品"))
    made.master("BD_BatchMainFile", "FLOTID", (21, "豆-2026-001", ""), **{"FMaterialId.FNumber": "SOY"})
    beans = line("SOY", "豆-2026-001", FRealQty=500.0, FSupplierLot="农-77")
    salt = line("SALT", "盐-07", FRealQty=40.1, FSupplierLot=None)
    box = line("BOX", None, FRealQty=90.0, FSupplierLot=None)
    of = {"FSupplierId.FNumber": "V绿源", "FStockId.FNumber": "原料库"}
    made.bill("STK_InStock", 101, "CGRK000001", 2, beans, salt, box, **of)
    order = {"FMoBillNo": "MO000001", "FMoEntrySeq": 1}
    beans, salt = line("SOY", "豆-2026-001", FActualQty=90.0), line("SALT", "盐-07", FActualQty=13.0)
    made.bill("PRD_PickMtrl", 301, "SOUT000001", 3, beans, salt, line("BOX", None, FActualQty=9.0), **order)
    made.bill("PRD_FeedMtrl", 302, "SFEED00001", 4, line("SOY", "豆-2026-001", FActualQty=10.0), **order)
    made.bill("PRD_ReturnMtrl", 303, "SRET000001", 4, line("SALT", "盐-07", FQty=3.0), **order)
    made.bill("PRD_INSTOCK", 304, "SCRK000001", 4, line("SAUCE", "酱-0301", FRealQty=120.0), **order)
    sauce = line("SAUCE", "酱-0301", FQty=5.0)
    way = {"FSrcStockId.FNumber": "成品库", "FDestStockId.FNumber": "原料库"}
    made.bill("STK_TransferDirect", 104, "ZJDB000001", 5, sauce, **way)
    sold = {"FCustomerID.FNumber": "C一食", "FStockID.FNumber": "成品库"}
    made.bill("SAL_OUTSTOCK", 102, "XSCK000001", 6, line("SAUCE", "酱-0301", FRealQty=80.0), **sold)
    made.bill("SAL_OUTSTOCK", 105, "XSCK000002", 9, line("SAUCE", "酱-0301", FRealQty=8.0), **sold, FDocumentStatus="B")
    back = {"FRetcustId.FNumber": "C一食", "FStockId.FNumber": "成品库"}
    back |= {"FSrcBillNo": "XSCK000001", "FSrcBillTypeID": "SAL_OUTSTOCK"}
    made.bill("SAL_RETURNSTOCK", 103, "XSTH000001", 8, line("SAUCE", "酱-0301", FRealQty=5.0), **back)
    return made

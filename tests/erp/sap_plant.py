"""The soy sauce maker in SAP: postings of an order apart, a transfer with its two lines, a reversal is a document."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.support.sap import Sets

PAPERS = "API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentHeader"
ITEMS = "API_MATERIAL_DOCUMENT_SRV/A_MaterialDocumentItem"
RAW, DONE = "0001", "0002"
_ITEM: dict[str, Any] = {
    **dict.fromkeys(("MaterialDocumentParentLine", "Batch", "BatchBySupplier", "Supplier", "Customer"), ""),
    **dict.fromkeys(("SalesOrder", "Delivery", "ManufacturingOrder", "InventorySpecialStockType"), ""),
    **dict.fromkeys(("IsAutomaticallyCreated", "IssgOrRcvgMaterial", "IssgOrRcvgBatch"), ""),
    **dict.fromkeys(("IssgOrRcvgSpclStockInd", "IssuingOrReceivingPlant", "IssuingOrReceivingStorageLoc"), ""),
    **{"ReversedMaterialDocumentYear": "0000", "ReversedMaterialDocument": "", "ReversedMaterialDocumentItem": "0"},
    **{"Plant": "1010", "StorageLocation": RAW, "MaterialBaseUnit": "KG", "DebitCreditCode": "H"},
}


def ticks(number: int, hour: int = 0, offset: str = "") -> str:
    """A moment in March 2026 as OData V2 writes it."""
    moment = dt.datetime(2026, 3, number, hour, tzinfo=dt.UTC)
    return f"/Date({int(moment.timestamp() * 1000)}{offset})/"


def line(type_: str, material: str, batch: str, quantity: str, **said: str) -> dict[str, Any]:
    """An item."""
    told = {"GoodsMovementType": type_, "Material": material, "Batch": batch, "QuantityInBaseUnit": quantity}
    return _ITEM | told | said


def moved(type_: str, material: str, batch: str, quantity: str, **to: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A transfer from where things are made: the line that was entered, and the one that SAP adds."""
    names = {"StorageLocation": "IssuingOrReceivingStorageLoc", "Material": "IssgOrRcvgMaterial"}
    names |= {"Batch": "IssgOrRcvgBatch", "Plant": "IssuingOrReceivingPlant"}
    told = {names[name]: value for name, value in to.items()}
    one = line(type_, material, batch, quantity, StorageLocation=DONE) | told
    return one, one | to | {"DebitCreditCode": "S", "IsAutomaticallyCreated": "X", "MaterialDocumentParentLine": "1"}


class Plant:
    """Entity sets that can be added to."""

    def __init__(self) -> None:
        names = ("API_PRODUCT_SRV/A_Product", "API_BUSINESS_PARTNER/A_BusinessPartner", "API_BATCH_SRV/Batch")
        orders = ("API_PROCESS_ORDER_2_SRV/A_ProcessOrder_2", "API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2")
        self.sets: Sets = {name: [] for name in (*names, PAPERS, ITEMS, *orders)}

    def paper(self, number: int, posted: int, *items: dict[str, Any], entered: tuple[int, int] | None = None) -> str:
        """A material document posted on that day in March, entered then or at another day and hour."""
        id_, (day, hour) = f"49{number:08}", entered or (posted, 8)
        head = {"MaterialDocumentYear": "2026", "MaterialDocument": id_, "PostingDate": ticks(posted)}
        head |= {"CreationDate": ticks(day), "CreationTime": f"PT{hour:02}H00M00S", "ReferenceDocument": ""}
        self.sets[PAPERS].append(head)
        for at, item in enumerate(items, 1):
            own = {"MaterialDocumentYear": "2026", "MaterialDocument": id_, "MaterialDocumentItem": str(at)}
            own["MaterialDocumentLine"] = f"{at:06}"
            self.sets[ITEMS].append(item | own | {"to_MaterialDocumentHeader": head})
        return id_

    def reverse(self, number: int, type_: str, of: str, entered: tuple[int, int], quantity: str = "") -> str:
        """Take a document back: all of its items, or so much of each."""
        items = []
        for item in [one for one in self.sets[ITEMS] if one["MaterialDocument"] == of]:
            side = {"H": "S", "S": "H"}[item["DebitCreditCode"]]
            told = {"GoodsMovementType": type_, "DebitCreditCode": side, "ReversedMaterialDocument": of}
            told |= {
                "ReversedMaterialDocumentYear": "2026",
                "QuantityInBaseUnit": quantity or item["QuantityInBaseUnit"],
            }
            items.append(item | told | {"ReversedMaterialDocumentItem": item["MaterialDocumentItem"]})
        return self.paper(number, entered[0], *items, entered=entered)


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    _master(made)
    bought = {"Supplier": "1000031", "DebitCreditCode": "S"}
    beans = line("101", "SOY", "豆-2026-001", "500.000", BatchBySupplier="LV-77", **bought)
    made.paper(1, 2, beans, line("101", "SALT", "盐-07", "40.1", **bought), line("101", "BOX", "", "90", **bought))
    order = {"ManufacturingOrder": "1000001"}
    made.paper(2, 3, line("261", "SOY", "豆-2026-001", "100", **order), line("261", "BOX", "", "9", **order))
    made.paper(3, 3, line("261", "SALT", "盐-07", "10", **order))
    sauce, done = ("SAUCE", "酱-0301"), {"StorageLocation": DONE}
    made.paper(4, 4, line("101", *sauce, "120", DebitCreditCode="S", **(order | done)))
    made.paper(5, 5, *moved("311", *sauce, "5", StorageLocation=RAW))
    made.paper(6, 5, line("551", *sauce, "2", **done))
    sold = {"Customer": "1000032", **done}
    made.paper(7, 6, line("601", *sauce, "80", Delivery="80000001", **sold))
    made.paper(8, 8, line("653", *sauce, "5", DebitCreditCode="S", **sold))
    made.paper(9, 8, *moved("321", *sauce, "5", StorageLocation=DONE))  # released by quality: nothing moves
    return made


def _master(made: Plant) -> None:
    changed = {"CreationDate": ticks(1), "LastChangeDate": None}
    for product, name in (("SOY", "大豆"), ("SALT", "食盐"), ("SAUCE", "酱油"), ("BOX", "O'Box")):
        texts = [{"Product": product, "Language": language, "ProductDescription": name} for language in ("DE", "ZH")]
        made.sets["API_PRODUCT_SRV/A_Product"].append(
            {"Product": product, "BaseUnit": "KG", "to_Description": {"results": texts}, **changed}
        )
    for number, name, role in (("1000031", "绿源农业有限公司", "Supplier"), ("1000032", "上海第一食品", "Customer")):
        roles = {"Supplier": "", "Customer": "", role: number}
        made.sets["API_BUSINESS_PARTNER/A_BusinessPartner"].append(
            {"BusinessPartner": number, "BusinessPartnerFullName": name, **roles, **changed}
        )
    times = {"CreationDateTime": ticks(1, 8, "+0000"), "LastChangeDateTime": None, "BatchBySupplier": ""}
    for material, batch in (("SOY", "豆-2026-001"), ("SALT", "盐-07"), ("SAUCE", "酱-0301")):
        days = {"ManufactureDate": ticks(1), "ShelfLifeExpirationDate": None}
        made.sets["API_BATCH_SRV/Batch"].append(
            {"Material": material, "BatchIdentifyingPlant": "", "Batch": batch, **days, **times}
        )
    order = {"ManufacturingOrder": "1000001", "ProductionPlant": "1010", "MfgOrderActualReleaseDate": ticks(3)}
    made.sets["API_PROCESS_ORDER_2_SRV/A_ProcessOrder_2"].append(order)

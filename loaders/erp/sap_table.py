"""SAP S/4HANA: which of its fields are which of ours, and what the types of goods movement are."""

from __future__ import annotations

from loaders.erp.model import About, Shape

_ITEM = "A_MaterialDocumentItem"
_HEAD = "A_MaterialDocumentHeader"
_NUMBER = "MaterialDocument/MaterialDocumentYear"
_AT = f"{_HEAD}.PostingDate"
_HERE, _THERE = "Plant/StorageLocation", "IssuingOrReceivingPlant/IssuingOrReceivingStorageLoc"
_LINE = {
    "material": f"{_ITEM}.Material",
    "lot": f"{_ITEM}.Batch",
    "quantity": f"{_ITEM}.QuantityInBaseUnit",
    "uom": f"{_ITEM}.MaterialBaseUnit",
    "line": f"{_ITEM}.MaterialDocumentItem",
}
MATERIAL = Shape(
    "material",
    "each; its name in the language of the source, else in English, else in any",
    {"material": "A_Product.Product", "name": "A_ProductDescription.ProductDescription", "uom": "A_Product.BaseUnit"},
)
SUPPLIER = Shape(
    "supplier",
    "Supplier is filled",
    {"supplier": "A_BusinessPartner.Supplier", "name": "A_BusinessPartner.BusinessPartnerFullName"},
)
CUSTOMER = Shape(
    "customer",
    "Customer is filled",
    {"customer": "A_BusinessPartner.Customer", "name": "A_BusinessPartner.BusinessPartnerFullName"},
)
BATCH = Shape(
    "batch",
    "each",
    {
        "material": "Batch.Material",
        "lot": "Batch.Batch",
        "produced_at": "Batch.ManufactureDate",
        "expires_on": "Batch.ShelfLifeExpirationDate",
        "reference": "Batch.BatchBySupplier",
    },
)
RECEIPT = Shape(
    "receipt",
    "101 with Supplier, without components; 105, 109, 501, 503, 505, 511",
    {
        "receipt": _NUMBER,
        "supplier": f"{_ITEM}.Supplier",
        **_LINE,
        "supplier_lot": f"{_ITEM}.BatchBySupplier",
        "received_at": _AT,
        "location": _HERE,
        "document": f"{_HEAD}.ReferenceDocument",
    },
)
RETURN_OUT = Shape(
    "return",
    "122, 161",
    {"return": _NUMBER, "supplier": f"{_ITEM}.Supplier", **_LINE, "returned_at": _AT, "location": _HERE},
)
SHIPMENT = Shape(
    "shipment",
    "some line is 601, 621, 631, 643 or 645",
    {
        "shipment": _NUMBER,
        "customer": f"{_ITEM}.Customer",
        "order": f"{_ITEM}.SalesOrder",
        "from_location": _HERE,
        "shipped_at": _AT,
        "document": f"{_ITEM}.Delivery",
    },
)
SHIPPED = Shape("shipped", "601, 621, 631, 643, 645", {"shipment": _NUMBER, **_LINE})
RETURN_IN = Shape(
    "return",
    "451, 651, 653, 655, 657; 602, 622 and 632 that name no reversed document",
    {"return": _NUMBER, "customer": f"{_ITEM}.Customer", **_LINE, "returned_at": _AT, "location": _HERE},
)
RUN = Shape(
    "run",
    "some line of the order is 101, 261 or 531",
    {
        "run": f"{_ITEM}.ManufacturingOrder",
        "work_order": "A_ProcessOrder_2 or A_ProductionOrder_2.ManufacturingOrder",
        "started_at": "A_ProcessOrder_2 or A_ProductionOrder_2.MfgOrderActualReleaseDate",
        "location": "A_ProcessOrder_2 or A_ProductionOrder_2.ProductionPlant",
    },
    {"kind": "produce"},
)
_OF_ORDER = {"run": f"{_ITEM}.ManufacturingOrder", **_LINE, "at": _AT}
_OF_ORDER["line"] = f"{_NUMBER}/MaterialDocumentItem"
CONSUMED = Shape("consumed", "261 with ManufacturingOrder", _OF_ORDER)
PRODUCED = Shape("produced", "101 and 531 with ManufacturingOrder", _OF_ORDER)
_OWN = f"{_NUMBER}/MaterialDocumentItem"
LINE_RUN = Shape(
    "run",
    "101 with components (543) of a subcontractor (produce); a transfer into another material or batch (relabel)",
    {"run": _OWN, "ended_at": _AT, "location": _HERE},
)
LINE_USED = Shape("consumed", "543 of that line; what was transferred", {"run": _OWN, **_LINE})
LINE_MADE = Shape("produced", "that line; what it was transferred into", {"run": _OWN, **_LINE})
_MOVEMENT = {"movement": _NUMBER, **_LINE, "at": _AT}
MOVE = Shape(
    "movement",
    "301 to 326, 341 to 350, 351, 411 to 416, 453 to 460, 541, 542, 641, 642, 647, 648: the line that was "
    "entered, by its DebitCreditCode; within one place it is none. 101 without Supplier and order: out of transit to "
    "its plant",
    {**_MOVEMENT, "from_location": _HERE, "to_location": _THERE},
    {"kind": "move"},
)
SCRAP = Shape("movement", "551, 553, 555", {**_MOVEMENT, "from_location": _HERE}, {"kind": "scrap"})
SAMPLE = Shape("movement", "331, 333, 335", {**_MOVEMENT, "from_location": _HERE}, {"kind": "sample"})
ISSUE = Shape(
    "movement",
    "DebitCreditCode H of 2xx, 52x, 531, 543, 56x, 57x, 581, 70x, and of what takes back without naming a document",
    {**_MOVEMENT, "from_location": _HERE},
    {"kind": "adjust"},
)
GAIN = Shape("movement", "DebitCreditCode S of the same", {**_MOVEMENT, "to_location": _HERE}, {"kind": "adjust"})


def _types(words: str) -> frozenset[str]:
    return frozenset(words.split())


OF_ORDER = {"261": CONSUMED, "101": PRODUCED, "531": PRODUCED}
GOODS_IN, COMPONENT = "101", "543"
ONE_SIDED = {
    **dict.fromkeys(["101", "105", "109", "501", "503", "505", "511"], RECEIPT),
    **dict.fromkeys(["122", "161"], RETURN_OUT),
    **dict.fromkeys(["601", "621", "631", "643", "645"], SHIPPED),
    **dict.fromkeys(["451", "602", "622", "632", "651", "653", "655", "657"], RETURN_IN),
    **dict.fromkeys(["551", "553", "555"], SCRAP),
    **dict.fromkeys(["331", "333", "335"], SAMPLE),
}
TWO_SIDED = _types(
    "301 302 303 304 305 306 309 310 311 312 313 314 315 316 321 322 323 324 325 326 341 342 343 344 349 350 351 352 "
    "411 412 413 414 415 416 453 454 455 456 457 458 459 460 541 542 641 642 647 648"
)
DOWN = _types("201 221 231 241 251 261 281 291 543 702 704 708")
UP = _types("521 523 525 531 561 563 565 571 573 575 581 701 703 707")
NOTHING = _types("103 104 107 108 124 125 623 624 633 634")
KEEP_REFERENCE = _types("122 124 161")  # they name the document they come from and do not reverse it
ABOUT = About(
    title="SAP S/4HANA",
    versions="Cloud and on premise from 2020 (OData V2: API_PRODUCT_SRV, API_BUSINESS_PARTNER, API_BATCH_SRV, "
    "API_MATERIAL_DOCUMENT_SRV, API_PRODUCTION_ORDER_2_SRV, API_PROCESS_ORDER_2_SRV).",
    access="`url` is the host, `client` the sap-client, `user` a communication user; `auth: bearer` sends the secret "
    "as a token. `language` (EN, ZH) says which names are taken. It needs to read these six services; `skip` leaves "
    "out a type, or `A_ProcessOrder_2` or `A_ProductionOrder_2` where there are none. A material document is never "
    "changed there: a reversal is another document, and makes void, or less, what it names (ReversedMaterialDocument).",
    shapes=(
        ("A_Product", MATERIAL),
        ("A_BusinessPartner", SUPPLIER),
        ("A_BusinessPartner", CUSTOMER),
        ("Batch", BATCH),
        (_HEAD, RECEIPT),
        (_HEAD, RETURN_OUT),
        (_HEAD, SHIPMENT),
        (_HEAD, SHIPPED),
        (_HEAD, RETURN_IN),
        (_HEAD, RUN),
        (_HEAD, CONSUMED),
        (_HEAD, PRODUCED),
        (_HEAD, LINE_RUN),
        (_HEAD, LINE_USED),
        (_HEAD, LINE_MADE),
        (_HEAD, MOVE),
        (_HEAD, SCRAP),
        (_HEAD, SAMPLE),
        (_HEAD, ISSUE),
        (_HEAD, GAIN),
    ),
    sources=(
        (_HEAD + ", " + _ITEM, "SAP Business Accelerator Hub: Material Documents - Read, Create"),
        ("Batch", "SAP Business Accelerator Hub: Batch Master Record; SAP Cloud SDK, batch-service"),
        ("A_ProductionOrder_2", "SAP Business Accelerator Hub: Production Order (Version 2)"),
        ("A_ProcessOrder_2", "SAP Business Accelerator Hub: Process Order (Version 2)"),
        ("A_Product, A_ProductDescription", "SAP Business Accelerator Hub: Product Master"),
        ("A_BusinessPartner", "SAP Business Accelerator Hub: Business Partner (A2X)"),
        ("types of goods movement", "help.sap.com: Inventory Management, movement types"),
        ("OData V2", "odata.org/documentation/odata-version-2-0; help.sap.com: SAP Gateway, OData query options"),
    ),
    unseen=(
        "Not confirmed from what is published: which releases fill DebitCreditCode (where it is missing, the type of "
        "movement says the side), whether every reversal fills ReversedMaterialDocument (one that does not is an "
        "adjustment, and what it took back stays linked), that a receipt from another plant has no Supplier, and "
        "whether the services page beyond `$top` and `$skip`.",
        "Types of movement of one's own (9xx, Z..): they are reported, line by line, and not guessed.",
        "Goods receipt blocked stock (103, 107) until it is released (105, 109).",
        "When in the day something was posted: a material document has a posting date, and a run begins with the "
        "release of its order, by the clock of the site (`GENEALOGY_TIMEZONE`).",
        "Whether an order is finished: its run grows with every posting and has no end.",
        "Operations, work centres, people and inspection lots: runs have no equipment, so residue on lines (rule 15) "
        "is not followed.",
        "Which component batch went into which finished batch inside one order: all-to-all (rule 7).",
        "Batches that are unique by plant only: a number is one batch of its material at every plant.",
        "Serial numbers, handling units, and which delivery a customer return belongs to.",
        "A delivery whose goods issue is not posted. Names of plants and storage locations, addresses and contacts.",
        "Stock of a subcontractor is at the place `supplier NUMBER`; who made what he delivers is the place of the "
        "run, and he is no supplier of that batch.",
    ),
)

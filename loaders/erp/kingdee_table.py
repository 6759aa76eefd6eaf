"""Kingdee K3Cloud 金蝶云星空: which of its fields are which of ours."""

from __future__ import annotations

from loaders.erp.model import About, Shape

LOCATION = Shape("location", "each", {"location": "FNumber", "name": "FName"})
MATERIAL = Shape("material", "each", {"material": "FNumber", "name": "FName", "uom": "FBaseUnitId.FNumber"})
SUPPLIER = Shape("supplier", "each", {"supplier": "FNumber", "name": "FName"})
CUSTOMER = Shape("customer", "each", {"customer": "FNumber", "name": "FName"})
BATCH = Shape("batch", "each", {"material": "FMaterialId.FNumber", "lot": "FNumber"})
_LINE = {"material": "FMaterialId.FNumber", "lot": "FLot.FNumber", "uom": "FUnitID.FNumber"}
RECEIPT = Shape(
    "receipt",
    "FDocumentStatus is C",
    {
        "receipt": "FBillNo",
        "supplier": "FSupplierId.FNumber",
        **_LINE,
        "supplier_lot": "FSupplierLot",
        "quantity": "FRealQty",
        "line": "FInStockEntry_FEntryID",
        "received_at": "FDate",
        "location": "FStockId.FNumber",
    },
)
RUN = Shape(
    "run",
    "each FMoBillNo and FMoEntrySeq that its papers name, written NUMBER/LINE",
    {"run": "order", "work_order": "FMoBillNo", "started_at": "first FDate"},
    {"kind": "produce"},
)
TAKEN = Shape(
    "consumed",
    "lines of PRD_PickMtrl and PRD_FeedMtrl, less those of PRD_ReturnMtrl (FQty) of the same material and lot; one of "
    "which nothing is left is none",
    {"run": "order", **_LINE, "quantity": "FActualQty", "at": "FDate", "line": "FEntity_FEntryID"},
)
MADE = Shape(
    "produced",
    "lines of PRD_INSTOCK",
    {"run": "order", **_LINE, "quantity": "FRealQty", "at": "FDate", "line": "FEntity_FEntryID"},
)
SHIPMENT = Shape(
    "shipment",
    "FDocumentStatus is C; from where its first line goes",
    {
        "shipment": "FBillNo",
        "customer": "FCustomerID.FNumber",
        "from_location": "FStockID.FNumber",
        "shipped_at": "FDate",
    },
)
SHIPPED = Shape(
    "shipped",
    "each line",
    {"shipment": "FBillNo", **_LINE, "quantity": "FRealQty", "line": "FEntity_FEntryID"},
)
RETURN = Shape(
    "return",
    "each line; shipment where FSrcBillTypeID is SAL_OUTSTOCK",
    {
        "return": "FBillNo",
        "customer": "FRetcustId.FNumber",
        "shipment": "FSrcBillNo",
        **_LINE,
        "quantity": "FRealQty",
        "line": "FEntity_FEntryID",
        "returned_at": "FDate",
        "location": "FStockId.FNumber",
    },
)
MOVE = Shape(
    "movement",
    "each line",
    {
        "movement": "FBillNo",
        **_LINE,
        "quantity": "FQty",
        "line": "FBillEntry_FEntryID",
        "at": "FDate",
        "from_location": "FSrcStockId.FNumber",
        "to_location": "FDestStockId.FNumber",
    },
    {"kind": "move"},
)
ABOUT = About(
    title="Kingdee K3Cloud 金蝶云星空",
    versions="WebAPI (ExecuteBillQuery), signed as Kingdee's Python SDK kingdee.cdp.webapi.sdk 8.2.0 (MIT) signs. The "
    "SDK itself is not used: it does not check the server's certificate.",
    access="`url` ends with /k3cloud, `database` is the data centre (账套 ID), `user` the user, `application` the id "
    "of the third-party application (应用 ID), the secret its key (应用密钥). It needs to query the forms below.",
    shapes=(
        ("BD_STOCK 仓库", LOCATION),
        ("BD_MATERIAL 物料", MATERIAL),
        ("BD_Supplier 供应商", SUPPLIER),
        ("BD_Customer 客户", CUSTOMER),
        ("BD_BatchMainFile 批号主档", BATCH),
        ("STK_InStock 采购入库单", RECEIPT),
        ("PRD_MO 生产订单, by its papers", RUN),
        ("PRD_MO 生产订单, by its papers", TAKEN),
        ("PRD_MO 生产订单, by its papers", MADE),
        ("STK_TransferDirect 直接调拨单", MOVE),
        ("SAL_OUTSTOCK 销售出库单", SHIPMENT),
        ("SAL_OUTSTOCK 销售出库单", SHIPPED),
        ("SAL_RETURNSTOCK 销售退货单", RETURN),
    ),
    sources=(
        ("signature, service names, body", "kingdee.cdp.webapi.sdk 8.2.0 core/webapi_client.py, main.py"),
        (
            "form of answers and of refusals",
            "what users of that SDK publish (Xueyu334/kingdee-k3cloud-open-api and others)",
        ),
        ("fields of the forms", "queries that others published; Kingdee shows its own behind a login"),
        ("FDocumentStatus, FCancelStatus", "A 创建, B 审核中, C 已审核, D 重新审核, Z 暂存; A 未作废, B 已作废"),
    ),
    unseen=(
        "What could not be confirmed in the open: FModifyDate of BD_BatchMainFile, FSrcBillTypeID of SAL_RETURNSTOCK, "
        "FSupplierLot in a query, FApproveDate and FCancelDate of every form. A form that does not know a field "
        "refuses the query, and the pull ends with its words: leave the form out (`skip`).",
        "A document counts once it is audited (C); its change is the last of FModifyDate, FApproveDate and "
        "FCancelDate. Un-audited (反审核, D) it is open again, and what was recorded stays until it is audited or "
        "cancelled; that may not be seen before, for it need not change any of the three. An order is open as long as "
        "one of its papers is un-audited; one that was submitted again since is not there until it is audited.",
        "Returns to suppliers (PUR_MRB), returned products (PRD_RetStock), subcontracting (SUB_*), simple production "
        "(SP_*), production lines (REM_*), two-step transfers, assembly (组装拆卸), other issues and receipts "
        "(其他出入库), stock-taking and opening stock.",
        "Another lot number on the far side of a transfer (调入批号), serial numbers, positions (仓位), expiry dates.",
        "Machines and people of an order: runs have no equipment, so residue on lines (rule 15) is not followed.",
        "Papers of production that name no order (FMoBillNo): rejected with that reason.",
        "Which component lot went into which finished lot inside one line of an order: all-to-all (rule 7).",
        "Units are the codes of Kingdee (`FUnitID.FNumber`), quantities those of the line.",
        "Documents without time: FDate is a day, in the zone of `GENEALOGY_TIMEZONE`.",
        "Deleted documents: they stay recorded. The interface counts nothing: rows are gone through twice instead.",
    ),
)

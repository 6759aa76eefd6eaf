"""Yonyou YonBIP 用友: which of its fields are which of ours. A name with a dot is of a line, else of the head."""

from __future__ import annotations

from collections.abc import Mapping

from loaders.erp.model import About, Shape


def _line(of: str, unit: str) -> Mapping[str, str]:
    names = {"material": "product_cCode", "lot": "batchno", "quantity": "qty", "uom": unit, "line": "id"}
    return {ours: f"{of}.{theirs}" for ours, theirs in names.items()}


MATERIAL = Shape("material", "each", {"material": "code", "name": "name", "uom": "unitName"})
SUPPLIER = Shape("supplier", "each", {"supplier": "id", "name": "name", "reference": "code"})
CUSTOMER = Shape("customer", "each", {"customer": "id", "name": "name", "reference": "code"})
BATCH = Shape(
    "batch",
    "each",
    {"material": "product_cCode", "lot": "batchno", "produced_at": "producedate", "expires_on": "invaliddate"},
)
RECEIPT = Shape(
    "receipt",
    "status is 1, quantity not below 0",
    {
        "receipt": "code",
        "supplier": "vendor",
        **_line("purInRecords", "unit_name"),
        "received_at": "vouchdate",
        "location": "warehouse_name",
        "document": "srcBillNO",
    },
)
RETURN_OUT = Shape(
    "return",
    "quantity below 0 (红字)",
    {
        "return": "code",
        "supplier": "vendor",
        **_line("purInRecords", "unit_name"),
        "returned_at": "vouchdate",
        "location": "warehouse_name",
    },
)
RUN = Shape(
    "run",
    "each production order that its papers name as their source (po_production_order)",
    {"run": "order", "work_order": "order code", "started_at": "first vouchdate"},
    {"kind": "produce"},
)
TAKEN = Shape(
    "consumed",
    "lines of materialout, less those below 0 (退料) of the same material and lot",
    {"run": "order", **_line("materOuts", "product_unitName"), "at": "vouchdate"},
)
MADE = Shape(
    "produced",
    "lines of storeprorecord, less those below 0",
    {"run": "order", **_line("storeProRecords", "unit_name"), "at": "vouchdate"},
)
SHIPMENT = Shape(
    "shipment",
    "status is 1, stockDirection is not 1",
    {"shipment": "code", "customer": "cust", "from_location": "warehouse_name", "shipped_at": "vouchdate"},
)
SHIPPED = Shape("shipped", "each line", {"shipment": "code", **_line("details", "unitName")})
RETURN_IN = Shape(
    "return",
    "stockDirection is 1 (退库), or quantity below 0",
    {
        "return": "code",
        "customer": "cust",
        **_line("details", "unitName"),
        "returned_at": "vouchdate",
        "location": "warehouse_name",
    },
)
ABOUT = About(
    title="Yonyou YonBIP 用友",
    versions="Open API of YonBIP and YonSuite; not U8, whose open API is another one.",
    access="`url` is the address of the data centre before /iuap-api-gateway, `user` the appKey of an application of "
    "the enterprise's own (自建应用), the secret its appSecret. It needs the lists and details below; a gateway allows "
    "60 requests in a minute where nothing else was bought (`rate_per_minute`), and each document is one: a first pull "
    "of 10,000 takes three hours and more.",
    shapes=(
        ("product 物料", MATERIAL),
        ("vendor 供应商", SUPPLIER),
        ("merchant 客户", CUSTOMER),
        ("batchno 批次", BATCH),
        ("purinrecord 采购入库", RECEIPT),
        ("purinrecord 采购入库", RETURN_OUT),
        ("production 生产订单, by its papers", RUN),
        ("production 生产订单, by its papers", TAKEN),
        ("production 生产订单, by its papers", MADE),
        ("salesout 销售出库", SHIPMENT),
        ("salesout 销售出库", SHIPPED),
        ("salesout 销售出库", RETURN_IN),
    ),
    sources=(
        ("token, signature", "yonyoucloud-open/corp-demo README"),
        (
            "purinrecord list, detail",
            "Yonyou's API pages 3f6ee57a6bcc435dad3c91b7d1a06dcd, 1b4715d9a60442108fa0602789007507",
        ),
        ("materialout list, detail", "b483475dfd65499ab122b773eb9a8061, f5e34ec7d72040339511c9dc876fedaa"),
        ("storeprorecord list, detail", "edc735d69b654129b0da4c38f2d8877f, 7a8ffab29db743e29cadeafc50c08ef5"),
        ("salesout detail", "31fca409294742e990ed46d3d3b54cdf; its list as others copied it"),
        ("batchno list", "62b9e302456b463489c91cfc0967968b"),
        ("product list", "1868566238604034052"),
        ("vendor list, merchant list", "as others copied them; the pages themselves could not be seen"),
    ),
    unseen=(
        "What could not be confirmed: that `pubts` of a list is the time of the server; the values of status of "
        "salesout; filters by `materOuts.firstupcode` and `storeProRecords.upcode`; the sign of quantities that come "
        "back.",
        "Documents count while status is 1 (已审核). Un-audited (弃审) they are open again, and what was recorded "
        "stays; a paper of an order that is un-audited is not there until it is audited. There is no cancelled "
        "state: what is deleted stays recorded.",
        "Products received from a completion report (po_finished_report) name no order: rejected with that reason. "
        "Materials issued for anything but a production order (subcontracting, departments) too.",
        "Transfers (转库, 调拨), other receipts and issues (其他出入库), subcontracting, stock-taking and opening "
        "stock (isBeginning receipts come as receipts).",
        "Serial numbers, positions (货位), machines and people of an order: residue on lines (rule 15) is not "
        "followed.",
        "Which component lot went into which finished lot inside one order: all-to-all (rule 7).",
        "Suppliers and customers are called by their id, for documents name no code; warehouses by their name.",
        "Which delivery a return belongs to.",
        "product and merchant bear no time of change: they are asked for in full each time, unless left out (`skip`).",
        "Lists have no order: they are read twice, and the pull ends where the two differ.",
    ),
)

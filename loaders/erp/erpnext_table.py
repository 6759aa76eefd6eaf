"""ERPNext: which of its fields are which of ours. `items` are the lines of a document, `entries` those of a bundle."""

from __future__ import annotations

from loaders.erp.model import About, Shape

_LINE = {
    "material": "items.item_code",
    "lot": "entries.batch_no",
    "serial": "entries.serial_no",
    "quantity": "entries.qty",
    "uom": "items.stock_uom",
    "line": "items.name",
}
LOCATION = Shape("location", "is_group is 0", {"location": "Warehouse.name", "name": "Warehouse.warehouse_name"})
MATERIAL = Shape("material", "each", {"material": "Item.name", "name": "Item.item_name", "uom": "Item.stock_uom"})
SUPPLIER = Shape("supplier", "each", {"supplier": "Supplier.name", "name": "Supplier.supplier_name"})
CUSTOMER = Shape("customer", "each", {"customer": "Customer.name", "name": "Customer.customer_name"})
BATCH = Shape(
    "batch",
    "each",
    {
        "material": "Batch.item",
        "lot": "Batch.name",
        "produced_at": "Batch.manufacturing_date",
        "expires_on": "Batch.expiry_date",
    },
)
RECEIPT = Shape(
    "receipt",
    "is_return is 0; rejected goods as a line of their own",
    {
        "receipt": "Purchase Receipt.name",
        "supplier": "Purchase Receipt.supplier",
        **_LINE,
        "received_at": "posting_date and posting_time",
        "location": "items.warehouse",
        "document": "Purchase Receipt.supplier_delivery_note",
    },
)
RETURN_OUT = Shape(
    "return",
    "is_return is 1",
    {
        "return": "Purchase Receipt.name",
        "supplier": "Purchase Receipt.supplier",
        **_LINE,
        "returned_at": "posting_date and posting_time",
        "location": "items.warehouse",
    },
)
SHIPMENT = Shape(
    "shipment",
    "is_return is 0",
    {
        "shipment": "Delivery Note.name",
        "customer": "Delivery Note.customer",
        "from_location": "Delivery Note.set_warehouse",
        "shipped_at": "posting_date and posting_time",
    },
)
SHIPPED = Shape("shipped", "is_return is 0", {"shipment": "Delivery Note.name", **_LINE})
RETURN_IN = Shape(
    "return",
    "is_return is 1",
    {
        "return": "Delivery Note.name",
        "customer": "Delivery Note.customer",
        "shipment": "Delivery Note.return_against",
        **_LINE,
        "returned_at": "posting_date and posting_time",
        "location": "items.warehouse",
    },
)
RUN = Shape(
    "run",
    "purpose is Manufacture (produce), Repack (repack) or Disassemble (unbuild)",
    {
        "run": "Stock Entry.name",
        "work_order": "Stock Entry.work_order",
        "ended_at": "posting_date and posting_time",
    },
)
CONSUMED = Shape(
    "consumed",
    "lines with s_warehouse only; those of Material Consumption for Manufacture of the same work order too",
    {"run": "Stock Entry.name", **_LINE},
)
PRODUCED = Shape("produced", "lines with t_warehouse only", {"run": "Stock Entry.name", **_LINE})
_MOVEMENT = {"movement": "Stock Entry.name", **_LINE, "at": "posting_date and posting_time"}
MOVE = Shape(
    "movement",
    "purpose is Material Transfer, Material Transfer for Manufacture or Send to Subcontractor",
    {**_MOVEMENT, "from_location": "items.s_warehouse", "to_location": "items.t_warehouse"},
    {"kind": "move"},
)
ISSUE = Shape(
    "movement",
    "purpose is Material Issue (an adjustment down)",
    {**_MOVEMENT, "from_location": "items.s_warehouse"},
    {"kind": "adjust"},
)
GAIN = Shape(
    "movement",
    "purpose is Material Receipt (an adjustment up)",
    {**_MOVEMENT, "to_location": "items.t_warehouse"},
    {"kind": "adjust"},
)
ABOUT = About(
    title="ERPNext",
    versions="15 (Serial and Batch Bundle) and 14 (batch and serial numbers on the line itself); REST.",
    access="`user` is the API key of a user, the secret its API secret. It needs to read the types below, Item and "
    "Serial and Batch Bundle.",
    shapes=(
        ("Warehouse", LOCATION),
        ("Item", MATERIAL),
        ("Supplier", SUPPLIER),
        ("Customer", CUSTOMER),
        ("Batch", BATCH),
        ("Purchase Receipt", RECEIPT),
        ("Purchase Receipt", RETURN_OUT),
        ("Stock Entry", RUN),
        ("Stock Entry", CONSUMED),
        ("Stock Entry", PRODUCED),
        ("Stock Entry", MOVE),
        ("Stock Entry", ISSUE),
        ("Stock Entry", GAIN),
        ("Delivery Note", SHIPMENT),
        ("Delivery Note", SHIPPED),
        ("Delivery Note", RETURN_IN),
    ),
    sources=(
        ("Serial and Batch Bundle", "frappe/erpnext erpnext/stock/doctype/serial_and_batch_bundle"),
        ("Serial and Batch Entry", "frappe/erpnext erpnext/stock/doctype/serial_and_batch_entry"),
        ("Purchase Receipt, its items", "frappe/erpnext erpnext/stock/doctype/purchase_receipt, purchase_receipt_item"),
        ("Stock Entry, its items", "frappe/erpnext erpnext/stock/doctype/stock_entry, stock_entry_detail"),
        ("Delivery Note, its items", "frappe/erpnext erpnext/stock/doctype/delivery_note, delivery_note_item"),
        ("Batch, Item", "frappe/erpnext erpnext/stock/doctype/batch, item"),
        ("REST", "docs.frappe.io/framework/user/en/api/rest"),
    ),
    unseen=(
        "Stock Reconciliation and opening stock: what was there before the first document is unknown.",
        "Sales and purchase invoices that move stock themselves (`update_stock`).",
        "Subcontracting Receipts: what a subcontractor made of what was sent to him.",
        "Workstations and people of a work order, Job Cards, Quality Inspections: runs have no equipment, so residue "
        "on lines (rule 15) is not followed.",
        "When work began: a run has only the time at which it was posted, in the clock of the site "
        "(`GENEALOGY_TIMEZONE`, or the zone of its location).",
        "Which component lot went into which finished lot inside one entry: all-to-all (rule 7).",
        "Consumption that is posted apart from manufacture counts for every Manufacture entry of its work order, with "
        "its quantity in the first.",
        "Addresses and contacts of suppliers and customers.",
        "Deleted documents and renamed items: what was recorded stays.",
    ),
)

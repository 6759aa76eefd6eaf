"""Odoo: which of its fields are which of ours."""

from __future__ import annotations

from loaders.erp.model import About, Shape

_LINE = {
    "material": "product.product.default_code",
    "lot": "stock.lot.name",
    "quantity": "stock.move.line.quantity_product_uom",
    "uom": "product.product.uom_id",
    "line": "stock.move.line.id",
}
LOCATION = Shape(
    "location", "usage is internal", {"location": "stock.location.complete_name", "name": "stock.location.name"}
)
MATERIAL = Shape(
    "material",
    "type is not service",
    {
        "material": "product.product.default_code",
        "name": "product.product.name",
        "uom": "product.product.uom_id",
        "barcode": "product.product.barcode",
    },
)
_CONTACT = {"name": "res.partner.name", "email": "res.partner.email", "phone": "res.partner.phone"}
_CONTACT |= {"address": "res.partner.contact_address"}
SUPPLIER = Shape("supplier", "supplier_rank is more than 0", {"supplier": "res.partner.ref", **_CONTACT})
CUSTOMER = Shape("customer", "customer_rank is more than 0", {"customer": "res.partner.ref", **_CONTACT})
BATCH = Shape(
    "batch",
    "each",
    {"material": "product.product.default_code", "lot": "stock.lot.name", "reference": "stock.lot.ref"},
)
RECEIPT = Shape(
    "receipt",
    "from a supplier location",
    {
        "receipt": "stock.picking.name",
        "supplier": "res.partner.ref",
        **_LINE,
        "received_at": "stock.picking.date_done",
        "location": "stock.move.line.location_dest_id",
        "document": "stock.picking.origin",
    },
)
SHIPMENT = Shape(
    "shipment",
    "some line goes to a customer location",
    {
        "shipment": "stock.picking.name",
        "customer": "res.partner.ref",
        "from_location": "stock.picking.location_id",
        "shipped_at": "stock.picking.date_done",
        "document": "stock.picking.origin",
    },
)
SHIPPED = Shape("shipped", "to a customer location", {"shipment": "stock.picking.name", **_LINE})
_RETURN = {
    "return": "stock.picking.name",
    **_LINE,
    "returned_at": "stock.picking.date_done",
}
RETURN_IN = Shape(
    "return",
    "from a customer location to one of ours",
    {
        **_RETURN,
        "customer": "res.partner.ref",
        "shipment": "stock.move.origin_returned_move_id.picking_id",
        "location": "stock.move.line.location_dest_id",
    },
)
RETURN_OUT = Shape(
    "return",
    "from one of ours to a supplier location",
    {**_RETURN, "supplier": "res.partner.ref", "location": "stock.move.line.location_id"},
)
MOVE = Shape(
    "movement",
    "between locations of ours",
    {
        "movement": "stock.picking.name",
        **_LINE,
        "from_location": "stock.move.line.location_id",
        "to_location": "stock.move.line.location_dest_id",
        "at": "stock.picking.date_done",
    },
    {"kind": "move"},
)
RUN = Shape(
    "run",
    "each; it starts no later than its first line was posted, whatever was planned",
    {
        "run": "mrp.production.name",
        "work_order": "mrp.production.origin",
        "started_at": "mrp.production.date_start",
        "ended_at": "mrp.production.date_finished",
    },
    {"kind": "produce"},
)
CONSUMED = Shape("consumed", "lines of move_raw_ids to a production location", {"run": "mrp.production.name", **_LINE})
PRODUCED = Shape(
    "produced", "lines of move_finished_ids from a production location", {"run": "mrp.production.name", **_LINE}
)
UNBUILD = Shape(
    "run",
    "each",
    {"run": "mrp.unbuild.name", "work_order": "mrp.unbuild.mo_id", "started_at": "first date", "ended_at": "last date"},
    {"kind": "unbuild"},
)
UNBUILT = Shape("consumed", "lines of consume_line_ids", {"run": "mrp.unbuild.name", **_LINE})
REGAINED = Shape("produced", "lines of produce_line_ids", {"run": "mrp.unbuild.name", **_LINE})
SCRAP = Shape(
    "movement",
    "each",
    {
        "movement": "stock.scrap.name",
        "material": "product.product.default_code",
        "lot": "stock.lot.name",
        "quantity": "stock.scrap.scrap_qty",
        "uom": "stock.scrap.product_uom_id",
        "from_location": "stock.scrap.location_id",
        "at": "stock.scrap.date_done",
    },
    {"kind": "scrap"},
)
ABOUT = About(
    title="Odoo",
    versions="17 and 18 (JSON-RPC; removed by Odoo in version 22). `quantity_product_uom` is not there before 17.",
    access="`user` is the login, the secret its password or an API key. It needs to read Inventory and Manufacturing.",
    shapes=(
        ("stock.location", LOCATION),
        ("product.product", MATERIAL),
        ("res.partner", SUPPLIER),
        ("res.partner", CUSTOMER),
        ("stock.lot", BATCH),
        ("stock.picking", RECEIPT),
        ("stock.picking", SHIPMENT),
        ("stock.picking", SHIPPED),
        ("stock.picking", RETURN_IN),
        ("stock.picking", RETURN_OUT),
        ("stock.picking", MOVE),
        ("mrp.production", RUN),
        ("mrp.production", CONSUMED),
        ("mrp.production", PRODUCED),
        ("mrp.unbuild", UNBUILD),
        ("mrp.unbuild", UNBUILT),
        ("mrp.unbuild", REGAINED),
        ("stock.scrap", SCRAP),
    ),
    sources=(
        ("stock.move.line", "odoo/odoo addons/stock/models/stock_move_line.py"),
        ("stock.move", "odoo/odoo addons/stock/models/stock_move.py, addons/mrp/models/stock_move.py"),
        ("stock.picking", "odoo/odoo addons/stock/models/stock_picking.py"),
        ("stock.lot", "odoo/odoo addons/stock/models/stock_lot.py"),
        ("stock.scrap", "odoo/odoo addons/stock/models/stock_scrap.py"),
        ("mrp.production", "odoo/odoo addons/mrp/models/mrp_production.py"),
        ("mrp.unbuild", "odoo/odoo addons/mrp/models/mrp_unbuild.py"),
        ("JSON-RPC", "odoo/documentation content/developer/reference/external_rpc_api.rst"),
    ),
    unseen=(
        "Inventory adjustments and opening stock (`is_inventory` moves): what was there before the first "
        "document is unknown.",
        "Work centres and people of a production order, its parameters and quality checks: runs have no equipment, so "
        "residue on lines (rule 15) is not followed.",
        "Which component lot went into which finished lot inside one order: all-to-all (rule 7).",
        "Production orders before they are done, and what they consumed until then.",
        "Subcontracted production, kits, packages, expiry dates, reservations and sales orders.",
        "A product without internal reference is called `product-ID`, a partner without reference `partner-ID`; a "
        "reference that is changed later makes another material.",
        "Deleted documents: they stay recorded.",
        "Of a picking's contact its company is the party.",
    ),
)

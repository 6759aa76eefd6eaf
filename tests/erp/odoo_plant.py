"""A soy sauce maker in Odoo: beans and salt in, sauce made, bottled, delivered, returned, scrapped, taken apart."""

from __future__ import annotations

from typing import Any

from tests.support.odoo import Records

_USAGE = {1: "internal", 2: "supplier", 3: "customer", 4: "production", 5: "inventory", 6: "internal"}
_PLACE = {
    1: "WH/原料库",
    2: "Partners/Vendors",
    3: "Partners/Customers",
    4: "Virtual/Production",
    5: "Virtual/Scrap",
    6: "WH/成品库",
}
_PRODUCT = {
    11: ("大豆", "SOY", "lot"),
    12: ("食盐", "SALT", "lot"),
    13: ("酱油", "SAUCE", "lot"),
    14: ("纸箱", False, "none"),
}
_LOT = {21: ("豆-2026-001", 11), 22: ("盐-07", 12), 23: ("酱-0301", 13), 24: ("酱-0302", 13), 25: ("豆-2026-002", 11)}


DAY = "2026-03-01 08:00:00"


def day(number: int, hour: int = 8) -> str:
    """A moment in March 2026 as Odoo writes it."""
    return f"2026-03-{number:02} {hour:02}:00:00"


class Plant:
    """Records that can be added to and changed."""

    def __init__(self) -> None:
        self.records: Records = {
            "stock.location": [
                {
                    "id": id_,
                    "name": path.split("/")[1],
                    "complete_name": path,
                    "usage": _USAGE[id_],
                    "write_date": day(1),
                }
                for id_, path in _PLACE.items()
            ],
            "product.product": [
                {
                    "id": id_,
                    "name": name,
                    "default_code": code,
                    "uom_id": [1, "kg"],
                    "barcode": False,
                    "type": "product",
                }
                | {"write_date": day(1)}
                for id_, (name, code, _) in _PRODUCT.items()
            ],
            "res.partner": [_partner(31, "绿源农业有限公司", "绿源", 1, 0), _partner(32, "上海第一食品", False, 0, 3)],
            "stock.lot": [
                {"id": id_, "name": name, "ref": False, "product_id": _product(product), "write_date": day(1)}
                for id_, (name, product) in _LOT.items()
            ],
            **{model: [] for model in ("stock.picking", "mrp.production", "mrp.unbuild", "stock.scrap")},
            **{model: [] for model in ("stock.move", "stock.move.line")},
        }

    def picking(self, id_: int, name: str, partner: int, date: str, state: str = "done") -> None:
        """A receipt, delivery, return or transfer."""
        self.records["stock.picking"].append(
            {"id": id_, "name": name, "state": state, "partner_id": [partner, "x"], "origin": False}
            | {"date_done": date, "location_id": [6, _PLACE[6]], "write_date": date}
        )

    def line(
        self, id_: int, product: int, lot: int | None, quantity: float, way: tuple[int, int], date: str, **of: Any
    ) -> None:
        """A move with its one line; `of` says what it belongs to."""
        links = ["picking_id", "raw_material_production_id", "production_id", "consume_unbuild_id", "unbuild_id"]
        links.append("origin_returned_move_id")
        move = {"id": id_ + 1000, **{link: of.get(link, False) for link in links}}
        origin, target = way
        self.records["stock.move"].append(move)
        self.records["stock.move.line"].append(
            {"id": id_, "move_id": [id_ + 1000, "m"], "picking_id": move["picking_id"], "product_id": _product(product)}
            | {"lot_id": [lot, _LOT[lot][0]] if lot else False, "quantity_product_uom": quantity, "date": date}
            | {"state": "done", "tracking": _PRODUCT[product][2], "write_date": date}
            | {"location_id": [origin, _PLACE[origin]], "location_dest_id": [target, _PLACE[target]]}
            | {"location_usage": _USAGE[origin], "location_dest_usage": _USAGE[target]}
        )

    def production(self, id_: int, name: str, date: str) -> None:
        """A production order that is done."""
        self.records["mrp.production"].append(
            {"id": id_, "name": name, "state": "done", "origin": False, "date_start": date, "date_finished": date}
            | {"write_date": date}
        )

    def one(self, model: str, id_: int) -> dict[str, Any]:
        """A record, to be changed."""
        return next(row for row in self.records[model] if row["id"] == id_)


def plant() -> Plant:
    """Everything that a full pull finds."""
    made = Plant()
    made.picking(101, "WH/IN/00001", 31, day(2))
    made.line(201, 11, 21, 500.0, (2, 1), day(2), picking_id=[101, "WH/IN/00001"])
    made.line(202, 12, 22, 40.1, (2, 1), day(2), picking_id=[101, "WH/IN/00001"])
    made.line(203, 14, None, 90.0, (2, 1), day(2), picking_id=[101, "WH/IN/00001"])
    made.production(301, "WH/MO/00001", day(4))
    made.line(204, 11, 21, 100.0, (1, 4), day(4), raw_material_production_id=[301, "WH/MO/00001"])
    made.line(205, 12, 22, 10.0, (1, 4), day(4), raw_material_production_id=[301, "WH/MO/00001"])
    made.line(206, 14, None, 9.0, (1, 4), day(4), raw_material_production_id=[301, "WH/MO/00001"])
    made.line(207, 13, 23, 120.0, (4, 6), day(4), production_id=[301, "WH/MO/00001"])
    made.picking(102, "WH/OUT/00001", 32, day(6))
    made.line(208, 13, 23, 80.0, (6, 3), day(6), picking_id=[102, "WH/OUT/00001"])
    made.picking(103, "WH/IN/00002", 32, day(8))
    back = {"picking_id": [103, "WH/IN/00002"], "origin_returned_move_id": [1208, "m"]}
    made.line(209, 13, 23, 5.0, (3, 6), day(8), **back)
    made.picking(104, "WH/INT/00001", 31, day(8))
    made.line(210, 13, 23, 5.0, (6, 1), day(8), picking_id=[104, "WH/INT/00001"])
    made.picking(105, "WH/OUT/00002", 32, "2026-03-09 08:00:00", "assigned")
    made.records["mrp.unbuild"].append(
        {"id": 401, "name": "UB/00001", "state": "done", "mo_id": [301, "WH/MO/00001"], "write_date": day(9)}
    )
    made.line(211, 13, 23, 4.0, (6, 4), day(9), consume_unbuild_id=[401, "UB/00001"])
    made.line(212, 12, 22, 1.0, (4, 1), day(9), unbuild_id=[401, "UB/00001"])
    made.records["stock.scrap"].append(
        {"id": 501, "name": "SP/00001", "state": "done", "product_id": _product(13), "lot_id": [23, "酱-0301"]}
        | {"scrap_qty": 2.0, "tracking": "lot", "product_uom_id": [1, "kg"], "location_id": [6, _PLACE[6]]}
        | {"date_done": day(9), "write_date": day(9)}
    )
    return made


def _product(id_: int) -> list[Any]:
    return [id_, f"[{_PRODUCT[id_][1]}] {_PRODUCT[id_][0]}"]


def _partner(id_: int, name: str, ref: str | bool, supplies: int, buys: int) -> dict[str, Any]:
    contact = {"email": f"{id_}@example.com", "phone": "021-555", "contact_address": "南京路 1 号"}
    ranks = {"supplier_rank": supplies, "customer_rank": buys, "commercial_partner_id": [id_, name]}
    return {"id": id_, "name": name, "ref": ref, "write_date": day(1), **contact, **ranks}

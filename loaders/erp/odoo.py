"""Odoo by JSON-RPC: what was moved, made, taken apart and thrown away, by its move lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from loaders.erp import odoo_table as table
from loaders.erp.model import Document, Seen, Shape, State
from loaders.erp.odoo_rpc import Rpc
from loaders.erp.peer import Peer

_LINES = {
    "stock.picking": ("move_line_ids",),
    "mrp.production": ("move_raw_ids.move_line_ids", "move_finished_ids.move_line_ids"),
    "mrp.unbuild": ("consume_line_ids.move_line_ids", "produce_line_ids.move_line_ids"),
}  # where lines hang: a line may change without its document
_ONLY: dict[str, list[Any]] = {
    "stock.location": [["usage", "=", "internal"]],
    "product.product": [["type", "!=", "service"]],
    "res.partner": ["|", ["supplier_rank", ">", 0], ["customer_rank", ">", 0]],
}
_FIELDS = {
    "stock.location": ("name", "complete_name"),
    "product.product": ("default_code", "name", "uom_id", "barcode"),
    "res.partner": ("ref", "name", "email", "phone", "contact_address", "supplier_rank", "customer_rank"),
    "stock.lot": ("name", "ref", "product_id"),
    "stock.picking": ("name", "state", "partner_id", "origin", "date_done", "location_id"),
    "mrp.production": ("name", "state", "origin", "date_start", "date_finished"),
    "mrp.unbuild": ("name", "state", "mo_id"),
    "stock.scrap": (
        *("name", "state", "product_id", "lot_id", "tracking", "scrap_qty", "product_uom_id"),
        *("location_id", "date_done"),
    ),
}
_MOVE_LINE = (
    *("move_id", "product_id", "lot_id", "quantity_product_uom", "date", "state", "tracking"),
    *("location_id", "location_dest_id", "location_usage", "location_dest_usage"),
)
_DATES = ("date_done", "date_start", "date_finished", "date")
_STATES: dict[Any, State] = {"done": "done", "cancel": "cancelled"}
_OURS = ("internal", "transit")
_UNTRACKED = "none"


class Odoo:
    """One database of one server."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._rpc = Rpc(peer, secret)
        self._known: dict[tuple[str, int], dict[str, Any]] = {}

    @property
    def types(self) -> Sequence[str]:
        """Types of documents, what is described before what uses it."""
        return [type_ for type_ in _FIELDS if type_ not in self._rpc.source.skip]

    def newest(self, type_: str) -> str:
        """The last `write_date` of these, and of lines where they have some."""
        models = [type_, "stock.move.line"] if type_ in _LINES else [type_]
        last = {"order": "write_date desc, id desc", "limit": 1}
        found = [row for model in models for row in self._rpc.rows(model, [], ["write_date"], **last)]
        return max((str(row.get("write_date") or "") for row in found), default="")

    def count(self, type_: str, since: str) -> int:
        """How many were changed since."""
        return self._rpc.number(type_, _changed(type_, since))

    def page(self, type_: str, since: str, after: str, size: int) -> list[str]:
        """The next ids."""
        domain = [*_changed(type_, since), ["id", ">", int(after or 0)]]
        rows = self._rpc.rows(type_, domain, ["id"], limit=size)
        return [str(row["id"]) for row in rows]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents with their lines."""
        heads = self._rpc.all(type_, [["id", "in", [int(id_) for id_ in ids]]], (*_FIELDS[type_], "write_date"))
        documents = {head["id"]: self._document(type_, head) for head in heads}
        if type_ in _LINES:
            self._fill(type_, {head["id"]: _seen(type_, head) for head in heads}, documents)
        else:
            for head in heads:
                self._single(type_, head, documents[head["id"]])
        return list(documents.values())

    def _document(self, type_: str, head: dict[str, Any]) -> Document:
        state = _STATES.get(head["state"], "open") if "state" in head else "done"
        number = self._rpc.source.prefix + str(head.get("complete_name") or head.get("name") or head["id"])
        return Document(str(head["id"]), number, str(head["write_date"]), state)

    def _single(self, type_: str, head: dict[str, Any], document: Document) -> None:
        """A document without lines."""
        seen = _seen(type_, head)
        for name, model in (("product_id", "product.product"), ("lot_id", "stock.lot")):
            if link := head.get(name):
                self._learn(model, [link[0]])
                seen |= self._named(model, link[0])
        if type_ == "product.product":
            seen["product.product.default_code"] = head["default_code"] or f"product-{head['id']}"
        if type_ == "res.partner":
            seen["res.partner.ref"] = _party(head)
            ranks = ((table.SUPPLIER, "supplier_rank"), (table.CUSTOMER, "customer_rank"))
            document.rows = [shape.made(seen) for shape, rank in ranks if (head[rank] or 0) > 0]
            return
        shapes = {"stock.location": table.LOCATION, "product.product": table.MATERIAL, "stock.lot": table.BATCH}
        if type_ != "stock.scrap":
            document.rows = [shapes[type_].made(seen)]
        elif document.state == "done":
            self._add(
                document, table.SCRAP, seen | {"stock.scrap.name": document.number}, head["tracking"] != _UNTRACKED
            )

    def _fill(self, type_: str, heads: dict[int, dict[str, Any]], documents: dict[int, Document]) -> None:
        """Their lines, and what their heads become."""
        lines: dict[int, list[tuple[str, dict[str, Any]]]] = {id_: [] for id_ in documents}
        for id_, side, line in self._lines(type_, list(documents)):
            document = documents[id_]
            document.modified = max(document.modified, str(line["write_date"]))
            if line["state"] == "done":
                lines[id_].append((side, line))
        self._learn("product.product", [line["product_id"][0] for some in lines.values() for _, line in some])
        self._learn("stock.lot", [line["lot_id"][0] for some in lines.values() for _, line in some if line["lot_id"]])
        parties = self._parties(heads) if type_ == "stock.picking" else {}
        for id_, document in documents.items():
            if document.state == "done":
                seen = heads[id_] | {f"{type_}.name": document.number} | parties.get(id_, {})
                self._shape(type_, seen, lines[id_], document)

    def _lines(self, type_: str, ids: list[int]) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Id of the document, which side of it, and move line."""
        fields = (*_MOVE_LINE, "write_date")
        if type_ == "stock.picking":
            lines = self._rpc.all("stock.move.line", [["picking_id", "in", ids]], (*fields, "picking_id"))
            origins = self._origins(lines)
            for line in lines:
                line["returned"] = origins.get(line["move_id"][0] if line["move_id"] else 0, "")
                yield line["picking_id"][0], "", line
            return
        sides = {
            "mrp.production": ("raw_material_production_id", "production_id"),
            "mrp.unbuild": ("consume_unbuild_id", "unbuild_id"),
        }[type_]
        for side, field in zip(("in", "out"), sides, strict=True):
            moves = {move["id"]: move[field][0] for move in self._rpc.all("stock.move", [[field, "in", ids]], (field,))}
            for line in self._rpc.all("stock.move.line", [["move_id", "in", list(moves)]], fields) if moves else ():
                yield moves[line["move_id"][0]], side, line

    def _origins(self, lines: list[dict[str, Any]]) -> dict[int, str]:
        """Move -> number of the picking that it sends back."""
        back = [line["move_id"][0] for line in lines if line["move_id"] and line["location_usage"] == "customer"]
        moves = self._rpc.all("stock.move", [["id", "in", back]], ("origin_returned_move_id",)) if back else []
        origins = {move["id"]: move["origin_returned_move_id"][0] for move in moves if move["origin_returned_move_id"]}
        found = self._rpc.all("stock.move", [["id", "in", list(origins.values())]], ("picking_id",)) if origins else []
        names = {move["id"]: self._rpc.source.prefix + move["picking_id"][1] for move in found if move["picking_id"]}
        return {move: names.get(origin, "") for move, origin in origins.items()}

    def _parties(self, heads: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
        """Picking -> the company of its contact."""
        contacts = {id_: head["partner"][0] for id_, head in heads.items() if head["partner"]}
        wanted = [["id", "in", sorted(set(contacts.values()))]]
        rows = self._rpc.all("res.partner", wanted, ("commercial_partner_id",)) if contacts else []
        company = {row["id"]: (row["commercial_partner_id"] or [row["id"]])[0] for row in rows}
        self._learn("res.partner", company.values())
        return {id_: self._named("res.partner", company[contact]) for id_, contact in contacts.items()}

    def _shape(self, type_: str, head: Seen, lines: list[tuple[str, dict[str, Any]]], document: Document) -> None:
        dates = sorted(_utc(line["date"]) for _, line in lines)
        seen = {**head, "first date": dates[0] if dates else "", "last date": dates[-1] if dates else ""}
        if start := head.get("mrp.production.date_start"):  # may still be the one that was planned
            seen["mrp.production.date_start"] = min([start, *dates[:1]])
        first = {"mrp.production": table.RUN, "mrp.unbuild": table.UNBUILD}.get(type_)
        if first:
            document.rows.append(first.made(seen))
        for side, line in lines:
            known = seen | self._seen_line(line)
            for shape in _shapes(type_, side, line["location_usage"], line["location_dest_usage"]):
                if shape is table.SHIPPED and not any(row.kind == "shipment" for row in document.rows):
                    document.rows.append(table.SHIPMENT.made(seen))
                self._add(document, shape, known, line["tracking"] != _UNTRACKED)
            if type_ == "stock.picking" and not _clear(line):
                way = f"{line['location_usage']} -> {line['location_dest_usage']}"
                text = "goods go a way that is none of receipt, delivery, return and transfer; record it by hand"
                document.faults.append(("stock.move.line.location_usage", way, text))

    def _seen_line(self, line: dict[str, Any]) -> dict[str, Any]:
        seen = _seen("stock.move.line", line) | {"stock.move.line.id": line["id"]}
        seen["stock.move.origin_returned_move_id.picking_id"] = line.get("returned", "")
        seen |= self._named("product.product", line["product_id"][0])
        return seen | (self._named("stock.lot", line["lot_id"][0]) if line["lot_id"] else {})

    def _add(self, document: Document, shape: Shape, seen: Seen, tracked: bool) -> None:
        row = shape.made(seen)
        if "lot" in row.values or shape.kind == "consumed":
            document.rows.append(row)
        elif tracked:
            document.rows.append(row)  # it lacks what is required, and is rejected with that reason
        else:
            document.without_lot += 1

    def _learn(self, model: str, ids: Iterable[int]) -> None:
        """Look up what is named by id and not known yet."""
        if missing := sorted({id_ for id_ in ids if (model, id_) not in self._known}):
            for row in self._rpc.all(model, [["id", "in", missing]], _FIELDS[model]):
                self._known[model, row["id"]] = row

    def _named(self, model: str, id_: int) -> dict[str, Any]:
        row = self._known[model, id_]
        seen = _seen(model, row)
        if model == "product.product":
            seen["product.product.default_code"] = row["default_code"] or f"product-{id_}"
        if model == "res.partner":
            seen["res.partner.ref"] = _party(row)
        return seen


def _changed(type_: str, since: str) -> list[Any]:
    """The domain of what was changed since, lines included."""
    only = _ONLY.get(type_, [])
    if not since:
        return list(only)
    paths = ("write_date", *(f"{way}.write_date" for way in _LINES.get(type_, ())))
    return [*only, *["|"] * (len(paths) - 1), *([path, ">=", since] for path in paths)]


def _seen(model: str, row: dict[str, Any]) -> dict[str, Any]:
    """Values by field; of a link what it is called, times with their zone (Odoo's are UTC)."""
    seen: dict[str, Any] = {}
    for name, value in row.items():
        told = _utc(value) if name in _DATES else value[1] if isinstance(value, list) and len(value) == 2 else value
        seen[f"{model}.{name}"] = told
    return seen | {"partner": row.get("partner_id")}


def _utc(value: Any) -> str:
    return f"{str(value).replace(' ', 'T')}Z" if value else ""


def _party(row: dict[str, Any]) -> str:
    return str(row["ref"] or f"partner-{row['id']}")


def _clear(line: dict[str, Any]) -> bool:
    scrapped = line["location_dest_usage"] == "inventory"  # stock.scrap tells of it
    return scrapped or bool(_shapes("stock.picking", "", line["location_usage"], line["location_dest_usage"]))


def _shapes(type_: str, side: str, origin: Any, target: Any) -> tuple[Shape, ...]:
    """What a line is, by the usage of the locations between which it goes."""
    if type_ == "mrp.production":
        right = target == "production" if side == "in" else origin == "production"
        return ((table.CONSUMED,) if side == "in" else (table.PRODUCED,)) if right else ()
    if type_ == "mrp.unbuild":
        return (table.UNBUILT,) if side == "in" else (table.REGAINED,)
    if origin == "supplier":
        return (table.RECEIPT, table.SHIPPED) if target == "customer" else (table.RECEIPT,) if target in _OURS else ()
    if origin == "customer":
        return (table.RETURN_IN,) if target in _OURS else ()
    ways = {"customer": (table.SHIPPED,), "supplier": (table.RETURN_OUT,), "internal": (table.MOVE,)}
    return ways.get("internal" if target in _OURS else target, ()) if origin in _OURS else ()

"""SAP S/4HANA by OData: material documents, the orders they belong to, and the master data they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote, unquote

from loaders.erp import sap_moves as moves
from loaders.erp import sap_table as table
from loaders.erp.model import Document
from loaders.erp.peer import Peer
from loaders.erp.sap_odata import Entity, OData, Row, after, moment, since

_DAYS = ("CreationDate", "LastChangeDate")
_TIMES = ("CreationDateTime", "LastChangeDateTime")
_ITEM_FIELDS = (
    *("MaterialDocumentYear", "MaterialDocument", "MaterialDocumentItem", "MaterialDocumentLine"),
    *("MaterialDocumentParentLine", "Material", "Batch", "BatchBySupplier", "Plant", "StorageLocation"),
    *("GoodsMovementType", "Supplier", "Customer", "SalesOrder", "Delivery", "ManufacturingOrder"),
    *("QuantityInBaseUnit", "MaterialBaseUnit", "InventorySpecialStockType", "IsAutomaticallyCreated"),
    *("IssgOrRcvgMaterial", "IssgOrRcvgBatch", "IssgOrRcvgSpclStockInd", "IssuingOrReceivingPlant"),
    *("IssuingOrReceivingStorageLoc", "ReversedMaterialDocumentYear", "ReversedMaterialDocument"),
    *("ReversedMaterialDocumentItem", "to_MaterialDocumentHeader"),
)
_DOCUMENTS = "API_MATERIAL_DOCUMENT_SRV"
_PAPER = "A_MaterialDocumentHeader"
_HEAD_KEY = ("MaterialDocumentYear", "MaterialDocument")
_ITEM = Entity(
    _DOCUMENTS,
    "A_MaterialDocumentItem",
    (*_HEAD_KEY, "MaterialDocumentItem"),
    _ITEM_FIELDS,
    expand="to_MaterialDocumentHeader",
)
_ORDERS = tuple(
    Entity(service, name, ("ManufacturingOrder",), ("ManufacturingOrder", "MfgOrderActualReleaseDate"))
    for service, name in (
        ("API_PROCESS_ORDER_2_SRV", "A_ProcessOrder_2"),
        ("API_PRODUCTION_ORDER_2_SRV", "A_ProductionOrder_2"),
    )
)
_LISTED = (
    Entity(
        "API_PRODUCT_SRV",
        "A_Product",
        ("Product",),
        ("Product", "BaseUnit", "to_Description", *_DAYS),
        _DAYS,
        "to_Description",
    ),
    Entity(
        "API_BUSINESS_PARTNER",
        "A_BusinessPartner",
        ("BusinessPartner",),
        ("BusinessPartner", "BusinessPartnerFullName", "Customer", "Supplier", *_DAYS),
        _DAYS,
    ),
    Entity(
        "API_BATCH_SRV",
        "Batch",
        ("Material", "BatchIdentifyingPlant", "Batch"),
        (
            *("Material", "BatchIdentifyingPlant", "Batch", "BatchBySupplier", "ManufactureDate"),
            *("ShelfLifeExpirationDate", *_TIMES),
        ),
        _TIMES,
        offset=True,
    ),
    Entity(_DOCUMENTS, _PAPER, _HEAD_KEY, _HEAD_KEY, ("CreationDate",)),
)
_BY_NAME = {entity.name: entity for entity in _LISTED}
_ORDER = "order/"  # before the number of an order, among the ids of material documents


class SAP:
    """One client of one system."""

    def __init__(self, peer: Peer, secret: str) -> None:
        self._odata = OData(peer, secret)
        self._source = peer.source

    @property
    def types(self) -> Sequence[str]:
        """Types of documents, what is described before what uses it."""
        return [name for name in _BY_NAME if name not in self._source.skip]

    def newest(self, type_: str) -> str:
        """The last time of change, or of entry, of these."""
        entity = _BY_NAME[type_]
        found = [
            moment(row[name]) for name in entity.changed for row in self._odata.rows(entity, "", f"{name} desc", 1)
        ]
        return max(found, default="")

    def count(self, type_: str, since_: str) -> int:
        """How many were changed since."""
        return self._odata.number(_BY_NAME[type_], since(_BY_NAME[type_], since_))

    def page(self, type_: str, since_: str, after_: str, size: int) -> list[str]:
        """The next keys."""
        entity = _BY_NAME[type_]
        later = after(entity.key, _key(after_)) if after_ else ""
        where = " and ".join(filter(None, (since(entity, since_), later)))
        rows = self._odata.rows(entity, where, ",".join(entity.key), size)
        return [_id([str(row[name]) for name in entity.key]) for row in rows]

    def fetch(self, type_: str, ids: Sequence[str]) -> list[Document]:
        """These documents; of material documents also the orders that are among the ids."""
        if type_ == _PAPER:
            numbers = [id_.removeprefix(_ORDER) for id_ in ids if id_.startswith(_ORDER)]
            papers = [_key(id_) for id_ in ids if not id_.startswith(_ORDER)]
            return [*self._papers(papers), *self._orders(numbers)]
        return [self._master(type_, row) for row in self._odata.of(_BY_NAME[type_], *_wanted(type_, ids))]

    def _master(self, type_: str, row: Row) -> Document:
        id_ = _id([str(row[name]) for name in _BY_NAME[type_].key])
        modified = max(moment(row[name]) for name in _BY_NAME[type_].changed)
        seen = {f"{type_}.{name}": value for name, value in row.items()}
        document = Document(id_, unquote(id_), modified)
        if type_ == "A_Product":
            seen["A_ProductDescription.ProductDescription"] = self._name(row["to_Description"]["results"])
            document.rows = [table.MATERIAL.made(seen)]
        elif type_ == "A_BusinessPartner":
            roles = ((table.SUPPLIER, "Supplier"), (table.CUSTOMER, "Customer"))
            document.rows = [shape.made(seen) for shape, role in roles if row[role]]
        else:
            for name in ("ManufactureDate", "ShelfLifeExpirationDate"):
                seen[f"Batch.{name}"] = moment(row[name])[:10]
            document.rows = [table.BATCH.made(seen)]
        return document

    def _name(self, texts: list[Row]) -> str:
        by_language = {str(one["Language"]): str(one["ProductDescription"]) for one in texts}
        known = [name for name in (self._source.language, "EN", *sorted(by_language)) if name in by_language]
        return by_language[known[0]] if known else ""

    def _papers(self, keys: list[tuple[str, ...]]) -> Iterator[Document]:
        items = self._odata.of(_ITEM, _HEAD_KEY, keys)
        reversals = self._odata.of(_ITEM, ("ReversedMaterialDocumentYear", "ReversedMaterialDocument"), keys)
        back = moves.taken(reversals)
        for key in keys:
            own = [item for item in items if moves.key(item)[:2] == key]
            if own:
                yield self._paper(key, own, [item for item in reversals if _names(item, key)], back)

    def _paper(self, key: tuple[str, ...], own: list[Row], reversals: list[Row], back: moves.Taken) -> Document:
        modified = max(moves.entered(item) for item in (*own, *reversals))
        document = Document(_id(key), f"{self._source.prefix}{key[1]}/{key[0]}", modified)
        document.also = list(dict.fromkeys(_touched(own)))
        told = [item for item in own if not moves.of_order(item) and not moves.reverses(item)]
        rest = moves.left(told, back)
        if told and not rest:
            document.state = "cancelled"
        else:
            moves.shape_document(document, rest, self._source.prefix)
        return document

    def _orders(self, numbers: list[str]) -> Iterator[Document]:
        keys = [(number,) for number in numbers]
        items = self._odata.of(_ITEM, ("ManufacturingOrder",), keys)
        heads = {row["ManufacturingOrder"]: row for row in self._heads(keys)}
        back = moves.taken(items)
        for number in numbers:
            own = [item for item in items if item["ManufacturingOrder"] == number]
            if own:
                yield self._order(number, own, heads.get(number, {}), back)

    def _heads(self, keys: list[tuple[str]]) -> Iterator[Row]:
        for entity in _ORDERS:
            if entity.name not in self._source.skip:
                yield from self._odata.of(entity, entity.key, keys)

    def _order(self, number: str, own: list[Row], head: Row, back: moves.Taken) -> Document:
        modified = max(moves.entered(item) for item in own)
        document = Document(_ORDER + quote(number, safe=""), self._source.prefix + number, modified)
        lines = moves.left([item for item in own if moves.of_order(item)], back)
        if not lines:
            document.state = "cancelled"
            return document
        document.rows.append(table.RUN.made(self._seen_order(document.number, head)))
        for item in lines:
            seen = moves.seen_of(item, self._source.prefix)
            moves.add(document, table.OF_ORDER[str(item["GoodsMovementType"])], seen)
        return document

    def _seen_order(self, run: str, head: Row) -> dict[str, Any]:
        told = {name: head.get(name) for name in ("ManufacturingOrder", "ProductionPlant")}
        told["MfgOrderActualReleaseDate"] = moment(head.get("MfgOrderActualReleaseDate"))[:10]
        seen = {f"A_ProcessOrder_2 or A_ProductionOrder_2.{name}": value for name, value in told.items()}
        return seen | {"A_MaterialDocumentItem.ManufacturingOrder": run}


def _touched(own: list[Row]) -> Iterator[str]:
    """What has to be looked at because of these items: the orders they belong to, the documents they take back."""
    for item in own:
        of = moves.reverses(item)
        if item["ManufacturingOrder"] and (of or moves.of_order(item)):
            yield _ORDER + quote(str(item["ManufacturingOrder"]), safe="")
        if of:
            yield _id(of[:2])


def _names(item: Row, key: tuple[str, ...]) -> bool:
    return (of := moves.reverses(item)) is not None and of[:2] == key


def _wanted(type_: str, ids: Sequence[str]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    return _BY_NAME[type_].key, [_key(id_) for id_ in ids]


def _id(key: Sequence[str]) -> str:
    return "/".join(quote(part, safe="") for part in key)


def _key(id_: str) -> tuple[str, ...]:
    return tuple(unquote(part) for part in id_.split("/"))

"""Items of SAP's material documents: what was taken back of them, and what each becomes by its type of movement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from loaders.erp import sap_table as table
from loaders.erp.model import Document, Seen, Shape, decimal
from loaders.erp.sap_odata import Row, clock, moment

_ITEM, _HEAD = "A_MaterialDocumentItem", "A_MaterialDocumentHeader"
_HERE, _THERE = "Plant/StorageLocation", "IssuingOrReceivingPlant/IssuingOrReceivingStorageLoc"
_NUMBER, _OWN = "MaterialDocument/MaterialDocumentYear", "MaterialDocument/MaterialDocumentYear/MaterialDocumentItem"
_KEY = ("MaterialDocumentYear", "MaterialDocument", "MaterialDocumentItem")
_REVERSED = ("ReversedMaterialDocumentYear", "ReversedMaterialDocument", "ReversedMaterialDocumentItem")
Key = tuple[str, ...]
Taken = Mapping[Key, Decimal]


def key(item: Row) -> Key:
    """Year, number and item."""
    return _bare(item, _KEY)


def reverses(item: Row) -> Key | None:
    """The item that this one takes back, if it is a reversal."""
    names_it = item["ReversedMaterialDocument"] and item["GoodsMovementType"] not in table.KEEP_REFERENCE
    return _bare(item, _REVERSED) if names_it else None


def taken(items: Iterable[Row]) -> dict[Key, Decimal]:
    """How much was taken back of each item, by the reversals among these."""
    found: dict[Key, Decimal] = {}
    for item in items:
        if of := reverses(item):
            found[of] = found.get(of, Decimal(0)) + decimal(item["QuantityInBaseUnit"])
    return found


def left(items: Iterable[Row], back: Taken) -> list[Row]:
    """What is left of these items: without reversals, with what was taken back off their quantity."""
    found = []
    for item in items:
        if reverses(item):
            continue
        rest = decimal(item["QuantityInBaseUnit"]) - back[key(item)] if key(item) in back else None
        if rest is None or rest > 0:
            found.append(item if rest is None else item | {"QuantityInBaseUnit": f"{rest:f}"})
    return found


def of_order(item: Row) -> bool:
    """Whether it belongs to the run of an order."""
    return bool(item["ManufacturingOrder"]) and item["GoodsMovementType"] in table.OF_ORDER


def entered(item: Row) -> str:
    """When its document was entered, by the clock of the system."""
    head = item["to_MaterialDocumentHeader"]
    return f"{moment(head['CreationDate'])[:10]}T{clock(head['CreationTime'])}"


def seen_of(item: Row, prefix: str) -> dict[str, Any]:
    """Its fields and those of its head, as the tables name them."""
    head = item["to_MaterialDocumentHeader"]
    number = f"{prefix}{item['MaterialDocument']}/{item['MaterialDocumentYear']}"
    seen = {f"{_ITEM}.{name}": value for name, value in item.items()}
    seen |= {f"{_HEAD}.{name}": value for name, value in head.items()}
    seen |= {_NUMBER: number, f"{_HEAD}.PostingDate": moment(head["PostingDate"])[:10]}
    seen[_OWN] = f"{number}/{item['MaterialDocumentItem']}"
    seen[f"{_ITEM}.ManufacturingOrder"] = f"{prefix}{item['ManufacturingOrder']}"
    here = _place(item["Plant"], item["StorageLocation"], item["InventorySpecialStockType"], item["Supplier"])
    there = _place(
        item["IssuingOrReceivingPlant"] or item["Plant"],
        item["IssuingOrReceivingStorageLoc"],
        item["IssgOrRcvgSpclStockInd"],
        item["Supplier"],
    )
    return seen | {_HERE: here, _THERE: there}


def shape_document(document: Document, items: list[Row], prefix: str) -> None:
    """The rows of a material document, out of what is left of its items and belongs to no order."""
    made_of = _components(items)
    for item in items:
        type_, seen = str(item["GoodsMovementType"]), seen_of(item, prefix)
        if components := made_of.get(_line(item, "MaterialDocumentLine")):
            _run(document, "produce", seen, [seen_of(one, prefix) for one in components], seen)
        elif any(item is one for used in made_of.values() for one in used):
            continue  # told with what it went into
        elif type_ == table.GOODS_IN and not item["Supplier"]:
            add(document, table.MOVE, seen | {_HERE: str(item["Plant"]), _THERE: seen[_HERE]})
        elif type_ in table.TWO_SIDED:
            _transfer(document, item, seen)
        elif shape := _one_sided(item):
            if shape is table.SHIPPED and not any(row.kind == "shipment" for row in document.rows):
                document.rows.append(table.SHIPMENT.made(seen))
            add(document, shape, _signed(seen) if shape is table.ISSUE else seen)
        elif type_ not in table.NOTHING:
            text = "is a type of movement this connector does not know; record the line by hand"
            document.faults.append((f"{_ITEM}.GoodsMovementType", type_, text))


def add(document: Document, shape: Shape, seen: Seen) -> None:
    """A line; SAP lets none without batch through where its material has batches, so then it has none."""
    row = shape.made(seen)
    if "lot" in row.values or shape.kind == "consumed":
        document.rows.append(row)
    else:
        document.without_lot += 1


def _one_sided(item: Row) -> Shape | None:
    type_ = str(item["GoodsMovementType"])
    if shape := table.ONE_SIDED.get(type_):
        return shape
    back = type_.isdigit() and int(type_) % 2 == 0 and type_ < "900"  # taken back, without saying of which document
    if type_ in table.DOWN | table.UP or (back and type_ not in table.NOTHING):
        return table.ISSUE if _side(item) == "H" else table.GAIN
    return None


def _side(item: Row) -> str:
    """H takes from stock, S adds; by the type of movement where SAP does not say."""
    if (said := item.get("DebitCreditCode")) in ("H", "S"):
        return str(said)
    type_ = str(item["GoodsMovementType"])
    if type_ in table.DOWN:
        return "H"
    if type_ in table.UP or (type_ in table.TWO_SIDED and int(type_) % 2 == 0):
        return "S"
    origin = str(int(type_) - 1)  # what it takes back
    added = origin in table.UP or table.ONE_SIDED.get(origin) in (table.RECEIPT, table.RETURN_IN)
    return "H" if added or type_ in table.TWO_SIDED else "S"


def _transfer(document: Document, item: Row, seen: Seen) -> None:
    """From one place, material and batch to another: of its two lines the one that was entered."""
    if item["IsAutomaticallyCreated"]:
        return
    here, there = _sides(item, seen)
    origin, target = (here, there) if _side(item) == "H" else (there, here)
    if any(origin[name] != target[name] for name in (f"{_ITEM}.Material", f"{_ITEM}.Batch")):
        _run(document, "relabel", seen, [origin], target)
    elif origin[_HERE] != target[_HERE]:
        add(document, table.MOVE, origin | {_THERE: target[_HERE]})


def _sides(item: Row, seen: Seen) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was seen, as it is on the side of the line, and on the other."""
    other = {
        f"{_ITEM}.Material": item["IssgOrRcvgMaterial"] or item["Material"],
        f"{_ITEM}.Batch": item["IssgOrRcvgBatch"] or item["Batch"],
        _HERE: seen[_THERE],
    }
    return dict(seen), {**seen, **other}


def _run(document: Document, kind: str, seen: Seen, used: list[dict[str, Any]], made: Seen) -> None:
    """One line is a run of its own, so that nothing is linked with what another line made."""
    document.rows.append(table.LINE_RUN.made(seen, kind=kind))
    for one in used:
        add(document, table.LINE_USED, one | {_OWN: seen[_OWN]})
    add(document, table.LINE_MADE, made)


def _components(items: list[Row]) -> dict[str, list[Row]]:
    """Line of what a subcontractor delivered -> what he used for it."""
    lines = [_line(item, "MaterialDocumentLine") for item in items if item["GoodsMovementType"] == table.GOODS_IN]
    found: dict[str, list[Row]] = {}
    for item in items:
        if item["GoodsMovementType"] == table.COMPONENT and lines:
            parent = _line(item, "MaterialDocumentParentLine")
            if parent in lines or len(lines) == 1:
                found.setdefault(parent if parent in lines else lines[0], []).append(item)
    return found


def _line(item: Row, name: str) -> str:
    return str(item[name] or "").lstrip("0")


def _place(plant: Any, storage: Any, special: Any, supplier: Any) -> str:
    """Plant and storage location; what was provided to a subcontractor is with him."""
    if special == "O" and supplier:
        return f"supplier {supplier}"
    return "/".join(str(part) for part in (plant, storage) if part)


def _signed(seen: Seen) -> dict[str, Any]:
    name = f"{_ITEM}.QuantityInBaseUnit"
    return {**seen, name: f"-{seen[name]}"}


def _bare(item: Row, names: tuple[str, ...]) -> Key:
    year, number, line = (str(item[name]) for name in names)
    return year, number, line.lstrip("0")

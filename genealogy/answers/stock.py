"""The stock of batches: recorded lines read once for the whole scope, converted, and balanced batch by batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from genealogy.answers.facts import Facts
from genealogy.answers.gaps import Gaps
from genealogy.answers.sent import Sent
from genealogy.derive.lines import interval
from genealogy.keys import BatchKey
from genealogy.stock.balance import Balance, balance_of
from genealogy.stock.lines import ITEM, BatchStock, StockCount, StockLine, StockStatus
from genealogy.stock.units import Units, decimal_text
from genealogy.store import Reads


class Stocks:
    """Batches by key with their parts, stock lines and open orders; materials and factors.

    `facts` are those of the batches, `sent` their shipment lines.
    """

    def __init__(self, store: Reads, facts: Facts, sent: Sequence[Sent], gaps: Gaps) -> None:
        self._store, self._facts, self._gaps = store, facts, gaps
        self.described = {key: _parts(key) for key in facts.uoms}
        names = sorted({row["material"] for row in self.described.values()})
        rows = store.read("answer.materials", materials=names).rows
        self.materials = {row[0]: row for row in rows}
        self.units = Units.of((row[0], *factor) for row in rows for factor in row[4])
        self.units.own |= {row[0]: row[2] for row in rows if row[2]}
        self.orders: dict[str, list[dict[str, Any]]] = {}
        for material, _, _, described, _ in rows:
            if not described:
                gaps.add_stub("material", material)
        self.by_key = self._opened(sent)
        for key, kind, quantity, uom, _ in facts.moved:
            stock = self.by_key[key]
            if uom != stock.uom:
                quantity = self._quantity(key, quantity, uom)
            stock.add(ITEM[kind], quantity)
        self._arrived = _arrivals(store, sent)
        for one in sent:
            self._add_shipped(one)

    def balances(self) -> dict[str, Balance]:
        """The balance of every batch. Where stock is left or was counted, lines are read again with place and time: of
        most batches nothing is left, and the answer is the cheaper for it."""
        self._describe([key for key, stock in self.by_key.items() if stock.unknown or not stock.came])
        self._add_notes(self._facts.marked)
        found = {key: balance_of(stock) for key, stock in self.by_key.items()}
        if placed := [key for key, balance in found.items() if balance.on_hand or self.by_key[key].counts]:
            self._place(placed)
            found |= {key: balance_of(self.by_key[key]) for key in placed}
        return found

    def _opened(self, sent: Iterable[Sent]) -> dict[str, BatchStock]:
        """In the described unit of the batch, else that of its material, else the first that a line gives."""
        of_material = {material: row[2] for material, row in self.materials.items()}
        found = {
            key: BatchStock(uom or of_material[self.described[key]["material"]])
            for key, uom in self._facts.uoms.items()
        }
        if unsaid := {key for key, stock in found.items() if stock.uom is None}:
            said = [(line.key, line.uom) for line in self._facts.moved]
            said += [(line.key, line.uom) for line in sent if not line.candidate]
            for key, uom in said:
                if uom and key in unsaid:
                    found[key].uom = uom
                    unsaid.remove(key)
        return found

    def _quantity(self, key: str, quantity: float | None, uom: str | None) -> float | None:
        """In the batch's unit; None, and a gap, where no factor is declared."""
        target = self.by_key[key].uom
        if quantity is None or uom is None or uom == target:
            return quantity
        material = self.described[key]["material"]
        factor = self.units.factor(material, uom, target)
        if factor is None:
            self._gaps.add("missing_conversion", material, uom, target or "")
            return None
        return quantity * factor

    def _add_shipped(self, sent: Sent) -> None:
        if sent.candidate:
            return
        stock, shipment = self.by_key[sent.key], sent.shipment
        amount = self._quantity(sent.key, sent.quantity, sent.uom)
        if amount is None:
            stock.unknown |= {"shipped"}
        line = StockLine("shipped", amount, shipment.from_location, delivered=shipment.delivered_at is not None)
        if shipment.to_location and not shipment.customer:
            line.arrived = self._arrived_of(shipment.shipment, sent.key, amount)
        line.span = interval(shipment.shipped_at, shipment.shipped_at_end)
        stock.lines.append(line)

    def _arrived_of(self, shipment: str, key: str, quantity: float | None) -> float:
        """How much of a line to an own place has come in: under its key or lot number, else under another number of its
        material (rule 11)."""
        batch = self.described[key]
        rows = [row for row in self._arrived.get(shipment, []) if row["material"] == batch["material"]]
        renamed = [row for row in rows if row["renamed"]]
        own = [row for row in rows if row["key"] == key]
        own += [row for row in renamed if row["lot_sent"] and row["lot"] == batch["lot"]]
        own = own or [row for row in renamed if not row["lot_sent"]]
        amounts = [self._quantity(key, row["quantity"], row["uom"]) for row in own]
        if any(amount is None for amount in amounts):
            return quantity or 0.0
        return sum(amount for amount in amounts if amount is not None)

    def _describe(self, keys: Sequence[str]) -> None:
        for key, quantity, status in self._store.read("answer.described", keys=list(keys)).rows if keys else ():
            stock = self.by_key[key]
            stock.opening, stock.status = quantity, status

    def _add_notes(self, keys: Collection[str]) -> None:
        """Counts, statuses and orders."""
        for row in self._store.read("answer.stock", keys=sorted(keys)).dicts() if keys else ():
            key, stock = row["key"], self.by_key[row["key"]]
            quantity = self._quantity(key, row["quantity"], row["uom"])
            span = interval(row["at"], row["at_end"])
            if row["what"] == "Order":
                self.orders.setdefault(key, []).append(_order(row))
            elif row["what"] == "Count":
                stock.counts.append(StockCount(quantity, row["place"], span))
            elif row["what"] == "Status":
                stock.statuses.append(StockStatus(row["status"], row["place"], quantity, span))

    def _place(self, keys: list[str]) -> None:
        """Everything that says where the stock of these batches is."""
        self._describe(keys)
        for key in keys:
            stock = self.by_key[key]
            if stock.opening is not None and not stock.came:
                stock.lines.append(StockLine("adjusted", stock.opening))
        for key, kind, quantity, uom, place, at, at_end in self._store.read("answer.lines", keys=keys).rows:
            line = StockLine(ITEM[kind], self._quantity(key, quantity, uom), place, interval(at, at_end))
            self.by_key[key].lines.append(line)
        moved = {line.key for line in self._facts.moved if line.kind.islower()} & set(keys)
        for row in self._store.read("answer.stock", keys=sorted(moved)).dicts() if moved else ():
            if row["what"] == "Movement":
                quantity = self._quantity(row["key"], row["quantity"], row["uom"])
                self.by_key[row["key"]].lines.append(_movement(row, quantity))


def _parts(key: str) -> dict[str, Any]:
    """The parts of a written key; nearly all are plain."""
    if "%" in key:
        parsed = BatchKey.parse(key)
        material, lot, assigner, serial = parsed.material, parsed.lot, parsed.assigner, parsed.serial
    else:
        rest, _, serial = key.partition("#")
        rest, _, assigner = rest.partition("@")
        material, _, lot = rest.partition("/")
    return {"key": key, "material": material, "lot": lot, "assigner": assigner or None, "serial": serial or None}


def _movement(row: dict[str, Any], quantity: float | None) -> StockLine:
    kind = row["kind"] or "move"
    place = row["place"] if kind == "move" else row["place"] or row["to_place"]
    return StockLine(ITEM[kind], quantity, place, interval(row["at"], row["at_end"]), row["to_place"])


def _order(row: dict[str, Any]) -> dict[str, Any]:
    said = {name: row[name] for name in ("order", "kind", "status", "customer", "quantity", "uom", "due")}
    return said | {"quantity": decimal_text(row["quantity"])}


def _arrivals(store: Reads, sent: Iterable[Sent]) -> dict[str, list[dict[str, Any]]]:
    """What receipts have in of the shipments that went to places of our own."""
    ids = sorted({one.shipment.shipment for one in sent if one.shipment.to_location and not one.shipment.customer})
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read("answer.arrived", ids=ids).dicts() if ids else ():
        found.setdefault(row["shipment"], []).append(row)
    renamed = sorted({shipment for shipment, rows in found.items() if any(row["renamed"] for row in rows)})
    lots = set(map(tuple, store.read("answer.lots_sent", ids=renamed).rows)) if renamed else set()
    for shipment in renamed:
        for row in found[shipment]:
            row["lot_sent"] = (shipment, row["material"], row["lot"]) in lots
    return found

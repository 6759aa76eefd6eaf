"""The stock of batches: recorded lines read once for the whole scope, converted, and balanced batch by batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.answers.gaps import Gaps
from genealogy.derive.lines import interval, span_of
from genealogy.stock.lines import ITEM, BatchStock, StockCount, StockLine, StockStatus
from genealogy.stock.units import Units, decimal_text
from genealogy.store import Store
from genealogy.times import Interval


class Stocks:
    """Described batches, their stock lines and open orders, by key."""

    def __init__(self, store: Store, keys: Sequence[str], gaps: Gaps) -> None:
        self._gaps = gaps
        self.described = {row["key"]: row for row in store.read("answer.batches", keys=list(keys)).dicts()}
        materials = sorted({row["material"] for row in self.described.values()})
        self.units = Units.of(store.read("answer.conversions", materials=materials).rows)
        self.by_key: dict[str, BatchStock] = {}
        self.orders: dict[str, list[dict[str, Any]]] = {}
        lines = store.read("answer.lines", keys=list(keys)).rows
        nodes = store.read("answer.stock", keys=list(keys)).rows
        self._open(lines)
        self._arrived = _arrivals(store, lines)
        for row in lines:
            self._add_line(*row)
        for key, what, props in nodes:
            self._add_node(key, what, props)

    def _open(self, lines: Sequence[tuple[Any, ...]]) -> None:
        first_uom: dict[str, str] = {}
        for line in lines:
            if line[3]:
                first_uom.setdefault(line[0], line[3])
        for key, row in self.described.items():
            uom = row["uom"] or row["material_uom"] or first_uom.get(key)
            self.by_key[key] = BatchStock(uom, row["quantity"], row["status"])

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

    def _add_line(
        self,
        key: str,
        kind: str,
        quantity: float | None,
        uom: str | None,
        place: str | None,
        at: int | None,
        at_end: int | None,
        document: str,
        to_place: str | None,
        delivered: bool,
        customer: str | None,
    ) -> None:
        amount = self._quantity(key, quantity, uom)
        line = StockLine(ITEM[kind], amount, place, interval(at, at_end), None, delivered)
        if kind == "SHIPPED" and to_place and not customer:
            line.arrived = self._arrived_of(document, key, amount)
        self.by_key[key].lines.append(line)

    def _arrived_of(self, shipment: str, key: str, quantity: float | None) -> float:
        """How much of a line to an own place has come in: under its own key, else under its material's."""
        rows = self._arrived.get(shipment, [])
        own = [row for row in rows if row["key"] == key] or [
            row for row in rows if row["material"] == self.described[key]["material"] and row["key"] not in self.by_key
        ]
        amounts = [self._quantity(key, row["quantity"], row["uom"]) for row in own]
        if any(amount is None for amount in amounts):
            return quantity or 0.0
        return sum(amount for amount in amounts if amount is not None)

    def _add_node(self, key: str, what: str, props: Mapping[str, Any]) -> None:
        stock = self.by_key[key]
        if what == "Order":
            if props.get("status") != "closed":
                self.orders.setdefault(key, []).append(_order(props))
            return
        quantity = self._quantity(key, props.get("quantity"), props.get("uom"))
        span = span_of(props, "at")
        if what == "Count":
            stock.counts.append(StockCount(quantity, props.get("location"), span))
        elif what == "Status":
            stock.statuses.append(StockStatus(props["status"], props.get("location"), quantity, span))
        else:
            stock.lines.append(_movement(props, quantity, span))


def _movement(props: Mapping[str, Any], quantity: float | None, span: Interval) -> StockLine:
    kind = props.get("kind") or "move"
    source, target = props.get("from_location"), props.get("to_location")
    place = source if kind == "move" else source or target
    return StockLine(ITEM[kind], quantity, place, span, target)


def _order(props: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "order": props["order"],
        "kind": props.get("kind"),
        "status": props.get("status"),
        "customer": props.get("customer"),
        "quantity": decimal_text(props.get("quantity")),
        "uom": props.get("uom"),
        "due": props.get("due"),
    }


def _arrivals(store: Store, lines: Sequence[tuple[Any, ...]]) -> dict[str, list[dict[str, Any]]]:
    """What receipts have in of the shipments that went to places of our own."""
    ids = sorted({line[7] for line in lines if line[1] == "SHIPPED" and line[8] and not line[10]})
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read("answer.arrived", ids=ids).dicts() if ids else ():
        found.setdefault(row["shipment"], []).append(row)
    return found

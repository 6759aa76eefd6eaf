"""The stock of batches: recorded lines read once for the whole scope, converted, and balanced batch by batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from genealogy.answers.gaps import Gaps
from genealogy.derive.lines import interval, span_of
from genealogy.stock.balance import Balance, balance_of
from genealogy.stock.lines import ITEM, BatchStock, StockCount, StockLine, StockStatus
from genealogy.stock.units import Units, decimal_text
from genealogy.store import Reads
from genealogy.times import Interval

Moved = tuple[str, str, float | None, str | None]  # key, type of line, quantity, unit


class Stocks:
    """Described batches, their stock lines and open orders, by key.

    `consumed` are the consumptions in plain runs (the columns of a downstream scope hold them already), `shipped` the
    rows of `answer.shipments`.
    """

    def __init__(
        self, store: Reads, keys: Sequence[str], consumed: Iterable[Moved], shipped: Sequence[Sequence[Any]], gaps: Gaps
    ) -> None:
        self._store = store
        self._gaps = gaps
        self.described = {row["key"]: row for row in store.read("answer.batches", keys=list(keys)).dicts()}
        materials = sorted({row["material"] for row in self.described.values()})
        self.materials = {row[0]: row for row in store.read("answer.materials", materials=materials).rows}
        self.units = Units.of(store.read("answer.conversions", materials=materials).rows)
        self.orders: dict[str, list[dict[str, Any]]] = {}
        self._shipped = [row for row in shipped if not row[1]]
        self._arrived = _arrivals(store, self._shipped)
        moved = [*store.read("answer.moved", keys=list(keys)).rows, *consumed]
        self.by_key = self._opened(moved)
        for key, kind, quantity, uom in moved:
            self.by_key[key].lines.append(StockLine(ITEM[kind], self._quantity(key, quantity, uom)))
        for row in self._shipped:
            self._add_shipped(self.by_key[row[0]], row)
        for key, what, props in store.read("answer.stock", keys=list(keys)).rows:
            self._add_node(key, what, props)

    def balances(self) -> dict[str, Balance]:
        """The balance of every batch. Where stock is left or was counted, its lines are read again with place and
        time: of most batches nothing is left, and the answer is the cheaper for it."""
        found = {key: balance_of(stock) for key, stock in self.by_key.items()}
        placed = [key for key, balance in found.items() if balance.on_hand or self.by_key[key].counts]
        if placed:
            self._place(placed)
            found |= {key: balance_of(self.by_key[key]) for key in placed}
        return found

    def _place(self, keys: list[str]) -> None:
        for key in keys:
            stock = self.by_key[key]
            stock.lines = [line for line in stock.lines if line.noted]
        for key, kind, quantity, uom, place, at, at_end in self._store.read("answer.lines", keys=keys).rows:
            line = StockLine(ITEM[kind], self._quantity(key, quantity, uom), place, interval(at, at_end))
            self.by_key[key].lines.append(line)

    def _opened(self, moved: Iterable[Moved]) -> dict[str, BatchStock]:
        first_uom = {key: uom for key, _, _, uom in reversed(list(moved)) if uom}
        first_uom |= {row[0]: row[3] for row in self._shipped if row[3] and row[0] not in first_uom}
        return {
            key: BatchStock(
                row["uom"] or self.materials[row["material"]][2] or first_uom.get(key), row["quantity"], row["status"]
            )
            for key, row in self.described.items()
        }

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

    def _add_shipped(self, stock: BatchStock, row: Sequence[Any]) -> None:
        key, _, quantity, uom, shipment, shipped_at, shipped_at_end, delivered_at, to_place, customer, place = row
        amount = self._quantity(key, quantity, uom)
        span = interval(shipped_at, shipped_at_end)
        line = StockLine("shipped", amount, place, span, None, delivered_at is not None, noted=True)
        if to_place and not customer:
            line.arrived = self._arrived_of(shipment, key, amount)
        stock.lines.append(line)

    def _arrived_of(self, shipment: str, key: str, quantity: float | None) -> float:
        """How much of a line to an own place has come in: under its own key, else under its material's."""
        rows = self._arrived.get(shipment, [])
        own = [row for row in rows if row["key"] == key] or [
            row for row in rows if row["renamed"] and row["material"] == self.described[key]["material"]
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
    return StockLine(ITEM[kind], quantity, place, span, target, noted=True)


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


def _arrivals(store: Reads, shipped: Sequence[Sequence[Any]]) -> dict[str, list[dict[str, Any]]]:
    """What receipts have in of the shipments that went to places of our own."""
    ids = sorted({row[4] for row in shipped if row[8] and not row[9]})
    found: dict[str, list[dict[str, Any]]] = {}
    for row in store.read("answer.arrived", ids=ids).dicts() if ids else ():
        found.setdefault(row["shipment"], []).append(row)
    return found

"""The recorded lines of one batch that move its stock, as values in time."""

from __future__ import annotations

from dataclasses import dataclass, field

from genealogy.times import UNKNOWN, Interval

# Types of lines, as the graph names them, and the item of the balance (rule 28) each belongs to.
ITEM = {
    **{"PRODUCED": "produced", "OUTPUT_LINE": "produced", "RECEIVED": "received", "RETURNED": "returned"},
    **{"CONSUMED": "consumed", "INPUT_LINE": "consumed", "SHIPPED": "shipped", "SENT_BACK": "returned_to_supplier"},
    **{"scrap": "scrapped", "sample": "sampled", "adjust": "adjusted", "move": "moved"},
}
INFLOWS = frozenset({"produced", "received", "returned"})


@dataclass(slots=True)
class StockLine:
    """One line: what it is, how much in the batch's unit (None: not recorded, or not convertible), where and when.

    `arrived` is how much of a shipment to an own place has come in; None for everything else.
    """

    item: str
    quantity: float | None
    place: str | None = None
    span: Interval = UNKNOWN
    to_place: str | None = None
    delivered: bool = True
    arrived: float | None = None


@dataclass(slots=True)
class StockCount:
    """Stock counted at a place."""

    quantity: float | None
    place: str | None
    span: Interval


@dataclass(slots=True)
class StockStatus:
    """A status of the batch, or of a quantity of it at a place."""

    status: str
    place: str | None
    quantity: float | None
    span: Interval


@dataclass(slots=True)
class BatchStock:
    """Everything that moves the stock of one batch.

    `sums` hold what came and went, by item, shipments apart; `unknown` are the items of which a line has no usable
    quantity.
    `opening` is the described quantity, in the batch's unit. `lines` are shipments, and where stock is left to be
    placed, or was counted, all others as well.
    """

    uom: str | None
    opening: float | None = None
    status: str | None = None
    sums: dict[str, float] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    lines: list[StockLine] = field(default_factory=list)
    counts: list[StockCount] = field(default_factory=list)
    statuses: list[StockStatus] = field(default_factory=list)

    def add(self, item: str, quantity: float | None) -> None:
        """Count a line; a move within the plant changes no sum."""
        if item == "moved":
            return
        if quantity is None:
            self.unknown |= {item}
            quantity = 0.0
        self.sums[item] = self.sums.get(item, 0.0) + quantity

    def total(self, item: str) -> float | None:
        """How much came or went under that item; None is not known."""
        return None if item in self.unknown else self.sums.get(item, 0.0)

    @property
    def came(self) -> bool:
        """Whether anything is recorded to bring the batch in."""
        return not INFLOWS.isdisjoint(self.sums)

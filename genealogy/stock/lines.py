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

    `arrived` is how much of a shipment to an own place has come in; None for everything else. `noted` says that
    place and time are known from the start, and not looked up only where they matter.
    """

    item: str
    quantity: float | None
    place: str | None = None
    span: Interval = UNKNOWN
    to_place: str | None = None
    delivered: bool = True
    arrived: float | None = None
    noted: bool = False


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
    """Everything that moves the stock of one batch. `opening` is the described quantity, in the batch's unit."""

    uom: str | None
    opening: float | None = None
    status: str | None = None
    lines: list[StockLine] = field(default_factory=list)
    counts: list[StockCount] = field(default_factory=list)
    statuses: list[StockStatus] = field(default_factory=list)

"""The balance of one batch (rules 28, 29): what came in, what left, what is left and where.

produced + received + returned + positive adjustments = on hand + in transit + shipped + returned to supplier +
consumed + scrapped + sampled + negative adjustments + unaccounted.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from genealogy.stock.lines import INFLOWS, BatchStock, StockCount, StockLine

NOTHING = 1e-9  # less than this is rounding, not stock


@dataclass(slots=True)
class Balance:
    """The items of rule 28 in the batch's unit; None is "not known". `where` is (place, quantity, status);
    `not_counted` are places where some lies by calculation and nobody counted, while counts elsewhere leave some
    unaccounted."""

    produced: float = 0.0
    received: float = 0.0
    returned: float = 0.0
    in_transit: float = 0.0
    shipped: float = 0.0
    undelivered: float = 0.0
    returned_to_supplier: float = 0.0
    consumed: float = 0.0
    scrapped: float = 0.0
    sampled: float = 0.0
    adjusted: float = 0.0
    on_hand: float | None = None
    unaccounted: float | None = None
    where: list[tuple[str | None, float, str | None]] = field(default_factory=list, init=False)
    not_counted: list[tuple[str, float]] = field(default_factory=list, init=False)
    gaps: list[str] = field(default_factory=list, init=False)


def balance_of(stock: BatchStock) -> Balance:
    """The balance of a batch. `gaps` holds `opening_stock`, `negative_stock`, `quantity_missing` where they apply."""
    found = Balance(**stock.sums)
    if stock.opening is not None and not stock.came:
        found.gaps.append("opening_stock")
        found.adjusted += stock.opening
    for line in stock.lines:
        if line.item == "shipped":
            _ship(found, line)
    came = found.produced + found.received + found.returned + found.adjusted
    left = found.shipped + found.in_transit + found.returned_to_supplier
    calculated: float | None = came - left - found.consumed - found.scrapped - found.sampled
    if stock.unknown:
        found.gaps.append("quantity_missing")
        calculated = None
    if stock.counts:
        _counted(stock, found, calculated)
    elif calculated is not None:
        _calculated(stock, found, calculated)
    return found


def _ship(found: Balance, line: StockLine) -> None:
    quantity = line.quantity or 0.0
    if line.arrived is not None:
        on_the_way = max(0.0, quantity - line.arrived)
        found.in_transit += on_the_way
        found.shipped += quantity - on_the_way
        return
    found.shipped += quantity
    if not line.delivered:
        found.undelivered += quantity


def _calculated(stock: BatchStock, found: Balance, calculated: float) -> None:
    """Never counted: on hand is the calculation, and what is missing from it shows as negative."""
    if calculated < -NOTHING:
        found.on_hand, found.unaccounted = 0.0, calculated
        found.gaps.append("negative_stock")
        return
    found.on_hand = calculated if calculated > NOTHING else 0.0
    if found.on_hand:
        found.where = _with_status(stock, _netted(_places(stock.lines), found.on_hand))


def _counted(stock: BatchStock, found: Balance, calculated: float | None) -> None:
    """On hand is the last count of each place plus what certainly came later."""
    last: dict[str | None, StockCount] = {}
    for count in sorted(stock.counts, key=lambda count: (count.span.start, count.span.end)):
        last[count.place] = count
    if any(count.quantity is None for count in last.values()):
        found.gaps.append("quantity_missing")
        return
    places = {place: count.quantity or 0.0 for place, count in last.items()}
    for place, change in _since(stock.lines, last):
        places[place] = places.get(place, 0.0) + change
    found.on_hand = max(0.0, sum(places.values()))
    found.where = _with_status(stock, _netted(places, found.on_hand))
    if calculated is not None:
        difference = calculated - found.on_hand
        found.unaccounted = difference if abs(difference) > NOTHING else 0.0
    if (found.unaccounted or 0.0) > 0 and None not in last:  # a count that names no place is of all
        found.not_counted = [
            (place, quantity)
            for place, quantity in _places(stock.lines).items()
            if place is not None and place not in last and quantity - places.get(place, 0.0) > NOTHING
        ]


def _since(lines: list[StockLine], last: dict[str | None, StockCount]) -> list[tuple[str | None, float]]:
    """What changed since the counts. At a place never counted that is what came after every count, and what is left of
    what was moved there before."""
    changes: list[tuple[str | None, float]] = []
    moved: dict[str | None, float] = {}
    for line in lines:
        later = all(count.span.certainly_before(line.span) for count in last.values())
        for place, change in _changes(line):
            count = last.get(place) or last.get(None)
            if later or (count and count.span.certainly_before(line.span)):
                changes.append((count.place if count else place, change))
            elif count is None and (line.item == "moved" or change < 0):
                moved[place] = moved.get(place, 0.0) + change
    return changes + [(place, change) for place, change in moved.items() if change > 0]


def _changes(line: StockLine) -> list[tuple[str | None, float]]:
    """By how much the line changes the stock of which places."""
    if line.quantity is None:
        return []
    if line.item == "moved":
        return [(line.place, -line.quantity), (line.to_place, line.quantity)]
    return [(line.place, line.quantity if line.item in INFLOWS or line.item == "adjusted" else -line.quantity)]


def _places(lines: list[StockLine]) -> dict[str | None, float]:
    places: dict[str | None, float] = {}
    for line in lines:
        for place, change in _changes(line):
            places[place] = places.get(place, 0.0) + change
    return places


def _netted(places: dict[str | None, float], total: float) -> dict[str | None, float]:
    """Places with stock. Where a place would be negative, a movement was not recorded: the rest is then in the one
    place that has stock, or in a place that is not known."""
    stocked = {place: quantity for place, quantity in places.items() if quantity > NOTHING}
    if total <= NOTHING:
        return {}
    if abs(sum(stocked.values()) - total) <= NOTHING * max(1.0, total):
        return stocked
    named = [place for place in stocked if place is not None]
    return {named[0] if len(named) == 1 else None: total}


def _with_status(stock: BatchStock, places: dict[str | None, float]) -> list[tuple[str | None, float, str | None]]:
    found = []
    for place, quantity in sorted(places.items(), key=lambda item: item[0] or ""):
        if not stock.statuses:
            found.append((place, quantity, stock.status))
            continue
        found.extend((place, part, status) for part, status in _split(stock, place, quantity))
    return found


def _split(stock: BatchStock, place: str | None, quantity: float) -> list[tuple[float, str | None]]:
    """The quantity at a place by status: the last status of the whole, and parts that were given one of their own."""
    whole = stock.status
    parts: dict[str, float] = {}
    for status in sorted(stock.statuses, key=lambda status: (status.span.start, status.span.end)):
        if status.place not in (None, place):
            continue
        if status.quantity is None or status.quantity >= quantity:
            whole, parts = status.status, {}
        else:
            parts[status.status] = status.quantity
    rest = quantity
    found: list[tuple[float, str | None]] = []
    for name, part in parts.items():
        taken = min(part, rest)
        if name != whole and taken > NOTHING:
            found.append((taken, name))
            rest -= taken
    return ([(rest, whole)] if rest > NOTHING else []) + found

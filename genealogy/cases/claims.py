"""What is on hand of the batches of a case, and which cases hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from genealogy.answers.facts import facts_apart
from genealogy.answers.gaps import Gaps
from genealogy.answers.sent import sent_of
from genealogy.answers.stock import Stocks
from genealogy.stock.balance import NOTHING, Balance
from genealogy.stock.lines import BatchStock
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store
from genealogy.times import BEGIN

Part = tuple[str | None, float, str | None]  # place, quantity, status
HOLD = "hold"
FREE = "available"  # what a batch is that nobody gave a status


@dataclass(frozen=True, slots=True)
class OnHand:
    """The stock of one batch by place and status. `whole` is its status at a place that has none of its own, `last`
    the moment of its last status; `in_transit` is on the way to a place of our own; `known` is false where a missing
    quantity leaves the stock open."""

    key: str
    uom: str | None
    parts: Sequence[Part]
    whole: str
    last: dt.datetime
    in_transit: float
    known: bool

    @property
    def there(self) -> bool:
        """Whether some may be on hand, or come to be without leaving our hands."""
        return bool(self.parts) or self.in_transit > NOTHING or not self.known

    @property
    def loose(self) -> bool:
        """Whether some of it is free to use."""
        return any(status in (None, FREE) for _, _, status in self.parts)

    def as_dict(self) -> dict[str, Any]:
        """In the shape of an answer."""
        where = [
            {"location": place, "quantity": decimal_text(quantity), "uom": self.uom, "status": status}
            for place, quantity, status in self.parts
        ]
        return {"key": self.key, "uom": self.uom, "in_transit": decimal_text(self.in_transit), "where": where}


def stock_of(store: Store, keys: Sequence[str]) -> dict[str, OnHand]:
    """The present stock of batches, by key."""

    def work(tx: Reads) -> dict[str, OnHand]:
        facts = facts_apart(tx, keys)
        stocks = Stocks(tx, facts, sent_of(tx, facts), Gaps())
        balances = stocks.balances()
        return {key: _on_hand(key, stocks.by_key[key], balances[key]) for key in balances}

    return store.reading(work, "case stock")


def _on_hand(key: str, stock: BatchStock, balance: Balance) -> OnHand:
    whole, last = stock.status, BEGIN
    for status in sorted(stock.statuses, key=lambda status: (status.span.start, status.span.end)):
        last = max(last, status.span.start)
        if status.place is None and status.quantity is None:
            whole = status.status
    known = balance.on_hand is not None
    return OnHand(key, stock.uom, tuple(balance.where), whole or FREE, last, balance.in_transit, known)


@dataclass(frozen=True, slots=True)
class Claims:
    """Which cases hold which batches: case -> what the batch was before, of those not released. `rows` is what was
    read, to see whether it is so still."""

    by_key: Mapping[str, Mapping[str, str]]
    open_cases: frozenset[str]
    rows: Sequence[Sequence[Any]]

    def of_others(self, key: str, case: str) -> dict[str, str]:
        """The other open cases that hold a batch."""
        held = self.by_key.get(key, {})
        return {other: before for other, before in held.items() if other != case and other in self.open_cases}


def claims_on(store: Reads, keys: Iterable[str]) -> Claims:
    """The claims of all cases on these batches."""
    rows = store.read("case.claims", keys=sorted(keys)).rows
    held: dict[str, dict[str, str]] = {}
    for key, case, _, before, _ in rows:
        if before:
            held.setdefault(key, {})[case] = before
        else:
            held.get(key, {}).pop(case, None)
    return Claims(held, frozenset(row[1] for row in rows if row[2] == "open"), rows)


def held_by(store: Reads, case: str) -> list[str]:
    """The batches that a case holds now, of whatever revision."""
    keys = [row[0] for row in store.read("case.ever_covered", case=case).rows]
    return sorted(key for key, held in claims_on(store, keys).by_key.items() if case in held)


def before_text(stock: OnHand) -> str:
    """What a batch is before it is held, as it is kept with the hold."""
    places = [list(part) for part in stock.parts if part[2] != stock.whole]
    return orjson.dumps({"whole": stock.whole, "places": places}).decode()


def restored(before: str, stock: OnHand) -> list[Part | str]:
    """What puts a batch back: first the status of the whole, then those of places (or of quantities there) that had
    another. What was given another status while it was held keeps that."""
    was = orjson.loads(before)
    kept = [part for part in stock.parts if part[2] not in (HOLD, was["whole"])]
    places = {place for place, _, _ in kept}
    back = [(place, quantity, status or FREE) for place, quantity, status in was["places"] if place not in places]
    return [was["whole"], *back, *kept]

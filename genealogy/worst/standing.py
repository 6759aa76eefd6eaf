"""Which batches are on hand or open, page by page in the order of a ranking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from genealogy.answers.facts import facts_apart
from genealogy.answers.gaps import Gaps
from genealogy.answers.sent import sent_of
from genealogy.answers.stock import Stocks
from genealogy.stock.units import decimal_text
from genealogy.store import Reads

FIRST, PAGE = 50, 2_000  # batches looked up at once: few, for they may be enough, then ever more


def standing_of(store: Reads, keys: Iterable[str], every: bool) -> Iterator[dict[str, Any] | None]:
    """For each key what there is of it, as JSON values; None where nothing is on hand or in transit and nothing open,
    unless `every` batch is asked for. What is on hand is not always known; then it is taken to be there."""
    left, size = iter(keys), FIRST
    while page := list(islice(left, size)):
        yield from _page(store, page, every)
        size = min(2 * size, PAGE)


def _page(store: Reads, keys: list[str], every: bool) -> Iterator[dict[str, Any] | None]:
    facts = facts_apart(store, keys)
    stocks = Stocks(store, facts, sent_of(store, facts), Gaps())
    balances = stocks.balances()
    runs: dict[str, list[str]] = {}
    for key, run in store.read("worst.open_runs", keys=keys).rows:
        runs.setdefault(key, []).append(run)
    for key in keys:
        balance, orders = balances[key], sorted({row["order"] for row in stocks.orders.get(key, ())})
        there = balance.on_hand != 0 or balance.in_transit > 0
        if not (there or orders or key in runs or every):
            yield None
            continue
        yield {
            **stocks.described[key],
            "uom": stocks.by_key[key].uom,
            "on_hand": decimal_text(balance.on_hand),
            "in_transit": decimal_text(balance.in_transit),
            "orders": orders,
            "runs": runs.get(key, []),
        }

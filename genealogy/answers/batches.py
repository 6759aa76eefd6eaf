"""The batches of a recall answer: a row for each, with its verdict, the reason for it, and its stock."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any

from genealogy.answers.scope import Scope
from genealogy.answers.stock import Stocks
from genealogy.exposure import Exposures
from genealogy.scope.edges import BESIDE, INFERRED, is_batch
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text

ITEMS = (
    *("produced", "received", "returned", "on_hand", "in_transit", "shipped", "undelivered"),
    *("returned_to_supplier", "consumed", "scrapped", "sampled", "adjusted", "unaccounted"),
)
_BEFORE = ("key", "material", "lot", "assigner", "serial", "verdict", "reasons", "hops", "exposure", "uom")
_AFTER = ("where", "orders")
_items = attrgetter(*ITEMS)


def rows_of(
    scope: Scope, stocks: Stocks, balances: Mapping[str, Balance], exposures: Exposures | None
) -> list[dict[str, Any]]:
    """One row per batch (contract 3), in the order of the scope."""
    reached, sources = scope.reached, scope.edges.sources
    reasons: dict[str, str] = {}  # by the node a batch was reached from: a run has many outputs
    rows = []
    for key in scope.batches:
        edge, balance = reached.by.get(key), balances[key]
        if edge is None:
            reason = "seed"
        elif (node := sources[edge]) in reasons:
            reason = reasons[node]
        else:
            reason = reasons[node] = _reason(scope, node)
        row = _blank(_items(balance)).copy()
        row.update(stocks.described[key])
        row["verdict"] = reached.verdict(key)
        row["reasons"] = [reason]
        row["hops"] = reached.hops[key]
        row["exposure"] = exposures.of(key) if exposures else None
        row["uom"] = stocks.by_key[key].uom
        row["where"] = where_of(balance)
        row["orders"] = stocks.orders.get(key, [])
        rows.append(row)
    return rows


def items_of(balance: Balance) -> dict[str, str | None]:
    """The items of a balance (rule 28) as texts."""
    return _texts(_items(balance))


def _texts(amounts: tuple[float | None, ...]) -> dict[str, str | None]:
    return dict(zip(ITEMS, map(decimal_text, amounts), strict=True))


@lru_cache(maxsize=10_000)
def _blank(amounts: tuple[float | None, ...]) -> dict[str, Any]:
    """A row in which only the amounts are written, to be copied: many batches have the same, and the copy of a row is
    made in half the time of a new one."""
    return {**dict.fromkeys(_BEFORE), **_texts(amounts), **dict.fromkeys(_AFTER)}


def where_of(balance: Balance) -> list[dict[str, str | None]]:
    """Where its stock is, place by place."""
    return [
        {"location": place, "quantity": decimal_text(quantity), "status": status}
        for place, quantity, status in balance.where
    ]


def _reason(scope: Scope, node: str) -> str:
    """Why what came from that node is in scope: the batch before it on a shortest way, and what joined the two."""
    edges, by = scope.edges, scope.reached.by
    ways: list[str] = []
    while not is_batch(node):
        edge = by.get(node)
        if edge is None:  # a run, or what a vessel held
            return f"from {scope.name_of(node)}, a seed{''.join(reversed(dict.fromkeys(ways)))}"
        guessed = " (which names no lot)" if edges.types[edge] == INFERRED else ""
        word = "beside it on" if node.startswith(BESIDE) else "by"
        ways.append(f" {word} {scope.name_of(node)}{guessed}")
        node = edges.sources[edge]
    # A vessel passes through many states on the way; each thing is named once.
    return f"from {node}{''.join(reversed(dict.fromkeys(ways)))}"

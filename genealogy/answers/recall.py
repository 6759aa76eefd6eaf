"""The recall answer: scope, verdicts, stock, vessels, shipments, customers, totals, gaps (contract 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.answers.excluded import excluded_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.parties import deliveries_of, moment_text
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.stock import Moved, Stocks
from genealogy.answers.totals import totals_by_material
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.calm import calm
from genealogy.derive import settle
from genealogy.errors import GenealogyError
from genealogy.exposure import Exposures, exposure_of
from genealogy.scope.edges import DERIVED, INFERRED, UNRECORDED, is_batch
from genealogy.stock.balance import Balance
from genealogy.stock.units import decimal_text
from genealogy.store import Reads, Store

TOLERANCE = dt.timedelta(minutes=5)
MILLISECOND = dt.timedelta(milliseconds=1)
ITEMS = (
    *("produced", "received", "returned", "on_hand", "in_transit", "shipped", "undelivered"),
    *("returned_to_supplier", "consumed", "scrapped", "sampled", "adjusted", "unaccounted"),
)


def recall(
    store: Store,
    seeds: Sequence[Seed],
    *,
    cross_check: bool = False,
    tolerance: dt.timedelta = TOLERANCE,
    zone: ZoneInfo = ZoneInfo("UTC"),  # noqa: B008 -- immutable
) -> dict[str, Any]:
    """The recall answer of contract 3, as JSON values; nothing is stored.

    `tolerance` is how far apart clocks may be (rule 18); `zone` reads the times of seeds that name none. Raises
    UnknownBatchError, UsageError, TimedOutError; with `cross_check`, GenealogyError where the two engines do not agree.
    What this version does not calculate yet is null.
    """
    settle(store)  # what events have touched and nobody has derived again yet, so that the answer is of now
    with calm():
        return store.reading(
            lambda tx: _recall(tx, checked(tx, seeds, zone), cross_check, tolerance // MILLISECOND), "recall"
        )


def _recall(store: Reads, wanted: list[Seed], cross_check: bool, tolerance: int) -> dict[str, Any]:
    keys = [seed.key for seed in wanted]
    suspect = {seed.key: seed.suspect_since for seed in wanted}
    scope = scope_of(store, keys, "downstream", suspect=suspect, tolerance=tolerance)
    if cross_check:
        _compare(scope, scope_of(store, keys, "downstream", "frontier", suspect, tolerance))
    gaps = Gaps()
    gaps.of_scope(store, scope)
    deliveries = deliveries_of(store, scope, gaps)
    batches, totals, exposures = _batches(store, scope, deliveries.rows, gaps)
    return {
        "schema_version": SCHEMA_VERSION,
        "seeds": [{"key": seed.key, "from": seed.from_, "to": seed.to} for seed in wanted],
        "complete": True,
        "computed_at": moment_now(),
        "set_hash": set_hash(scope),
        "batches": batches,
        "excluded": excluded_of(store, scope, deliveries.excluded),
        "mitigated": [],
        "vessels": _vessels(scope, exposures),
        "shipments": deliveries.shipments,
        "customers": deliveries.customers,
        "totals": {
            "batches": len(batches),
            "inferred": len(scope.inferred),
            "shipments": len(deliveries.shipments),
            "customers": len(deliveries.customers),
            "by_material": totals,
        },
        "gaps": gaps.listed(),
    }


def moment_now() -> str:
    """The present moment, ISO 8601 in UTC."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def set_hash(scope: Scope) -> str:
    """A hash of the batches in scope and their verdicts: equal for equal scopes, whatever the order of traversal."""
    lines = sorted(f"{key}\t{scope.reached.verdict(key)}" for key in scope.batches)
    return sha256("\n".join(lines).encode()).hexdigest()


def _compare(first: Scope, second: Scope) -> None:
    if first.reached.hops != second.reached.hops or first.reached.certain != second.reached.certain:
        odd = sorted(set(first.reached.hops.items()) ^ set(second.reached.hops.items()))
        raise GenealogyError(f"the two engines do not agree on {len(odd)} nodes, first {odd[:3]}: report this")


def _batches(
    store: Reads, scope: Scope, shipped: Sequence[Sequence[Any]], gaps: Gaps
) -> tuple[list[dict[str, Any]], list[dict[str, Any]], Exposures]:
    stocks = Stocks(store, scope.batches, _consumed(scope), shipped, gaps)
    balances = stocks.balances()
    for key, balance in balances.items():
        for code in balance.gaps:
            gaps.add(code, key)
    exposures = exposure_of(store, scope, stocks, gaps)
    listed = [_batch(scope, stocks, key, balances[key], exposures) for key in scope.batches]
    return listed, totals_by_material(scope, stocks, balances), exposures


def _consumed(scope: Scope) -> list[Moved]:
    """The consumptions in plain runs, which a downstream scope holds already."""
    edges = scope.edges
    rows = zip(edges.sources, edges.types, edges.quantities, edges.uoms, strict=True)
    return [
        (source, kind, None if quantity == UNRECORDED else quantity, uom or None)
        for source, kind, quantity, uom in rows
        if kind == "CONSUMED" and quantity != DERIVED and source in scope.reached.hops
    ]


def _batch(scope: Scope, stocks: Stocks, key: str, balance: Balance, exposures: Exposures) -> dict[str, Any]:
    row = stocks.described[key]
    return {
        "key": key,
        "material": row["material"],
        "lot": row["lot"],
        "assigner": row["assigner"],
        "serial": row["serial"],
        "verdict": scope.reached.verdict(key),
        "reasons": _reasons(scope, key),
        "hops": scope.reached.hops[key],
        "exposure": exposures.of(key),
        "uom": stocks.by_key[key].uom,
        **{item: decimal_text(getattr(balance, item)) for item in ITEMS},
        "where": [
            {"location": place, "quantity": decimal_text(quantity), "status": status}
            for place, quantity, status in balance.where
        ],
        "orders": stocks.orders.get(key, []),
    }


def _reasons(scope: Scope, key: str) -> list[str]:
    """Why a batch is in scope: `seed`, or the batch before it on a shortest way and what joined the two."""
    edge = scope.reached.by.get(key)
    if edge is None:
        return ["seed"]
    ways: list[str] = []
    node = scope.edges.sources[edge]
    while not is_batch(node):
        edge = scope.reached.by[node]
        guessed = " (which names no lot)" if scope.edges.types[edge] == INFERRED else ""
        ways.append(scope.name_of(node) + guessed)
        node = scope.edges.sources[edge]
    # A vessel passes through many states on the way; each thing is named once.
    return [" ".join((f"from {node}", *(f"by {way}" for way in reversed(list(dict.fromkeys(ways))))))]


def _vessels(scope: Scope, exposures: Exposures) -> list[dict[str, Any]]:
    """Vessels whose present content is in scope; the certain chain speaks before the possible one."""
    found: dict[str, dict[str, Any]] = {}
    for content in scope.contents:
        if not content["current"]:
            continue
        sure = "/c" + content["content"] in scope.reached.certain
        known = found.get(content["equipment"])
        if known is None or sure:
            found[content["equipment"]] = {
                "equipment": content["equipment"],
                "location": content["location"],
                "quantity": decimal_text(content["quantity"]),
                "uom": content["uom"],
                "verdict": "certain" if sure else "potential",
                "exposure": exposures.of_content(content["content"], content["quantity"]),
                "since": moment_text(content["since"]),
            }
    return [found[equipment] for equipment in sorted(found)]

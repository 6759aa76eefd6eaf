"""One batch as a card, and the search for batches."""

from __future__ import annotations

from typing import Any

from genealogy.answers.batches import items_of, where_of
from genealogy.answers.facts import facts_apart
from genealogy.answers.gaps import Gaps
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.sent import sent_of
from genealogy.answers.stock import Stocks
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.derive import settle
from genealogy.store import Store


def card(store: Store, key: str) -> dict[str, Any]:
    """What is known of one batch: identity, balance, places, orders, what it was made in and went into.

    Raises UnknownBatchError, UsageError.
    """
    settle(store)
    (seed,) = checked(store, [Seed(key)])
    gaps = Gaps()
    keys = [seed.key]
    facts = facts_apart(store, keys)
    stocks = Stocks(store, facts, sent_of(store, facts), gaps)
    row, balance = stocks.described[seed.key], stocks.balances()[seed.key]
    gaps.of_balance(seed.key, balance, stocks.by_key[seed.key].uom)
    made = store.read("batch.made", key=seed.key).dicts()[0]
    doubts = store.read("gaps.batches", keys=keys).dicts()
    return {
        "schema_version": SCHEMA_VERSION,
        "key": seed.key,
        **{name: row[name] for name in ("material", "lot", "assigner", "serial")},
        "name": stocks.materials[row["material"]][1],
        **{name: made[name] for name in ("described", "produced_at", "expires_on")},
        "uom": stocks.by_key[seed.key].uom,
        **items_of(balance),
        "where": where_of(balance),
        "orders": stocks.orders.get(seed.key, []),
        **{name: made[name] for name in ("runs_in", "runs_out", "receipts", "shipments", "inspections", "packs")},
        "look_alikes": [key for doubt in doubts for key in doubt["alike"]],
        "gaps": gaps.listed(),
    }


def search(
    store: Store, material: str | None = None, lot: str | None = None, q: str | None = None, limit: int = 100
) -> list[dict[str, Any]]:
    """Batches by exact material and lot, and by a text `q` that is part of the key, of the lot or of the material's
    name, in capitals or not; at most `limit`, ordered by key."""
    if lot and not q:
        return store.read("batch.search_lot", material=material, lot=lot, limit=limit).dicts()
    if material and not lot:
        return store.read("batch.search_material", material=material, q=q, limit=limit).dicts()
    return store.read("batch.search", material=material, lot=lot, q=q, limit=limit).dicts()

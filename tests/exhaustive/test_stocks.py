"""Random stock: every balance is what adding up line by line gives, and its two sides are equal."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from genealogy.answers import Seed, recall
from genealogy.store import Store
from tests.exhaustive.stocks import history, master
from tests.oracle.balance import balance, headings
from tests.oracle.plant import read
from tests.support.bundles import record_bundles
from tests.support.campaign import size

BATCHES = size(300, 5000)


def test_random_stock(store: Store) -> None:
    histories = {seed: history(seed) for seed in range(BATCHES) if history(seed)}
    record_bundles(store, [master(), *histories.values()])

    answer = recall(store, [Seed(f"M/{seed}") for seed in histories])

    given = {row["key"]: numbers(row) for row in answer["batches"]}
    right = {f"M/{seed}": expected(rows, f"M/{seed}") for seed, rows in histories.items()}
    assert {key: (given[key], right[key]) for key in right if given[key] != right[key]} == {}
    print(f"{len(right)} batches balance")


def numbers(row: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """The headings of one batch in the answer."""
    return {item: None if row[item] is None else Decimal(row[item]) for item in headings()}


def expected(rows: Mapping[str, list[dict[str, str]]], key: str) -> dict[str, Decimal | None]:
    """The headings of one batch by the oracle."""
    found = balance(read({**rows, **master(), "batches": rows.get("batches", [])}), key)
    return {item: getattr(found, item) for item in headings()}

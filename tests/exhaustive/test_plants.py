"""Random plants: what the database answers is what the rules say pair by pair, however late the records came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import Any

import pytest

from genealogy.answers import Seed, recall, trace
from genealogy.scope.edges import fetch
from genealogy.store import Store
from tests.exhaustive.plants import Rows, plant
from tests.oracle.plant import Plant, names, read
from tests.oracle.reach import Answer, Direction, deliveries, reach
from tests.oracle.reach import recall as oracle_recall
from tests.oracle.times import BEGIN
from tests.support.bundles import record_bundles
from tests.support.campaign import size

TOGETHER = 100
PLANTS = size(60, 10_000)
ASKED = size(3, 6)
DIRECTIONS: tuple[Direction, ...] = ("downstream", "upstream")


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(0, PLANTS, TOGETHER))
def test_random_plants(store: Store, first: int) -> None:
    plants = {seed: plant(seed, f"p{seed}-") for seed in range(first, min(first + TOGETHER, PLANTS))}
    record(store, plants)

    asked = [one for seed, rows in plants.items() for one in questions(seed, read(rows))]
    wrong = [said for seed, known, key, direction in asked if (said := complaint(store, seed, known, key, direction))]

    known = {seed: read(rows) for seed, rows in plants.items()}
    wrong += [said for seed, one in known.items() if (said := complaint_of_recall(store, seed, one))]

    print(f"{len(plants)} plants, {len(asked)} traces, {len(wrong)} differ", *wrong, sep="\n")
    assert asked
    assert wrong == []


def record(store: Store, plants: Mapping[int, Rows]) -> None:
    """Every other plant comes in two loads, in no order, and is settled in between."""
    early, late = [], []
    for seed, rows in plants.items():
        first, second = cut_in_two(Random(seed), rows) if seed % 2 else (rows, {})
        early.append(first)
        late.append(second)
    record_bundles(store, early)
    record_bundles(store, late)


def cut_in_two(random: Random, rows: Rows) -> tuple[Rows, Rows]:
    """The rows dealt out into two bundles, each in an order of its own."""
    parts: tuple[Rows, Rows] = ({}, {})
    for file, lines in random.sample(list(rows.items()), len(rows)):
        for line in random.sample(lines, len(lines)):
            random.choice(parts).setdefault(file, []).append(line)
    return parts


def questions(seed: int, known: Plant) -> Iterator[tuple[int, Plant, str, Direction]]:
    """Some batches of a plant, in both directions."""
    keys = sorted(names(known))
    for key in Random(seed).sample(keys, min(ASKED, len(keys))):
        for direction in DIRECTIONS:
            yield seed, known, key, direction


def complaint(store: Store, seed: int, known: Plant, key: str, direction: Direction) -> str:
    """What differs between the answer and the rules; empty where nothing does."""
    right, given = reach(known, [key], direction), said(trace(store, key, direction))
    if fetch(store, [key], direction).as_set() != fetch(store, [key], direction, "frontier").as_set():
        return f"plant {seed}: the engines differ {direction} of {key}"
    return "" if given == right else f"plant {seed}, {direction} of {key}:\n  given {given}\n  right {right}"


def complaint_of_recall(store: Store, seed: int, known: Plant) -> str:
    """What differs between a recall of two batches, one of them suspect from some day on, and the rules."""
    random = Random(seed)
    batches_known = sorted(names(known))
    keys = random.sample(batches_known, min(2, len(batches_known)))
    text = f"2026-03-{random.randrange(2, 6):02}T{random.randrange(24):02}:00:00Z"
    answer = recall(store, [Seed(keys[0], text), *map(Seed, keys[1:])], cross_check=True)
    batches = {row["key"]: (row["hops"], row["verdict"]) for row in answer["batches"]}
    shipments = {row["shipment"]: row["verdict"] for row in answer["shipments"]}
    customers = {row["customer"]: row["verdict"] for row in answer["customers"]}
    since = {**dict.fromkeys(keys, BEGIN), keys[0]: datetime.fromisoformat(text)}
    right = (oracle_recall(known, since).batches, *deliveries(known, since))
    spared = {row["key"] for row in answer["excluded"] if "key" in row}
    # What is connected is either in the answer or excluded by it; nothing goes unsaid.
    if missing := set(reach(known, keys, "downstream").batches) - set(batches) - spared:
        return f"plant {seed}, recall of {keys}: {missing} are neither in scope nor excluded"
    given = (batches, shipments, customers)
    return "" if given == right else f"plant {seed}, recall of {keys}:\n  given {given}\n  right {right}"


def said(answer: Mapping[str, Any]) -> Answer:
    """The answer of the product in the words of the oracle."""

    def ids(files: str, name: str) -> frozenset[str]:
        rows: Sequence[Mapping[str, str]] = answer[files]
        return frozenset(row[name] for row in rows)

    return Answer(
        {row["key"]: (row["hops"], row["verdict"]) for row in answer["batches"]},
        ids("runs", "run"),
        ids("shipments", "shipment"),
        ids("customers", "customer"),
        ids("receipts", "receipt"),
        ids("suppliers", "supplier"),
    )

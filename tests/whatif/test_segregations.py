"""Random plants: a segregation more, or less, is what the rules say where a link is left out, or a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from genealogy.answers import Seed, Switches
from genealogy.answers.recall import MILLISECOND, TOLERANCE, How
from genealogy.store import Store
from genealogy.whatif import Change
from genealogy.whatif.answer import supposing
from tests.exhaustive.plants import plant
from tests.oracle.links import Link, batch
from tests.oracle.plant import Plant, names, read
from tests.oracle.reach import all_links, deliveries_from, recall_from
from tests.oracle.times import BEGIN
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.whatif.test_random_plants import UTC

TOGETHER = 24
PLANTS = size(12, 4_800)
HOW = How(Switches(), TOLERANCE // MILLISECOND)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(0, PLANTS, TOGETHER))
def test_random_segregations(store: Store, first: int) -> None:
    rows = {seed: plant(seed, f"g{seed}-") for seed in range(first, first + TOGETHER)}
    record_bundles(store, rows.values())
    asked = [(seed, change) for seed in rows for change in changes(Random(seed), read(rows[seed]))]

    wrong = [said for seed, change in asked if (said := complaint(store, read(rows[seed]), change, Random(seed)))]

    print(f"{len(asked)} segregations, {len(wrong)} differ", *wrong, sep="\n")
    assert {(change.change) for _, change in asked} == {"add", "remove"}
    assert wrong == []


def changes(random: Random, known: Plant) -> Iterator[Change]:
    """A batch kept apart from a run that used it, one from a run that made it, and a run whose inputs mix after all."""
    for lines in ([line for line in known.consumed if line.number not in known.lotless], known.produced):
        if lines:
            line = random.choice(lines)
            yield Change("add", "segregation", run=line.run, key=line.key)
    if mapped := sorted({row["run"] for row in known.files["mapped"]}):
        yield Change("remove", "segregation", run=random.choice(mapped))


def complaint(store: Store, known: Plant, change: Change, random: Random) -> str:
    """What differs between the recall as supposed and the rules; empty where nothing does."""
    lines = [line.key for line in known.consumed if line.run == change.run] or sorted(names(known))
    keys = sorted({random.choice(lines), random.choice(sorted(names(known)))})
    answer = store.reading(lambda tx: supposing(tx, [Seed(key) for key in keys], [change], HOW, UTC))
    given = (
        {row["key"]: (row["hops"], row["verdict"]) for row in answer["batches"]},
        {row["shipment"]: row["verdict"] for row in answer["shipments"]},
        {row["customer"]: row["verdict"] for row in answer["customers"]},
    )
    starts = {batch(key): BEGIN for key in keys}
    if not change.adds:
        mapped = [row for row in known.files["mapped"] if row["run"] != change.run]
        known = replace(known, files={**known.files, "mapped": mapped})
    links = [link for link in all_links(known) if not (change.adds and is_apart(link, change))]
    right = (recall_from(known, starts, links).batches, *deliveries_from(known, starts, links))
    return "" if given == right else f"recall of {keys}, {change}:\n  given {given}\n  right {right}"


def is_apart(link: Link, change: Change) -> bool:
    """Whether the link joins the batch and the inside of the run, or what the run charged or drew."""
    ends = (link.source, link.target)
    return batch(str(change.key)) in ends and any(
        node[0] in ("inside", "charge", "draw") and node[1] == change.run for node in ends
    )

"""What must hold of every recall whatever happened, on random plants: the product's calculation, without a database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random

import pytest

from tests.exhaustive.plants import Rows, plant
from tests.oracle.plant import Plant, names, read
from tests.oracle.reach import deliveries, reach
from tests.oracle.reach import recall as oracle_recall
from tests.oracle.times import BEGIN
from tests.properties import changes
from tests.properties.asked import Asked, Recalled, Verdicts
from tests.support.campaign import size

TOGETHER = 500
PLANTS = size(60, 10_000)
CHUNKS = [range(first, min(first + TOGETHER, PLANTS)) for first in range(0, PLANTS, TOGETHER)]
Seeds = dict[str, datetime]

chunks = pytest.mark.parametrize("numbers", CHUNKS, ids=lambda numbers: str(numbers.start))


def plants(numbers: range) -> Iterator[tuple[Random, Rows, Plant]]:
    """Those that have at least two batches, each with the dice for its questions."""
    for number in numbers:
        rows = plant(number, "")
        known = read(rows)
        if len(names(known)) > 1:
            yield Random(number), rows, known


def seeds_of(random: Random, known: Plant) -> Seeds:
    """Two batches, one of them suspect from some hour on."""
    one, other = random.sample(sorted(names(known)), 2)
    text = f"2026-03-{random.randrange(2, 6):02}T{random.randrange(24):02}:00:00Z"
    return {one: datetime.fromisoformat(text), other: BEGIN}


def without_lotless(rows: Rows) -> Rows:
    """Every consumption names its lot."""
    return rows | {"consumed": [row for row in rows.get("consumed", []) if "lot" in row]}


@chunks
def test_the_calculation_is_that_of_the_oracle(numbers: range) -> None:
    for random, _, known in plants(numbers):
        asked, seeds = Asked(known), seeds_of(random, known)
        for name in seeds:
            assert asked.trace([name], "downstream") == reach(known, [name], "downstream").batches
            assert asked.trace([name], "upstream") == reach(known, [name], "upstream").batches
        right = Recalled(oracle_recall(known, seeds).batches, deliveries(known, seeds)[0])
        assert asked.recall(seeds) == right


@chunks
def test_downstream_and_upstream_are_each_other_s_mirror(numbers: range) -> None:
    for _, _, known in plants(numbers):
        asked, every = Asked(known), sorted(names(known))
        down = {(name, other, said) for name in every for other, said in asked.trace([name], "downstream").items()}
        up = {(other, name, said) for name in every for other, said in asked.trace([name], "upstream").items()}
        assert {(one, other, said[1]) for one, other, said in down} == {
            (one, other, said[1]) for one, other, said in up
        }


@chunks
def test_several_seeds_are_the_union_of_each(numbers: range) -> None:
    """Each with the strongest of its verdicts; not so hops, for one seed may let a nearer link of another's stand."""
    for random, _, known in plants(numbers):
        asked, seeds = Asked(known), seeds_of(random, known)
        whole, one, other = (asked.recall(some) for some in (seeds, *({name: seeds[name]} for name in seeds)))
        assert verdicts(whole) == _strongest(verdicts(one), verdicts(other))
        assert whole.shipments == _strongest(one.shipments, other.shipments)


def verdicts(found: Recalled) -> dict[str, str]:
    """Of each batch."""
    return {name: verdict for name, (_, verdict) in found.batches.items()}


def _strongest(one: dict[str, str], other: dict[str, str]) -> dict[str, str]:
    return {name: min(some[name] for some in (one, other) if name in some) for name in one | other}


@chunks
def test_what_happened_besides_never_narrows_a_recall(numbers: range) -> None:
    """Unless it answers an open question: what answers one is not looked at, and that is not most."""
    looked, all_of_them = 0, 0
    for random, whole, _ in plants(numbers):
        rows = without_lotless(whole)
        known = read(rows)
        seeds = seeds_of(random, known)
        more = read(changes.with_event(random, rows, known))
        all_of_them += 1
        if changes.open_questions(known) <= changes.open_questions(more):
            looked += 1
            assert Asked(known).recall(seeds).batches.keys() <= Asked(more).recall(seeds).batches.keys()
    assert looked > all_of_them / 2


@chunks
def test_a_clean_never_widens_a_recall(numbers: range) -> None:
    for random, whole, _ in plants(numbers):
        rows = without_lotless(whole)
        known = read(rows)
        seeds = seeds_of(random, known)
        found = Asked(read(changes.with_clean(random, rows))).recall(seeds).batches
        before = Asked(known).recall(seeds).batches
        assert found.keys() <= before.keys()
        assert _certain(found) <= _certain(before)


def _certain(found: Verdicts) -> set[str]:
    return {name for name, (_, verdict) in found.items() if verdict == "certain"}


@chunks
def test_another_calendar_changes_nothing(numbers: range) -> None:
    for random, rows, known in plants(numbers):
        seeds, by = seeds_of(random, known), timedelta(days=random.choice((-400, -1, 1, 30, 4000)))
        later = {name: since if since == BEGIN else since + by for name, since in seeds.items()}
        assert Asked(read(changes.shifted(rows, by))).recall(later) == Asked(known).recall(seeds)


@chunks
def test_other_names_change_nothing(numbers: range) -> None:
    for random, rows, known in plants(numbers):
        seeds, found = seeds_of(random, known), Asked(read(changes.renamed(rows)))
        right = Asked(known).recall(seeds)
        assert found.recall({changes.new_key(known, name): since for name, since in seeds.items()}) == Recalled(
            {changes.new_key(known, name): said for name, said in right.batches.items()},
            {changes.new_name(name): said for name, said in right.shipments.items()},
        )


@chunks
@pytest.mark.parametrize("mixed", [False, True])
def test_other_units_change_no_verdict(numbers: range, mixed: bool) -> None:
    for random, rows, known in plants(numbers):
        seeds = seeds_of(random, known)
        choose: Callable[[], str] = (lambda: random.choice(("kg", "g"))) if mixed else (lambda: "g")  # noqa: B023
        assert Asked(read(changes.in_units(rows, choose))).recall(seeds) == Asked(known).recall(seeds)

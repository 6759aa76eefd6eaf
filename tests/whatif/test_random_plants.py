"""Random plants: what is answered of a clean more, or less, is what the database answers where it is so recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import Seed, SeedQuery, Switches, VesselPolicy, recall
from genealogy.answers.recall import MILLISECOND, TOLERANCE, How
from genealogy.errors import NothingMatchesError
from genealogy.graph_hash import graph_hash
from genealogy.store import Store
from genealogy.whatif import Change
from genealogy.whatif.answer import supposing
from tests.exhaustive.plants import Rows, plant
from tests.exhaustive.test_switches import vessels
from tests.oracle.plant import names, read
from tests.support.bundles import record_bundles
from tests.support.campaign import size
from tests.support.servers import wipe

TOGETHER = 16
PLANTS = size(8, 3_200)
UTC = ZoneInfo("UTC")
Asked = tuple[Sequence[Seed | SeedQuery], Switches]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(0, PLANTS, TOGETHER))
def test_a_clean_more_or_less_is_as_if_recorded(store: Store, first: int) -> None:
    plants = {seed: cleaned(Random(seed), f"w{seed}-") for seed in range(first, first + TOGETHER)}
    asked = {seed: questions(Random(seed), f"w{seed}-", rows) for seed, rows in plants.items()}
    with_one = {seed: [change for change, _ in suppositions(seed, plants[seed])] for seed in plants}
    record_bundles(store, plants.values())
    hashed = graph_hash(store)

    supposed = {
        (seed, n): ask(store, asked[seed], change) for seed in plants for n, change in enumerate(with_one[seed])
    }
    as_it_is = {seed: ask(store, asked[seed]) for seed in plants}

    assert graph_hash(store) == hashed
    wrong = []
    for number in range(2):  # first all with a clean less, then all with one more
        wipe(store)
        record_bundles(store, [suppositions(seed, rows)[number][1] for seed, rows in plants.items()])
        for seed in plants:
            given, right = supposed[seed, number], ask(store, asked[seed])
            if given != right:
                wrong.append(f"plant {seed}, {with_one[seed][number]}, recall of {asked[seed]}:{unlike(given, right)}")
    moved = sum(answer != as_it_is[seed] for (seed, _), answer in supposed.items())
    print(f"{len(plants)} plants, {len(wrong)} differ, {moved} suppositions change the recall", *wrong, sep="\n")
    assert wrong == []
    assert moved > TOGETHER / 10


def cleaned(random: Random, prefix: str) -> Rows:
    """A plant whose equipment mostly carries over, with at least one clean that counts."""
    rows = plant(random.randrange(10**9), prefix)
    vessels(random, prefix, rows)
    for row in rows["equipment"]:
        if random.random() < 0.7:
            row["carry_over"] = "true"
    on = random.choice([run["equipment"] for run in rows["runs"] if "equipment" in run])
    rows.setdefault("cleanings", []).append(clean(random, on, "K") | {"validated": "true"})
    return rows


def clean(random: Random, equipment: str, line: str) -> dict[str, str]:
    """A clean at some time, mostly a certain one."""
    when = f"2026-03-{random.randrange(2, 5):02}" + f"T{random.randrange(24):02}:30:00Z" * (random.random() < 0.9)
    return {"equipment": equipment, "cleaned_at": when, "line": line}


def suppositions(seed: int, rows: Rows) -> list[tuple[Change, Rows]]:
    """A clean less, and one more, each with the plant of which it is so recorded."""
    random = Random(seed)
    gone = rows["cleanings"][-1]
    some = [row for row in rows["cleanings"] if row["equipment"] != gone["equipment"]]
    on = random.choice([run["equipment"] for run in rows["runs"] if "equipment" in run])
    what = random.choice(("clean", "clean", "emptying"))
    flags = {"validated": "true"} if what == "clean" else {"validated": "false", "empty": "true"}
    new = clean(random, on, "what if 1") | flags
    return [
        (Change("remove", "clean", equipment=gone["equipment"]), {**rows, "cleanings": some}),
        (Change("add", what, equipment=on, at=new["cleaned_at"]), {**rows, "cleanings": [*rows["cleanings"], new]}),  # type: ignore[arg-type]
    ]


def questions(random: Random, prefix: str, rows: Rows) -> Asked:
    """Seeds, now and then a machine in a period, and policies of vessels, now and then."""
    known = sorted(names(read(rows)))
    seeds: list[Seed | SeedQuery] = [Seed(key) for key in random.sample(known, 2)]
    if random.random() < 0.2:
        seeds.append(
            SeedQuery(equipment=f"{prefix}{random.choice('VWLMT')}", from_="2026-03-02", to="2026-03-03T12:00:00Z")
        )
    policies = (VesselPolicy("well_mixed", 0.4), VesselPolicy("first_in_first_out", 0.0, 10.0))
    vessels = {"*": random.choice(policies)} if random.random() < 0.3 else {}
    return seeds, Switches({}, vessels)


def ask(store: Store, asked: Asked, change: Change | None = None) -> Mapping[str, Any]:
    """The whole recall as supposed, or as recorded; without the moment, and which of several shortest ways is told."""
    seeds, switches = asked
    how = How(switches, TOLERANCE // MILLISECOND)
    try:
        if change is None:
            answer = recall(store, seeds, switches=switches)
        else:
            answer = store.reading(lambda tx: supposing(tx, seeds, [change], how, UTC))
    except NothingMatchesError as error:
        return {"nothing": str(error)}
    untold = {name: [without(row) for row in answer[name]] for name in ("batches", "excluded", "mitigated")}
    # What a recorded clean does not say stays to be said, whatever is supposed of it.
    gaps = [gap for gap in answer["gaps"] if gap["code"] != "clean_unset"]
    return {name: value for name, value in {**answer, **untold, "gaps": gaps}.items() if name != "computed_at"}


def without(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row without its reasons."""
    return {name: value for name, value in row.items() if name != "reasons"}


def unlike(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The parts of two answers that are not the same; of lists, the rows that only one of them has."""
    names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    lists = [(name, one[name], other[name]) for name in names if isinstance(one.get(name), list)]
    rows = {name: ([row for row in a if row not in b], [row for row in b if row not in a]) for name, a, b in lists}
    return f" {sorted(names)}" + "".join(f"\n  {name}:\n    {a}\n    {b}" for name, (a, b) in rows.items())

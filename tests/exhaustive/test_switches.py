"""Random plants under random switches and seeds by query: what the oracle says, and nothing the strict scope lacks."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from genealogy.answers import KillStep, Seed, SeedQuery, Switches, VesselPolicy, recall
from genealogy.errors import NothingMatchesError
from genealogy.store import Store
from tests.exhaustive.plants import Rows, plant
from tests.oracle.contact import contact_links
from tests.oracle.links import Link, batch
from tests.oracle.plant import Plant, names, read
from tests.oracle.reach import connected
from tests.oracle.seeds import held, starts
from tests.oracle.switches import Seeds, switched
from tests.oracle.times import BEGIN
from tests.support.bundles import record_bundles
from tests.support.campaign import size

TOGETHER = 100
PLANTS = size(60, 10_000)


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", range(0, PLANTS, TOGETHER))
def test_random_switches(store: Store, first: int) -> None:
    plants = {seed: cared_for(Random(seed), f"s{seed}-") for seed in range(first, first + TOGETHER)}
    record_bundles(store, plants.values())
    seen: dict[str, int] = {}

    wrong = [said for seed, rows in plants.items() if (said := complaint(store, seed, read(rows), seen))]

    print(f"{len(plants)} plants, {len(wrong)} differ, {seen}", *wrong, sep="\n")
    assert wrong == []
    assert all(seen[what] for what in ("narrowed", "mitigated", "by query", "cleaned", "nothing matches", "touched"))


def cared_for(random: Random, prefix: str) -> Rows:
    """A plant with what switches and seeds by query look at: shifts, tests, readings, a utility, packs; vessels used
    more."""
    rows = plant(random.randrange(10**9), prefix)
    for run in rows["runs"]:
        run |= {"shift": f"{prefix}{random.choice('EL')}", "operator": f"{prefix}{random.choice('OP')}"}
    rows["parameters"] = [
        {"run": run["run"], "parameter": f"{prefix}heat", "value": str(random.randrange(60, 80))}
        for run in rows["runs"]
    ]
    rows["materials"] = [{"material": f"{prefix}C", "kind": random.choice(("utility", "raw"))}]
    rows["inspections"] = [
        {
            **{"inspection": f"{prefix}I{number}", "material": f"{prefix}{random.choice('ABC')}"},
            **{"lot": f"{prefix}{random.choice('123')}", "result": random.choice(("pass", "pass", "fail"))},
            **{"characteristic": "germs", "inspected_at": f"2026-03-{random.choice((3, 5, 9)):02}T12:00:00Z"},
        }
        for number in range(3)
    ]
    vessels(random, prefix, rows)
    packs(random, prefix, rows)
    return rows


def packs(random: Random, prefix: str, rows: Rows) -> None:
    """A box, and two pallets it may have been on; when is known more or less."""
    for number in range(random.choice((0, 4, 6))):
        days = random.randrange(2, 5), random.randrange(2, 6)
        row = {"pack": prefix + random.choice(("BOX", "PAL", "PAL", "YARD")), "line": str(number)}
        row |= {"packed_at": f"2026-03-0{days[0]}T{random.randrange(24):02}:00:00Z"} if random.random() < 0.8 else {}
        row |= (
            {"unpacked_at": f"2026-03-0{days[1]}" + random.choice(("", "T12:00:00Z"))} if random.random() < 0.8 else {}
        )
        if random.random() < 0.25:
            row["child_pack"] = prefix + random.choice(("BOX", "PAL"))
        else:
            row |= {"material": f"{prefix}{random.choice('ABC')}", "lot": f"{prefix}{random.choice('123')}"}
        rows.setdefault("packs", []).append(row)


def vessels(random: Random, prefix: str, rows: Rows) -> None:
    """A tank of which nearly all is told: five moves, in order, with their quantities."""
    rows["equipment"].append(
        {"equipment": f"{prefix}T", "kind": "vessel", "carry_over": random.choice(("true", "false"))}
    )
    for number in range(random.choice((0, 0, 1, 2))):
        when = f"2026-03-04T{random.randrange(2, 14):02}:30:00Z"
        rows.setdefault("cleanings", []).append(
            {"equipment": f"{prefix}T", "cleaned_at": when, "validated": "true", "line": f"T{number}"}
        )
    for number in range(7):
        run, kind = f"{prefix}T{number}", "charge" if number < 2 else random.choice(("charge", "draw", "draw"))
        hour = 2 * number + random.choice((0, 0, 0, 0, 1, 2))
        rows["runs"].append(
            {
                **{"run": run, "kind": kind, "equipment": f"{prefix}T"},
                **{"started_at": f"2026-03-04T{hour:02}:00:00Z", "ended_at": f"2026-03-04T{hour + 1:02}:00:00Z"},
            }
        )
        row = {"run": run, "material": f"{prefix}{random.choice('ABC')}", "lot": f"{prefix}{random.choice('123')}"}
        if random.random() < 0.97:
            row["quantity"] = str(random.choice((40, 60, 100) if kind == "charge" else (10, 20, 30)))
        rows.setdefault("consumed" if kind == "charge" else "produced", []).append(row)


def seeds_of(random: Random, prefix: str, known: Plant) -> tuple[list[Any], Seeds, list[Link]]:
    """A seed or two for the product, and what they mean by the rules."""
    if random.random() < 0.4:
        keys = random.sample(sorted(names(known)), 2)
        return [Seed(key) for key in keys], {batch(key): BEGIN for key in keys}, []
    query: Mapping[str, Any] = random.choice(
        (
            {"run": random.choice(known.files["runs"])["run"]},
            {
                "equipment": prefix + random.choice("VWLMT"),
                "from": "2026-03-03",
                "to": random.choice(("2026-03-03T20:00:00Z", "2026-03-04T06:30:00Z")),
            },
            {"operator": prefix + "O", "from": "2026-03-04"},
            {"shift": prefix + "E", "run_kind": "draw"},
            {"parameter": prefix + "heat", "below": 65.0, "above": 75.0, "to": "2026-03-04"},
            {"supplier": prefix + "P", "from": "2026-03-03"},
            {"material": prefix + random.choice("ABC"), "failed": True, "characteristic": "germs"},
        )
    )
    asked = {"from_" if name == "from" else name: value for name, value in query.items()}
    return [SeedQuery(**asked)], starts(known, query), held(known, query)


def switches_of(random: Random, prefix: str, known: Plant) -> Switches:
    """Some switches, most of them about vessels."""
    policies = (VesselPolicy("well_mixed", random.choice((0.1, 0.4))), VesselPolicy("first_in_first_out", 0.0, 10.0))
    steps = (
        KillStep(run=random.choice(known.files["runs"])["run"]),
        KillStep(run_kind=random.choice(("produce", "draw", "charge"))),
        KillStep(characteristic="germs"),
    )
    return Switches(
        random.choice(({}, {"*": False}, {prefix + "T": False})),
        random.choice(({}, {"*": random.choice(policies)}, {prefix + "T": random.choice(policies)})),
        random.random() < 0.3,
        tuple(random.sample(steps, random.choice((0, 0, 1, 2)))),
        random.random() < 0.5,
    )


def complaint(store: Store, seed: int, known: Plant, seen: dict[str, int]) -> str:
    """What differs between the recall and the rules; empty where nothing does."""
    random, prefix = Random(seed), f"s{seed}-"
    asked, suspect, later = seeds_of(random, prefix, known)
    switches = switches_of(random, prefix, known)
    told = f"plant {seed}, recall of {asked} under {switches.as_dict()}:"
    try:
        answer = recall(store, asked, switches=switches, cross_check=True)
    except NothingMatchesError:
        seen["nothing matches"] = seen.get("nothing matches", 0) + 1
        return f"{told} nothing matches, but {suspect} {later}" if suspect or later else ""
    wider = recall(store, asked, switches=Switches(contact=switches.contact))
    strict = {row["key"] for row in wider["batches"]}
    cleaned = {row["key"] for row in wider["excluded"] if "key" in row and row["cut"] == "clean"}
    beside = list(contact_links(known)) if switches.contact else []
    without_cleans = read({file: lines for file, lines in known.files.items() if file != "cleanings"})
    if lost := cleaned - connected(without_cleans, suspect, later, beside):
        return f"{told} {lost} are said to be spared by cleans, and not connected without these"
    right = switched(known, suspect, switches.as_dict(), later)
    batches = {row["key"]: (row["hops"], row["verdict"]) for row in answer["batches"]}
    mitigated = {row["key"] for row in answer["mitigated"] if "key" in row}
    shipments = {row["shipment"]: row["verdict"] for row in answer["shipments"]}
    customers = {row["customer"]: row["verdict"] for row in answer["customers"]}
    given = (batches, mitigated, shipments, customers)
    expected = (right.answer.batches, set(right.mitigated), right.shipments, right.customers)
    for what, is_so in (
        ("narrowed", set(batches) < strict),
        ("mitigated", mitigated),
        ("cleaned", cleaned),
        ("touched", any("beside it" in row["reasons"][0] for row in answer["batches"])),
        ("by query", "by" in answer["seeds"][0]),
    ):
        seen[what] = seen.get(what, 0) + bool(is_so)
    if not set(batches) <= strict:
        return f"{told} {set(batches) - strict} are not in the strict scope"
    if unsaid := strict - set(batches) - mitigated - {row.get("key") for row in answer["excluded"]}:
        return f"{told} {unsaid} are neither in scope, mitigated nor excluded"
    return "" if given == expected else f"{told}\n  given {given}\n  right {expected}"

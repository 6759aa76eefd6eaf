"""The hand-drawn cases: the oracle must find what is written there, and so must the database by the public path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from genealogy.answers import KillStep, Seed, SeedQuery, Switches, VesselPolicy, recall, trace
from genealogy.answers.recall import MILLISECOND, TOLERANCE, How
from genealogy.stock.units import decimal_text
from genealogy.store import Store
from genealogy.whatif import what_if
from genealogy.whatif.answer import supposing
from tests.golden.reading import Case, case_names, read_case, time_of
from tests.golden.supposing import changes_of, supposed, supposed_rows
from tests.oracle.balance import balance, headings
from tests.oracle.exposure import covers, rounded, shares
from tests.oracle.links import Link, batch
from tests.oracle.plant import Plant, read
from tests.oracle.reach import Answer, Direction, reach
from tests.oracle.seeds import held, starts
from tests.oracle.switches import switched
from tests.oracle.times import Place, span
from tests.support.bundles import record_bundles

RECORDS = {
    "runs": "run",
    "shipments": "shipment",
    "customers": "customer",
    "receipts": "receipt",
    "suppliers": "supplier",
}


@pytest.mark.parametrize("name", case_names())
def test_the_oracle_agrees_with_the_paper(name: str) -> None:
    case = read_case(name)
    for ask in (supposed(ask) for ask in case.asks):
        plant = read(supposed_rows(case.whole, changes_of(ask)), case.zone)
        for heading, expected in ask.get("balance", {}).items():
            assert {item: getattr(balance(plant, heading), item) for item in expected} == numbers(expected)
        if "exposure" in ask and covers(plant.files):
            found = rounded(shares(plant.files, seeds_of(ask)), ask["exposure"])
            assert found == {name: round(float(Fraction(str(said[0]))), 6) for name, said in ask["exposure"].items()}
        if not (question := question_of(ask)):
            continue
        seeds, direction = question
        answer = recalled(plant, ask) if "recall" in ask else reach(plant, seeds, direction)
        assert {key: f"{hops} {verdict}" for key, (hops, verdict) in answer.batches.items()} == ask["batches"]
        for kind in RECORDS.keys() & ask.keys():
            assert (kind, sorted(getattr(answer, kind))) == (kind, sorted(ask[kind]))


@pytest.mark.parametrize("name", case_names())
def test_the_database_agrees_with_the_paper(store: Store, name: str) -> None:
    case = read_case(name)
    outcomes = [record_bundles(store, [load], case.zone) for load in case.loads]
    repeated = sum(len(one.repeated) for outcome in outcomes for one in outcome)
    conflicts = sum(len(one.conflicts) for outcome in outcomes for one in outcome)
    said = next((ask["outcome"] for ask in case.asks if "outcome" in ask), {"repeated": 0, "conflicts": 0})

    assert {"repeated": repeated, "conflicts": conflicts} == said
    for ask in case.asks:
        if "outcome" not in ask:
            check(store, case, ask)


def question_of(ask: Mapping[str, Any]) -> tuple[list[str], Direction] | None:
    """The seeds and the direction of a question; None where only a balance is asked for."""
    for word, direction in (("downstream", "downstream"), ("upstream", "upstream"), ("recall", "downstream")):
        if word in ask:
            seeds = ask[word]
            return (seeds if isinstance(seeds, list) else [seeds]), direction  # type: ignore[return-value]
    return None


def seeds_of(ask: Mapping[str, Any]) -> list[str]:
    """The seeds of a recall."""
    return [ask["recall"]] if isinstance(ask["recall"], str) else list(ask["recall"])


def recalled(plant: Plant, ask: Mapping[str, Any]) -> Answer:
    """The oracle's recall: seeds are suspect since ever, or from the moment that is given."""
    plant = replace(plant, tolerance=tolerance_of(ask))
    named = [seed for seed in seeds_asked(ask) if isinstance(seed, str)]
    since = {key: span(time_of(ask.get("from", {}).get(key)), Place(plant.zone)).start for key in named}
    suspect = {batch(key): moment for key, moment in since.items()}
    later: list[Link] = []
    for query in (seed for seed in seeds_asked(ask) if not isinstance(seed, str)):
        suspect |= starts(plant, timed_query(query))
        later += held(plant, timed_query(query))
    found = switched(plant, suspect, ask.get("switches", {}), later)
    batches = {row for row in ask.get("mitigated", {}) if "/" in row}
    assert found.mitigated == batches
    return found.answer


def seeds_asked(ask: Mapping[str, Any]) -> list[Any]:
    """Keys, and what is to be looked for."""
    return ask["recall"] if isinstance(ask["recall"], list) else [ask["recall"]]


def tolerance_of(ask: Mapping[str, Any]) -> timedelta:
    """By how many minutes clocks may differ."""
    return timedelta(minutes=ask["tolerance"]) if "tolerance" in ask else TOLERANCE


def timed_query(query: Mapping[str, Any]) -> dict[str, Any]:
    """What is looked for, with its period in full."""
    return {name: time_of(value) if name in ("from", "to") else value for name, value in query.items()}


def switches_of(said: Mapping[str, Any]) -> Switches:
    """As the product takes them."""
    vessels = {vessel: VesselPolicy(**policy) for vessel, policy in said.get("vessels", {}).items()}
    steps = tuple(KillStep(**step) for step in said.get("kill_steps", ()))
    followed = said.get("stop_at_utilities", False), steps, said.get("contact", False)
    return Switches(said.get("carry_over", {}), vessels, *followed)


def check(store: Store, case: Case, ask: Mapping[str, Any]) -> None:
    """One question put to the database."""
    answer = answer_to(store, ask)
    if "batches" in ask:
        assert {row["key"]: f"{row['hops']} {row['verdict']}" for row in answer["batches"]} == ask["batches"]
    for kind in RECORDS.keys() & ask.keys() & answer.keys():
        assert (kind, [row[RECORDS[kind]] for row in answer[kind]]) == (kind, sorted(ask[kind]))
    if "excluded" in ask:
        excluded = {row.get("key") or row["shipment"]: " | ".join(row["reasons"]) for row in answer["excluded"]}
        assert sorted(excluded) == sorted(ask["excluded"])
        for name, words in ask["excluded"].items():
            assert all(word in excluded[name] for word in words)
    if "held" in ask:
        assert {row["equipment"]: f"{row['quantity']} {row['uom']}" for row in answer["vessels"]} == ask["held"]
    if "seeds" in ask:
        assert [row.get("key") or row.get("run") or row["equipment"] for row in answer["seeds"]] == ask["seeds"]
    if "recall" in ask:
        mitigated = {row.get("key") or row.get("shipment") or row["customer"]: row for row in answer["mitigated"]}
        assert sorted(mitigated) == sorted(ask.get("mitigated", {}))
        for name, words in ask.get("mitigated", {}).items():
            assert all(word in " | ".join(mitigated[name]["reasons"]) for word in words)
    gaps = {(gap["code"], record) for gap in answer["gaps"] for record in gap["records"]}
    for gap in ask.get("gaps", []):
        assert tuple(gap.split(" ", 1)) in gaps
    for code in ask.get("no_gaps", []):
        assert code not in {known for known, _ in gaps}
    for key, expected in ask.get("exposure", {}).items():
        rows = {
            row.get("key") or f"[{row['equipment']}]": row["exposure"] for row in answer["batches"] + answer["vessels"]
        }
        assert (key, [str(value) for value in rows[key].values()]) == (key, exposure_text(expected))
    for key, expected in ask.get("balance", {}).items():
        check_balance(next(row for row in answer["batches"] if row["key"] == key), expected)
    for material, expected in ask.get("totals", {}).items():
        totals = next(row for row in answer["totals"]["by_material"] if row["material"] == material)
        assert {item: Decimal(totals[item]) for item in expected} == numbers(expected)


def answer_to(store: Store, ask: Mapping[str, Any]) -> dict[str, Any]:
    """A trace, or a recall by both engines."""
    for direction in ("downstream", "upstream"):
        if direction in ask:
            return trace(store, ask[direction], direction)
    since = ask.get("from", {})
    seeds: list[Seed | SeedQuery] = []
    for seed in seeds_asked(ask) if "recall" in ask else sorted(ask["balance"]):
        if isinstance(seed, str):
            seeds.append(Seed(seed, time_of(since.get(seed))))
        else:
            said = {"from_" if name == "from" else name: value for name, value in timed_query(seed).items()}
            seeds.append(SeedQuery(**said))
    switches = switches_of(ask.get("switches", {}))
    if changes := changes_of(ask):
        how = How(switches, TOLERANCE // MILLISECOND)
        rows = what_if(store, seeds, changes, switches=switches)["batches"]
        assert {row["key"]: f"{row['from']} {row['to']}" for row in rows if row["from"] != row["to"]} == ask["differs"]
        return store.reading(lambda tx: supposing(tx, seeds, changes, how, ZoneInfo("UTC")))
    return recall(store, seeds, switches=switches, tolerance=tolerance_of(ask), cross_check=True)


def check_balance(row: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """The named headings are right, and the two sides of the balance are equal (rule 28)."""
    found = {item: None if row[item] is None else Decimal(row[item]) for item in headings()}
    assert {item: found[item] for item in expected} == numbers(expected)
    known = {item: value or Decimal(0) for item, value in found.items()}
    came = sum(known[item] for item in ("produced", "received", "returned", "adjusted"))
    went = (
        "on_hand",
        "in_transit",
        "shipped",
        "returned_to_supplier",
        "consumed",
        "scrapped",
        "sampled",
        "unaccounted",
    )
    assert came == sum(known[item] for item in went)


def exposure_text(said: Sequence[Any]) -> list[str]:
    """Fraction, low and high as written on paper: a share as `2/3`, a quantity, or nothing where it is not known."""
    fraction, low, high = said
    share = round(float(Fraction(str(fraction))), 6)
    return [
        str(share),
        *(str(decimal_text(None if value is None else float(Fraction(str(value))))) for value in (low, high)),
    ]


def numbers(said: Mapping[str, Any]) -> dict[str, Decimal | None]:
    """Quantities as written on paper."""
    return {item: None if value is None else Decimal(str(value)) for item, value in said.items()}

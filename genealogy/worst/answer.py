"""The answer of worst cases: batches on hand or open, ranked by what a recall would hit, and the best cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, Literal

from genealogy.answers.recall import moment_now
from genealogy.answers.steady import steady_whole
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.calm import calm
from genealogy.store import Store
from genealogy.worst.counting import EXACT
from genealogy.worst.cuts import Cut, Hit
from genealogy.worst.plant import read_plant
from genealogy.worst.reach import KINDS, Hits, hits_of
from genealogy.worst.single import cut_off
from genealogy.worst.sketch import STANDARD_ERROR
from genealogy.worst.standing import standing_of

By = Literal["batches", "shipments", "customers"]
TOP, CUTS = 20, 5
LISTED = 10  # cuts in the answer


def worst_case(
    store: Store, top: int = TOP, by: By = "batches", cuts: int = CUTS, every: bool = False
) -> dict[str, Any]:
    """Batches that are on hand or open (`every`: all there are), ranked by how many batches, shipments or customers a
    recall would hit by structure, whatever time rules out; JSON values.

    Numbers up to `EXACT` are exact, above that estimates, and each says so. Of the first `cuts` of the list all are
    exact, and the single cleans and segregations that would spare most of their recalls are given, the best first.
    Reads the whole graph. Raises TimedOutError.
    """
    with calm():
        return steady_whole(store, lambda reads: _answer(reads, top, by, cuts, every), "worst-case")


def _answer(store: Store, top: int, by: By, cuts: int, every: bool) -> dict[str, Any]:
    plant = read_plant(store)
    hits = hits_of(plant)
    rows, examined = _first(store, plant.keys, hits, by, top, every)
    spared: dict[str, dict[Cut, Hit]] = {}
    for row in rows[:cuts]:
        hit, spared[row["key"]] = store.reading(partial(cut_off, key=row["key"]), "worst_case")
        row["hits"] = {kind: _hit(number, True) for kind, number in asdict(hit).items()}
    rows.sort(key=lambda row: (*(-row["hits"][kind]["number"] for kind in _order(by)), row["key"]))
    return {
        "schema_version": SCHEMA_VERSION,
        "complete": True,
        "computed_at": moment_now(),
        "by": by,
        "batches": rows,
        "cuts": _listed(spared, by),
        "totals": {
            "batches": len(plant.keys),
            "examined": examined,
            "exact_up_to": EXACT,
            "standard_error": round(STANDARD_ERROR, 4),
        },
    }


def _order(by: str) -> list[str]:
    return [by, *(kind for kind in KINDS if kind != by)]


def _first(
    store: Store, keys: Sequence[str], hits: Hits, by: By, top: int, every: bool
) -> tuple[list[dict[str, Any]], int]:
    """The first `top` of the ranking that are asked for, and how many batches were looked at to find them."""
    numbers = hits.ranked(by).tolist()
    rows: list[dict[str, Any]] = []
    examined = 0
    for number, there in zip(numbers, standing_of(store, (keys[number] for number in numbers), every), strict=True):
        examined += 1
        if there is not None:
            said = {kind: getattr(hits, kind) for kind in KINDS}
            found = {kind: _hit(counts.numbers[number], counts.exact[number]) for kind, counts in said.items()}
            rows.append({**there, "hits": found})
        if len(rows) == top:
            break
    return rows, examined


def _hit(number: int, exact: bool) -> dict[str, Any]:
    return {"number": int(number), "exact": bool(exact)}


def _listed(spared: dict[str, dict[Cut, Hit]], by: By) -> list[dict[str, Any]]:
    """The cuts that spare most, summed over the batches whose recalls were cut."""
    found: dict[Cut, dict[str, Hit]] = {}
    for key, cuts in spared.items():
        for cut, hit in cuts.items():
            found.setdefault(cut, {})[key] = hit
    sums = {
        cut: {kind: sum(getattr(hit, kind) for hit in hits.values()) for kind in KINDS} for cut, hits in found.items()
    }
    ranked = sorted(found, key=lambda cut: (*(-sums[cut][kind] for kind in _order(by)), cut))
    return [
        {
            "kind": cut.kind,
            "text": cut.text(),
            "equipment": cut.equipment or None,
            "runs": list(cut.runs),
            "batch": cut.batch or None,
            "spares": sums[cut],
            "of": [{"key": key, **asdict(hit)} for key, hit in found[cut].items()],
        }
        for cut in ranked[:LISTED]
    ]

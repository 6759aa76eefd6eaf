"""The answer of `causes`: asked of the database, tested, and written as JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.answers.facts import facts_of
from genealogy.answers.gaps import Gaps
from genealogy.answers.scope import Scope, scope_of
from genealogy.answers.seeds import Seed, checked
from genealogy.answers.steady import steady
from genealogy.answers.version import SCHEMA_VERSION
from genealogy.calm import calm
from genealogy.causes.background import Background, find_background
from genealogy.causes.carriers import Bits, Carriers
from genealogy.causes.factors import factors_of
from genealogy.causes.levels import level_tables
from genealogy.causes.ranking import Groups, rank
from genealogy.causes.report import listed, tabled
from genealogy.errors import UsageError
from genealogy.scope.walk import walk
from genealogy.store import Reads, Store

SUPPORT = 2  # bad batches that must carry a factor; one of them shows nothing in common


def causes(
    store: Store, bad: Sequence[str], good: Sequence[str] = (), min_support: int | None = None
) -> dict[str, Any]:
    """What bad batches have in common upstream, ranked, as JSON values; docs/causes.md says what each means.

    `good` are batches to compare with; without them, others of the same materials made about the same time are.
    `min_support` is how many bad batches must carry a factor: 2, or 1 where only one is given. Raises
    UnknownBatchError, UsageError, TimedOutError.
    """
    if min_support is not None and min_support < 1:
        raise UsageError(f"min_support is {min_support}; it must be 1 or more")
    with calm():
        return steady(store, lambda tx: _causes(tx, bad, good, min_support), "causes")


def _causes(store: Reads, bad: Sequence[str], good: Sequence[str], min_support: int | None) -> dict[str, Any]:
    wanted = [seed.key for seed in checked(store, [Seed(key) for key in bad])]
    named = [seed.key for seed in checked(store, [Seed(key) for key in good])] if good else []
    if both := sorted({*wanted} & {*named}):
        raise UsageError(f"{', '.join(both)}: the same batch cannot be both bad and good")
    support = min_support or min(SUPPORT, len(wanted))
    gaps = Gaps()
    upstream = scope_of(store, wanted, "upstream", "frontier")
    gaps.of_scope(store, upstream, facts_of(store, upstream.batches, upstream.edges).odd)
    gaps.of_materials(store, upstream.batches)
    background = find_background(store, wanted, named, {*upstream.batches} - {*wanted})
    keys = [*wanted, *background.keys]
    # One visited set for all: each edge is fetched once, however many batches it is upstream of.
    scope = scope_of(store, keys, "upstream", "frontier")
    carriers = Carriers(scope.edges, keys, scope.doubts.edges)
    groups, related = _groups(store, scope, carriers, wanted, background, gaps)
    hops = walk(scope.edges, wanted, "upstream").hops
    factors = factors_of(store, scope, carriers, hops)
    findings = rank(groups, factors.found, factors.readings, support)
    defects = _defects(store, keys, carriers)
    bad_defects = {number: text for number, text in defects.items() if groups.bad >> number & 1}
    tables = level_tables(groups, factors.found, bad_defects, support)
    failed = sum(groups.good >> number & 1 for number in defects)
    return {
        "schema_version": SCHEMA_VERSION,
        "bad": wanted,
        "good": named,
        "complete": True,
        "background": background.as_dict(groups.good.bit_count()),
        "compared": {"bad": groups.bad.bit_count(), "good": groups.good.bit_count()},
        "min_support": support,
        "tested": len(findings) if groups.good else 0,
        "factors": listed(groups, findings, factors.names),
        "tables": tabled(tables),
        "warnings": _warnings(groups, background, support, len(wanted), related, failed),
        "gaps": gaps.listed(),
    }


def _groups(
    store: Reads, scope: Scope, carriers: Carriers, bad: Sequence[str], background: Background, gaps: Gaps
) -> tuple[Groups, int]:
    """Who takes part, and how many of the background were left out for holding bad material.

    A batch without records upstream would count as carrying nothing, which nobody knows.
    """
    recorded = {*scope.edges.targets} | {row[0] for row in store.read("answer.receipts", keys=scope.batches).rows}
    for key in sorted({*bad} - recorded):
        gaps.add("no_upstream", key)
    if silent := sorted({*background.keys} - recorded):
        gaps.add("background_without_upstream", str(len(silent)), records=silent)
    descended: Bits = 0
    for key in bad if background.source == "period" else ():
        descended |= carriers.of(key)[0]
    good = _bits(carriers, {*background.keys} & recorded)
    return Groups(_bits(carriers, {*bad} & recorded), good & ~descended), (good & descended).bit_count()


def _bits(carriers: Carriers, keys: set[str]) -> Bits:
    return sum(carriers.own[key] for key in keys)


def _defects(store: Reads, keys: Sequence[str], carriers: Carriers) -> Mapping[int, str]:
    """What was found wrong with batches, by their bits; several defects of one batch are a kind of their own."""
    found: dict[str, set[str]] = {}
    for key, defect in store.read("causes.defects", keys=list(keys)).rows:
        found.setdefault(key, set()).add(defect)
    return {carriers.own[key].bit_length() - 1: " + ".join(sorted(kinds)) for key, kinds in found.items()}


def _warnings(
    groups: Groups, background: Background, support: int, bad: int, related: int, failed: int
) -> list[dict[str, str]]:
    """What a reader must know before believing the list."""
    said: list[tuple[str, str]] = []
    if not groups.good:
        said.append(("no_background", "there is nothing to compare with: ranked by coverage only, nothing is tested"))
    if support == 1:
        said.append(("support_of_one", "a factor that one bad batch carries is listed: it is no common one"))
    if bad == 1 and groups.good:
        said.append(("one_bad_batch", "with one bad batch no test can tell much; add others with the same fault"))
    if number := background.related + related:
        said.append(("related_left_out", f"{number} batches with a bad one upstream or downstream are no background"))
    if background.undated:
        said.append(("undated_left_out", f"of {background.undated} other batches nobody knows when they were made"))
    if failed:
        said.append(("failed_in_background", f"{failed} batches of the background failed an inspection"))
    return [{"code": code, "text": text} for code, text in said]

"""Findings and tables in the shapes of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from genealogy.causes.factors import Factor, Found
from genealogy.causes.levels import LevelTable
from genealogy.causes.ranking import Finding, Groups
from genealogy.causes.statistics import ChiSquare, adjusted, odds_ratio

Names = Mapping[tuple[str, str], str | None]


def listed(groups: Groups, findings: Sequence[Finding], names: Names) -> list[dict[str, Any]]:
    """The ranked list."""
    return [_entry(groups, number, finding, findings[0], names) for number, finding in enumerate(findings, 1)]


def _entry(groups: Groups, number: int, finding: Finding, first: Finding, names: Names) -> dict[str, Any]:
    a, b, c, d = finding.table
    ratio, corrected = odds_ratio(finding.table)
    return {
        "rank": number,
        "factors": [_factor(groups, factor, found, names) for factor, found in finding.factors],
        "bad": {"carriers": a, "of": a + b, "share": round(finding.share, 6)},
        "good": {"carriers": c, "of": c + d, "share": round(c / (c + d), 6)} if c + d else None,
        "odds_ratio": _short(ratio),
        "odds_ratio_corrected": corrected,
        "test": ("mann_whitney" if finding.values else "fisher") if finding.p is not None else None,
        "p": _short(finding.p),
        "p_adjusted": _short(finding.p_adjusted),
        "given_first": None if finding is first else _given_first(groups, finding, first),
    }


def _factor(groups: Groups, factor: Factor, found: Found, names: Names) -> dict[str, Any]:
    potential = (found.linked & ~found.certain & groups.bad).bit_count()
    return {
        "kind": factor.kind,
        "id": factor.id,
        "name": names.get((factor.kind, factor.id)),
        "material": factor.material,
        "value": factor.value,
        "hops": found.hops,
        "verdict": "potential" if potential else "certain",
        "potential": potential,
    }


def _given_first(groups: Groups, finding: Finding, first: Finding) -> dict[str, Any]:
    """What is left of a finding once the first one is taken as given."""
    rest = groups.bad & ~first.bits
    return {
        "p": _short(finding.given_first),
        "left_over": (finding.bits & rest).bit_count(),
        "of": rest.bit_count(),
    }


def tabled(tables: Sequence[LevelTable]) -> list[dict[str, Any]]:
    """Whole tables, the most telling first."""
    tested = [table for table in tables if table.test]
    by_table = dict(zip(map(id, tested), adjusted([t.test.p for t in tested if t.test]), strict=True))
    rows = [{**_table(table), "p_adjusted": _short(by_table.get(id(table)))} for table in tables]
    return sorted(
        rows, key=lambda row: (row["p"] is None, row["p"], row["kind"], row["material"], row["parameter"] or "")
    )


def _table(table: LevelTable) -> dict[str, Any]:
    family = table.family
    levels = zip(table.levels, table.counts, table.by_kind, strict=True)
    return {
        "kind": family.kind,
        "material": family.material,
        "parameter": family.parameter or None,
        **_test(table.test),
        "levels": [
            {"ids": list(ids), "bad": bad, "good": good, "defects": list(row)} for ids, (bad, good), row in levels
        ],
        "defects": {"kinds": table.kinds, **_test(table.by_kind_test)},
    }


def _test(test: ChiSquare | None) -> dict[str, Any]:
    if test is None:
        return {"chi_square": None, "degrees": None, "p": None, "low_expected": None}
    found = {"chi_square": _short(test.statistic), "degrees": test.degrees, "p": _short(test.p)}
    return {**found, "low_expected": test.low_expected}


def _short(number: float | None) -> float | None:
    """Six digits: more would say more than is known, and a p of 1e-9 must not become 0."""
    return None if number is None else float(f"{number:.6g}")

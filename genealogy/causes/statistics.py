"""The tests behind `causes`: pure functions of counts and numbers, so that each can be checked against a textbook.

A table of two by two is `(bad with, bad without, good with, good without)`: the factor against the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import stats

Table = tuple[int, int, int, int]
TIE = 1 + 1e-7  # tables as likely as the one seen differ from it by rounding only


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """Pearson's statistic of a table, its degrees of freedom and p; `low_expected` where it is a rough guide only."""

    statistic: float
    degrees: int
    p: float
    low_expected: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """A limit between bad and good values: the bad lie `above` it, or below."""

    limit: float
    above: bool

    def beyond(self, value: float) -> bool:
        """Whether a value lies on the side of the bad."""
        return value > self.limit if self.above else value < self.limit


def odds_ratio(table: Table) -> tuple[float | None, bool]:
    """The sample odds ratio, and whether it is corrected; None where all batches or none carry the factor.

    Where a cell is zero, one half is added to each (Haldane 1956, Anscombe 1956), so that the ratio stays finite.
    """
    a, b, c, d = table
    if a + c == 0 or b + d == 0 or a + b == 0 or c + d == 0:
        return None, False
    if 0 not in table:
        return a * d / (b * c), False
    return (a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)), True


@lru_cache(maxsize=65536)
def fisher(table: Table) -> float:
    """Fisher's exact test, two-sided: the probability, all margins fixed, of a table no more likely than this one."""
    a, b, c, d = table
    return float(stats.fisher_exact([[a, b], [c, d]]).pvalue)


@lru_cache(maxsize=65536)
def stratified(tables: tuple[Table, ...]) -> float | None:
    """The exact test of one factor within strata of another, two-sided; None where no stratum can tell.

    The exact form of the Cochran-Mantel-Haenszel test (Agresti, Categorical Data Analysis, 6.7.5): the number of bad
    batches that carry the factor, summed over strata, is a sum of hypergeometric counts under the null hypothesis.
    With one stratum it is Fisher's test.
    """
    seen, least, chances = 0, 0, np.ones(1)
    for a, b, c, d in tables:
        low, high = max(0, a - d), min(a + b, a + c)
        if low == high:
            continue  # a margin of this stratum is empty: it says nothing
        chance = stats.hypergeom.pmf(np.arange(low, high + 1), a + b + c + d, a + b, a + c)
        chances = np.convolve(chances, chance)
        seen, least = seen + a, least + low
    if len(chances) == 1:
        return None
    return min(1.0, float(chances[chances <= chances[seen - least] * TIE].sum()))


def chi_square(rows: Sequence[Sequence[int]]) -> ChiSquare | None:
    """Pearson's chi-square test of independence for a table of counts, without continuity correction.

    Empty rows and columns are left out; None where fewer than two of either remain. `low_expected` follows Cochran
    (1954): an expected count under 1, or more than a fifth of them under 5.
    """
    columns = [column for column in zip(*filter(any, rows), strict=True) if any(column)]
    if len(columns) < 2 or len(columns[0]) < 2:
        return None
    found = stats.chi2_contingency(columns, correction=False)
    expected = found.expected_freq
    low = bool((expected < 1).any() or (expected < 5).mean() > 0.2)
    return ChiSquare(float(found.statistic), int(found.dof), float(found.pvalue), low)


def rank_test(bad: Sequence[float], good: Sequence[float]) -> float | None:
    """The Mann-Whitney test of two groups of numbers, two-sided; None where a group is empty or all are equal."""
    if not bad or not good or len({*bad, *good}) == 1:
        return None
    return float(stats.mannwhitneyu(bad, good).pvalue)


def ranks_in_strata(strata: Sequence[tuple[Sequence[float], Sequence[float]]]) -> float | None:
    """The same within strata, combined by Fisher's method (Fisher 1932); None where no stratum can tell."""
    found = [p for bad, good in strata if (p := rank_test(bad, good)) is not None]
    return float(stats.combine_pvalues(found, method="fisher").pvalue) if found else None


def best_cut(bad: Sequence[float], good: Sequence[float]) -> Cut:
    """The limit that keeps most of the bad apart from most of the good (Youden 1950), halfway between two values.

    Both groups must have values, and not all the same. Of limits that do equally well the lowest is taken.
    """
    values = np.unique([*bad, *good])
    limits = (values[:-1] + values[1:]) / 2
    shares = [np.searchsorted(np.sort(group), limits) / len(group) for group in (bad, good)]
    apart = shares[1] - shares[0]  # more of the good below: the bad lie above
    best = int(np.argmax(np.abs(apart)))
    return Cut(float(limits[best]), bool(apart[best] >= 0))


def adjusted(values: Sequence[float]) -> list[float]:
    """P-values after Benjamini and Hochberg (1995): the share of false finds when all up to this one are believed."""
    return [float(p) for p in stats.false_discovery_control(values)] if values else []

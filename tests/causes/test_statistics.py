"""Each test of `causes` against a published table."""

from __future__ import annotations

import pytest

from genealogy.causes import statistics
from genealogy.causes.statistics import Cut

WAFERS = [(15, 21, 45, 13), (26, 31, 34, 5), (33, 17, 49, 20)]
# Penicillin and rabbits, five doses (Agresti 1990, table 7.10): cured and died, treated at once or after a delay.
RABBITS = ((0, 6, 0, 5), (3, 3, 0, 6), (6, 0, 2, 4), (5, 1, 6, 0), (2, 0, 5, 0))


def test_chi_square_of_defects_by_shift() -> None:
    """309 wafer defects of four kinds in three shifts: NIST/SEMATECH e-Handbook, section 7.4.5."""
    found = statistics.chi_square(WAFERS)
    assert found is not None
    assert (round(found.statistic, 3), found.degrees, round(found.p, 5)) == (19.178, 6, 0.00387)
    assert not found.low_expected


def test_chi_square_leaves_out_what_is_empty_and_says_where_it_is_rough() -> None:
    assert statistics.chi_square([*WAFERS, (0, 0, 0, 0)]) == statistics.chi_square(WAFERS)
    assert statistics.chi_square([(3, 0), (4, 0)]) is None
    assert statistics.chi_square([(3, 1)]) is None
    assert statistics.chi_square([]) is None
    few = statistics.chi_square([(1, 2), (3, 1)])
    assert few is not None
    assert few.low_expected


def test_fisher_and_the_lady_tasting_tea() -> None:
    assert statistics.fisher((3, 1, 1, 3)) == pytest.approx(34 / 70)
    assert statistics.fisher((4, 0, 0, 4)) == pytest.approx(2 / 70)


def test_strata_are_kept_apart() -> None:
    assert statistics.stratified(RABBITS) == pytest.approx(0.03994, abs=5e-6)
    assert statistics.stratified(((3, 1, 1, 3),)) == pytest.approx(statistics.fisher((3, 1, 1, 3)))
    assert statistics.stratified(((5, 0, 7, 0), (0, 4, 0, 2))) is None


def test_the_odds_ratio_is_finite_or_none() -> None:
    assert statistics.odds_ratio((9, 1, 5, 45)) == (81.0, False)
    assert statistics.odds_ratio((3, 0, 0, 3)) == (49.0, True)
    assert statistics.odds_ratio((3, 0, 4, 0)) == (None, False)
    assert statistics.odds_ratio((0, 0, 1, 4)) == (None, False)


def test_numbers_are_compared_by_rank() -> None:
    """Complete separation of 4 and 5 is one order in 126 choices, on either side."""
    assert statistics.rank_test([1, 2, 3, 4], [5, 6, 7, 8, 9]) == pytest.approx(2 / 126)
    assert statistics.rank_test([1, 2], []) is None
    assert statistics.rank_test([5, 5], [5]) is None
    strata = [([1.0, 2, 3, 4], [5.0, 6, 7, 8, 9]), ([1.0], [1.0])]
    assert statistics.ranks_in_strata(strata) == pytest.approx(2 / 126)
    assert statistics.ranks_in_strata([]) is None


def test_the_cut_stands_between_bad_and_good() -> None:
    assert statistics.best_cut([8, 9, 10], [1, 2, 3, 8]) == Cut(5.5, True)
    assert statistics.best_cut([1, 2], [2, 3, 4]) == Cut(2.5, False)
    cut = statistics.best_cut([181, 182], [176, 177])
    assert (cut.beyond(180), cut.beyond(177)) == (True, False)


def test_adjusted_as_published() -> None:
    """Benjamini and Hochberg 1995, section 3.2: at 5 % the first four of fifteen are kept."""
    published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    published += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    found = statistics.adjusted(published)
    assert sum(p <= 0.05 for p in found) == 4
    assert found[3] == pytest.approx(0.0095 * 15 / 4)
    assert statistics.adjusted([]) == []

"""Ranking of made-up factors, on paper: ties, what remains given the first, measured values, order."""

from __future__ import annotations

from genealogy.causes.factors import Factor, Found, Measured
from genealogy.causes.ranking import Finding, Groups, rank
from genealogy.causes.report import listed
from genealogy.causes.statistics import fisher

TEN = Groups(0b11111, 0b11111 << 5)  # batches 0 to 4 are bad, 5 to 9 good


def lot(name: str, *carriers: int, hops: int = 1) -> tuple[Factor, Found]:
    bits = sum(1 << number for number in carriers)
    return Factor("batch", name, "M"), Found(bits, bits, hops)


def ranked(*factors: tuple[Factor, Found], groups: Groups = TEN, support: int = 2) -> list[Finding]:
    return rank(groups, dict(factors), {}, support)


def ids(findings: list[Finding]) -> list[list[str]]:
    return [[factor.id for factor, _ in finding.factors] for finding in findings]


def test_the_strongest_is_first_and_the_same_carriers_are_one_rank() -> None:
    found = ranked(
        lot("weak", 0, 1, 5),
        lot("twin", 0, 1, 2, 3, 4, hops=3),
        lot("everywhere", *range(10)),
        lot("strong", 0, 1, 2, 3, 4),
    )
    assert ids(found) == [["strong", "twin"], ["weak"], ["everywhere"]]
    assert found[0].p == fisher((5, 0, 0, 5))
    assert [finding.p_adjusted for finding in found] == [fisher((5, 0, 0, 5)) * 3, 1.0, 1.0]


def test_what_is_rarer_among_the_bad_comes_last_however_small_its_p() -> None:
    found = ranked(lot("spares", 0, 1, 5, 6, 7, 8, 9), lot("weak", 0, 1, 2, 5, 6))
    assert ids(found) == [["weak"], ["spares"]]


def test_a_smaller_p_wins_over_coverage_however_small_both_are() -> None:
    groups = Groups((1 << 80) - 1, (1 << 160) - (1 << 80))
    clean, wide = lot("clean", *range(78)), lot("wide", *range(110))
    found = ranked(wide, clean, groups=groups)
    assert ids(found) == [["clean"], ["wide"]]
    assert 0 < (found[0].p or 0) < (found[1].p or 0) < 1e-12


def test_too_little_support_is_not_tested() -> None:
    assert ids(ranked(lot("one", 0), lot("two", 0, 1))) == [["two"]]
    assert ids(ranked(lot("one", 0), support=1)) == [["one"]]


def test_the_second_is_looked_at_again_given_the_first() -> None:
    """A shadow goes where the first goes and tells nothing more; another cause covers the bad ones left over."""
    first, shadow, other = lot("first", 0, 1, 2, 3), lot("shadow", 0, 1, 2, 5), lot("other", 4, 3)
    found = ranked(first, shadow, other)
    entries = {entry["factors"][0]["id"]: entry["given_first"] for entry in listed(TEN, found, {})}
    assert entries["first"] is None
    assert entries["shadow"] == {"p": 1.0, "left_over": 0, "of": 1}
    assert (entries["other"]["left_over"], entries["other"]["of"]) == (1, 1)
    assert entries["other"]["p"] == round(fisher((1, 0, 0, 5)), 6)


def test_without_background_coverage_ranks_and_nothing_is_tested() -> None:
    found = ranked(
        lot("some", 0, 1, 2), lot("far", *range(5), hops=4), lot("near", 0, 1, 2, 3, 4, 5), groups=Groups(31, 0)
    )
    assert ids(found) == [["near", "far"], ["some"]]
    (entry, _) = listed(Groups(31, 0), found, {})
    assert [entry[name] for name in ("good", "odds_ratio", "test", "p", "p_adjusted", "given_first")] == [None] * 6


def test_numbers_are_ranked_and_cut_in_two() -> None:
    values = [182.0, 184, 185, 186, 190, 170, 171, 172, 173, 183]
    rows = [(value, Found(1 << number, 1 << number, 0)) for number, value in enumerate(values)]
    (found,) = rank(TEN, {}, {Measured("温度", "°C", "M"): rows}, 2)
    assert found.factors[0][0] == Factor("parameter", "温度", "M", "> 177.5 °C")
    assert found.table == (5, 0, 1, 4)
    assert found.p == 4 / 252  # one good value among the bad: of 252 orders two on either side are as far apart


def test_equal_numbers_are_no_factor() -> None:
    rows = [(180.0, Found(1 << number, 1 << number, 0)) for number in range(10)]
    assert rank(TEN, {}, {Measured("温度", "°C", "M"): rows}, 2) == []

"""Factors as findings: each tested against the background, ranked, and looked at again given the first.

Pure functions of who carries what; `Groups` says which bits are bad batches and which are the background.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import NamedTuple

from genealogy.causes import statistics
from genealogy.causes.carriers import Bits, members
from genealogy.causes.factors import Factor, Found, Measured
from genealogy.causes.statistics import Table

DIGITS = 9  # of a p that count when findings are ordered: beyond lies the rounding of sums


class Groups(NamedTuple):
    """The bits of the bad batches and of the background."""

    bad: Bits
    good: Bits

    def table(self, carried: Bits, within: Bits = -1) -> Table:
        """A factor against the outcome, two by two, among the batches `within`."""
        bad, good = self.bad & within, self.good & within
        a, c = (carried & bad).bit_count(), (carried & good).bit_count()
        return a, bad.bit_count() - a, c, good.bit_count() - c


@dataclass(slots=True)
class Finding:
    """Factors that exactly the same batches carry (`bits`), among the batches of which that is known (`within`).

    `values` are the numbers of a measured one, by bit. The rest is what the tests say; p is None without background.
    """

    factors: list[tuple[Factor, Found]]
    bits: Bits
    within: Bits
    table: Table
    values: Mapping[int, float] = field(default_factory=dict)
    p: float | None = None
    p_adjusted: float | None = None
    given_first: float | None = None

    @property
    def share(self) -> float:
        """Of the bad batches, how many carry it."""
        return self.table[0] / (self.table[0] + self.table[1])

    @property
    def more(self) -> bool:
        """Whether it is more frequent among the bad; without background there is nothing it could be less than."""
        a, b, c, d = self.table
        return c + d == 0 or a * (c + d) > c * (a + b)

    def order(self) -> tuple[bool, float, float, int, list[Factor]]:
        """Adjusted p, then coverage, closeness and name; what is less frequent among the bad comes last."""
        p = 1.0 if self.p_adjusted is None else float(f"{self.p_adjusted:.{DIGITS}g}")
        names = [factor for factor, _ in self.factors]
        return not self.more, p, -self.share, min(found.hops for _, found in self.factors), [_text(f) for f in names]


def _text(factor: Factor) -> Factor:
    """With empty texts for what is not there, so that factors can be ordered."""
    return factor._replace(material=factor.material or "", value=factor.value or "")


def rank(
    groups: Groups,
    found: Mapping[Factor, Found],
    readings: Mapping[Measured, Sequence[tuple[float, Found]]],
    support: int,
) -> list[Finding]:
    """Findings in their order, of the factors that at least `support` bad batches carry."""
    findings = _alike(groups, found, support)
    if groups.good:
        for measured in sorted(readings, key=lambda one: (one.parameter, one.unit, one.material or "")):
            findings += _measured(groups, measured, readings[measured], support)
        for finding, p in zip(findings, statistics.adjusted([f.p or 0.0 for f in findings]), strict=True):
            finding.p_adjusted = p
    findings.sort(key=Finding.order)
    for finding in findings[1:] if groups.good else ():
        finding.given_first = given(groups, finding, findings[0].bits)
    return findings


def _alike(groups: Groups, found: Mapping[Factor, Found], support: int) -> list[Finding]:
    """One finding for all factors with the same carriers: the records cannot tell them apart."""
    both = groups.bad | groups.good
    by_bits: dict[Bits, list[tuple[Factor, Found]]] = {}
    for factor in sorted(found, key=_text):
        if (found[factor].linked & groups.bad).bit_count() >= support:
            by_bits.setdefault(found[factor].linked & both, []).append((factor, found[factor]))
    return [_finding(groups, bits, _without_doubles(factors)) for bits, factors in by_bits.items()]


def _without_doubles(factors: Sequence[tuple[Factor, Found]]) -> list[tuple[Factor, Found]]:
    """A thing for itself speaks for the same thing at one material, where the same batches carry both."""
    plain = {factor for factor, _ in factors if factor.material is None}
    kept = [
        (factor, found)
        for factor, found in factors
        if factor.material is None or factor._replace(material=None) not in plain
    ]
    return sorted(kept, key=lambda pair: (pair[1].hops, _text(pair[0])))


def _finding(groups: Groups, bits: Bits, factors: list[tuple[Factor, Found]]) -> Finding:
    table = groups.table(bits)
    return Finding(factors, bits, -1, table, p=statistics.fisher(table) if groups.good else None)


def _measured(
    groups: Groups, measured: Measured, readings: Sequence[tuple[float, Found]], support: int
) -> list[Finding]:
    """A measured parameter: a batch's value is the mean of its runs' readings, compared by rank with the others'."""
    values = _values(readings)
    bad, good = _of(values, groups.bad), _of(values, groups.good)
    p = statistics.rank_test(bad, good) if len(bad) >= support else None
    if p is None:
        return []
    cut = statistics.best_cut(bad, good)
    bits = sum(1 << number for number, value in values.items() if cut.beyond(value))
    within = sum(1 << number for number in values)
    text = f"{'>' if cut.above else '<'} {cut.limit:.6g} {measured.unit}".rstrip()
    factor = Factor("parameter", measured.parameter, measured.material, text)
    found = Found()
    for value, node in readings:
        if cut.beyond(value):
            found.add((node.linked, node.certain), node.hops)
    return [Finding([(factor, found)], bits, within, groups.table(bits, within), values, p)]


def _values(readings: Sequence[tuple[float, Found]]) -> dict[int, float]:
    """Of each batch the mean of all readings upstream of it."""
    several: dict[int, list[float]] = {}
    for value, node in readings:
        for number in members(node.linked):
            several.setdefault(number, []).append(value)
    return {number: fmean(several[number]) for number in sorted(several)}


def _of(values: Mapping[int, float], group: Bits) -> list[float]:
    return [value for number, value in values.items() if group >> number & 1]


def given(groups: Groups, finding: Finding, first: Bits) -> float | None:
    """The p of a finding among batches alike in the first one: those that carry it and those that do not."""
    strata = (first, ~first)
    if not finding.values:
        return statistics.stratified(tuple(groups.table(finding.bits, stratum) for stratum in strata))
    return statistics.ranks_in_strata(
        [(_of(finding.values, groups.bad & s), _of(finding.values, groups.good & s)) for s in strata]
    )

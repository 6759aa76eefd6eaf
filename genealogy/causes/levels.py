"""Factors with several levels, such as which shift or which lot of a material: tested as whole tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from genealogy.causes import statistics
from genealogy.causes.carriers import Bits, members
from genealogy.causes.factors import Factor, Found
from genealogy.causes.ranking import Groups
from genealogy.causes.statistics import ChiSquare


class Family(NamedTuple):
    """What the levels are levels of: a kind, at one material, of one parameter."""

    kind: str
    material: str
    parameter: str


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Levels against bad and good, and against the kinds of defect of the bad; a batch counts once.

    A level is what a batch carries of the family: most often one thing, else several together.
    """

    family: Family
    levels: list[tuple[str, ...]]
    counts: list[tuple[int, int]]
    test: ChiSquare | None
    kinds: list[str]
    by_kind: list[tuple[int, ...]]
    by_kind_test: ChiSquare | None


def level_tables(
    groups: Groups, found: Mapping[Factor, Found], defects: Mapping[int, str], support: int
) -> list[LevelTable]:
    """A table for each family of which some level has `support` bad batches and some batch carries another.

    `defects` says of a bad batch, by its bit, what was found wrong with it.
    """
    families: dict[Family, dict[str, Bits]] = {}
    for factor, node in found.items():
        if factor.material:
            parameter = factor.id if factor.kind == "parameter" else ""
            name = factor.value or "" if parameter else factor.id
            families.setdefault(Family(factor.kind, factor.material, parameter), {})[name] = node.linked
    tables = [
        _table(groups, family, families[family], defects)
        for family in sorted(families)
        if any((bits & groups.bad).bit_count() >= support for bits in families[family].values())
    ]
    return [table for table in tables if len(table.levels) > 1]


def _table(groups: Groups, family: Family, carried: Mapping[str, Bits], defects: Mapping[int, str]) -> LevelTable:
    level_of: dict[int, list[str]] = {}
    for name in sorted(carried):
        for number in members(carried[name] & (groups.bad | groups.good)):
            level_of.setdefault(number, []).append(name)
    counts: dict[tuple[str, ...], list[int]] = {}
    kinds = sorted(set(defects.values()))
    by_kind: dict[tuple[str, ...], list[int]] = {}
    for number, names in level_of.items():
        level = tuple(names)
        counts.setdefault(level, [0, 0])[groups.good >> number & 1] += 1
        row = by_kind.setdefault(level, [0] * len(kinds))
        if number in defects:
            row[kinds.index(defects[number])] += 1
    levels = sorted(counts)
    pairs = [(counts[level][0], counts[level][1]) for level in levels]
    rows = [tuple(by_kind[level]) for level in levels]
    test = statistics.chi_square(pairs) if groups.good else None
    return LevelTable(family, levels, pairs, test, kinds, rows, statistics.chi_square(rows))

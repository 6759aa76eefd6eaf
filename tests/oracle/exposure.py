"""The well-mixed share (rule 26) in exact fractions, from the rows of plain runs: every equation written down, and all
of them solved at once. Says nothing of vessels, mappings, shipments and times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction
from itertools import product

from tests.oracle.rows import key

Files = Mapping[str, list[dict[str, str]]]
Equation = dict[str, Fraction]
PLAIN = frozenset({"runs", "consumed", "produced", "receipts"})


def covers(files: Files) -> bool:
    """Whether a bundle has nothing but plain runs without times whose every line has a lot, a quantity and a unit."""
    named = {name for name, rows in files.items() if rows}
    lines = [*files.get("consumed", []), *files.get("produced", []), *files.get("receipts", [])]
    kinds = {row.get("kind") for row in files.get("runs", [])}
    whole = all({"lot", "quantity", "uom"} <= row.keys() and "assigner" not in row for row in lines)
    timeless = not any("started_at" in row for row in files.get("runs", []))
    return named <= PLAIN and whole and timeless and not kinds & {"charge", "draw"}


def shares(files: Files, seeds: Collection[str]) -> dict[str, Fraction]:
    """The share of every batch that is made or seeded: the highest over all ways to choose a unit for each run."""
    runs = _runs(files)
    found: dict[str, Fraction] = defaultdict(Fraction)
    for choice in product(*(sorted(units) for units in runs.values())):
        chosen = {run: runs[run][unit] for run, unit in zip(runs, choice, strict=True)}
        for name, share in _solved(_equations(files, chosen, seeds)).items():
            found[name] = max(found[name], share)
    return dict(found)


def _runs(files: Files) -> dict[str, dict[str, Equation]]:
    """Of each run and unit, the share of each batch among the inputs in that unit."""
    sums: dict[str, dict[str, Equation]] = defaultdict(lambda: defaultdict(lambda: defaultdict(Fraction)))
    for row in files["consumed"]:
        sums[row["run"]][row["uom"]][key(row)] += Fraction(row["quantity"])
    return {
        run: {unit: {name: part / sum(parts.values()) for name, part in parts.items()} for unit, parts in units.items()}
        for run, units in sums.items()
    }


def _equations(files: Files, runs: Mapping[str, Equation], seeds: Collection[str]) -> dict[str, Equation]:
    """Each batch as a mix of others; the empty name is what is suspect for certain."""
    made: dict[str, Equation] = defaultdict(lambda: defaultdict(Fraction))
    total: Equation = defaultdict(Fraction)
    for row in files["produced"]:
        total[key(row)] += Fraction(row["quantity"])
        for name, part in runs.get(row["run"], {}).items():
            made[key(row)][name] += part * Fraction(row["quantity"])
    for row in files.get("receipts", []):
        total[key(row)] += Fraction(row["quantity"])
    mixes = {name: {other: part / total[name] for other, part in parts.items()} for name, parts in made.items()}
    return mixes | {seed: {"": Fraction(1)} for seed in seeds}


def _solved(mixes: Mapping[str, Equation]) -> Equation:
    """Put each equation into all others, one after the other (Gauss)."""
    left = {name: dict(parts) for name, parts in mixes.items()}
    for name in mixes:
        parts = left[name]
        itself = parts.pop(name, Fraction(0))
        if itself != 1:
            parts = left[name] = {other: part / (1 - itself) for other, part in parts.items()}
        for other in left:
            if other != name and (part := left[other].pop(name, None)):
                _add(left[other], parts, part)
    return {name: parts.get("", Fraction(0)) for name, parts in left.items()}


def _add(into: Equation, parts: Mapping[str, Fraction], weight: Fraction) -> None:
    for name, part in parts.items():
        into[name] = into.get(name, Fraction(0)) + weight * part


def rounded(found: Mapping[str, Fraction], names: Iterable[str]) -> dict[str, float]:
    """As an answer writes them."""
    return {name: round(float(found.get(name, Fraction(0))), 6) for name in names}

"""What batches may have in common upstream: lots, suppliers, equipment, people, shifts, lines and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any, NamedTuple

from genealogy.answers.scope import Scope
from genealogy.causes.carriers import Bits, Carriers
from genealogy.keys import BatchKey
from genealogy.scope.edges import CONTENT, PART, RUN
from genealogy.store import Reads


class Factor(NamedTuple):
    """One thing: `material` is what was made or supplied there, None for whatever it was; `value` is a parameter's."""

    kind: str
    id: str
    material: str | None = None
    value: str | None = None


class Measured(NamedTuple):
    """A parameter that bears numbers: its unit, and the material that was made."""

    parameter: str
    unit: str
    material: str | None


@dataclass(slots=True)
class Found:
    """Who carries a factor, and how many batches lie between it and the nearest bad one."""

    linked: Bits = 0
    certain: Bits = 0
    hops: int = 1 << 30

    def add(self, bits: tuple[Bits, Bits], hops: int) -> None:
        """Another node that brings it."""
        self.linked |= bits[0]
        self.certain |= bits[1]
        self.hops = min(self.hops, hops)


@dataclass(slots=True)
class Factors:
    """All factors of a comparison; `readings` are numbers with those who carry each, `names` what things are called."""

    found: dict[Factor, Found] = field(default_factory=dict)
    readings: dict[Measured, list[tuple[float, Found]]] = field(default_factory=dict)
    names: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def add(self, factor: Factor, bits: tuple[Bits, Bits], hops: int) -> None:
        """A factor on one more node."""
        self.found.setdefault(factor, Found()).add(bits, hops)

    def add_each(self, kind: str, id_: str, material: str | None, node: Found, value: str | None = None) -> None:
        """A factor for itself, and once more for the material it had to do with."""
        for wanted in dict.fromkeys((None, material)):
            self.add(Factor(kind, id_, wanted, value), (node.linked, node.certain), node.hops)


def factors_of(store: Reads, scope: Scope, carriers: Carriers, hops: Mapping[str, int]) -> Factors:
    """The factors upstream of the batches of a scope; `hops` are those to the nearest bad batch."""
    factors = Factors()
    _add_batches(store, factors, scope, carriers, hops)
    _add_runs(store, factors, _runs(scope, carriers, hops))
    for content in scope.contents:  # residue and heels: the vessel or line is in it, whichever runs were
        node = CONTENT + content["content"]
        factors.add(Factor("equipment", content["equipment"]), carriers.holding(node), hops.get(node, 1 << 30))
    _describe(store, factors)
    return factors


def _add_batches(store: Reads, factors: Factors, scope: Scope, carriers: Carriers, hops: Mapping[str, int]) -> None:
    for key in scope.batches:
        if any(bits := carriers.of(key)):
            factors.add(Factor("batch", key, BatchKey.parse(key).material), bits, hops.get(key, 1 << 30))
    for key, _, supplier, name, _, _ in store.read("answer.receipts", keys=scope.batches).rows:
        if supplier:
            linked, certain = carriers.holding(key)
            node = Found(linked, certain, hops.get(key, 1 << 30))
            factors.add_each("supplier", supplier, BatchKey.parse(key).material, node)
            factors.names["supplier", supplier] = name


def _runs(scope: Scope, carriers: Carriers, hops: Mapping[str, int]) -> dict[str, Found]:
    """Of each run who carries it: by the run itself, or by parts of it where it is drawn as parts."""
    nodes = [(node[2:], node) for node in scope.reached.hops if node.startswith(RUN)]
    nodes += [(part["run"], PART + part["part"]) for part in scope.parts]
    found: dict[str, Found] = {}
    for run, node in nodes:
        found.setdefault(run, Found()).add(carriers.holding(node), hops.get(node, 1 << 30))
    return found


def _add_runs(store: Reads, factors: Factors, runs: Mapping[str, Found]) -> None:
    rows = store.read("causes.runs", runs=sorted(runs)).dicts() if runs else []
    numeric = _numeric(rows)
    for row in rows:
        node, material = runs[row["run"]], " + ".join(row["materials"]) or None
        for kind in ("equipment", "operators"):
            for id_ in row[kind]:
                factors.add_each(kind.removesuffix("s"), id_, material, node)
        if row["shift"]:
            factors.add_each("shift", row["shift"], material, node)
        for parameter, value, unit in row["parameters"]:
            if (parameter, unit) in numeric:
                measured = Measured(parameter, unit, material)
                factors.readings.setdefault(measured, []).append((float(value), node))
            else:
                factors.add_each("parameter", parameter, material, node, f"{value} {unit}".rstrip())


def _numeric(rows: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Parameters, by name and unit, of which every value is a number."""
    said: dict[tuple[str, str], bool] = {}
    for row in rows:
        for parameter, value, unit in row["parameters"]:
            said[parameter, unit] = said.get((parameter, unit), True) and _is_number(value)
    return {name for name, numeric in said.items() if numeric}


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False


def _describe(store: Reads, factors: Factors) -> None:
    """Names of materials and equipment; equipment of kind `line` is called a line."""
    ids = sorted({factor.id for factor in factors.found if factor.kind == "equipment"})
    rows = store.read("causes.equipment", ids=ids).rows if ids else []
    lines = {id_ for id_, kind, _ in rows if kind == "line"}
    for id_, _, name in rows:
        factors.names["line" if id_ in lines else "equipment", id_] = name
    factors.found = {
        factor._replace(kind="line") if factor.kind == "equipment" and factor.id in lines else factor: found
        for factor, found in factors.found.items()
    }
    materials = sorted({factor.material for factor in factors.found if factor.kind == "batch" and factor.material})
    named = {row[0]: row[1] for row in store.read("answer.materials", materials=materials).rows} if materials else {}
    for factor in factors.found:
        if factor.kind == "batch":
            factors.names["batch", factor.id] = named.get(factor.material)

"""Bounds of the suspect quantity (rule 27), as intervals handed on from what is consumed to what is made.

Of a pool of size S that holds L to H, a withdrawal of x takes at least x - (S - L), for what is clean may go first, and
at most H. Runs hand on by their yield, or count pieces. Potential links count as clean for the lower bound and as
suspect for the upper one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

from genealogy.exposure.flows import COUNTED, Flows, Inflow, Line, Making, Pool, in_groups, size_of

Bound = tuple[float, float]
Component = tuple[list[tuple[Line, float]], float, bool]  # lines, what of the same goes elsewhere, counted or not
ROUNDING = 1e-9
ROUNDS = 1000


@dataclass(slots=True)
class Bounds:
    """Low and high of every pool calculated so far, in its unit; None where its size is not known."""

    flows: Flows
    shares: Mapping[str, float]
    found: dict[str, Bound | None] = field(default_factory=dict)
    sizes: dict[str, float | None] = field(default_factory=dict)

    def run(self, order: Sequence[Sequence[str]]) -> dict[str, Bound | None]:
        """Calculate all pools, those on a circle together."""
        for nodes in order:
            pools = [node for node in nodes if node in self.flows.pools]
            for node in pools:
                size = self.sizes[node] = size_of(self.flows.pools[node])
                self.found[node] = None if size is None else (0.0, size)
            if len(nodes) > 1:
                self._settle(pools)
            elif pools:
                self.found[pools[0]] = self._of_pool(pools[0])
        return self.found

    def _settle(self, pools: Sequence[str]) -> None:
        """On a circle the bounds start as wide as can be and are narrowed until nothing changes: right at any time."""
        for _ in range(ROUNDS):
            if not self._improve(pools):
                return

    def _improve(self, pools: Sequence[str]) -> bool:
        changed = False
        for node in pools:
            old, new = self.found[node], self._of_pool(node)
            self.found[node] = new
            changed |= old is not None and new is not None and _differ(old, new, self.sizes[node] or 0.0)
        return changed

    def _of_pool(self, node: str) -> Bound | None:
        pool = self.flows.pools[node]
        size = self.sizes[node]
        if size is None:
            return None
        if pool.seed:
            return size, size
        low = high = 0.0
        for inflow in pool.inflows:
            least, most = self._of_inflow(node, inflow, size)
            low += least
            high += most
        return min(low, size), min(high, size)

    def _of_inflow(self, node: str, inflow: Inflow, size: float) -> Bound:
        source, quantity = inflow.source, inflow.quantity
        if source is None or not self.shares.get(source):
            return 0.0, 0.0
        if quantity is None:
            return 0.0, size
        making, pool = self.flows.makings.get(source), self.flows.pools[node]
        if source in self.flows.seeds:
            low = high = quantity
        elif making is None:
            low, high = self._taken(source, quantity, pool.uom)
        else:
            low, high = self._made(making, node, pool, quantity)
        return (low if inflow.certain else 0.0), high

    def _taken(self, source: str, quantity: float, uom: str | None) -> Bound:
        """What a withdrawal of that quantity takes, in its own unit."""
        choice = self.flows.choices.get(source)
        if choice is not None:
            options = [self._taken(option, quantity, uom) for option in choice.options]
            low = min(least for least, _ in options) if any(choice.options.values()) else 0.0
            return low, max(most for _, most in options)
        pool, bound = self.flows.pools.get(source), self.found.get(source)
        if pool and pool.seed:
            return quantity, quantity
        factor = self.flows.units.factor(pool.material, pool.uom, uom) if pool else None
        size = self.sizes.get(source)
        if bound is None or factor is None or size is None:
            return 0.0, quantity
        return withdrawn(quantity, size * factor, (bound[0] * factor, bound[1] * factor))

    def _made(self, making: Making, node: str, pool: Pool, quantity: float) -> Bound:
        """What a making puts into a pool, in the pool's unit."""
        output = making.outputs.get(node)
        factor = self.flows.units.factor(pool.material, pool.uom, output.uom) if output else None
        if output is None or not factor:
            return 0.0, quantity
        low, high = self._of_making(making, quantity * factor, output.uom)
        return min(low / factor, quantity), min(high / factor, quantity)

    def _of_making(self, making: Making, size: float, uom: str | None) -> Bound:
        """The highest bounds of any component, counted or in bulk."""
        if any(line.source and line.quantity is None and self.shares.get(line.source) for line in making.inputs):
            return 0.0, size
        total, torn = self._total(making, uom), self._torn(making, uom)
        low = high = 0.0
        for lines, beside, counted in self._components(making, uom):
            least, most, came = self._sums(lines)
            if most <= 0:
                continue
            if total is None or self._lacks(making, lines, counted):
                return 0.0, size
            if counted:
                fed = self._total(making, uom, _reach(lines)) or total
                bound = pieces(size, fed, came + beside, (least, most))
            else:
                bound = bulk(size, total / (came + beside), (least, most), came)
            whole = not torn or torn.isdisjoint(line.material for line, _ in lines)
            low, high = max(low, bound[0] if whole else 0.0), max(high, bound[1])
        return low, high

    def _torn(self, making: Making, uom: str | None) -> set[str]:
        """Materials in units of which nobody says what they are to each other: there is more of them, clean perhaps,
        than any sum tells."""
        lines = [line for line in (*making.inputs, *making.beside) if line.quantity is not None]
        units = {(line.material, line.uom) for line in lines}
        if len(units) == len({material for material, _ in units}):  # nearly always
            return set()
        counted = [line for line in lines if uom in COUNTED and self._pieces(line) is not None]
        loose = [line for line in lines if uom not in COUNTED or self._pieces(line) is None]
        groups = [[line for line, _ in found] for found in in_groups(making, loose, self.flows.units).values()]
        named = Counter(name for group in (counted, *groups) for name in {line.material for line in group})
        return {name for name, number in named.items() if number > 1}

    def _total(self, making: Making, uom: str | None, reach: frozenset[str] = frozenset()) -> float | None:
        """All that came out in that unit, or in one that can be told in it (rule 25), or only of outputs in `reach`;
        None where that is not known."""
        total = 0.0
        for key, output in making.outputs.items():
            if reach and key not in reach:
                continue
            if uom in COUNTED:
                factor = 1.0 if output.uom in COUNTED else None
            else:
                factor = self.flows.units.factor(output.material, output.uom, uom)
            if factor is not None:
                if output.quantity is None:
                    return None
                total += output.quantity * factor
        return total

    def _sums(self, lines: Sequence[tuple[Line, float]]) -> tuple[float, float, float]:
        """The least and the most that is suspect in the lines, and all of it, in their common unit."""
        least = most = came = 0.0
        for line, factor in lines:
            quantity = line.quantity or 0.0
            came += quantity * factor
            if line.source is not None and self.shares.get(line.source):
                low, high = self._taken(line.source, quantity, line.uom)
                least += low * factor if line.certain else 0.0
                most += high * factor
        return least, most, came

    def _components(self, making: Making, uom: str | None) -> list[Component]:
        """Inputs that are looked at together, what of the same kind goes elsewhere, and whether they are counted."""
        if uom not in COUNTED:
            return self._in_bulk(making, making.inputs)
        parts: dict[str, list[tuple[Line, float]]] = {}
        loose = []
        for line in making.inputs:
            pieces = self._pieces(line)
            if pieces is None:
                loose.append(line)
            elif line.quantity is not None:
                parts.setdefault(line.material, []).append((line, pieces))
        found = self._in_bulk(making, loose)
        for material, lines in parts.items():
            reach = _reach(lines)
            others = [line for line in making.beside if line.material == material]
            others = [line for line in others if not (reach and line.reach) or reach & line.reach]
            beside = sum((line.quantity or 0.0) * (self._pieces(line) or 0.0) for line in others)
            found.append((lines, beside, True))
        return found

    def _pieces(self, line: Line) -> float | None:
        """How many pieces one of the line's unit is; None where nobody says."""
        if line.uom is None or line.uom in COUNTED:
            return None if line.uom is None else 1.0
        factors = (self.flows.units.factor(line.material, line.uom, unit) for unit in sorted(COUNTED))
        return next((factor for factor in factors if factor is not None), None)

    def _in_bulk(self, making: Making, inputs: Sequence[Line]) -> list[Component]:
        groups = in_groups(making, inputs, self.flows.units)
        if not making.beside:
            return [(lines, 0.0, False) for lines in groups.values()]
        elsewhere = in_groups(making, making.beside, self.flows.units)
        beside = {
            unit: sum((line.quantity or 0.0) * factor for line, factor in elsewhere.get(unit, ())) for unit in groups
        }
        return [(lines, beside[unit], False) for unit, lines in groups.items()]

    def _lacks(self, making: Making, lines: Sequence[tuple[Line, float]], counted: bool) -> bool:
        """Whether an input that nobody measured may belong to this component."""
        lost = {line.material for line in (*making.inputs, *making.beside) if line.quantity is None}
        return bool(lost & {line.material for line, _ in lines}) if counted else bool(lost)


def _reach(lines: Sequence[tuple[Line, float]]) -> frozenset[str]:
    """The outputs that these lines may go into; empty where that is all of them."""
    found = [line.reach for line, _ in lines]
    return frozenset[str]().union(*found) if all(found) else frozenset()


def withdrawn(quantity: float, size: float, held: Bound) -> Bound:
    """What a withdrawal takes of a pool of that size. What is taken beyond its size may be anything."""
    beyond = max(0.0, quantity - size)
    return max(0.0, quantity - (size + beyond - held[0])), min(quantity, held[1] + beyond)


def bulk(size: float, ratio: float, suspect: Bound, came: float) -> Bound:
    """Rule 27 in bulk: of an output of that size, at `ratio` of output to input."""
    clean = came - suspect[0]
    return max(0.0, size - clean * ratio), min(size, suspect[1] * ratio)


def pieces(size: float, total: float, came: float, suspect: Bound) -> Bound:
    """Rule 27 for counted pieces: an output lot of `size` among `total`, of `came` parts of one material.

    The rule thinks of assembly. Where more pieces come out than went in, each that is suspect may spoil several.
    """
    if total <= 0 or came <= 0:
        return 0.0, size
    spoiled = suspect[1] * max(1.0, total / came)
    each = max(1, ceil(came / total - ROUNDING))
    return max(0.0, ceil(suspect[0] / each - ROUNDING) - (total - size)), min(size, spoiled)


def _differ(old: Bound, new: Bound, size: float) -> bool:
    """By more than rounding, of a pool of that size: grams and tonnes of the same are narrowed alike."""
    return any(abs(one - other) > ROUNDING * size for one, other in zip(old, new, strict=True))

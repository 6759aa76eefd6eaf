"""What goes into what and how much of it, as values: all that exposure is calculated from.

Node ids are those of the scope. A *pool* is one mix from which things are taken: a batch, a content of a vessel. A
*making* turns inputs into outputs: a run, a part of one, a transfer. A *choice* is one of several things, nobody knows
which: the candidates of a line, the residue on a machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from genealogy.stock.units import Units

# One of these is one piece; lines in them are counted (rule 27).
COUNTED = frozenset({"pcs", "ea", "C62", "H87", "个", "件"})


@dataclass(slots=True)
class Line:
    """An input: `source` is the node it comes from where that may be suspect, None where nothing suspect is in it.

    `quantity` None is not recorded. `weight` is what of it goes into these outputs, where it is shared with others.
    `reach` are the outputs it may go into; empty means all of them.
    """

    source: str | None
    material: str
    quantity: float | None
    uom: str | None
    certain: bool = True
    weight: float | None = None
    reach: frozenset[str] = frozenset()


@dataclass(slots=True)
class Output:
    """What is made, in the unit of its line."""

    material: str
    quantity: float | None
    uom: str | None


@dataclass(slots=True)
class Making:
    """Inputs of which each may be in each output. `beside` are inputs of the same run that go into other outputs only:
    they count for the yield and for the parts in a piece."""

    inputs: list[Line] = field(default_factory=list)
    outputs: dict[str, Output] = field(default_factory=dict)
    beside: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Inflow:
    """What came into a pool, in its unit; None is not known. `source` as in `Line`. Residue has no quantity to know."""

    source: str | None
    quantity: float | None
    certain: bool = True
    residue: bool = False


@dataclass(slots=True)
class Pool:
    """One mix. `left` is what had certainly left before anything suspect came in, `stated` the described quantity,
    `rest` what a vessel's content ended with; all of a `seed` is suspect, whatever went into it."""

    material: str
    uom: str | None
    inflows: list[Inflow] = field(default_factory=list)
    left: float = 0.0
    stated: float | None = None
    rest: float | None = None
    seed: bool = False


def size_of(pool: Pool) -> float | None:
    """How much came in, less what left before anything suspect did; None is not known."""
    came: float | None = None
    for inflow in pool.inflows:
        if not inflow.residue:
            if inflow.quantity is None:
                came = None
                break
            came = (came or 0.0) + inflow.quantity
    came = pool.stated if came is None else came
    return None if came is None else max(0.0, came - pool.left)


@dataclass(slots=True)
class Choice:
    """One of these sources (each with whether it is a certain one)."""

    options: dict[str, bool] = field(default_factory=dict)


@dataclass(slots=True)
class Flows:
    """Everything, by node. Of `seeds` all is suspect that comes out, whatever went in."""

    pools: dict[str, Pool] = field(default_factory=dict)
    makings: dict[str, Making] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    seeds: set[str] = field(default_factory=set)
    units: Units = field(default_factory=Units)


Groups = dict[str | None, list[tuple[Line, float]]]


def in_groups(making: Making, lines: Sequence[Line], units: Units) -> Groups:
    """The lines that have a quantity by common unit (the outputs' units come first), each with what its quantity is
    multiplied by. Lines without a factor to any unit of the others are in a group of their own unit (rule 25)."""
    used = {line.uom for line in making.inputs}
    if len(used) == 1 and not making.beside:  # nearly always
        return (
            {next(iter(used)): found} if (found := [(line, 1.0) for line in lines if line.quantity is not None]) else {}
        )
    targets = _targets(making, used | {line.uom for line in making.beside})
    groups: Groups = {}
    for line in lines:
        for target in targets if line.quantity is not None else ():
            factor = units.factor(line.material, line.uom, target)
            if factor is not None:
                groups.setdefault(target, []).append((line, factor))
                break
    return groups


def _targets(making: Making, used: set[str | None]) -> list[str | None]:
    made = {output.uom for output in making.outputs.values()}
    return [*sorted(uom for uom in made if uom), *sorted(uom for uom in used - made if uom)] or [None]

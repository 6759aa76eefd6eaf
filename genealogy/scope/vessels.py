"""The vessels of a closure that have a policy of their own: read once, judged as often as asked (rule 16)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from genealogy.derive.chains import Cuts
from genealogy.derive.lines import interval, span_of
from genealogy.scope.edges import PART, Edges
from genealogy.scope.mixing import Judged, Move, Vessel, judge
from genealogy.scope.switches import Switches
from genealogy.stock.units import Units
from genealogy.store import Reads

Row = Mapping[str, Any]


class Vessels:
    """What was charged and drawn in the vessels that the closure touches and a policy other than strict speaks of."""

    def __init__(self, store: Reads, edges: Edges, switches: Switches) -> None:
        self._store, self._switches = store, switches
        parts = sorted({node[2:] for node in (*edges.sources, *edges.targets) if node.startswith(PART)})
        rows = store.read("switches.vessels", parts=parts).rows if parts else []
        names = {vessel for _, vessel in rows if switches.policy_of(vessel).policy != "strict"}
        self._vessels = list(self._read(sorted(names))) if names else []

    def judged(self, reached: Collection[str]) -> Iterator[tuple[Vessel, Judged]]:
        """What each policy says where these nodes carry suspect material."""
        suspect = {node[2:] for node in reached if node.startswith(PART)}
        for vessel in self._vessels:
            yield vessel, judge(vessel, self._switches.policy_of(vessel.name), suspect)

    def _read(self, names: list[str]) -> Iterator[Vessel]:
        lines: dict[str, list[Row]] = {name: [] for name in names}
        for row in self._store.read("switches.vessel_lines", vessels=names).dicts():
            lines[row["vessel"]].append(row)
        cuts: dict[str, list[Any]] = {name: [] for name in names}
        for name, _, said in self._store.read("derive.cleans", equipment=names).rows:
            if said.get("validated") or said.get("empty"):
                cuts[name].append(span_of(said, "cleaned_at"))
        materials = sorted({row["material"] for rows in lines.values() for row in rows if row["material"]})
        units = Units.of(self._store.read("answer.conversions", materials=materials).rows) if materials else Units()
        for name in names:
            yield _vessel(name, lines[name], Cuts.of(cuts[name]), units)


def _vessel(name: str, rows: list[Row], cuts: Cuts, units: Units) -> Vessel:
    uom = next((row["uom"] for row in rows if row["uom"]), None)
    sides: dict[str, list[Move]] = {"charge": [], "draw": []}
    for row in rows:
        amount = _amount(row, uom, units)
        sides[row["role"]].append(Move(row["part"], row["run"], interval(row["at"], row["at_end"]), amount))
    return Vessel(name, uom, tuple(sides["charge"]), tuple(sides["draw"]), cuts)


def _amount(row: Row, uom: str | None, units: Units) -> float | None:
    """In the unit of the vessel; None where nothing is recorded, or no factor is declared (rule 25)."""
    if row["quantity"] is None or row["material"] is None or (row["uom"] is None and uom is not None):
        return None
    factor = units.factor(row["material"], row["uom"], uom)
    return None if factor is None else float(row["quantity"]) * factor

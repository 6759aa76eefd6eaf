"""The vessels of a closure that have a policy of their own: read once, judged as often as asked (rule 16)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from genealogy.derive.chains import Cuts
from genealogy.derive.lines import interval, span_of
from genealogy.scope.edges import PART, Edges
from genealogy.scope.mixing import Judged, Move, Vessel, judge
from genealogy.scope.switches import Switches
from genealogy.stock.units import Units
from genealogy.store import Reads
from genealogy.times import Interval

Row = Mapping[str, Any]


class Vessels:
    """What was charged and drawn in the vessels that the closure touches and a policy other than strict speaks of."""

    def __init__(self, store: Reads, edges: Edges, switches: Switches) -> None:
        self._switches = switches
        parts = sorted({node[2:] for node in (*edges.sources, *edges.targets) if node.startswith(PART)})
        rows = store.read("switches.vessels", parts=parts).rows if parts else []
        names = {vessel for _, vessel in rows if switches.policy_of(vessel).policy != "strict"}
        self._vessels = read_vessels(store, sorted(names))

    def judged(self, reached: Collection[str]) -> Iterator[tuple[Vessel, Judged]]:
        """What each policy says where these nodes carry suspect material."""
        suspect = {node[2:] for node in reached if node.startswith(PART)}
        for vessel in self._vessels:
            yield vessel, judge(vessel, self._switches.policy_of(vessel.name), suspect)


def read_vessels(store: Reads, names: Sequence[str]) -> list[Vessel]:
    """Everything recorded of these vessels: their whole history, by three queries."""
    if not names:
        return []
    lines: dict[str, list[Row]] = {name: [] for name in names}
    for row in store.read("switches.vessel_lines", vessels=list(names)).dicts():
        lines[row["vessel"]].append(row)
    cuts: dict[str, list[Interval]] = {name: [] for name in names}
    for name, _, said in store.read("derive.cleans", equipment=list(names)).rows:
        if said.get("validated") or said.get("empty"):
            cuts[name].append(span_of(said, "cleaned_at"))
    materials = sorted({row["material"] for rows in lines.values() for row in rows if row["material"]})
    units = Units.of(store.read("answer.conversions", materials=materials).rows) if materials else Units()
    return [_vessel(name, lines[name], Cuts.of(cuts[name]), units) for name in names]


def _vessel(name: str, rows: list[Row], cuts: Cuts, units: Units) -> Vessel:
    rows = [{**row, "uom": row["uom"] or units.own.get(row["material"])} for row in rows]
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

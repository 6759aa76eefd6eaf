"""What the laboratory and the store-keepers write down: inspections, statuses, counts, corrections."""

from __future__ import annotations

from collections.abc import Iterable

from loaders.simulate.flows import operator, scrap
from loaders.simulate.sim import Sim
from loaders.simulate.stock import Batch

Check = tuple[str, float, float, str]


def inspect(
    sim: Sim,
    batch: Batch,
    at: int,
    check: Check,
    *,
    passed: bool = True,
    receipt: str = "",
    run: str = "",
    defect: str = "",
) -> None:
    """One inspection of a characteristic `(name, mean, spread, unit)`; a failed one reads far off the mean."""
    name, mean, spread, unit = check
    value = sim.rng.gauss(mean, spread / 3) if passed else mean + 2 * spread
    number = sim.number("QI")
    at = max(at, batch.made)
    row = (number, *batch.cells, receipt, run, "pass" if passed else "fail", sim.calendar.stamp(at), operator(sim))
    sim.bundle.write("inspections", (*row, name, f"{value:.3f}", unit, defect, f"REP-{number[3:]}" if defect else ""))


def status(sim: Sim, batch: Batch, state: str, at: int, reason: str) -> None:
    """Set the status of a whole batch."""
    row = (*batch.cells, state, "", "", batch.place, reason, sim.calendar.stamp(at), operator(sim))
    sim.bundle.write("statuses", row)


def count(sim: Sim, batches: Iterable[Batch], at: int, share: float) -> None:
    """Count a share of the batches on hand; where a piece is missing, an adjustment says so first."""
    for batch in batches:
        material = batch.material
        if batch.last > at - 5 or batch.left <= material.factor or not sim.chance(share):
            continue
        if sim.chance(0.05):
            _adjust(sim, batch, material.factor, at - 2)
        row = (sim.number("CT"), *batch.cells, batch.place, material.text(batch.left), material.uom)
        sim.bundle.write("counts", (*row, sim.calendar.stamp(at)))
        batch.last = at


def _adjust(sim: Sim, batch: Batch, lost: int, at: int) -> None:
    batch.use(lost, at)
    quantity = "-" + batch.material.text(lost)
    row = (sim.number("MV"), *batch.cells, "adjust", batch.place, "", quantity, batch.material.uom)
    sim.bundle.write("movements", (*row, sim.calendar.stamp(at)))


def mistake(sim: Sim, batch: Batch, at: int) -> None:
    """A sample posted with a wrong quantity; an hour later the right record replaces it."""
    unit = batch.material.factor
    if batch.left < 10 * unit:
        return
    wrong = sim.number("MV")
    row = (wrong, *batch.cells, "sample", batch.place, "", batch.material.text(unit * 5), batch.material.uom)
    sim.bundle.write("movements", (*row, sim.calendar.stamp(at)))
    right = scrap(sim, batch, unit, at, "sample")
    reason = "quantity typed wrongly 数量录入错误"
    moment = sim.calendar.stamp(at + 60)
    sim.bundle.write("corrections", ("movement", wrong, "replace", right, reason, moment, operator(sim)))

"""A bundle read into lines: which batch, in which run or document, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tests.oracle.onhand import may_be_there
from tests.oracle.rows import BATCH, Bundle, Row, clean, key
from tests.oracle.times import Place, Span, before, between, line_span, places, run_span, span, truth

CHARGE, DRAW, VESSEL = "charge", "draw", "vessel"


class Line(NamedTuple):
    """A batch going into or out of a run."""

    number: int
    run: str
    key: str
    span: Span
    certain: bool


class Use(NamedTuple):
    """A run on equipment, with the time of it where that is told apart from the run's."""

    equipment: str
    own_time: Span | None


@dataclass
class Plant:
    """Everything the rules look at."""

    files: dict[str, list[dict[str, str]]]
    zone: ZoneInfo
    runs: dict[str, Row] = field(default_factory=dict)
    equipment: dict[str, Row] = field(default_factory=dict)
    uses: dict[str, list[Use]] = field(default_factory=dict)
    consumed: list[Line] = field(default_factory=list)
    produced: list[Line] = field(default_factory=list)
    candidates: dict[str, set[str]] = field(default_factory=dict)
    shipments: dict[str, Row] = field(default_factory=dict)
    inflows: dict[str, list[Span]] = field(default_factory=dict)
    locations: dict[str, Place] = field(default_factory=dict)
    lotless: dict[int, Span] = field(default_factory=dict)
    tolerance: timedelta = timedelta(minutes=5)  # how far apart clocks may be (rule 18)
    unfound: list[Line] = field(default_factory=list)  # of a lot that nobody named, and of which none was there

    def place(self, row: Row) -> Place:
        """The clock by which a row's times are read."""
        for column in ("location", "from_location", "to_location"):
            if column in row:
                return self.locations.get(row[column], Place(self.zone))
        for column, known in (("equipment", self.equipment), ("run", self.runs)):
            if column in row and row is not known.get(row[column]) and row[column] in known:
                return self.place(known[row[column]])
        return Place(self.zone)

    def kind(self, run: str) -> str:
        """The kind of a run, empty where it is not told."""
        return self.runs.get(run, {}).get("kind", "")

    def span_of(self, run: str) -> Span:
        """When a run was."""
        row = self.runs.get(run, {})
        return run_span(row, self.place(row))

    def vessels(self, run: str) -> set[str]:
        """What a charge goes into and a draw comes from."""
        own = self.runs.get(run, {}).get("equipment")
        others = {use.equipment for use in self.uses.get(run, []) if use.equipment != own}
        if own is None:
            return others
        return {own} | {name for name in others if self.equipment.get(name, {}).get("kind") == VESSEL}

    def places_of(self, run: str) -> set[str]:
        """Where a run was: its place, else those of its equipment."""
        row = self.runs.get(run, {})
        if "location" in row:
            return {row["location"]}
        return {self.equipment.get(use.equipment, {}).get("location", "") for use in self.uses.get(run, [])} - {""}

    def contradicts(self, key: str, when: Span) -> bool:
        """Whether a withdrawal certainly lies before everything that brought the batch (rule 20)."""
        inflows = self.inflows.get(key, [])
        return bool(inflows) and all(before(when, inflow) for inflow in inflows)


def read(bundle: Bundle, zone: str = "UTC") -> Plant:
    """A bundle as lines; of equal identities the first, corrected records left out."""
    plant = Plant(clean(bundle), ZoneInfo(zone))
    plant.locations = places({row["location"]: row for row in plant.files["locations"]}, plant.zone)
    plant.runs = {row["run"]: row for row in plant.files["runs"]}
    plant.equipment = {row["equipment"]: row for row in plant.files["equipment"]}
    plant.shipments = {row["shipment"]: row for row in plant.files["shipments"]}
    plant.uses = _uses(plant)
    plant.produced = [_line(plant, number, row, True) for number, row in enumerate(plant.files["produced"])]
    plant.inflows = _inflows(plant)
    plant.candidates = _candidates(plant)
    plant.consumed = list(_consumed(plant))
    _add_candidates(plant)
    return plant


def _add_candidates(plant: Plant) -> None:
    """What a consumption without a lot may have taken (rule 4): potential lines of the batches that were there."""
    known = sorted(names(plant).items())
    for number, row in enumerate(plant.files["consumed"]):
        if "lot" in row:
            continue
        line = _line(plant, number, {**row, "lot": "?"}, False)
        plant.lotless[number] = line.span
        every = [text for text, parts in known if parts[0] == row["material"]]
        places = plant.places_of(row["run"]) or {""}
        found = [text for text in every if any(may_be_there(plant, text, place, line.span) for place in places)]
        found = found or [text for text in every if may_be_there(plant, text, "", line.span)]
        plant.consumed += [line._replace(key=text) for text in found]
        plant.unfound += [] if found else [line]


def _uses(plant: Plant) -> dict[str, list[Use]]:
    found = defaultdict(list)
    for run in plant.files["runs"]:
        if "equipment" in run:
            found[run["run"]].append(Use(run["equipment"], None))
    for row in plant.files["used"]:
        if "equipment" in row:
            found[row["run"]].append(Use(row["equipment"], _use_span(plant, row)))
    return dict(found)


def _use_span(plant: Plant, row: Row) -> Span | None:
    if "from" not in row and "to" not in row:
        return None
    place, whole = plant.place(row), plant.span_of(row["run"])
    started = span(row["from"], place) if "from" in row else Span(whole.start, whole.start)
    ended = span(row["to"], place) if "to" in row else Span(whole.end, whole.end)
    return between(started, ended)


def _line(plant: Plant, number: int, row: Row, certain: bool) -> Line:
    run = plant.runs.get(row["run"], {})
    return Line(number, row["run"], key(row), line_span(row, run, plant.place(run)), certain)


def _inflows(plant: Plant) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for line in plant.produced:
        found[line.key].append(line.span)
    for row in plant.files["receipts"]:
        found[key(row)].append(span(row.get("received_at"), plant.place(row)))
    for row in plant.files["returns"]:
        if "supplier" not in row:
            found[key(row)].append(span(row.get("returned_at"), plant.place(row)))
    for row in plant.files["batches"]:
        if key(row) not in found and "produced_at" in row:
            found[key(row)] = [span(row["produced_at"], plant.place(row))]
    return dict(found)


def _candidates(plant: Plant) -> dict[str, set[str]]:
    """Bare keys nowhere produced, received or described, with the keys they may stand for (rule 3)."""
    named = names(plant)
    known = {key(row) for file in ("batches", "receipts", "produced") for row in plant.files[file]}
    known |= {key(row, "out_") for row in plant.files["mapped"]}
    found: dict[str, set[str]] = defaultdict(set)
    for text, (material, lot, assigner, serial) in named.items():
        bare = key({"material": material, "lot": lot, "serial": serial})
        if assigner and bare in named and bare not in known:
            found[bare].add(text)
    return dict(found)


def names(plant: Plant) -> dict[str, tuple[str, ...]]:
    """The key of every batch that any row names, with its parts."""
    rows = ((row, side) for rows in plant.files.values() for row in rows for side in ("", "in_", "out_"))
    whole = ((row, side) for row, side in rows if f"{side}material" in row and f"{side}lot" in row)
    return {key(row, side): tuple(row.get(side + part, "") for part in BATCH) for row, side in whole}


def _consumed(plant: Plant) -> Iterable[Line]:
    """Each line once for its own batch and once, potential, for each batch it may mean."""
    for number, row in enumerate(plant.files["consumed"]):
        if "lot" not in row:
            continue
        line = _line(plant, number, row, True)
        yield line._replace(certain=not plant.contradicts(line.key, line.span))
        for other in sorted(plant.candidates.get(line.key, ())):
            yield line._replace(key=other, certain=False)


def carries(plant: Plant, equipment: str) -> bool:
    """Whether residue is followed on equipment (rule 15)."""
    return truth(plant.equipment.get(equipment, {}), "carry_over") is True

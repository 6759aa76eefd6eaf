"""What the switches of a recall take out of its closure: which edges, and why.

Each switch only ever takes out edges, so the scope under it lies inside the one without.
"""

from __future__ import annotations

from collections.abc import Collection

from genealogy.errors import UsageError
from genealogy.keys import material_of
from genealogy.scope.edges import CONTENT, PART, Edges, is_batch
from genealogy.scope.kills import Note, killed
from genealogy.scope.residue import Residue
from genealogy.scope.switches import ALL, Switches
from genealogy.scope.vessels import Vessels
from genealogy.store import Reads


class Narrowing:
    """The closure (`whole`) of the seeds (`starts`: nodes) under switches. `cut` and `killed` say why, by position;
    `notes` are gaps."""

    def __init__(self, store: Reads, whole: Edges, starts: Collection[str], switches: Switches) -> None:
        _check(store, switches)
        self.whole = whole
        self.cut: dict[int, str] = {}
        self._starts = starts
        self._store = store
        residue = Residue(store, whole)
        self._cut_residue(switches, residue)
        self._cut_utilities(switches)
        self.killed, self.notes = killed(store, whole, starts, switches.kill_steps, residue)
        self._vessels = Vessels(store, whole, switches)
        self._vessel_notes: list[Note] = []

    def standing(self, with_killed: bool = False) -> Edges:
        """The edges that are left; `with_killed`, those as well that pass a kill step."""
        gone = self.cut if with_killed else {**self.cut, **self.killed}
        return self.whole.picked(number for number in range(len(self.whole)) if number not in gone)

    def cut_draws(self, reached: Collection[str]) -> bool:
        """Take out the draws that policies spare, where these nodes carry suspect material. Whether there were more:
        then less is reached, and it may be asked again."""
        before = len(self.cut)
        spared: dict[str, str] = {}
        notes: list[Note] = []
        for vessel, judged in self._vessels.judged(reached):
            spared |= {PART + part: why for part, why in judged.spared.items()}
            notes += [("vessel_policy_not_applied", (vessel.name, doubt)) for doubt in judged.doubts]
            notes += [("vessel_taken_as_empty", (vessel.name,))] if judged.unopened else []
        self._vessel_notes = [note for note in notes if note not in self._vessel_notes] + self._vessel_notes
        for number, (source, target) in enumerate(zip(self.whole.sources, self.whole.targets, strict=True)):
            if target in spared and source.startswith(CONTENT):
                self.cut.setdefault(number, spared[target])
        return len(self.cut) > before

    def gaps(self) -> list[Note]:
        """What the switches leave open: code and words of each gap."""
        return [*self.notes, *self._vessel_notes]

    def _cut_utilities(self, switches: Switches) -> None:
        if not switches.stop_at_utilities:
            return
        materials = sorted({material_of(node) for node in self.whole.sources if is_batch(node)})
        found = {material for (material,) in self._store.read("switches.utilities", materials=materials).rows}
        for number, source in enumerate(self.whole.sources):
            if is_batch(source) and material_of(source) in found and source not in self._starts:
                self.cut[number] = f"{source} is of a utility material, where the recall stops as asked"

    def _cut_residue(self, switches: Switches, residue: Residue) -> None:
        if all(switches.carry_over.values()):
            return
        for number, equipment in residue.equipment():
            if equipment and not any(switches.carries(one) for one in equipment):
                self.cut[number] = f"residue on {', '.join(sorted(equipment))} is not followed, as asked"


def _check(store: Reads, switches: Switches) -> None:
    """What is named must be there, and residue is followed only where the records say that it carries over."""
    named = sorted({*switches.carry_over, *switches.vessels} - {ALL})
    known = dict(store.read("switches.equipment", ids=named).rows) if named else {}
    for id_ in named:
        if id_ not in known:
            raise UsageError(f"a switch names the equipment {id_}, which no record does")
    for id_, followed in switches.carry_over.items():
        if followed and not known.get(id_, id_ == ALL):
            raise UsageError(f"carry-over of {id_} cannot be switched on: record the equipment with carry_over=true")
    runs = sorted({step.run for step in switches.kill_steps if step.run})
    there = {run for _, run, _ in store.read("switches.kinds", runs=runs, parts=[]).rows} if runs else set()
    for run in runs:
        if run not in there:
            raise UsageError(f"a kill step names the run {run}, which no record does")

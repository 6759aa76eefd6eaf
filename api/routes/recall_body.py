"""The body of a recall: seeds by key or by what went wrong, and what is not to be followed."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from genealogy.answers import KillStep, Seed, SeedQuery, Switches, VesselPolicy
from genealogy.errors import UsageError
from genealogy.whatif import Change


class SeedIn(BaseModel):
    """A suspect batch by its key; or deliveries, runs or failed inspections in which all that is said holds."""

    model_config = ConfigDict(extra="forbid")
    key: str | None = Field(None, description="Batch key.")
    receipt: str | None = Field(None, description="What came in with this receipt.")
    supplier: str | None = Field(None, description="What this supplier delivered.")
    supplier_lot: str | None = Field(None, description="Of the supplier, only this lot.")
    run: str | None = Field(None, description="What came out of this run, whatever went in.")
    equipment: str | None = Field(None, description="What ran on this equipment.")
    operator: str | None = Field(None, description="What this person ran.")
    shift: str | None = Field(None, description="What this shift ran.")
    run_kind: str | None = Field(None, description="Of the runs, only those of this kind.")
    parameter: str | None = Field(None, description="Runs with a reading of this parameter out of range.")
    below: float | None = Field(None, description="Out of range: less than this.")
    above: float | None = Field(None, description="Out of range: more than this.")
    material: str | None = Field(None, description="With `failed`: batches of this material.")
    failed: bool = Field(False, description="Those that failed an inspection.")
    characteristic: str | None = Field(None, description="Of the failed inspections, only of this characteristic.")
    defect: str | None = Field(None, description="Of the failed inspections, only with this defect.")
    from_: str | None = Field(None, alias="from", description="When it entered, or happened: not before; ISO 8601.")
    to: str | None = Field(None, description="Not after; ISO 8601.")

    def seed(self) -> Seed | SeedQuery:
        """As the core takes it. Raises UsageError."""
        said = self.model_dump(exclude_none=True, exclude_defaults=True)
        if self.key is None:
            return SeedQuery(**said)
        if more := said.keys() - {"key", "from_", "to"}:
            raise UsageError(
                f"a seed is named by its key or looked for: {self.key} stands beside {', '.join(sorted(more))}"
            )
        return Seed(self.key, self.from_, self.to)


class VesselIn(BaseModel):
    """What a draw from a vessel holds of earlier charges."""

    model_config = ConfigDict(extra="forbid")
    policy: Literal["strict", "well_mixed", "first_in_first_out"] = "strict"
    threshold: float = Field(0.0, description="Well mixed: less than this share, 0 to 1, does not count.")
    overlap: float = Field(0.0, description="First in, first out: how much may mix at the borders.")


class KillStepIn(BaseModel):
    """What makes suspect material harmless: one of these."""

    model_config = ConfigDict(extra="forbid")
    run: str | None = Field(None, description="A run.")
    run_kind: str | None = Field(None, description="Every run of a kind.")
    characteristic: str | None = Field(None, description="A passed test of this characteristic.")


class SwitchesIn(BaseModel):
    """What is not to be followed, and whether contact is; each default is what the records say. `*` stands for all
    equipment not named."""

    model_config = ConfigDict(extra="forbid")
    carry_over: dict[str, bool] = Field({}, description="By equipment: whether residue is followed.")
    vessels: dict[str, VesselIn] = Field({}, description="By equipment: the policy of a vessel.")
    stop_at_utilities: bool = Field(False, description="Do not follow what utility materials went into.")
    kill_steps: list[KillStepIn] = Field([], description="What only goes through these is mitigated.")
    contact: bool = Field(
        False, description="What may have stood on a pallet or in a container with a suspect batch is potential."
    )

    def switches(self) -> Switches:
        """As the core takes them. Raises UsageError."""
        return Switches(
            self.carry_over,
            {vessel: VesselPolicy(**said.model_dump()) for vessel, said in self.vessels.items()},
            self.stop_at_utilities,
            tuple(KillStep(**step.model_dump()) for step in self.kill_steps),
            self.contact,
        )


class SeedsIn(BaseModel):
    """Where suspect material is, and what is not to be followed."""

    model_config = ConfigDict(extra="forbid")
    seeds: list[SeedIn] = Field(min_length=1)
    switches: SwitchesIn = SwitchesIn()


class RecallIn(SeedsIn):
    """What to recall."""

    cross_check: bool = Field(False, description="Find the scope by two engines, and fail unless they agree.")
    band: str | None = Field(
        None, alias="yield", description="LOW:HIGH: output by input of a run; what lies outside is listed."
    )
    as_of: str | None = Field(None, description="Answer what was known then, by the time of recording; ISO 8601.")


class ChangeIn(BaseModel):
    """One thing that is supposed: a clean, a segregation, a kill step or a seed more, or less."""

    model_config = ConfigDict(extra="forbid")
    change: Literal["add", "remove"]
    what: Literal["clean", "emptying", "segregation", "kill_step", "seed"] = Field(
        description="`emptying`: a clean that only left a vessel empty."
    )
    equipment: str | None = Field(None, description="What is cleaned.")
    at: str | None = Field(None, description="When; ISO 8601. To remove: cleans within that time, without it all.")
    run: str | None = Field(None, description="Of a segregation, or a kill step.")
    key: str | None = Field(None, description="The batch kept apart from the run, or the seed.")
    run_kind: str | None = Field(None, description="Of a kill step: every run of a kind.")
    characteristic: str | None = Field(None, description="Of a kill step: a passed test of this characteristic.")
    from_: str | None = Field(None, alias="from", description="Of a seed to add: not before; ISO 8601.")
    to: str | None = Field(None, description="Of a seed to add: not after; ISO 8601.")

    def asked(self) -> Change:
        """As the core takes it. Raises UsageError."""
        return Change(**self.model_dump())


class WhatIfIn(SeedsIn):
    """What to recall, and what to suppose."""

    what_if: list[ChangeIn] = Field(min_length=1, description="All of them together.")

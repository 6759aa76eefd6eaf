"""What the person who asks for a recall declares not to be followed, and what to be followed besides.

Every default is what the records say: nothing is narrowed, and contact is not followed, unless somebody says so, and
the answer repeats what was said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from genealogy.errors import UsageError

ALL = "*"  # in the place of an equipment id: whatever is not named
Policy = Literal["strict", "well_mixed", "first_in_first_out"]


@dataclass(frozen=True, slots=True)
class VesselPolicy:
    """What a draw from a vessel holds of earlier charges (rule 16).

    `strict`: of every charge since the last cut. `well_mixed`: so little of the suspect ones that it does not count,
    where their share is below `threshold` (0 to 1). `first_in_first_out`: of those that lie, counted from the earliest,
    where it draws, or within `overlap` (in the unit of the vessel's lines) of that.
    """

    policy: Policy = "strict"
    threshold: float = 0.0
    overlap: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 1:
            raise UsageError(f"the threshold of a vessel is {self.threshold}; it is a share, from 0 to 1")
        if not 0 <= self.overlap < float("inf"):
            raise UsageError(f"the overlap of a vessel is {self.overlap}; it is a quantity, 0 or more")


@dataclass(frozen=True, slots=True)
class KillStep:
    """What makes suspect material harmless (rule 23): a run, every run of a kind, or a test that was passed."""

    run: str | None = None
    run_kind: str | None = None
    characteristic: str | None = None

    def __post_init__(self) -> None:
        if sum(value is not None for value in (self.run, self.run_kind, self.characteristic)) != 1:
            raise UsageError("a kill step is one of: a run, a kind of run, a characteristic that was tested")


@dataclass(frozen=True, slots=True)
class Switches:
    """`carry_over` says by equipment (`*`: all others) whether residue is followed where the records do; `vessels` the
    policy by equipment (`*`: all others). `stop_at_utilities`: batches of utility materials are listed, and what they
    went into is not followed. `contact`: what may have stood on a pallet or in a container with a suspect batch is
    potential (rule 10)."""

    carry_over: Mapping[str, bool] = field(default_factory=dict)
    vessels: Mapping[str, VesselPolicy] = field(default_factory=dict)
    stop_at_utilities: bool = False
    kill_steps: tuple[KillStep, ...] = ()
    contact: bool = False

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Switches:
        """The switches that `as_dict` says."""
        return cls(
            said.get("carry_over", {}),
            {vessel: VesselPolicy(**policy) for vessel, policy in said.get("vessels", {}).items()},
            said.get("stop_at_utilities", False),
            tuple(KillStep(**step) for step in said.get("kill_steps", [])),
            said.get("contact", False),
        )

    def carries(self, equipment: str) -> bool:
        """Whether residue on that equipment is followed, if the records say that it carries over."""
        return self.carry_over.get(equipment, self.carry_over.get(ALL, True))

    def policy_of(self, vessel: str) -> VesselPolicy:
        """The policy of that vessel."""
        return self.vessels.get(vessel, self.vessels.get(ALL, STRICT))

    @property
    def are_default(self) -> bool:
        """Whether nothing at all is switched."""
        return self == DEFAULT

    def as_dict(self) -> dict[str, Any]:
        """As JSON values: what was asked for, in the order of its names."""
        return {
            "carry_over": dict(sorted(self.carry_over.items())),
            "vessels": {vessel: asdict(policy) for vessel, policy in sorted(self.vessels.items())},
            "stop_at_utilities": self.stop_at_utilities,
            "kill_steps": [
                {name: value for name, value in asdict(step).items() if value is not None} for step in self.kill_steps
            ],
            "contact": self.contact,
        }


STRICT = VesselPolicy()
DEFAULT = Switches()

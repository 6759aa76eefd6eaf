"""What a verification finds: where something is not as it was recorded, and what should be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the ledger says; `sequence` is the number of its event, where there is one."""

    sequence: int | None
    kind: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {"sequence": self.sequence, "kind": self.kind, "text": self.text}

"""The records that a document gives, each with its line, and what could not be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.rows import Fault

Said = dict[str, str]


@dataclass(slots=True)
class Drawn:
    """Records by kind; `left` counts what the graph has no record for, by what it is."""

    records: dict[str, list[tuple[int, Said, tuple[Fault, ...]]]] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, line: int, /, *faults: Fault, **said: str) -> None:
        """A record that begins on that line; what is empty is left out. `from_` is the column `from`."""
        values = {name.rstrip("_"): value for name, value in said.items() if value}
        self.records.setdefault(kind, []).append((line, values, faults))

    def said(self) -> Iterator[str]:
        """For the report of a load."""
        yield from self.notes
        for what, times in sorted(self.left.items()):
            yield f"{what}: {times} not recorded; the graph has no record for it"

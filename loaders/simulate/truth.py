"""What really happened to the seed: its share of every batch, carried forward while the events are made.

The share is the well-mixed one. Inputs of one run are grouped by unit, and the highest share of any group counts: a
board with a tenth of its solder paste suspect is a tenth suspect, however many resistors it bears.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from loaders.simulate.stock import Batch

LEAST = 1e-9
METHOD = (
    "well mixed in time order; per run the highest share of any group of inputs with a common unit;"
    f" shares below {LEAST} count as nothing"
)
_REACHED = ("key", "quantity", "uom", "fraction", "suspect")
_LINE = ("key", "quantity", "fraction")


def mixed(parts: Iterable[tuple[Batch, int]], at: int) -> float:
    """The suspect share of what comes out when these parts go in together at that minute."""
    groups: dict[str, list[float]] = {}
    for batch, amount in parts:
        group = groups.setdefault(batch.material.base, [0.0, 0.0])
        group[0] += batch.share_at(at) * amount
        group[1] += amount
    return floored(max((suspect / total for suspect, total in groups.values() if total), default=0.0))


def floored(share: float) -> float:
    """The share, or nothing where it is too small to speak of."""
    return share if share >= LEAST else 0.0


class Truth:
    """Collects what the seed reached; written to `truth.json` beside the bundle, never inside it."""

    def __init__(self, path: Path, about: dict[str, Any]) -> None:
        """Deletions can be as many as the records, so they are streamed to `path`; the rest follows at the end."""
        self.about = about
        self.seed: Batch | None = None
        self.since = ""
        self.reached: list[tuple[str, str, str, float, float]] = []
        self.shipped: dict[str, tuple[str, list[tuple[str, str, float]]]] = {}
        self._deletions = 0
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write('{"deleted": [')

    def deleted(self, record: dict[str, str]) -> None:
        """One deletion: file, what was lost, and the values that stood there."""
        self._file.write((",\n" if self._deletions else "\n") + json.dumps(record, ensure_ascii=False))
        self._deletions += 1

    def reach(self, batch: Batch, amount: int) -> None:
        """A batch that came into being with a suspect share."""
        material = batch.material
        quantity = material.text(amount)
        self.reached.append((batch.key, quantity, material.uom, batch.share, amount * batch.share / material.factor))

    def ship(self, shipment: str, customer: str, batch: Batch, amount: int) -> None:
        """A shipment line of a batch with a suspect share; customer is empty for a transfer."""
        lines = self.shipped.setdefault(shipment, (customer, []))[1]
        lines.append((batch.key, batch.material.text(amount), batch.share))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._file:
            if error is None:
                self._finish()

    def _finish(self) -> None:
        rest = {
            **self.about,
            "method": METHOD,
            "seed": self.seed.key if self.seed else None,
            "since": self.since,
            "batches": [dict(zip(_REACHED, entry, strict=True)) for entry in self.reached],
            "shipments": [
                {
                    "shipment": shipment,
                    "customer": customer,
                    "lines": [dict(zip(_LINE, line, strict=True)) for line in lines],
                }
                for shipment, (customer, lines) in self.shipped.items()
            ],
            "customers": sorted({customer for customer, _ in self.shipped.values() if customer}),
        }
        self._file.write("\n],\n" + json.dumps(rest, ensure_ascii=False, indent=1)[2:] + "\n")

"""Records that go missing: whole lines and descriptions, lots and times, at a chosen rate."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from loaders.simulate.bundle import Row, Spoil
from loaders.simulate.columns import COLUMNS

# What may be lost of a file's rows: () is the row itself, else the columns that are left empty.
LOSSES: dict[str, tuple[tuple[str, ...], ...]] = {
    "consumed": ((), ("lot", "assigner", "serial"), ("at",)),
    "produced": (("at",),),
    "batches": ((),),
    "runs": (("started_at", "ended_at"),),
    "receipts": (("received_at",),),
    "shipments": (("shipped_at", "delivered_at"),),
}


def spoiler(rate: float, rng: Random, deleted: Callable[[dict[str, str]], None]) -> Spoil | None:
    """A function that loses a share of the rows it sees, and says so; None where nothing is to be lost."""
    if not rate:
        return None

    def spoil(file: str, row: Row) -> Row | None:
        losses = LOSSES.get(file)
        if losses is None or rng.random() >= rate:
            return row
        return _lose(file, row, rng.choice(losses), deleted)

    return spoil


def _lose(file: str, row: Row, columns: tuple[str, ...], deleted: Callable[[dict[str, str]], None]) -> Row | None:
    record = {name: str(value) for name, value in zip(COLUMNS[file], row, strict=True) if value != ""}
    deleted(
        {"file": file, "lost": " ".join(columns) or "row", **{f"was.{name}": text for name, text in record.items()}}
    )
    if not columns:
        return None
    return tuple("" if name in columns else value for name, value in zip(COLUMNS[file], row, strict=True))

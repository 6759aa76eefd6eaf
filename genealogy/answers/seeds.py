"""What a recall starts from, checked against the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from genealogy.errors import UnknownBatchError, UsageError
from genealogy.keys import BatchKey
from genealogy.store import Reads
from genealogy.times import Clock, parse_time


@dataclass(frozen=True, slots=True)
class Seed:
    """A suspect batch; `from_` and `to` say when suspect material entered it (rule 21), as ISO times, kept as given."""

    key: str
    from_: str | None = None
    to: str | None = None


def checked(store: Reads, seeds: Sequence[Seed]) -> list[Seed]:
    """The seeds with their keys in normal form, each once; raises UsageError or UnknownBatchError."""
    if not seeds:
        raise UsageError("name at least one batch: material/lot or material/lot@assigner")
    wanted = list({seed.key: seed for seed in (_normal(seed) for seed in seeds)}.values())
    known = {key for (key,) in store.read("scope.known", keys=[seed.key for seed in wanted]).rows}
    for seed in wanted:
        if seed.key not in known:
            raise UnknownBatchError(f"no record names the batch {seed.key}{_hint(store, seed.key)}")
    return wanted


def _normal(seed: Seed) -> Seed:
    for text in filter(None, (seed.from_, seed.to)):
        try:
            parse_time(text, Clock(ZoneInfo("UTC")))
        except ValueError as error:
            raise UsageError(f"the time of seed {seed.key}: {error}") from None
    return Seed(str(BatchKey.parse(seed.key)), seed.from_, seed.to)


def _hint(store: Reads, key: str) -> str:
    """Keys a person may have meant: they look the same, or bear the same lot number."""
    parsed = BatchKey.parse(key)
    near = [found for (found,) in store.read("batch.near", alike=parsed.alike, lot=parsed.lot).rows]
    return f"; did you mean {', '.join(near)}?" if near else ""

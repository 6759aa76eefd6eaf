"""What a recall starts from, checked against the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from genealogy.errors import UnknownBatchError, UsageError
from genealogy.keys import BatchKey
from genealogy.store import Reads
from genealogy.store.moments import EPOCH
from genealogy.times import BEGIN, Clock, parse_time

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Seed:
    """A suspect batch; `from_` and `to` say when suspect material entered it (rule 21), as ISO times, kept as given."""

    key: str
    from_: str | None = None
    to: str | None = None
    suspect_since: int = 0  # ms since 1970, from `from_`; 0 is since ever


def checked(store: Reads, seeds: Sequence[Seed], zone: ZoneInfo = UTC) -> list[Seed]:
    """The seeds with their keys in normal form, each once; raises UsageError or UnknownBatchError."""
    if not seeds:
        raise UsageError("name at least one batch: material/lot or material/lot@assigner")
    # A batch named twice is suspect from the earlier moment on.
    normal = sorted((_normal(seed, zone) for seed in seeds), key=lambda seed: -seed.suspect_since)
    by_key = {seed.key: seed for seed in normal}
    wanted = [by_key[key] for key in dict.fromkeys(str(BatchKey.parse(seed.key)) for seed in seeds)]
    known = {key for (key,) in store.read("scope.known", keys=[seed.key for seed in wanted]).rows}
    for seed in wanted:
        if seed.key not in known:
            raise UnknownBatchError(f"no record names the batch {seed.key}{_hint(store, seed.key)}")
    return wanted


def _normal(seed: Seed, zone: ZoneInfo) -> Seed:
    """`to` never stops a later withdrawal (rule 21), but a window that ends before it begins is a mistake."""
    try:
        entry, end = (parse_time(text or "", Clock(zone)) for text in (seed.from_, seed.to))
    except ValueError as error:
        raise UsageError(f"the time of seed {seed.key}: {error}") from None
    if end.certainly_before(entry):
        raise UsageError(f"the window of seed {seed.key} ends ({seed.to}) before it begins ({seed.from_})")
    since = 0 if entry.start == BEGIN else int((entry.start - EPOCH) // dt.timedelta(milliseconds=1))
    return Seed(str(BatchKey.parse(seed.key)), seed.from_, seed.to, since)


def _hint(store: Reads, key: str) -> str:
    """Keys a person may have meant: they look the same, or bear the same lot number."""
    parsed = BatchKey.parse(key)
    near = [found for (found,) in store.read("batch.near", alike=parsed.alike, lot=parsed.lot).rows]
    return f"; did you mean {', '.join(near)}?" if near else ""

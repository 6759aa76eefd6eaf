"""What a recall starts from, checked against the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from genealogy.errors import NothingMatchesError, UnknownBatchError, UsageError
from genealogy.keys import BatchKey
from genealogy.scope.edges import RUN, Edges, is_batch
from genealogy.seeds import Found, SeedQuery, find, held_in
from genealogy.store import Reads
from genealogy.store.moments import EPOCH, from_micros
from genealogy.times import BEGIN, Clock, parse_time

if TYPE_CHECKING:
    from genealogy.answers.gaps import Gaps

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Seed:
    """A suspect batch; `from_` and `to` say when suspect material entered it (rule 21), as ISO times, kept as given."""

    key: str
    from_: str | None = None
    to: str | None = None
    suspect_since: int = 0  # ms since 1970, from `from_`; 0 is since ever


@dataclass(slots=True)
class Starts:
    """What a scope starts from: `rows` as the answer lists them, `suspect` since when (ms since 1970, 0 ever) each
    batch, run and part of a run is so, `found` what the queries among the seeds meant, `held` edges from suspect
    vessels to later draws."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    suspect: dict[str, int] = field(default_factory=dict)
    found: list[tuple[SeedQuery, Found]] = field(default_factory=list)
    held: Edges = field(default_factory=Edges)

    def add(self, nodes: Iterable[str], since: int) -> None:
        """Start from these too; what is named twice is suspect from the earlier moment on."""
        for node in nodes:
            self.suspect[node] = min(since, self.suspect.get(node, since))

    def note_gaps(self, gaps: Gaps) -> None:
        """What the records leave open about the seeds themselves."""
        for _, one in self.found:
            for said in one.unread:
                gaps.add("reading_is_no_number", one.node[2:], said)
            for record in one.untimed:
                gaps.add("seed_without_time", record)
        for vessel in sorted({source[2:] for source in self.held.sources}):
            gaps.add("vessel_held_then", vessel)
        for query in dict.fromkeys(query for query, _ in self.found if query.parameter):
            units = sorted({unit for asked, one in self.found if asked == query for unit in one.units})
            if len(units) > 1:
                gaps.add("readings_in_units", query.parameter or "", ", ".join(unit or "none" for unit in units))


def starts_of(store: Reads, seeds: Sequence[Seed | SeedQuery], zone: ZoneInfo = UTC) -> Starts:
    """The seeds, looked up: batches named by key, and what queries find, in this order.

    Raises UsageError, UnknownBatchError, and NothingMatchesError for a query that no record matches.
    """
    queries = list(dict.fromkeys(seed for seed in seeds if isinstance(seed, SeedQuery)))
    named = [seed for seed in seeds if isinstance(seed, Seed)]
    if not seeds:
        raise UsageError(
            "name what to recall: keys of batches (material/lot or material/lot@assigner), or what to look for"
        )
    starts = Starts()
    for seed in checked(store, named, zone) if named else ():
        starts.rows.append({"key": seed.key, "from": seed.from_, "to": seed.to})
        starts.add([seed.key], seed.suspect_since)
    for query in queries:
        _add_query(store, starts, query, zone)
    return starts


def _add_query(store: Reads, starts: Starts, query: SeedQuery, zone: ZoneInfo) -> None:
    found, unmatched = [], None
    try:
        found = find(store, query, zone)
    except NothingMatchesError as error:
        unmatched = error
    for one in found:
        starts.found.append((query, one))
        starts.rows.append(_row(query, one))
        starts.add((one.node, *one.parts), one.since)
    held = held_in(store, query.normalised(), query.period(zone), {part for one in found for part in one.parts})
    if unmatched and not held.sources:
        raise unmatched
    if held.sources:
        starts.held.extend(held)
        starts.add(held.sources, 0)
        runs = [f"run {node[2:]}" for node in dict.fromkeys(held.targets) if node.startswith(RUN)]
        head = {"equipment": held.sources[0][2:], "from": query.from_, "to": query.to}
        starts.rows.append({**head, "by": query.as_dict(), "records": runs})


def _row(query: SeedQuery, one: Found) -> dict[str, Any]:
    """A batch or run found, beside what was asked (`by`) and the records that match."""
    name = {"key": one.node} if is_batch(one.node) else {"run": one.node[2:]}
    since = from_micros(one.since * 1000).isoformat().replace("+00:00", "Z") if one.since else None
    return {**name, "from": since, "to": None, "by": query.as_dict(), "records": list(one.records)}


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

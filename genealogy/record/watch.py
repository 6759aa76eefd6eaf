"""While a recall case is open: which new events touch what it covers, looked up where they are recorded.

What serves a recall passes: returns, receipts, scrap, samples, adjustments, counts, statuses, and moves to a place of
quarantine that the case names. `refuse` looks further than `alarm`, for what would bring a new batch into scope; where
something is reported as done, the calculation afterwards finds that (`genealogy.cases.growth`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from genealogy.errors import UnderRecallError
from genealogy.events import Event
from genealogy.events.care import Movement
from genealogy.events.cases import Alarm
from genealogy.events.flow import Consumed, Mapped, Produced, Shipped
from genealogy.keys import BatchKey
from genealogy.store import Tx

Watch = Literal["alarm", "refuse"]
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """An event (by its place in the sequence that was given) that touches a batch which a case covers."""

    position: int
    key: str
    case: str
    revision: int
    what: str


class RefusedError(UnderRecallError):
    """Some events touch what open cases cover; `members` says which."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        first = hits[0]
        super().__init__(
            f"batch {first.key} is in scope of the open recall case {first.case} and may not be {first.what}; nothing "
            "was recorded. Leave it out, or where it has happened already, report it as such (reported=true)"
        )
        self.members = {
            "touches": [
                {"position": hit.position, "batch": hit.key, "case": hit.case, "text": hit.what} for hit in hits[:SHOWN]
            ]
        }


def alarm_of(hit: Hit, record: str, sequence: int, row: int, source: tuple[str, str]) -> Alarm:
    """The alarm that a hit raises: of the event `record`, which came from `row` of `source` (load and file)."""
    key = BatchKey.parse(hit.key)
    parts = {"material": key.material, "lot": key.lot, "assigner": key.assigner, "serial": key.serial}
    return Alarm(
        **{name: value for name, value in parts.items() if value},
        **{"case": hit.case, "revision": hit.revision, "what": hit.what, "record": record, "sequence": sequence},
        **{"load": source[0], "source": source[1], "row": row, "at": dt.datetime.now(dt.UTC).isoformat()},
    )


def touching(tx: Tx, events: Sequence[tuple[int, Event]], watch: Watch) -> list[Hit]:
    """The events that touch what open cases cover; raises RefusedError where that is to be refused and there are."""
    hits = list(_direct(tx, events))
    if watch == "refuse":
        hits += _drawn_in(tx, events)
        if hits:
            raise RefusedError(sorted(hits, key=lambda hit: (hit.position, hit.key, hit.case)))
    return hits


def _direct(tx: Tx, events: Sequence[tuple[int, Event]]) -> Iterator[Hit]:
    named = [(position, event, key) for position, event in events if (key := _takes(event))]
    covering: dict[str, list[Any]] = {}
    for row in tx.run("watch.batches", keys=sorted(_keys(named))).rows if named else ():
        covering.setdefault(row[0], []).append(row[1:])
    for position, event, key in named:
        for case, revision, quarantine in covering.get(key, ()):
            if not _passes(event, case, quarantine, covering):
                yield Hit(position, key, case, revision, _what(event))


def _takes(event: Event) -> str | None:
    """The batch that an event takes something of."""
    if isinstance(event, Mapped):
        return event.in_key
    if isinstance(event, Consumed | Shipped):
        return event.key
    if isinstance(event, Movement) and event.kind in (None, "move"):
        return event.key
    return None


def _keys(named: Iterable[tuple[int, Event, str]]) -> set[str]:
    return {key for _, _, key in named} | {event.out_key for _, event, _ in named if isinstance(event, Mapped)}


def _passes(event: Event, case: str, quarantine: str | None, covering: dict[str, list[Any]]) -> bool:
    """A move to quarantine; a mapping between two batches that are both in scope."""
    if isinstance(event, Movement):
        return event.to_location in orjson.loads(quarantine or "[]")
    return isinstance(event, Mapped) and any(row[0] == case for row in covering.get(event.out_key, ()))


def _what(event: Event) -> str:
    if isinstance(event, Consumed | Mapped):
        return f"used in run {event.run}"
    if isinstance(event, Shipped):
        return f"shipped with {event.shipment}"
    return f"moved to {event.__dict__.get('to_location') or 'a place that is not named'}"


def _drawn_in(tx: Tx, events: Sequence[tuple[int, Event]]) -> Iterator[Hit]:
    """Outputs of a run that took what is covered, or of a vessel that holds it; consumption without a lot of a
    material of which something is covered."""
    made = [(position, event) for position, event in events if isinstance(event, Produced)]
    if made:
        pairs = [{"run": event.run, "key": event.key} for _, event in made]
        by_pair: dict[tuple[str, str], list[Any]] = {}
        for run, key, case, source in tx.run("watch.runs", rows=pairs).rows:
            by_pair.setdefault((run, key), []).append((case, source, f"the source of {key} in run {run}"))
        for run, case, source, vessel in tx.run("watch.vessels", runs=sorted({event.run for _, event in made})).rows:
            for _, event in made:
                if event.run == run:
                    text = f"drawn from {vessel} as {event.key}"
                    by_pair.setdefault((run, str(event.key)), []).append((case, source, text))
        for position, event in made:
            for case, source, text in by_pair.get((event.run, str(event.key)), ()):
                yield Hit(position, source, case, 0, text)
    yield from _lotless(tx, events)


def _lotless(tx: Tx, events: Sequence[tuple[int, Event]]) -> Iterator[Hit]:
    used = [(position, event) for position, event in events if isinstance(event, Consumed) and not event.lot]
    rows = tx.run("watch.materials", materials=sorted({event.material for _, event in used})).rows if used else []
    for position, event in used:
        for material, case, source in rows:
            if material == event.material:
                yield Hit(position, source, case, 0, f"used in run {event.run}, which names no lot of {material}")

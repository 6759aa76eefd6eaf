"""A recall, a trace or a case as it would have been told at a moment, and what came in, went out or changed since."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from genealogy.asof.shadow import Known, shadow
from genealogy.cases.book import show_case
from genealogy.cases.difference import difference
from genealogy.cases.since import Later, recorded_since
from genealogy.errors import NotFoundError, UsageError
from genealogy.history import history
from genealogy.ledger.archives import FOLDER, looked_through
from genealogy.ledger.head import last_of, zone_of
from genealogy.ledger.pages import Fill
from genealogy.progress import Progress, quiet
from genealogy.record.reading import texts_of
from genealogy.settings import Settings
from genealogy.store import Store
from genealogy.times import BEGIN, END, Clock, parse_time

Answer = dict[str, Any]
Ask = Callable[[Store], Answer]
_PERSON = re.compile(r"person:[0-9a-f]{32}")
_LISTS = {
    "batches": ("key", "verdict"),
    **{f"{name}s": (name, None) for name in ("run", "receipt", "supplier", "shipment", "customer")},
}


def recall_as_of(store: Store, settings: Settings, time: str, ask: Ask, progress: Progress = quiet) -> Answer:
    """The answer of `ask`, a recall, as it was known at `time` (ISO 8601; of a day or an interval its end), by the time
    of recording: with `as_of`, which says the last event that was known, and `since`, the difference to now as
    `case check` tells it. Raises what `ask` raises, UsageError and ServerError."""

    def compare(was: Answer, now: Answer, last: int) -> Answer:
        return difference(was, now, recorded_since(store, last, _archives(settings, store)))

    return _answer(_Asked(store, settings, time, ask, compare), progress)


def trace_as_of(store: Store, settings: Settings, time: str, ask: Ask, progress: Progress = quiet) -> Answer:
    """The same of a trace: `since` lists what came `in`, went `out` or `changed` in each list of the answer, with the
    numbers of the later records that name it."""

    def compare(was: Answer, now: Answer, last: int) -> Answer:
        return _of_trace(was, now, recorded_since(store, last, _archives(settings, store)))

    return _answer(_Asked(store, settings, time, ask, compare), progress)


def case_as_of(store: Store, settings: Settings, time: str, case: str, progress: Progress = quiet) -> Answer:
    """A recall case as it stood: `since` says of each member that is another now what it `was` and is `now`, and lists
    the later records about the case."""

    def compare(was: Answer, now: Answer, last: int) -> Answer:
        moved = {name: {"was": was[name], "now": now[name]} for name in sorted(was) if was[name] != now[name]}
        names = ("sequence", "event", "load", "source", "row", "recorded_at")
        events = history(store, f"case:{case}")["events"]
        later = [{name: event[name] for name in names} for event in events if event["sequence"] > last]
        return {"changed": bool(moved), "members": moved, "records": later}

    return _answer(_Asked(store, settings, time, lambda one: show_case(one, case), compare), progress)


def _archives(settings: Settings, store: Store) -> Fill:
    return looked_through(store, settings.home / FOLDER).fill


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, of when it is asked, and how its two answers are compared: by the last event that was known."""

    store: Store
    settings: Settings
    time: str
    ask: Ask
    compare: Callable[[Answer, Answer, int], Answer]


def _answer(asked: _Asked, progress: Progress) -> Answer:
    zone = zone_of(asked.store, asked.settings)
    before = _moment(asked.time, zone)
    with shadow(asked.store, asked.settings, before, zone, progress) as (past, known):
        try:
            was = with_people(asked.store, asked.ask(past))
        except NotFoundError as error:
            raise type(error)(f"as of {asked.time} (event {known.last} was the last): {error}") from error
    said = {"time": asked.time, "sequence": known.last, "recorded_at": known.recorded_at}
    return was | {"as_of": said, "since": _since(asked, was, known)}


def _moment(time: str, zone: ZoneInfo) -> dt.datetime:
    try:
        span = parse_time(time, Clock(zone))
    except ValueError as error:
        raise UsageError(f"{time!r} is no time: {error}") from None
    if span.start == BEGIN or span.end == END:
        raise UsageError(f"{time!r} does not say when; write a time, a day, or an interval with an end")
    return span.end


def _since(asked: _Asked, was: Answer, known: Known) -> Answer:
    head = last_of(asked.store)
    try:
        now, unanswered = asked.ask(asked.store), None
    except NotFoundError as error:  # what was known then and is not now: a correction took it back
        now, unanswered = {**was, **{name: [] for name, value in was.items() if isinstance(value, list)}}, str(error)
    return {"sequence": head, "unanswered": unanswered, **asked.compare(was, now, known.last)}


def _of_trace(was: Mapping[str, Any], now: Mapping[str, Any], later: Iterable[Later]) -> dict[str, Any]:
    sides = {name: (_by(was[name], id_), _by(now[name], id_)) for name, (id_, _) in _LISTS.items()}
    moved = {name: _moved(*sides[name], looked_at) for name, (_, looked_at) in _LISTS.items()}
    names = {f"{_LISTS[part][0]} {name}" for part, some in moved.items() for name in some}
    touching = [one for one in later if one.keys & moved["batches"] or one.names & names]
    parts = {name: _compared(*sides[name], moved[name], *_LISTS[name], touching) for name in _LISTS}
    return {"changed": any(moved.values()), **parts, "records": [one.as_dict() for one in touching]}


Rows = Mapping[str, Mapping[str, Any]]


def _by(rows: Iterable[Mapping[str, Any]], id_: str) -> Rows:
    return {row[id_]: row for row in rows}


def _moved(was: Rows, now: Rows, looked_at: str | None) -> set[str]:
    """What is in one of the two alone, or says something else."""
    both = was.keys() & now.keys()
    return (was.keys() ^ now.keys()) | {n for n in both if looked_at and was[n][looked_at] != now[n][looked_at]}


def _compared(
    was: Rows, now: Rows, moved: set[str], id_: str, looked_at: str | None, touching: list[Later]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {"in": [], "out": [], "changed": []}
    for name in sorted(moved):
        because = [one.sequence for one in touching if name in one.keys or f"{id_} {name}" in one.names]
        said = {**(now.get(name) or was[name]), "because": because}
        if name in was and name in now:
            found["changed"].append(said | {"was": {looked_at: was[name][looked_at or id_]}})
        else:
            found["in" if name in now else "out"].append(said)
    return found


def with_people(store: Store, answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with the texts about people, where they have not been erased, in the place of their references."""
    texts = texts_of(store, _references(answer))
    found: dict[str, Any] = _put_back(answer, texts)
    return found


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _PERSON.fullmatch(value):
        yield value
    elif isinstance(value, Mapping):
        yield from (id_ for said in value.values() for id_ in _references(said))
    elif isinstance(value, list):
        yield from (id_ for said in value for id_ in _references(said))


def _put_back(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {name: _put_back(said, texts) for name, said in value.items()}
    if isinstance(value, list):
        return [_put_back(said, texts) for said in value]
    return texts.get(value, value) if isinstance(value, str) else value
